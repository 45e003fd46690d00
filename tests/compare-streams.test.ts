import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concatBytes } from '../src/core/base/bytes.ts';
import { Conversation } from '../src/core/engine/conversation.ts';
import { conversationNumber } from '../src/core/engine/conversation-number.ts';
import { matchingPackets, readFilter } from '../src/core/engine/listing/headless-filter.ts';
import { writePcap } from '../src/core/files/capture-writer.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import { compileFilter } from '../src/core/filter/compile.ts';
import { ethernetFrame } from '../src/core/protocols/ethernet/build.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { ipv4Packet } from '../src/core/protocols/ipv4/header.ts';
import { tcpSegment } from '../src/core/protocols/tcp/tcp.ts';
import { udpDatagram } from '../src/core/protocols/udp/udp.ts';
import { readAtOnce } from '../src/core/testing/captures.ts';
import { values } from '../src/core/testing/packets.ts';
import { statisticsOf } from '../src/core/testing/statistics.ts';
import { hasTshark } from './tshark-readings.ts';

/**
 * Conversations of packets at random between few ends, which open, repeat, cross and open anew in any order, have the numbers that tshark
 * gives them.
 */

const ETHERNET = 1;
const PACKETS = 4000;
const SEQUENCES = [1, 1000, 1001, 2000, 0, 0xffff_ffff];

/** Numbers from 0 to below `count`, always the same ones. */
function dice(): (count: number) => number {
  let state = 0x2545_f491;
  return (count) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % count;
  };
}

function capture(): Uint8Array {
  const roll = dice();
  const pick = <T>(from: readonly T[]): T => from[roll(from.length)]!;
  const frames: Uint8Array[] = [];
  for (let i = 0; i < PACKETS; i++) {
    // Ends grow in number, so that conversations begin between others that open anew.
    const hosts = 2 + Math.floor((i * 12) / PACKETS);
    const [source, destination] = [Uint8Array.of(10, 0, 0, roll(hosts)), Uint8Array.of(10, 0, 1, roll(hosts))];
    const isBack = roll(2) === 1;
    const [from, to] = isBack ? [destination, source] : [source, destination];
    const [sourcePort, destinationPort] = isBack ? [7, 5] : [5, 7];
    const ports = { sourcePort, destinationPort };
    const isTcp = roll(3) > 0;
    const pseudo = concatBytes(from, to, Uint8Array.of(0, isTcp ? 6 : 17));
    const [syn, ack] = pick([
      [1, 0],
      [1, 1],
      [0, 1],
      [0, 1],
      [0, 0],
    ] as const);
    const flags = { reserved: 0, ae: 0, cwr: 0, ece: 0, urg: 0, ack, psh: 0, rst: roll(9) === 0 ? 1 : 0, syn, fin: 0 };
    const numbers = { sequence: pick(SEQUENCES), acknowledgment: pick(SEQUENCES) };
    const data = new Uint8Array(syn === 1 ? 0 : roll(3));
    const payload = isTcp
      ? tcpSegment({ ...ports, ...numbers, flags, window: 9 }, data, pseudo)
      : udpDatagram(ports, data, pseudo);
    const header = {
      dsfield: { dscp: 0, ecn: 0 },
      id: i & 0xffff,
      flags: { rb: 0, df: 1, mf: 0 },
      fragmentOffset: 0,
      ttl: 64,
      protocol: isTcp ? 6 : 17,
      source: from,
      destination: to,
    };
    frames.push(
      ethernetFrame(
        { destination: new Uint8Array(6), source: new Uint8Array(6), type: 0x0800 },
        ipv4Packet(header, payload),
      ),
    );
  }
  return writePcap(
    ETHERNET,
    frames.map((bytes, i) => ({ seconds: 1_700_000_000 + i, nanos: 0, bytes })),
  );
}

/** Packets of two connections of the same ends: the first packet of all, and the first one later that has another number. */
function reopenedEnds(rows: readonly (readonly string[])[]): readonly [number, number] {
  const key = ([, , source = '', destination = '']: readonly string[]) => [source, destination].sort().join();
  const first = rows.findIndex(([tcp]) => tcp === '0');
  const other = rows.findIndex((row) => row[0] !== '' && row[0] !== '0' && key(row) === key(rows[first]!));
  return [first, other];
}

