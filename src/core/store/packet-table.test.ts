import { expect, test } from 'vitest';
import { FlowTable } from './flow-table.ts';
import { PacketTable } from './packet-table.ts';

const ROWS = 131_075;

/** Every fifth row shows other ends than its flow has. */
function endsOf(i: number) {
  const flow = i % 50;
  const source = i % 5 === 0 ? i + 1000 : flow + 1;
  return { source, destination: 7, sourcePort: flow, destinationPort: i % 15 === 0 ? 2948 : 9200 };
}

function filled(): PacketTable {
  const flows = new FlowTable();
  const table = new PacketTable(flows);
  for (let i = 0; i < ROWS; i++) {
    table.append(i, i * 2, i * 3 + 2 ** 33, i % 1500, i % 1500, i % 3, i % 4);
    const flow = i % 50;
    const number = flows.id({
      etherSource: 1,
      etherDestination: 2,
      network: 4,
      source: flow + 1,
      destination: 7,
      transport: 17,
      transportPorts: flow * 65_536 + 9200,
    });
    table.setFacts({ protocol: i % 7, ...endsOf(i), met: i % 3000 }, number);
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
      table.flow.get(i),
      table.shape.get(i),
      table.judged.get(i),
    ]).toEqual([
      i,
      i * 2,
      i * 3 + 2 ** 33,
      i % 1500,
      i % 1500,
      i % 3,
      i % 4,
      i % 7,
      endsOf(i).source,
      7,
      i % 50,
      endsOf(i).destinationPort,
      (i % 50) + 1,
      i % 3000,
      0,
    ]);
  }
});

test('windows and passes over a column see all rows and no more', () => {
  const table = filled();
  expect(table.nanos.slice(ROWS - 2, ROWS + 9)).toEqual(Uint32Array.of((ROWS - 2) * 2, (ROWS - 1) * 2));
  expect(table.source.slice(ROWS - 2, ROWS + 9)).toEqual(
    Uint32Array.of(endsOf(ROWS - 2).source, endsOf(ROWS - 1).source),
  );
  expect([table.source.length, table.source.get(ROWS)]).toEqual([ROWS, 0]);
  let rows = 0;
  for (const { values } of table.judged.chunks()) rows += values.length;
  expect(rows).toBe(ROWS);
  table.judged.set(ROWS - 1, 9);
  table.judged.fill(1);
  expect(table.judged.get(ROWS - 1)).toBe(1);
  expect(() => table.judged.set(ROWS, 1)).toThrow(RangeError);
});

test('a row can be corrected, whoever told its ends', () => {
  const table = filled();
  for (const i of [4, 5, 70_000, 70_001]) {
    table.correct(i, { protocol: 3, source: 1, destination: 2, sourcePort: 3, destinationPort: 4, met: 5 });
    table.correct(i, { protocol: 3, source: 9, destination: 8, sourcePort: 7, destinationPort: 6, met: 5 });
    const ends = [table.source, table.destination, table.sourcePort, table.destinationPort].map((end) => end.get(i));
    expect([...ends, table.protocol.get(i), table.shape.get(i)]).toEqual([9, 8, 7, 6, 3, 5]);
    expect([table.source.get(i + 2), table.source.get(i - 2)]).toEqual([endsOf(i + 2).source, endsOf(i - 2).source]);
  }
});

test('ends of all rows at once are those of each row, corrected ones and those of no known flow among them', () => {
  const table = filled();
  table.append(0, 0, 0, 0, 0, 0, 0);
  const ends = { source: 70, destination: 71, sourcePort: 72, destinationPort: 73 };
  table.setFacts({ protocol: 0, ...ends, met: 0 }, 4000);
  table.correct(66_000, { protocol: 3, source: 90, destination: 80, sourcePort: 7, destinationPort: 6, met: 5 });
  for (const column of [table.source, table.destination, table.sourcePort, table.destinationPort]) {
    const one = Uint32Array.from({ length: ROWS + 1 }, (_, row) => column.get(row));
    expect(column.slice(0, ROWS + 1)).toEqual(one);
    expect(column.slice(0, ROWS + 99)).toEqual(one);
    expect(column.slice(3, 66_010)).toEqual(one.slice(3, 66_010));
  }
  expect(new PacketTable().source.slice(0, 5)).toEqual(new Uint32Array());
});

test('a table without flows keeps the ends of each row', () => {
  const table = new PacketTable();
  for (let i = 0; i < 70_000; i++) {
    table.append(0, 0, 0, 0, 0, 0, 0);
    table.setFacts({ protocol: 0, source: i, destination: i * 2, sourcePort: 1, destinationPort: 2, met: 0 });
  }
  for (const i of [0, 1, 65_535, 65_536, 69_999])
    expect([table.source.get(i), table.destination.get(i), table.destinationPort.get(i)]).toEqual([i, i * 2, 2]);
});

test('a full row costs at most 20 octets where packets are like each other', () => {
  const table = new PacketTable();
  for (let i = 0; i < 4 * 65_536; i++) {
    table.append(1.7e9 + (i >>> 9), (i * 7919) % 1e9, i * 700, 60 + (i % 1440), 60 + (i % 1440), 0, 0);
    table.setFacts({ protocol: i % 90, source: 0, destination: 0, sourcePort: 0, destinationPort: 0, met: i % 200 });
  }
  const ofLast = 34 * 65_536 + 8 * 65_536;
  expect((table.size - ofLast) / (3 * 65_536)).toBeLessThanOrEqual(20);
});
