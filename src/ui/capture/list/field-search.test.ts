import { expect, test } from 'vitest';
import type { FieldView } from '../../../worker/api.ts';
import { searchFields } from './field-search.ts';

const field = (filter: string, label: string): FieldView => ({
  filter,
  label,
  type: 'uint',
  spec: undefined,
  doc: undefined,
  generated: false,
});
const FIELDS = [
  field('', 'Undecoded'),
  field('udp.srcport', 'Source port'),
  field('udp.port', 'Port'),
  field('udp.port', 'Port'),
  field('tcp.port', 'Port'),
];
const names = (typed: string, limit = 9): readonly string[] =>
  searchFields(FIELDS, typed, limit).map((one) => one.filter);

test('fields are found by name and by label, each once, nearest first', () => {
  expect(names('udp.')).toEqual(['udp.port', 'udp.srcport']);
  expect(names('TCP.PORT')).toEqual(['tcp.port']);
  expect(names('source')).toEqual(['udp.srcport']);
  expect(names('port', 2)).toHaveLength(2);
  expect(names(' ')).toEqual([]);
  expect(names('undecoded')).toEqual([]);
});