describe.skipIf(!hasTshark())('conversations of packets at random', () => {
  const folder = mkdtempSync(join(tmpdir(), 'compare-streams-'));
  const file = join(folder, 'random.pcap');
  const bytes = capture();
  let theirs: readonly (readonly string[])[] = [];

  beforeAll(() => {
    writeFileSync(file, bytes);
    const fields = ['tcp.stream', 'udp.stream', 'ip.src', 'ip.dst'].flatMap((name) => ['-e', name]);
    theirs = execFileSync('tshark', ['-n', '-r', file, '-T', 'fields', ...fields], { encoding: 'utf8' })
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('have the numbers of tshark, in the tree and as the list knows them', () => {
    const { capture, packets } = readAtOnce(createRegistry(), bytes, 'random.pcap');
    expect(theirs).toHaveLength(PACKETS);
    expect(capture.state.conversations('tcp').reopened).toBeGreaterThan(100);
    expect(capture.state.conversations('udp').length).toBeGreaterThan(100);
    for (const [index, [tcp = '', udp = '']] of theirs.entries()) {
      const { tree } = capture.dissect(index, packets, []);
      const inTree = ['tcp.stream', 'udp.stream'].map((name) => values(tree, name).join());
      expect(inTree, `packet ${index + 1}`).toEqual([tcp, udp]);
      const listed = (['tcp', 'udp'] as const).map((transport) => conversationNumber(capture, index, transport));
      expect(listed).toEqual([tcp === '' ? -1 : Number(tcp), udp === '' ? -1 : Number(udp)]);
    }
  });

  test('are the conversations that are followed, filtered and coloured', () => {
    const registry = createRegistry();
    const { capture, packets } = readAtOnce(registry, bytes, 'random.pcap');
    const catalogue = filterCatalogue(registry);
    const all = Array.from(packets.keys());
    const trees = all.map((index) => capture.dissect(index, packets, []));
    for (const number of [0, 1, 5, 60, 200]) {
      const stream = String(number);
      const expected = all.filter((index) => theirs[index]?.[0] === stream);
      expect(expected).not.toHaveLength(0);
      const conversation = Conversation.of(capture, expected[0]!);
      expect(all.filter((index) => conversation?.has(index))).toEqual(expected);
      const compiled = compileFilter(conversation?.filter ?? '', catalogue);
      if ('fault' in compiled) throw new Error(compiled.fault.message);
      const matching = all.filter((index) => compiled.filter.test(trees[index]!.tree, trees[index]!.context));
      expect(matching).toEqual(expected);
      const later = Conversation.of(capture, expected.at(-1)!)!;
      expect(conversation?.isSameAs(later)).toBe(true);
    }
    // Two connections of the same ends are two conversations.
    const [one, other] = reopenedEnds(theirs);
    expect(Conversation.of(capture, one)?.isSameAs(Conversation.of(capture, other)!)).toBe(false);
  });

  test.each(['tcp', 'udp'] as const)('over %s stand in the table of conversations', async (layer) => {
    const { capture } = readAtOnce(createRegistry(), bytes, 'random.pcap');
    const sort = { key: 'stream', isDescending: false } as const;
    const asked = { kind: 'conversations', layer, sort, isShownOnly: false, from: 0, count: 1000 } as const;
    const { rows } = (await statisticsOf(capture).flows(asked))!;
    const column = layer === 'tcp' ? 0 : 1;
    const numbers = new Set(theirs.flatMap((row) => (row[column] === '' ? [] : [Number(row[column])])));
    expect(rows.flatMap(({ streams }) => streams).sort((a, b) => a - b)).toEqual([...numbers].sort((a, b) => a - b));
    const firsts = rows.map(({ streams }) => streams[0]!);
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    for (const { a, b, streams } of rows) {
      const at = theirs.findIndex((row) => row[column] === String(streams.at(-1)));
      expect([theirs[at]?.[2], theirs[at]?.[3]].sort()).toEqual([a, b].sort());
    }
  });

  test.each([
    ['tcp.stream == 5', (tcp: number) => tcp === 5],
    ['tcp.stream in {3..9, 40}', (tcp: number) => (tcp >= 3 && tcp <= 9) || tcp === 40],
    ['tcp.stream & 1 == 1', (tcp: number) => tcp % 2 === 1],
    ['tcp.stream + 1 > 100', (tcp: number) => tcp > 99],
    ['udp.stream < 4', (_tcp: number, udp: number) => udp < 4],
    ['tcp.stream', (tcp: number) => !Number.isNaN(tcp)],
    ['!(tcp.stream == 0)', (tcp: number) => tcp !== 0],
    ['tcp.stream == udp.stream', () => false],
  ])('%s matches what the numbers say, as the list asks for it', async (text, matches) => {
    const registry = createRegistry();
    const { capture } = readAtOnce(registry, bytes, 'random.pcap');
    const result = readFilter(text, registry, []);
    if ('fault' in result) throw new Error(result.fault.message);
    const number = (column: string | undefined): number =>
      column === undefined || column === '' ? Number.NaN : Number(column);
    const expected = theirs.flatMap(([tcp, udp], index) => (matches(number(tcp), number(udp)) ? [index] : []));
    const matching = await matchingPackets(capture, result.filter, []);
    expect(Array.from({ length: matching.length }, (_, row) => matching.at(row))).toEqual(expected);
  });
});
