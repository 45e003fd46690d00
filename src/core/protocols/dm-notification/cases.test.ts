import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
import { Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, values } from '../../testing/packets.ts';
import { register as data } from '../data/data.ts';
import { register as ethernet } from '../ethernet/ethernet.ts';
import { register as frame } from '../frame/frame.ts';
import { register as ipv4 } from '../ipv4/ipv4.ts';
import { register as ipv6 } from '../ipv6/ipv6.ts';
import { register as udp } from '../udp/udp.ts';
import { register as wsp } from '../wsp/wsp.ts';
import { register } from './dm-notification.ts';

const FOLDER = new URL('../../../../tests/fixtures/dm-notification/', import.meta.url);

interface Vector {
  readonly id: string;
  readonly format: string;
  readonly payload_hex: string;
  readonly config: { readonly secret_utf8: string | null; readonly nonce_hex: string };
  readonly digest: { readonly verdict: string };
  readonly violations: readonly { readonly rule: string }[];
  readonly transport: { readonly variant: string; readonly violations: readonly { readonly rule: string }[] };
  readonly pcap: { readonly frame: number };
}

/** Packets of a little-endian pcap file. */
function packetsOf(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const packets: Uint8Array[] = [];
  for (let at = 24; at < file.length; ) {
    const size = view.getUint32(at + 8, true);
    packets.push(file.subarray(at + 16, at + 16 + size));
    at += 16 + size;
  }
  return packets;
}

const packets = packetsOf(new Uint8Array(readFileSync(new URL('cases.pcap', FOLDER))));
const vectors = readdirSync(FOLDER)
  .filter((name) => /^\d{4}-.*\.json$/.test(name))
  .map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Vector);

const registry = new Registry();
for (const one of [frame, data, ethernet, ipv4, ipv6, udp, wsp, register]) one(registry);

describe('the capture of all cases', () => {
  it('has one packet a case', () => expect(packets).toHaveLength(vectors.length));

  // SIP has tests of its own; with the content type of another format, that format is what is read.
  const pushed = vectors.filter(({ transport }) => !/^sip|^ct-other/.test(transport.variant));
  it.each(pushed)('$id', ({ payload_hex, config, violations, transport, digest, pcap }) => {
    const packet = packets[pcap.frame - 1] ?? new Uint8Array(0);
    const nonce = fromHex(config.nonce_hex);
    const typed = config.secret_utf8;
    const secrets = typed === null ? [] : [{ form: 'text' as const, typed, ...(nonce && { nonce }) }];
    const { tree, context } = dissect(registry, 1, packet, { secrets });
    checkTiling(tree);
    const broken = tree.findings
      .filter(({ severity }) => severity === 'error' || severity === 'warning')
      .map(({ rule }) => rule.id)
      .filter((id) => /^N|^DS/.test(id));
    const expected = [...violations, ...transport.violations].map(({ rule }) => rule);
    expect([...new Set(broken)].sort()).toEqual([...new Set(expected)].sort());
    expect(context.digests.map(({ verdict }) => verdict)).toEqual([digest.verdict]);
    const body = tree.find1('dmnoti') ?? -1;
    expect((tree.end(body) - tree.start(body)) / 4).toBe(payload_hex.length);
  });

  it('says that the content type of a 2.0 body is that of 1.2', () => {
    const other = vectors.find(({ transport }) => transport.variant === 'ct-other');
    const { tree } = dissect(registry, 1, packets[(other?.pcap.frame ?? 0) - 1] ?? '');
    checkTiling(tree);
    expect(values(tree, 'dmnoti.format')).toEqual(['dm-1.2']);
    expect(tree.findings.find(({ rule }) => rule.id === 'A-18')?.message).toMatch(/whole only as DM 2.0$/);
  });
});
