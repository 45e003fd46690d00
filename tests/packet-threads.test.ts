import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import { rowValue } from '../src/core/codec/value.ts';
import { DissectorNumbers } from '../src/core/dissect/dissector-numbers.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { matchingPackets, readFilter } from '../src/core/engine/listing/headless-filter.ts';
import { ListingService } from '../src/core/engine/listing/listing-service.ts';
import { OpenPackets } from '../src/core/engine/listing/open-packets.ts';
import { ShapeColumn } from '../src/core/engine/listing/shape-column.ts';
import { TableColumns } from '../src/core/engine/listing/table-columns.ts';
import { VerdictsAhead } from '../src/core/engine/listing/verdicts-ahead.ts';
import type { ThreadPlatform } from '../src/core/engine/threads/thread-messages.ts';
import { ThreadPool } from '../src/core/engine/threads/thread-pool.ts';
import { turn } from '../src/core/files/event-loop.ts';
import type { CompiledFilter } from '../src/core/filter/compile.ts';
import { filterFor } from '../src/core/filter/quote.ts';
import { UNKNOWN, YES } from '../src/core/filter/verdict.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { differentCaptures, FIXTURES, loaded, octetsOf, SAMPLES } from './captures.ts';
import { readyThreads, repeated, shared, ThreadsHere, turns } from './threads-here.ts';

/** Filters over contents are shared between threads, and match the same packets, whatever becomes of these. */
const registry = createRegistry();
const one = octetsOf(fileURLToPath(new URL('./fixtures/made/pap-udp-si-sl-co.pcap', import.meta.url)));
const TIMES = 600;
const FILTER = 'si.href || wsp.pdu_type == 6';

const capture = await loaded(registry, shared(repeated(one, TIMES)));

function compiled(text: string): CompiledFilter {
  const read = readFilter(text, registry);
  if ('fault' in read) throw new Error(read.fault.message);
  return read.filter;
}

async function found(text: string, threads?: ThreadPool): Promise<string> {
  const list = await matchingPackets(capture, compiled(text), [], threads);
  return [...list.slice(0, list.length)].join();
}

const expected = await found(FILTER);

test('threads and this one together find what this one finds', async () => {
  expect(expected.length).toBeGreaterThan(1000);
  const platform = new ThreadsHere(3);
  const threads = await readyThreads(platform);
  for (const text of [FILTER, `!(${FILTER})`, `frame.len > 100 && (${FILTER})`]) {
    const before = platform.packets;
    expect(await found(text, threads)).toBe(await found(text));
    expect(platform.packets).toBeGreaterThan(before);
  }
  expect(platform.started).toBe(3);
});

test('what a thread has not answered when it ends is asked here, and another one is started for the next filter', async () => {
  for (const batches of [0, 1, 2]) {
    const platform = new ThreadsHere(2);
    platform.dieAfter = batches;
    const threads = await readyThreads(platform);
    expect(await found(FILTER, threads)).toBe(expected);
    expect(await found(FILTER, threads)).toBe(expected);
    expect(platform.started).toBeGreaterThan(2);
    threads.end();
  }
});

test('threads that fall silent, cannot open the file or cannot read it hold up nothing', async () => {
  const silent = new ThreadsHere(2);
  const threads = await readyThreads(silent);
  expect(await found(FILTER, threads)).toBe(expected);
  silent.isAnswering = false;
  expect(await found(FILTER, threads)).toBe(expected);
  for (const inability of ['canOpen', 'canRead'] as const) {
    const unable = new ThreadsHere(2);
    unable[inability] = false;
    expect(await found(FILTER, await readyThreads(unable))).toBe(expected);
    expect(unable.packets).toBeGreaterThan(0);
  }
});

