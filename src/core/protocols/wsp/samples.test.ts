import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, octets, values, violations } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register } from './wsp.ts';

const registry = new Registry();
frame(registry);
register(registry);

const shared = new URL('../../../../../shared/samples/', import.meta.url);
const here = (path: string) => existsSync(new URL(path, shared));

interface Case {
  readonly id?: string;
  readonly transport?: { readonly wsp_hex?: string; readonly variant?: string };
}

describe.skipIf(!here('dm-notification/'))('pushes of the notification cases', () => {
  const folder = new URL('dm-notification/', shared);
  const cases = here('dm-notification/')
    ? readdirSync(folder)
        .filter((name) => /^\d{4}-.*\.json$/.test(name))
        .map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Case] as const)
        .flatMap(([name, { transport }]) =>
          transport?.wsp_hex === undefined ? [] : [[name, transport.wsp_hex] as const],
        )
    : [];

  test('are there', () => expect(cases.length).toBeGreaterThan(20));

  // Sent as a confirmed push without a session: a breach indeed.
  const confirmed = /^0019-/;

  test.each(cases)('%s', (name, hex) => {
    const { tree } = dissect(registry, 'wsp', hex);
    checkTiling(tree);
    expect(violations(tree)).toEqual(confirmed.test(name) ? ['WSP-004'] : []);
    expect(tree.find1('wsp.header.content_type')).toBeDefined();
  });
});

describe.skipIf(!here('real/sms/'))('pushes from public projects', () => {
  const folder = new URL('real/sms/', shared);
  const list = here('real/sms/')
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .flatMap((name) => {
          const { entries } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as {
            readonly entries: readonly { readonly kind: string; readonly id: string; readonly hex: string }[];
          };
          return entries.filter(({ kind }) => kind === 'wsp').map(({ id, hex }) => [id, hex] as const);
        })
    : [];

  test('are there', () => expect(list.length).toBeGreaterThan(2));

  test.each(list)('%s', (_id, hex) => {
    const { tree } = dissect(registry, 'wsp', hex);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'wsp.header.x_wap_application_id')).toEqual(['x-wap-application:syncml.dm']);
  });
});

/** UDP payloads of a little-endian pcap of Ethernet frames with IPv4 headers of 20 octets. */
function payloads(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const out: Uint8Array[] = [];
  for (let at = 24; at + 16 <= bytes.length; ) {
    const size = view.getUint32(at + 8, true);
    const start = at + 16;
    const udp = view.getUint16(start + 38);
    out.push(bytes.subarray(start + 42, start + 34 + udp));
    at = start + size;
  }
  return out;
}

interface Expected {
  readonly wsp: readonly { readonly fields: readonly (readonly [string, string])[] }[];
}

describe.skipIf(!here('real/captures/wap_google.pcap'))('a browsing session of 2005', () => {
  const packets = here('real/captures/wap_google.pcap')
    ? payloads(new Uint8Array(readFileSync(new URL('real/captures/wap_google.pcap', shared)))).map(
        (bytes, index) => [index, bytes] as const,
      )
    : [];
  const lines = here('real/captures/wap_google.pcap')
    ? readFileSync(new URL('real/expected/captures/wap_google.pcap.jsonl', shared), 'utf8').trim().split('\n')
    : [];

  test.each(packets)('packet %i has the headers that tshark names', (index, bytes) => {
    const { tree } = dissect(registry, 'wsp', bytes);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    const { wsp } = JSON.parse(lines[index]!) as Expected;
    const of = (filter: string) =>
      (wsp[0]?.fields ?? []).filter(([name]) => name === filter).map(([, label]) => label.replace(/^[^:]*: /, ''));
    for (const filter of [
      'wsp.uri',
      'wsp.header.accept',
      'wsp.header.user_agent',
      'wsp.header.server',
      'wsp.header.date',
      'wsp.header.expires',
    ])
      expect([filter, ...values(tree, filter)]).toEqual([filter, ...of(filter)]);
    expect(octets(bytes).length).toBeGreaterThan(10);
  });
});
