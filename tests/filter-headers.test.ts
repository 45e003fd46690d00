import { expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import { rowValue } from '../src/core/codec/value.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { headerQuestion } from '../src/core/engine/headers/header-question.ts';
import { PacketHeaders } from '../src/core/engine/listing/packet-headers.ts';
import { Scan } from '../src/core/engine/listing/scan.ts';
import { ShapeColumn } from '../src/core/engine/listing/shape-column.ts';
import { Slices } from '../src/core/engine/listing/slices.ts';
import { TableColumns } from '../src/core/engine/listing/table-columns.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import { type CompiledFilter, compileFilter } from '../src/core/filter/compile.ts';
import { filterFor } from '../src/core/filter/quote.ts';
import { UNKNOWN } from '../src/core/filter/verdict.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { differentCaptures, FIXTURES, loaded, OTHERS, octetsOf, SAMPLES } from './captures.ts';
import { changedPackets, randomFrom } from './changed-packets.ts';

/**
 * Filters over headers, for which a packet is dissected up to the last header that is asked for, match the packets whose whole
 * trees match: for every field of every header, its presence, a value that occurs and what lacks them, in every capture and in
 * the same ones with octets of headers changed and cut off, before and after their packets have been dissected.
 */
const registry = createRegistry();
const catalogue = filterCatalogue(registry);
/** Packets of a capture at most: what is behind them is left off. */
const MOST_PACKETS = 25;
/** One in so many filters is asked of a capture as it is, and of a changed one: there are 250 captures where all are at hand. */
const ASKED_EVERY = { whole: 3, changed: 8 };
/** Octets of a packet in which headers stand, and how many of them are changed. */
const HEADER_OCTETS = 80;
const CHANGED_EVERY = 50;

/** Filters over several headers, and over octets of frames. */
const MORE = [
  'tcp.flags.syn == 1 && ip.ttl > 60',
  'ip.ttl > 60 || udp.checksum.status == "Bad"',
  '!(tcp.flags.ack == 1) && eth.type == 0x800',
  'frame contains "POST"',
  // Headers of a protocol that do not begin where it does.
  'ipv6.fraghdr contains 11:00',
  'ipv6.fraghdr matches "." || ipv6.hopopts contains 00',
  // A frame has its padding, the packet in it has not.
  'eth contains 00:00:00:00 && !(ip contains 00:00:00:00)',
  'count(eth) == 1 && len(eth) == 14',
  'frame[12:2] == 08:00',
  'frame matches "[a-z]{5}"',
  'len(frame) > 100',
  'frame.time_delta > 0.01 && ip',
  'frame contains 00:00 && tcp.len > 0',
  'frame.number > 3 && ip.id > 1000',
  'ip.src != ip.dst',
  'ip.src == ip.dst',
  'tcp.srcport > tcp.dstport',
  'ip.len - ip.hdr_len > 40',
  'tcp.seq == tcp.ack',
  'eth.src == eth.dst || ip.ttl == 1',
  'tcp contains "POST"',
  'udp contains 06 || tcp contains "HTTP"',
  'ip contains 00:00:00 && ip.ttl > 60',
  'eth contains 08:00:45 || frame.len > 900',
  'tcp contains 02:04 && !(tcp.len > 3)',
  '!(udp contains 03)',
  'tcp matches "^.{20}[A-Z]+ /"',
  'udp matches "[a-z]{5}" || tcp matches "(?i)host"',
  'tcp matches "\\r\\n$" && ip matches "[a-z]"',
  'udp && !(udp matches "[a-z]{5}") && udp contains 00:00',
];

const files = differentCaptures(FIXTURES, SAMPLES, '../../shared/samples/', OTHERS);

/** The file up to its first packets. */
function beginning(capture: Capture, file: Uint8Array): Uint8Array {
  const { table, length } = capture;
  if (length <= MOST_PACKETS) return file;
  const last = MOST_PACKETS - 1;
  return file.subarray(0, table.offset.get(last) + table.captured.get(last));
}

/** The file with octets of the headers of its packets changed. */
function changed(capture: Capture, file: Uint8Array, random: () => number): Uint8Array {
  return changedPackets(capture, file, random, CHANGED_EVERY, (captured) => [0, Math.min(HEADER_OCTETS, captured)]);
}

function compiled(text: string): CompiledFilter | undefined {
  const result = compileFilter(text, catalogue);
  return 'fault' in result ? undefined : result.filter;
}

interface Asked {
  readonly text: string;
  readonly filter: CompiledFilter;
  readonly expected: number[];
}

const questions = new Map<string, boolean>();

/** True when a filter over rows of this name is one over headers. */
function isOfHeaders(name: string): boolean {
  let known = questions.get(name);
  if (known === undefined) {
    const filter = compiled(name);
    known = filter !== undefined && headerQuestion(registry, filter) !== undefined;
    questions.set(name, known);
  }
  return known;
}

/** Filters for all that stands in headers, the packets whose whole trees match, and the shapes that these trees have. */
async function askedOf(
  capture: Capture,
  isAsked: () => boolean,
): Promise<{ asked: readonly Asked[]; shapes: ShapeColumn; exact: () => void }> {
  const indexes = Array.from({ length: capture.length }, (_, i) => i);
  const bytes = await capture.bytes.fetch(capture.needed(indexes));
  const tree = new Tree();
  const texts = new Map<string, Set<string>>();
  for (const index of indexes) {
    capture.dissect(index, bytes, [], tree);
    for (let row = 0; row < tree.length; row++) {
      const field = tree.field(row);
      for (const name of [field.filter, ...(field.also ?? [])]) {
        if (!isOfHeaders(name)) continue;
        const known = texts.get(name) ?? new Set([name]);
        texts.set(name, known);
        if (known.size < 2) known.add(filterFor({ ...field, filter: name }, rowValue(tree, row)));
      }
    }
  }
  const asked: Asked[] = [];
  for (const text of [
    ...[...texts.values()].flatMap((some) => [...some].flatMap((one) => [one, `!(${one})`])),
    ...MORE,
  ]) {
    const filter = isAsked() ? compiled(text) : undefined;
    if (filter !== undefined) asked.push({ text, filter, expected: [] });
  }
  for (const index of indexes) {
    const { context } = capture.dissect(index, bytes, [], tree);
    for (const { filter, expected } of asked) if (filter.test(tree, context)) expected.push(index);
  }
  const shapes = new ShapeColumn();
  const exact = (): void => {
    for (const index of indexes) {
      const { context } = capture.dissect(index, bytes, [], tree);
      shapes.set(capture, index, tree, context);
    }
  };
  return { asked, shapes, exact };
}

async function matching(capture: Capture, filter: CompiledFilter, shapes: ShapeColumn): Promise<readonly number[]> {
  const matches: number[] = [];
  const scan = new Scan(capture, filter, new TableColumns(capture, shapes), []);
  await scan.run(
    new Slices({ now: () => 0, pause: () => Promise.resolve() }),
    () => true,
    (some) => matches.push(...Array.from(some)),
    () => undefined,
  );
  return matches;
}

/** Packets that headers alone have decided. */
async function decided(capture: Capture, filter: CompiledFilter, shapes: ShapeColumn): Promise<number> {
  const headers = PacketHeaders.of(capture, filter, new TableColumns(capture, shapes));
  const indexes = Array.from({ length: capture.length }, (_, i) => i);
  const bytes = await capture.bytes.fetch(indexes);
  return indexes.filter((index) => headers?.isTold(index) === true && headers.test(index, bytes) !== UNKNOWN).length;
}

test('filters over headers match the packets whose trees match', async () => {
  const wrong: string[] = [];
  let asked = 0;
  let alone = 0;
  const random = randomFrom(7);
  for (const path of files) {
    const whole = octetsOf(path);
    const file = beginning(await loaded(registry, whole), whole);
    const capture = await loaded(registry, file);
    for (const [name, octets] of [
      ['', file],
      ['changed ', changed(capture, file, random)],
      ['cut ', file.subarray(0, Math.floor(file.length * 0.8))],
    ] as const) {
      const one = name === '' ? capture : await loaded(registry, octets);
      const filters = await askedOf(one, () => random() * (name === '' ? ASKED_EVERY.whole : ASKED_EVERY.changed) < 1);
      for (const when of ['', 'dissected ']) {
        if (when !== '') filters.exact();
        for (const { text, filter, expected } of filters.asked) {
          const found = await matching(one, filter, filters.shapes);
          if (found.join() !== expected.join())
            wrong.push(`${when}${name}${path}: ${text}: ${found.slice(0, 9)} instead of ${expected.slice(0, 9)}`);
        }
        alone += await decided(one, compiled('tcp.flags.ack == 1 || ip.ttl < 99')!, filters.shapes);
      }
      asked += filters.asked.length;
    }
  }
  expect(wrong.slice(0, 40)).toEqual([]);
  expect(asked).toBeGreaterThan(2000);
  expect(alone).toBeGreaterThan(1000);
}, 600_000);