test('threads that never come, or are refused, are not waited for', async () => {
  const silent = new ThreadsHere(2);
  silent.isAnswering = false;
  expect(await found(FILTER, new ThreadPool(silent, 0))).toBe(expected);
  let tries = 0;
  const refusing: ThreadPlatform = {
    count: 2,
    start: () => {
      tries++;
      throw new Error('refused');
    },
  };
  const failing: ThreadPlatform = {
    count: 2,
    start: (events) => {
      tries++;
      setTimeout(() => events.onGone('failed'));
      return { post: () => undefined, end: () => undefined };
    },
  };
  const none = new ThreadPool(refusing, 0);
  for (let i = 0; i < 3; i++) expect(await found(FILTER, none)).toBe(expected);
  expect(tries).toBe(1);
  const dead = new ThreadPool(failing, 0);
  await found(FILTER, dead);
  await new Promise((done) => setTimeout(done, 20));
  await found(FILTER, dead);
  expect(tries).toBe(3);
});

test('a file that threads cannot be given is read here alone', async () => {
  const platform = new ThreadsHere(2);
  const threads = await readyThreads(platform);
  const alone = await loaded(registry, repeated(one, TIMES));
  const list = await matchingPackets(alone, compiled(FILTER), [], threads);
  expect([...list.slice(0, list.length)].join()).toBe(expected);
  expect(platform.packets).toBe(0);
});

/** A list of the capture, as a page has it. */
function listed(threads: ThreadPool): ListingService {
  const clock = { pause: turn, now: () => performance.now() };
  const listing = new ListingService(
    { clock, secrets: () => [], version: () => 0, threads: () => threads, onStatus: () => undefined },
    registry,
  );
  listing.open(capture, false);
  return listing;
}

test('a new filter ends the work of the old one in all threads', async () => {
  const platform = new ThreadsHere(2);
  const threads = new ThreadPool(platform, 0);
  const listing = listed(threads);
  // Writing it starts them.
  listing.analyseFilter('frame.len > 3', 0);
  expect(platform.started).toBe(0);
  listing.analyseFilter(FILTER, 0);
  expect(platform.started).toBe(2);
  for (const text of ['si.href', 'wsp.pdu_type', 'sl.href', `!(${FILTER})`, FILTER]) {
    void listing.setFilter(text);
    await turns(6);
  }
  await listing.idle();
  expect(listing.indexes(0, capture.length).join()).toBe(expected);
  await turns(50);
  const { packets } = platform;
  await turns(50);
  expect(platform.packets).toBe(packets);
  expect(packets).toBeGreaterThan(0);
  listing.close();
});

test('the choices of the user hold in threads too', async () => {
  const platform = new ThreadsHere(2);
  const threads = new ThreadPool(platform, 0);
  threads.setDecodeAs([{ table: 'udp.port', key: 2948, protocol: 'wsp' }]);
  threads.start();
  await turns();
  expect(await found(FILTER, threads)).toBe(expected);
  expect(platform.packets).toBeGreaterThan(0);
});

test('every dissector of contents has a number, and another registry has the same under it', () => {
  const numbers = new DissectorNumbers(registry);
  const others = new DissectorNumbers(createRegistry());
  const { contents } = capture.state;
  expect(contents.length).toBeGreaterThan(1000);
  for (let i = 0; i < contents.length; i++) {
    const dissector = contents.dissectorAt(i);
    if (dissector !== undefined) expect(numbers.numberOf(dissector)).toBeDefined();
  }
  for (const dissector of registry.dissectors()) {
    const number = numbers.numberOf(dissector) ?? -1;
    const { id, name } = dissector;
    expect(others.dissectorOf(number)).toMatchObject({ id, name });
  }
});

/** What threads alone say of each packet of a capture. */
async function verdictsOf(asked: Capture, filter: CompiledFilter, threads: ThreadPool): Promise<Uint8Array> {
  const columns = new TableColumns(asked, new ShapeColumn());
  const open = new OpenPackets(asked, filter, columns, []);
  const ahead = new VerdictsAhead(threads, open, 0);
  const verdicts = new Uint8Array(asked.length);
  for (ahead.handOut(); ahead.settledFrom(0) < asked.length; ahead.handOut()) await turn();
  for (let from = 0; from < asked.length; ) {
    const to = Math.min(asked.length, ahead.claim(from, asked.length));
    expect(ahead.fill(from, to, verdicts.subarray(from, to))).toBe(true);
    from = to;
  }
  ahead.end();
  return verdicts;
}

