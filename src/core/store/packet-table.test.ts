import { expect, test } from 'vitest';
import { PacketTable } from './packet-table.ts';

const ROWS = 131_075;

function filled(): PacketTable {
  const table = new PacketTable();
  for (let i = 0; i < ROWS; i++) {
    table.append(i, i * 2, i * 3 + 2 ** 33, i % 1500, 1500, i % 3, i % 4);
    const facts = {
      protocol: i % 7,
      source: i,
      destination: i + 1,
      sourcePort: i % 65_536,
      destinationPort: 2948,
      info: i * 5,
      met: i % 3000,
    };
    table.setFacts(facts, i * 7);
  }
  return table;
}

test('a row is what was appended and completed, in every chunk', () => {
  const table = filled();
  expect(table.length).toBe(ROWS);
  for (const i of [0, 1, 65_535, 65_536, 131_071, 131_072, ROWS - 1]) {
    expect([
      table.seconds.get(i),
      table.nanos.get(i),
      table.offset.get(i),
      table.captured.get(i),
      table.original.get(i),
      table.interfaceIndex.get(i),
      table.flags.get(i),
      table.protocol.get(i),
      table.source.get(i),
      table.destination.get(i),
      table.sourcePort.get(i),
      table.destinationPort.get(i),
      table.info.get(i),
      table.flow.get(i),
      table.shape.get(i),
      table.judged.get(i),
    ]).toEqual([
      i,
      i * 2,
      i * 3 + 2 ** 33,
      i % 1500,
      1500,
      i % 3,
      i % 4,
      i % 7,
      i,
      i + 1,
      i % 65_536,
      2948,
      i * 5,
      i * 7,
      i % 3000,
      0,
    ]);
  }
});

test('windows and passes over a column see all rows and no more', () => {
  const table = filled();
  expect(table.info.slice(ROWS - 2, ROWS + 9)).toEqual(Uint32Array.of((ROWS - 2) * 5, (ROWS - 1) * 5));
  let rows = 0;
  for (const { values } of table.judged.chunks()) rows += values.length;
  expect(rows).toBe(ROWS);
  table.judged.set(ROWS - 1, 9);
  table.judged.fill(1);
  expect(table.judged.get(ROWS - 1)).toBe(1);
  expect(() => table.judged.set(ROWS, 1)).toThrow(RangeError);
});

test('a row costs at most 61 octets', () => {
  const table = filled();
  const columns = Object.values(table).filter(
    (column) => typeof column === 'object' && column !== null && 'size' in column && 'slice' in column,
  );
  const perRow = columns.reduce((sum, column) => sum + (column as { size: number }).size, 0) / (3 * 65_536);
  expect(perRow).toBeLessThanOrEqual(61);
  expect(columns).toHaveLength(16);
});
