import { expect, test } from 'vitest';
import { fieldColumn, hasNames } from './field-column.ts';

const declared = (filter: string, label: string, type: 'uint' | 'text', named = false) => ({
  filter,
  label,
  type,
  spec: undefined,
  doc: undefined,
  generated: false,
  ...(named ? { hasNames: true } : {}),
});
const catalogue = {
  fields: [
    declared('udp.srcport', 'Source port', 'uint', true),
    declared('sip.method', 'Method', 'text'),
    declared('sip.length', 'Length', 'uint'),
  ],
  names: [declared('udp.port', 'Source port or Destination port', 'uint', true)],
};

test('a column is named after its fields, and holds numbers when all of them do', () => {
  expect(fieldColumn('udp.srcport:1', catalogue)).toEqual({
    field: 'udp.srcport:1',
    label: 'Source port',
    isNumber: true,
  });
  expect(fieldColumn('udp.srcport||sip.length', catalogue)).toMatchObject({
    label: 'Source port or Length',
    isNumber: true,
  });
  expect(fieldColumn('udp.port||sip.method', catalogue)).toMatchObject({
    label: 'Source port or Destination port or Method',
    isNumber: false,
  });
  // The engine knows more names than the catalogue lists.
  expect(fieldColumn('rule.severity', catalogue)).toEqual({
    field: 'rule.severity',
    label: 'rule.severity',
    isNumber: false,
  });
});

test('values have names when those of one of the fields do', () => {
  expect(['udp.port', 'udp.srcport:-1:U', 'sip.length||udp.port'].every((key) => hasNames(key, catalogue))).toBe(true);
  expect(['sip.length', 'sip.method', 'rule', 'info'].some((key) => hasNames(key, catalogue))).toBe(false);
  expect(hasNames('udp.port', undefined)).toBe(false);
});