test('a scan goes on through packets whatever threads have been given, also when they are asked no more', async () => {
  const filter = compiled(FILTER);
  for (const end of [0, 1, 3, 9, Number.POSITIVE_INFINITY]) {
    const threads = await readyThreads(new ThreadsHere(2));
    const columns = new TableColumns(capture, new ShapeColumn());
    const open = new OpenPackets(capture, filter, columns, []);
    const ahead = new VerdictsAhead(threads, open, 100);
    let from = 100;
    for (let step = 0; from < capture.length + 5000; step++) {
      if (step === end) ahead.end();
      ahead.handOut();
      const to = ahead.claim(from, 700);
      expect(to).toBeGreaterThan(from);
      expect(to).toBeLessThanOrEqual(from + 700);
      // A window may be full before.
      from = step % 3 === 0 ? Math.ceil((from + to) / 2) : to;
      if (step % 4 === 0) await turns(3);
    }
    ahead.end();
  }
});

const placed = new Set(
  registry.declared.flatMap(({ dissector, fields }) =>
    dissector.isPlaced === true ? fields.map(({ filter }) => filter) : [],
  ),
);
/** Captures of more packets would take long; so would all fields of all captures. */
const MOST_PACKETS = 100;
const MOST_TIMES = 1;

/** Filters for what stands in a capture's contents, and was not asked often before. */
async function filtersOf(asked: Capture, times: Map<string, number>): Promise<readonly string[]> {
  const texts = new Map<string, string>();
  const tree = new Tree();
  for (let index = 0; index < asked.length; index++) {
    asked.dissect(index, await asked.bytes.fetch(asked.needed([index])), [], tree);
    for (let row = 0; row < tree.length; row++) {
      const field = tree.field(row);
      const { filter } = field;
      if (!placed.has(filter) || (times.get(filter) ?? 0) >= MOST_TIMES || texts.has(filter)) continue;
      texts.set(filter, filterFor(field, rowValue(tree, row)));
      times.set(filter, 1 + (times.get(filter) ?? 0));
    }
  }
  return [...texts].flatMap(([name, value], i) => [value, i % 3 === 0 ? `!${name}` : `ip.ttl > 99 || ${name}`]);
}

test('what threads say of contents is what whole trees say, in all captures and in changed ones', async () => {
  const threads = await readyThreads(new ThreadsHere(2));
  const wrong: string[] = [];
  const count = { decided: 0, matched: 0, open: 0 };
  const times = new Map<string, number>();
  for (const path of differentCaptures(FIXTURES, SAMPLES)) {
    const file = new Uint8Array(readFileSync(path));
    const whole = await loaded(registry, shared(file));
    if (whole.length > MOST_PACKETS) continue;
    const changed = file.slice();
    for (let index = 0; index < whole.length; index++) {
      const at = whole.table.offset.get(index);
      for (let i = 45 + (index % 7); i < whole.table.captured.get(index); i += 61) changed[at + i]! ^= 1 << (i % 8);
    }
    const cut = file.subarray(0, Math.floor(file.length * 0.8));
    for (const octets of [changed, file, cut]) {
      const asked = await loaded(registry, shared(octets));
      for (const text of await filtersOf(asked, times)) {
        const read = readFilter(text, registry);
        if ('fault' in read) continue;
        const { filter } = read;
        if (!new OpenPackets(asked, filter, new TableColumns(asked, new ShapeColumn()), []).hasContents) continue;
        const verdicts = await verdictsOf(asked, filter, threads);
        const matches = new Set((await matchingPackets(asked, filter, [])).slice(0, asked.length));
        for (let index = 0; index < asked.length; index++) {
          const verdict = verdicts[index]!;
          if (verdict === UNKNOWN) count.open++;
          else if ((verdict === YES) !== matches.has(index)) wrong.push(`${path}: ${text}: packet ${index}`);
          else count.decided++;
          if (verdict === YES) count.matched++;
        }
      }
    }
  }
  expect(wrong.slice(0, 20)).toEqual([]);
  expect(count.matched).toBeGreaterThan(500);
  // Beside what only trees tell.
  expect(count.decided).toBeGreaterThan(10_000);
}, 120_000);
