import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Tree } from '../../codec/tree.ts';
import { type ByteSource, MemorySource } from '../../files/byte-source.ts';
import { filterCatalogue } from '../../filter/catalogue.ts';
import { compileFilter } from '../../filter/compile.ts';
import { createRegistry } from '../../protocols/index.ts';
import { repeated } from '../../testing/captures.ts';
import type { ListingStatus } from '../listing-views.ts';
import { loadCapture } from '../load-capture.ts';
import { Session } from '../session.ts';

const registry = createRegistry();
const catalogue = filterCatalogue(registry);
const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../../tests/fixtures/made/${name}`, import.meta.url)));
const makeSpill = () => {
  throw new Error('nothing is packed here');
};

/** The frames of a sample again and again, in many milliseconds of some seconds. */
const longCapture = (name: string, count: number) =>
  repeated(registry, fixture(name), count, (index) => ({
    seconds: 1_700_000_000 + (index % 977),
    nanos: (index % 1000) * 1_000_000,
  }));

async function opened(source: ByteSource, now = () => performance.now()) {
  const events: ListingStatus[] = [];
  const clock = { pause: () => Promise.resolve(), now };
  const session = new Session(
    { ...clock, makeSpill },
    () => undefined,
    (status) => events.push(status),
  );
  await session.open({ kind: 'source', source });
  return { session, listing: session.listing, events };
}

async function loaded(name: string) {
  const open = await opened(new MemorySource(name, fixture(name)));
  while (open.session.status()?.phase === 'loading') await new Promise((resolve) => setTimeout(resolve, 1));
  await open.listing.idle();
  return open;
}

const indexesOf = async (session: Session): Promise<number[]> =>
  (await session.packets.rows(0, 100_000)).rows.map(({ index }) => index);

/** What a filter matches by the trees alone. */
async function bruteForce(file: Uint8Array, text: string): Promise<number[]> {
  const loading = loadCapture(registry, new MemorySource('', file), { makeSpill }, () => undefined);
  const capture = await loading.opened;
  await loading.done;
  const compiled = compileFilter(text, catalogue);
  if ('fault' in compiled) throw new Error(compiled.fault.message);
  const all = Array.from({ length: capture.length }, (_, i) => i);
  const bytes = await capture.bytes.fetch(all);
  return all.filter((index) => {
    const { tree, context } = capture.dissect(index, bytes, [], new Tree());
    return compiled.filter.test(tree, context);
  });
}

test('while many rows are made other requests are served', async () => {
  const file = longCapture('pap-udp-si-sl-co.pcap', 3000);
  const { session } = await opened(new MemorySource('rows', file));
  while (session.status()?.phase === 'loading') await new Promise((resolve) => setTimeout(resolve, 1));
  await session.listing.idle();
  // Their octets are read by now: nothing else lets others in.
  await session.packets.rows(0, 3000);
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  const { rows } = await session.packets.rows(0, 3000);
  isDone = true;
  expect(rows.map(({ index }) => index)).toEqual(Array.from({ length: 3000 }, (_, i) => i));
  expect(turns).toBeGreaterThan(5);
});

test('a filter that reads no file and has rows soon says nothing before them; one that reads says that it is at work', async () => {
  const file = longCapture('pap-udp-dmnoti12.pcap', 3000);
  // Time goes on by looking at it: 20 ms are 20 looks on every machine.
  let time = 0;
  const { session, listing, events } = await opened(new MemorySource('events', file), () => time++);
  while (session.status()?.phase === 'loading') await new Promise((resolve) => setTimeout(resolve, 1));
  await listing.idle();
  for (const [filter, first] of [
    ['dmnoti.session_id', { phase: 'filtering', shown: expect.toSatisfy((shown: number) => shown < 3000) as number }],
    ['frame contains "HTTP/1.1"', { phase: 'filtering', shown: 3000 }],
  ] as const) {
    await listing.setFilter('');
    events.length = 0;
    await listing.setFilter(filter);
    await listing.idle();
    expect(events[0]).toMatchObject({ filter, ...first });
    expect(events.at(-1)).toMatchObject({ filter, phase: 'complete' });
  }
});

test('lists the packets that a filter matches, and all again without one', async () => {
  const { session, listing, events } = await loaded('pap-udp-si-sl-co.pcap');
  const all = await indexesOf(session);
  expect(all.length).toBeGreaterThan(3);
  expect(await listing.setFilter('frame.number in {2, 4}')).toBeUndefined();
  await listing.idle();
  expect(await indexesOf(session)).toEqual([1, 3]);
  expect(listing.status()).toMatchObject({ shown: 2, scanned: all.length, total: all.length, phase: 'complete' });
  expect([listing.placeOf(3), listing.placeOf(2)]).toEqual([1, undefined]);
  expect(await listing.setFilter('wsp &&')).toMatchObject({ start: expect.any(Number) as number });
  expect(listing.status()?.filter).toBe('frame.number in {2, 4}');
  expect(await listing.setFilter('')).toBeUndefined();
  await listing.idle();
  expect(await indexesOf(session)).toEqual(all);
  expect(events.at(-1)).toMatchObject({ phase: 'complete', filter: '' });
});

const FILTERS = [
  'si || sl',
  'wsp && !si',
  'wap.pap',
  'ip.addr == 192.0.2.0/24',
  'tcp.flags.syn == 1',
  'rule',
  'si.href',
  'frame.protocols contains "wbxml"',
  'frame.len > 200 && wsp',
];

test.each(FILTERS)('a filter matches what the trees say: %s', async (text) => {
  for (const name of ['pap-udp-si-sl-co.pcap', 'frag-udp-push.pcapng', 'vlan-push.pcap']) {
    const { session, listing } = await loaded(name);
    await listing.setFilter(text);
    await listing.idle();
    expect(await indexesOf(session)).toEqual(await bruteForce(fixture(name), text));
  }
});

test('follows a capture that is still being read, and ends with what the trees say of all of it', async () => {
  const file = longCapture('pap-udp-si-sl-co.pcap', 6000);
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const inner = new MemorySource('slow', file);
  const slow: ByteSource = {
    name: 'slow',
    size: inner.size,
    read: async (offset, length) => {
      // The first window comes at once, the others wait.
      if (offset >= 256 * 1024 && length > 1024 * 1024) await gate;
      return await inner.read(offset, length);
    },
  };
  const { session, listing, events } = await opened(slow);
  expect(await listing.setFilter('frame.number % 2 == 0 && tcp')).toBeUndefined();
  const before = listing.status()!;
  expect(before.phase).toBe('filtering');
  expect(before.shown).toBeGreaterThan(0);
  const early = await indexesOf(session);
  release();
  await listing.idle();
  const after = await indexesOf(session);
  expect(after.slice(0, early.length)).toEqual(early);
  expect(after).toEqual(await bruteForce(file, 'frame.number % 2 == 0 && tcp'));
  expect(listing.status()).toMatchObject({ phase: 'complete', scanned: 6000, total: 6000, shown: after.length });
  expect(events.every(({ shown, scanned, total }) => shown <= total && scanned <= total)).toBe(true);
});

test('a new filter gives up the one before, and stopping keeps what was found', async () => {
  const file = longCapture('pap-udp-si-sl-co.pcap', 4000);
  const { session, listing } = await opened(new MemorySource('many', file));
  const first = listing.setFilter('_ws.col.info contains "never"');
  const second = listing.setFilter('frame.number <= 3');
  expect(await first).toBeUndefined();
  expect(await second).toBeUndefined();
  await listing.idle();
  expect(await indexesOf(session)).toEqual([0, 1, 2]);
  await listing.setFilter('_ws.col.info');
  listing.stopFilter();
  const { phase, shown } = listing.status()!;
  expect(phase).toBe('stopped');
  await listing.idle();
  expect(listing.status()?.shown).toBe(shown);
  expect(await indexesOf(session)).toEqual(Array.from({ length: shown }, (_, i) => i));
});

test('sorts stably by any column, both ways, rows without a value last', async () => {
  const file = longCapture('pap-udp-si-sl-co.pcap', 300);
  const { session, listing } = await opened(new MemorySource('many', file));
  listing.setColumns(['udp.length']);
  const rows = (await session.packets.rows(0, 1000)).rows;
  const values = {
    number: rows.map(({ index }) => index),
    time: rows.map(({ seconds, nanos }) => seconds * 1000 + nanos / 1e6),
    length: rows.map(({ length }) => length),
    'frame.len': rows.map(({ length }) => length),
    'udp.length': rows.map(({ cells }) => (cells[0] === '' ? undefined : Number(cells[0]))),
  } satisfies Record<string, (number | undefined)[]>;
  for (const [key, of] of Object.entries(values)) {
    for (const isDescending of [false, true]) {
      await listing.sort(key, isDescending);
      const sign = isDescending ? -1 : 1;
      const expected = rows
        .map(({ index }) => index)
        .sort((a, b) => {
          const [x, y] = [of[a], of[b]];
          if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
          return sign * (x - y);
        });
      expect(await indexesOf(session), `${key} ${isDescending}`).toEqual(expected);
      expect(listing.placeOf(expected[5]!)).toBe(5);
    }
  }
  for (const key of ['source', 'destination', 'protocol', 'info'] as const) {
    await listing.sort(key, false);
    const shown = (await session.packets.rows(0, 1000)).rows;
    const groups = shown.map((row) => row[key]);
    // Equal values stand together, and in the order of the capture.
    expect(new Set(groups).size).toBe(groups.filter((value, i) => value !== groups[i - 1]).length);
    expect(shown.every((row, i) => i === 0 || row[key] !== shown[i - 1]![key] || row.index > shown[i - 1]!.index)).toBe(
      true,
    );
  }
  await listing.setFilter('udp');
  await listing.idle();
  await listing.sort('length', true);
  const lengths = (await session.packets.rows(0, 1000)).rows.map(({ length }) => length);
  expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
  expect(lengths.length).toBeLessThan(rows.length);
});

test('gives the filter of a cell and of a row, which selects the packet', async () => {
  const { session, listing } = await loaded('pap-udp-si-sl-co.pcap');
  listing.setColumns(['wsp.TID']);
  for (const key of ['number', 'time', 'source', 'destination', 'protocol', 'length', 'info']) {
    const text = await listing.filterForCell(4, key);
    expect(text, key).toBeDefined();
    expect(await listing.setFilter(text!), text).toBeUndefined();
    await listing.idle();
    expect(listing.placeOf(4), text).toBeDefined();
  }
  const view = (await session.packets.packet(4))!;
  for (let row = 0; row < view.fields.length; row += 3) {
    const text = await listing.filterForRow(4, row);
    await listing.setFilter(text!);
    await listing.idle();
    expect(listing.placeOf(4), text).toBeDefined();
  }
  expect(await listing.filterForRow(4, 100_000)).toBeUndefined();
  expect(await listing.filterForCell(100_000, 'info')).toBeUndefined();
});

test('gives the filter of a cell of a column that is no field: what findings say, and texts of other columns', async () => {
  const { session, listing } = await loaded('pap-udp-dmnoti12.pcap');
  listing.setColumns(['rule', 'rule.message', '_ws.col.info', 'dmnoti12']);
  const { rows } = await session.packets.rows(0, 1000);
  const broken = rows.findIndex(({ cells }) => cells[0] !== '');
  const whole = rows.findIndex(({ cells }) => cells[0] === '');
  expect(Math.min(broken, whole)).toBeGreaterThanOrEqual(0);
  for (const [column, key] of ['rule', 'rule.message', '_ws.col.info'].entries()) {
    const text = (await listing.filterForCell(broken, key))!;
    expect(await listing.setFilter(text), text).toBeUndefined();
    await listing.idle();
    const same = rows.filter(({ cells }) => cells[column] === rows[broken]!.cells[column]).map(({ index }) => index);
    expect(await indexesOf(session), text).toEqual(expect.arrayContaining(same));
    expect(text).toMatch(new RegExp(`^${key} == "`));
  }
  expect(await listing.filterForCell(whole, 'rule')).toBeUndefined();
  expect(await listing.filterForCell(0, 'dmnoti12')).toBe(rows[0]!.cells[3] === '' ? undefined : 'dmnoti12');
});

test('a filter on marks follows the marks', async () => {
  const { session, listing } = await loaded('pap-udp-si-sl-co.pcap');
  await listing.setFilter('frame.marked == 1');
  await listing.idle();
  expect(await indexesOf(session)).toEqual([]);
  session.marks.mark({ kind: 'packets', indexes: [2, 5] }, true);
  await listing.idle();
  expect(await indexesOf(session)).toEqual([2, 5]);
  session.marks.comment(3, 'look at this');
  await listing.setFilter('frame.comment contains "look"');
  await listing.idle();
  expect(await indexesOf(session)).toEqual([3]);
});
