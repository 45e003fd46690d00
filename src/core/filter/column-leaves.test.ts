import { expect, test } from 'vitest';
import { createRegistry } from '../protocols/index.ts';
import { filterCatalogue } from './catalogue.ts';
import type { ColumnBlock, ColumnTable, KeyedRow } from './column-table.ts';
import { compileFilter } from './compile.ts';
import { verdictOf } from './verdict.ts';

const catalogue = filterCatalogue(createRegistry());

/** Lengths that a table of 65 536 has, and some that it has not. */
const LENGTHS = [0, 1, 59, 60, 61, 100, 65_534, 65_535, 65_536, 65_537, 70_000, 2 ** 31, 2 ** 32 - 1];

/** As many rows as there are lengths, and no addresses. */
const lengths = Uint32Array.from(LENGTHS);
const zeros = new Uint32Array(lengths.length);
const row = (index: number): KeyedRow => ({
  number: index + 1,
  seconds: 0,
  nanos: 0,
  captured: LENGTHS[index] ?? 0,
  original: LENGTHS[index] ?? 0,
  protocol: '',
  source: undefined,
  destination: undefined,
  sourcePort: undefined,
  destinationPort: undefined,
  tcpStream: undefined,
  udpStream: undefined,
  shape: undefined,
  shapeNumber: 0,
  flowKey: -1,
});
const table: ColumnTable = {
  flowCount: 1,
  addressCount: 1,
  row,
  shape: () => undefined,
  protocolNames: () => [],
  findingKinds: () => undefined,
  flowAddresses: (_end, _from, _to, out) => out.fill(-1),
  flowPorts: (_end, _from, _to, out) => out.fill(-1),
  flowStreams: (_transport, _from, _to, out) => out.fill(-1),
  streamCount: () => 0,
  reopened: 0,
  rowStream: () => -1,
  rowAddress: () => -1,
  rowPort: () => -1,
  ipv4Numbers: (_from, _to, out) => out.fill(-1),
  octets: () => undefined,
};
const block: ColumnBlock = {
  table,
  from: 0,
  length: lengths.length,
  seconds: Float64Array.from(zeros),
  nanos: zeros,
  original: lengths,
  captured: lengths,
  protocols: Uint16Array.from(zeros),
  shapes: Uint16Array.from(zeros),
  flows: zeros,
  findings: undefined,
};

test.each([
  ...['==', '!=', '===', '!==', '<', '<=', '>', '>='].flatMap((relation) =>
    [60, 65_535, 65_536, 2 ** 32 - 1].map((octets) => `frame.len ${relation} ${octets}`),
  ),
  'frame.cap_len in {60..100, 65536, 70000..4294967295}',
  'frame.cap_len in {100..60}',
  '!(frame.len in {0})',
  'frame.len > -1',
  'frame.len > 18446744073709551615',
  'frame.len % 2 == 0',
  'frame.len & 1',
  'frame.len == frame.cap_len',
  'frame.number in {2..4, 7}',
  'frame.number not in {2..4, 3..5, 9..7, 12..400, 1}',
  'frame.number in {0, 20..30, 18446744073709551615}',
  'frame.number == 3 || frame.number in {9, 11..12} || frame.number == 4 || frame.len == 0',
  'frame.number == 3 && frame.number in {1, 3}',
  `frame.number in {${Array.from({ length: 5000 }, (_, at) => 3 * at).join(', ')}}`,
  `frame.time_epoch in {${Array.from({ length: 20 }, (_, at) => at).join(', ')}}`,
])('%s: a block answers as each row by itself', (text) => {
  const compiled = compileFilter(text, catalogue);
  if ('fault' in compiled) throw new Error(compiled.fault.message);
  const { filter } = compiled;
  const program = filter.program();
  const verdicts = new Uint8Array(lengths.length);
  // The second time with what the first has worked out.
  for (let turn = 0; turn < 2; turn++) {
    program.fill(block, verdicts);
    expect([...verdicts]).toEqual(LENGTHS.map((_, index) => verdictOf(filter.columns(row(index)))));
  }
});

test('a block of later rows meets the packet numbers that are its own', () => {
  const compiled = compileFilter('frame.number in {1..2, 5..7, 9, 11, 40..70}', catalogue);
  if ('fault' in compiled) throw new Error(compiled.fault.message);
  const program = compiled.filter.program();
  const verdicts = new Uint8Array(lengths.length);
  for (let from = 0; from < 80; from++) {
    program.fill({ ...block, from }, verdicts);
    expect([...verdicts]).toEqual(LENGTHS.map((_, at) => verdictOf(compiled.filter.columns(row(from + at)))));
  }
});
