import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { toBase64, toHex } from '../src/core/base/bytes.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { openPackets } from '../src/core/engine/open.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { writePcap, writePcapng } from '../src/core/files/capture-writer.ts';
import { recognisePaste } from '../src/core/files/paste/recognise.ts';
import { MemorySpill } from '../src/core/files/spill.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { treeText } from '../src/core/testing/packets.ts';

/* One packet gives one tree, whatever it came in: every capture format, and every form of pasted bytes. */

const registry = createRegistry();
const truth = JSON.parse(readFileSync(new URL('./fixtures/paste/truth.json', import.meta.url), 'utf8')) as {
  readonly ethernet_frame_hex: string;
};
const packet = new Uint8Array(Buffer.from(truth.ethernet_frame_hex, 'hex'));

/** The tree without the frame's own rows: what the container says of a packet differs, the packet does not. */
async function treeOf(capture: Awaited<ReturnType<typeof loadCapture>['opened']>): Promise<string> {
  const { tree } = capture.dissect(0, await capture.bytes.fetch(capture.needed([0])), []);
  const text = treeText(tree);
  return text.slice(text.indexOf('\neth '));
}

async function fromFile(bytes: Uint8Array): Promise<string> {
  const loading = loadCapture(
    registry,
    new MemorySource('f', bytes),
    { makeSpill: () => new MemorySpill() },
    () => undefined,
  );
  await loading.done;
  const capture = await loading.opened;
  expect(capture.notes.faults).toEqual([]);
  expect(capture.length).toBe(1);
  return treeOf(capture);
}

const expected = await treeOf(openPackets(registry, 'memory', [packet], { table: 'layer', key: 'ethernet' }));
const packets = [{ seconds: 1_700_000_000, nanos: 123_000, bytes: packet }];

test('the packet is worth the comparison', () => {
  expect(expected).toContain('dmnoti.session_id');
  expect(expected.split('\n').length).toBeGreaterThan(60);
});

describe('files', () => {
  test.each([
    ['pcap, little-endian, micro', writePcap(1, packets)],
    ['pcap, big-endian, micro', writePcap(1, packets, { byteOrder: 'big' })],
    ['pcap, little-endian, nano', writePcap(1, packets, { clock: 'nano' })],
    ['pcap, big-endian, nano', writePcap(1, packets, { byteOrder: 'big', clock: 'nano' })],
    ['pcapng', writePcapng([{ linkType: 1 }], packets)],
    ['gzip of pcap', new Uint8Array(gzipSync(writePcap(1, packets)))],
    ['gzip of pcapng', new Uint8Array(gzipSync(writePcapng([{ linkType: 1 }], packets)))],
  ])('%s', async (_name, bytes) => expect(await fromFile(bytes)).toBe(expected));
});

const hex = toHex(packet);
const pairs = hex.match(/../g) ?? [];
const lines = (size: number, line: (at: number, octets: readonly string[]) => string): string => {
  const out: string[] = [];
  for (let at = 0; at < pairs.length; at += size) out.push(line(at, pairs.slice(at, at + size)));
  return `${out.join('\n')}\n`;
};
const offset = (at: number, digits: number) => at.toString(16).padStart(digits, '0');

describe('pasted forms', () => {
  test.each([
    ['hex', hex],
    ['hex, upper case', hex.toUpperCase()],
    ['hex, blanks', pairs.join(' ')],
    ['hex, colons', pairs.join(':')],
    ['hex, dashes', pairs.join('-')],
    ['hex, wrapped', lines(20, (_at, octets) => octets.join(''))],
    ['0x list', pairs.map((pair) => `0x${pair}`).join(', ')],
    ['C array', `unsigned char packet[] = {\n  ${pairs.map((pair) => `0x${pair}`).join(', ')}\n};`],
    [
      'Java array',
      `byte[] packet = { ${Array.from(packet, (octet) => (octet > 127 ? octet - 256 : octet)).join(', ')} };`,
    ],
    ['escaped string', `"${pairs.map((pair) => `\\x${pair}`).join('')}"`],
    ['base64', toBase64(packet)],
    ['base64, wrapped', toBase64(packet).replace(/.{64}/g, '$&\n')],
    [
      'hexdump -C',
      lines(
        16,
        (at, octets) =>
          `${offset(at, 8)}  ${octets.slice(0, 8).join(' ')}  ${octets.slice(8).join(' ')}  |${'.'.repeat(octets.length)}|`,
      ),
    ],
    [
      'xxd',
      lines(
        16,
        (at, octets) => `${offset(at, 8)}: ${octets.join('').replace(/(....)/g, '$1 ')}  ${'.'.repeat(octets.length)}`,
      ),
    ],
    [
      'od -A x -t x1',
      `${lines(16, (at, octets) => `${offset(at, 6)} ${octets.join(' ')}`)}${offset(pairs.length, 6)}\n`,
    ],
    ['tcpdump -xx', lines(16, (at, octets) => `\t0x${offset(at, 4)}:  ${octets.join('').replace(/(....)/g, '$1 ')}`)],
    ['text2pcap', lines(16, (at, octets) => `${offset(at, 4)}  ${octets.join(' ')}`)],
    [
      'quoted in a mail',
      `On Monday she wrote:\n${lines(16, (at, octets) => `> ${offset(at, 4)}  ${octets.join(' ')}`)}`,
    ],
  ])('%s', async (_name, text) => {
    const [best] = recognisePaste(text);
    expect(best?.packets).toHaveLength(1);
    const bytes = best!.packets[0]!.bytes;
    expect(toHex(bytes)).toBe(hex);
    expect(await treeOf(openPackets(registry, 'pasted', [bytes], { table: 'layer', key: 'ethernet' }))).toBe(expected);
  });
});
