import { expect, test } from 'vitest';
import { type FlowFacts, FlowTable } from './flow-table.ts';
import { KeyTable } from './key-table.ts';

const FACTS: FlowFacts = {
  etherSource: 0x0200_0000_0001,
  etherDestination: 0xffff_ffff_ffff,
  network: 4,
  source: 7,
  destination: 9,
  transport: 17,
  transportPorts: 9200 * 65_536 + 65_535,
};

test('a key has one number, however many keys there are', () => {
  const table = new KeyTable(2, 100_000);
  const ids = Array.from({ length: 50_000 }, (_, i) => table.id(Float64Array.of(i % 7, i * 2 ** 20)));
  expect(ids).toEqual(ids.map((_, i) => i));
  expect(table.length).toBe(50_000);
  for (const i of [0, 1, 255, 256, 49_999]) {
    expect(table.id(Float64Array.of(i % 7, i * 2 ** 20))).toBe(i);
    expect([table.part(i, 0), table.part(i, 1)]).toEqual([i % 7, i * 2 ** 20]);
  }
});

test('a full table knows its keys and takes no more', () => {
  const table = new KeyTable(1, 3);
  expect([5, 6, 7, 8, 6].map((key) => table.id(Float64Array.of(key)))).toEqual([0, 1, 2, -1, 1]);
  expect(table.isFull).toBe(true);
});

test('a flow is who sent to whom, in one direction', () => {
  const flows = new FlowTable();
  const flow = flows.id(FACTS);
  expect(flows.id({ ...FACTS })).toBe(flow);
  const back = flows.id({ ...FACTS, source: 9, destination: 7, transportPorts: 65_535 * 65_536 + 9200 });
  expect(back).not.toBe(flow);
  expect([flows.etherSource(flow), flows.etherDestination(flow)]).toEqual([0x0200_0000_0001, 0xffff_ffff_ffff]);
  expect([flows.network(flow), flows.source(flow), flows.destination(flow)]).toEqual([4, 7, 9]);
  expect([flows.transport(flow), flows.sourcePort(flow), flows.destinationPort(flow)]).toEqual([17, 9200, 65_535]);
  expect([flows.sourcePort(back), flows.destinationPort(back), flows.detail(back)]).toEqual([65_535, 9200, 'ports']);
});

test('addresses and ports of flows are there where all packets of a flow have the same', () => {
  const flows = new FlowTable();
  const made = [
    FACTS,
    { ...FACTS, transport: 0, transportPorts: 0 },
    { ...FACTS, network: 0 },
    ...Array.from({ length: 200_000 }, (_, i) => ({ ...FACTS, source: i + 10 })),
    // There are too many: of this one the ports are not told apart.
    { ...FACTS, source: 5 },
  ].map((facts) => flows.id(facts));
  const all = (end: 'source' | 'destination', from: number, to: number) => {
    const addresses = new Int32Array(to - from);
    const ports = new Int32Array(to - from);
    flows.addresses(end, from, to, addresses);
    flows.ports(end, from, to, ports);
    return Array.from(addresses, (address, i) => [address, ports[i]]);
  };
  const last = made.at(-1) ?? 0;
  expect(flows.detail(last)).toBe('addresses');
  expect(all('source', 0, 4)).toEqual([
    [-1, -1],
    [7, 9200],
    [7, -1],
    [-1, 9200],
  ]);
  expect(all('destination', 1, 4)).toEqual([
    [9, 65_535],
    [9, -1],
    [-1, 65_535],
  ]);
  expect(all('source', last, last + 1)).toEqual([[5, -1]]);
  for (const end of ['source', 'destination'] as const) {
    const each = Array.from({ length: flows.length }, (_, flow) => {
      const port = end === 'source' ? flows.sourcePort(flow) : flows.destinationPort(flow);
      const hasPorts = flows.transport(flow) !== 0 && flows.detail(flow) === 'ports';
      return [flows.network(flow) === 0 ? -1 : flows[end](flow), hasPorts ? port : -1];
    });
    expect(all(end, 0, flows.length)).toEqual(each);
  }
});

test('packets that say nothing of sender and receiver have no flow', () => {
  const flows = new FlowTable();
  const none = { ...FACTS, etherSource: -1, etherDestination: -1, source: 0, destination: 0 };
  expect(flows.id(none)).toBe(0);
  expect([flows.detail(0), flows.etherSource(0), flows.network(0), flows.length]).toEqual(['none', -1, 0, 1]);
});

test('too many flows are told apart by addresses only, then by hardware addresses only, then not', () => {
  const flows = new FlowTable();
  const numbers = new Set<number>();
  const scan = (count: number, facts: (i: number) => FlowFacts): string => {
    let flow = 0;
    for (let i = 0; i < count; i++) {
      flow = flows.id(facts(i));
      numbers.add(flow);
    }
    return flows.detail(flow);
  };
  expect(scan(200_000, (i) => ({ ...FACTS, transportPorts: i }))).toBe('ports');
  expect(scan(70_000, (i) => ({ ...FACTS, transportPorts: 300_000 + i }))).toBe('addresses');
  expect(flows.length).toBe(200_002);
  const coarse = flows.id({ ...FACTS, transportPorts: 12_345_678 });
  expect([flows.source(coarse), flows.transport(coarse), flows.sourcePort(coarse)]).toEqual([7, 17, 0]);
  expect(scan(60_000, (i) => ({ ...FACTS, source: 10 + i, transportPorts: 400_000 }))).toBe('hardware');
  const hardware = flows.id({ ...FACTS, source: 999_999, transportPorts: 1 });
  expect([flows.source(hardware), flows.network(hardware)]).toEqual([0, 0]);
  expect(flows.etherSource(hardware)).toBe(FACTS.etherSource);
  const bare = { ...FACTS, etherSource: -1, etherDestination: -1, source: 5_000_000 };
  expect(flows.id(bare)).toBe(0);
  expect(scan(2000, (i) => ({ ...FACTS, etherSource: i, source: 6_000_000 + i }))).toBe('none');
  // What was told apart before still is.
  expect(flows.detail(flows.id({ ...FACTS, transportPorts: 77 }))).toBe('ports');
  expect(flows.length).toBeLessThanOrEqual(262_001);
});

test('flows that come back after others have the number they had', () => {
  const flows = new FlowTable();
  const known = new Map<string, number>();
  let seed = 1;
  const below = (limit: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return (seed >>> 8) % limit;
  };
  for (let i = 0; i < 60_000; i++) {
    const facts: FlowFacts = {
      etherSource: below(3) - 1,
      etherDestination: below(2) * 2 ** 40,
      network: below(2) * 4,
      source: 1 + below(60),
      destination: below(60),
      transport: below(2) * 6,
      transportPorts: below(4) * 2 ** 30,
    };
    const key = Object.values(facts).join(' ');
    const flow = flows.id(facts);
    expect(known.get(key) ?? flow).toBe(flow);
    known.set(key, flow);
    expect(flows.source(flow)).toBe(facts.source);
  }
  expect(new Set(known.values()).size).toBe(known.size);
});
