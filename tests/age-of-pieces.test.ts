import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createCaptureState } from '../src/core/dissect/capture-state.ts';
import type { Start } from '../src/core/dissect/context.ts';
import { dissectPacket } from '../src/core/dissect/dissect-packet.ts';
import { dissectorAt } from '../src/core/dissect/registry.ts';
import { Summary } from '../src/core/dissect/summary.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { MemorySpill } from '../src/core/files/spill.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { checkTiling, frameInfo, octets } from '../src/core/testing/packets.ts';

/*
 * How long each kind of reassembly and of exchange waits for the next piece: exactly so long, and no longer. Pieces, octets
 * and numbers of messages are bounded in `dissect/*.test.ts`, by the mechanism that all kinds share.
 */

const registry = createRegistry();
const DAY = 86_400;

interface Packet {
  readonly bytes: Uint8Array;
  readonly start: Start;
}

const opened = new Map<string, readonly Packet[]>();

async function packetsOf(name: string): Promise<readonly Packet[]> {
  const known = opened.get(name);
  if (known !== undefined) return known;
  const url = new URL(`../public/samples/${name}`, import.meta.url);
  expect(existsSync(url)).toBe(true);
  const source = new MemorySource(name, new Uint8Array(readFileSync(url)));
  const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
  await loading.done;
  const capture = await loading.opened;
  const indexes = Array.from({ length: capture.length }, (_, index) => index);
  const bytes = await capture.bytes.fetch(indexes);
  const packets = indexes.map((index) => ({ bytes: bytes.get(index)!, start: capture.frame(index).start }));
  opened.set(name, packets);
  return packets;
}

/** Names of the fields of packet `number` when `gap` seconds lie between the first `before` packets and the others. */
function fieldsOf(packets: readonly Packet[], number: number, before: number, gap: number): ReadonlySet<string> {
  const state = createCaptureState();
  for (const [index, { bytes, start }] of packets.entries()) {
    const row = new Summary(state);
    row.begin(index, 1_700_000_000 + (index < before ? 0 : gap), 0, false);
    dissectorAt(registry, start)?.summarize?.(bytes, 0, bytes.length, row);
  }
  state.finish();
  const index = number - 1;
  const { bytes, start } = packets[index]!;
  const { tree } = dissectPacket({
    registry,
    frame: frameInfo(start, bytes.length, bytes.length, index),
    bytes,
    state,
    secrets: [],
    frameBytes: (other) => packets[other]?.bytes,
  });
  checkTiling(tree);
  return new Set(Array.from({ length: tree.length }, (_, row) => tree.field(row).filter));
}
/** Pieces that no sample has: of a layer, as hexadecimal digits. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  wtp: ['08000711 070383', '2a000701 af8461626364'],
  cbs: [`001101410f12${'aa'.repeat(82)}`, `001101410f22${'aa'.repeat(82)}`],
  ttp: ['80 8200', '00 07'],
};

/** Where the pieces are, how many of the packets come before the silence, the packet that shows the field, and for how long. */
type Row = readonly [capture: string, before: number, packet: number, field: string, seconds: number];

function check([name, before, packet, field, seconds]: Row, packets: readonly Packet[]): void {
  expect(fieldsOf(packets, packet, before, seconds), `${name} after ${seconds} s`).toContain(field);
  expect(fieldsOf(packets, packet, before, seconds + 1), `${name} after ${seconds + 1} s`).not.toContain(field);
}

describe('messages in pieces', () => {
  test.each<Row>([
    ['frag-udp-push.pcapng', 6, 7, 'ip.reassembled.length', 30],
    ['frag-udp-push.pcapng', 1, 2, 'ipv6.reassembled.length', 30],
    ['frag-udp-push.pcapng', 12, 13, 'tcp.reassembled_in', 7200],
    ['gsmtap-sms.pcap', 5, 6, 'lapdm.reassembled.length', 30],
    ['smpp-push-concat.pcapng', 1, 3, 'gsm_sms.reassembled.length', DAY],
    ['crafted-cdma-wdp.pcap', 1, 2, 'cdma_wdp.reassembled.length', DAY],
    ['crafted-cbs.pcap', 3, 4, 'gsm_cbch.reassembled.length', 10],
    ['crafted-flute.pcap', 1, 2, 'alc.reassembled.length', 3600],
    ['crafted-flute.pcap', 4, 8, 'alc.reassembled.length', 3600],
    ['crafted-msrp.pcap', 10, 11, 'msrp.chunk', 600],
    ['obex-put-650.pcap', 9, 10, 'obex.reassembled.length', 600],
  ])('%s, silence after packet %d', async (...row) => check(row, await packetsOf(row[0])));

  test.each<Row>([
    ['wtp', 1, 2, 'wtp.reassembled.length', 120],
    ['cbs', 1, 2, 'gsm_cbs.reassembled.length', DAY],
    ['ttp', 1, 1, 'ttp.reassembled_in', 30],
  ])('%s', (...row) => {
    const [layer] = row;
    const packets = MADE[layer]!.map((hex) => ({ bytes: octets(hex), start: { table: 'layer', key: layer } as const }));
    check(row, packets);
  });
});

describe('requests and their answers', () => {
  test.each<Row>([
    ['smpp-push-concat.pcapng', 1, 2, 'smpp.request_in', 600],
    ['crafted-msrp.pcap', 8, 9, 'msrp.response_to', 60],
    ['crafted-msrp.pcap', 1, 2, 'sip.response-request', 300],
    ['obex-put-650.pcap', 4, 6, 'obex.request_in_frame', 600],
    ['wsp-browse-9201.pcap', 1, 2, 'wtp.request_in', 600],
    ['wsp-browse-9201.pcap', 1, 4, 'wsp.session.opened_in', DAY],
  ])('%s, silence after packet %d', async (...row) => check(row, await packetsOf(row[0])));
});
