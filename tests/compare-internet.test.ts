import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Tree } from '../src/core/codec/tree.ts';
import { rowValue } from '../src/core/codec/value.ts';
import { readAtOnce } from '../src/core/testing/captures.ts';
import { internetRegistry } from '../src/core/testing/internet.ts';
import { checkTiling } from '../src/core/testing/packets.ts';
import { hasTshark, type Reading, tsharkReadings } from './tshark-readings.ts';

/**
 * Every field that both tshark 4.0.17 and this tool have is compared by name, value and place, packet by packet.
 * Readings of our own samples are kept as fixtures (`UPDATE_READINGS=1` makes them again); the real captures are not ours to
 * keep, so they are read where they lie, with tshark where it is installed.
 */
const registry = internetRegistry();
const names = new Set(registry.fields.flatMap(({ filter, also }) => [filter, ...(also ?? [])]));
const SCOPE = /^(eth|vlan|ieee8021ad|llc|null|ppp|pppoe|pppoed|sll|exported_pdu|arp|ip|ipv6|ah|udp|tcp|icmp|icmpv6)\./;
const wanted = (name: string) => SCOPE.test(name) && names.has(name) && !NOT_COMPARED.has(name);

/** Fields that are not the same thing on both sides, and why. */
const NOT_COMPARED: ReadonlyMap<string, string> = new Map([
  ['ip.options', 'tshark has octets, here it is a group'],
  ['ip.fragments', 'tshark has octets, here it is a group'],
  ['ipv6.fragments', 'tshark has octets, here it is a group'],
  ['tcp.options', 'tshark has octets, here it is a group'],
  ['ipv6.opt', 'a group on both sides'],
  ['icmpv6.opt', 'a group on both sides'],
  ['pppoed.tags', 'tshark has one group around all tags'],
]);

const made = fileURLToPath(new URL('fixtures/made/', import.meta.url));
const readingsAt = fileURLToPath(new URL('fixtures/tshark-internet/', import.meta.url));
const real = fileURLToPath(new URL('../../shared/samples/real/captures/', import.meta.url));

const MADE = [
  'pap-udp-si-sl-co.pcap',
  'pap-udp-dmnoti.pcapng',
  'pap-udp-dmnoti12.pcap',
  'frag-udp-push.pcapng',
  'vlan-push.pcap',
  'any-sll-pap-push.pcap',
  'fmt-null.pcap',
  'fmt-raw-101.pcap',
  'fmt-ppp-9.pcap',
  'fmt-nano-be.pcap',
  'fmt-modpcap.pcap',
  'fmt-snap80.pcap',
  'fmt-comments.pcapng',
  'fmt-pcapng-rich.pcapng',
  'snap96.pcap',
  'wsp-browse-9200.pcap',
];
const REAL = [
  'ipv4frags.pcap',
  'VlanPackets.pcap',
  'sll2.pcap',
  'SllPacket.pcap',
  'null_loopback.pcap',
  'linktype_ipv4.pcap',
  'raw_ip.pcap',
  'ipv6_fragmented_dns.pcap',
  'udp_ip_fragmented_sip.pcap',
  'ip4_bad_fragment.pcap',
  'pppoe.pcap',
  'ipv4_internally_truncated_header.pcap',
  'frag_http_req.pcap',
  'three_http_streams.pcap',
  'sip_wireshark.pcap',
  'fuzz-2006-06-26-2594.pcap',
];

/** Differences that are meant, as `capture name` of the field (`*` for any capture), and the reason. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['* icmpv6.opt.reserved', 'tshark shows no value for it'],
  ['* tcp.flags.res', 'tshark makes one flag of the three bits; here the value is that of the bits'],
  [
    'ipv4_internally_truncated_header.pcap ip.addr',
    'tshark stops before the destination when the header ends inside its options',
  ],
  [
    'fuzz-2006-06-26-2594.pcap eth.trailer',
    'tshark takes the last octets of any trailer for a check sequence, here only where the value is right',
  ],
  ['fmt-pcapng-rich.pcapng ip.fragment', 'tshark counts a custom block as packet 1, so its numbers are one more'],
  ['fuzz-2006-06-26-2594.pcap ip.version', 'tshark shows the version of a packet with a wrong one twice'],
  [
    'fuzz-2006-06-26-2594.pcap udp.stream',
    'tshark reads no further behind a wrong version of IP, so that it counts fewer conversations',
  ],
  ['fuzz-2006-06-26-2594.pcap tcp.option_kind', 'tshark shows no kind for an option with a length below 2'],
  [
    'fuzz-2006-06-26-2594.pcap tcp.checksum.status',
    'tshark judges the checksum of a segment whose IP length says that octets are missing',
  ],
  ['fuzz-2006-06-26-2594.pcap tcp.option_len', 'tshark shows no length for an option with a length below 2'],
]);

interface Found {
  readonly value: unknown;
  readonly at: number;
  readonly size: number;
  /** False for values that stand nowhere, and for fields that are no whole octets. */
  readonly placed: boolean;
}

function found(tree: Tree): Map<string, Found[]> {
  const all = new Map<string, Found[]>();
  for (let row = 0; row < tree.length; row++) {
    const field = tree.field(row);
    const start = tree.start(row);
    const end = tree.end(row);
    const value = {
      value: rowValue(tree, row),
      at: start >>> 3,
      size: (end - start) >>> 3,
      placed: field.generated !== true && start % 8 === 0 && end % 8 === 0,
    };
    for (const name of [field.filter, ...(field.also ?? [])]) {
      const list = all.get(name);
      if (list === undefined) all.set(name, [value]);
      else list.push(value);
    }
  }
  return all;
}

function same(ours: Found, theirs: Reading): boolean {
  const { value } = ours;
  const shown = theirs.show;
  // A group has no value of its own; tshark shows its octets, so its place says the same.
  const equal =
    value === undefined ||
    (typeof value === 'number' ? value === Number(shown) : value === shown || value === shown.replaceAll(':', ''));
  return equal && (!ours.placed || theirs.masked || (ours.at === theirs.at && ours.size === theirs.size));
}

function compare(
  file: string,
  readings: readonly Reading[][],
): { readonly compared: number; readonly wrong: string[] } {
  const { capture, packets } = readAtOnce(registry, new Uint8Array(readFileSync(file)), file);
  expect(capture.length).toBe(readings.length);
  let compared = 0;
  const wrong: string[] = [];
  for (const [index, fields] of readings.entries()) {
    const { tree, context } = capture.dissect(index, packets, []);
    checkTiling(tree);
    // Pass 1 says what pass 2 says.
    const { table, state } = capture;
    const columns = {
      source: state.addresses.text(table.source.get(index)),
      destination: state.addresses.text(table.destination.get(index)),
      sourcePort: table.sourcePort.get(index),
      destinationPort: table.destinationPort.get(index),
      protocol: registry.protocolByNumber(table.protocol.get(index))?.name ?? '',
    };
    expect(columns, `packet ${index + 1}`).toEqual({
      source: context.source,
      destination: context.destination,
      sourcePort: context.sourcePort?.port ?? 0,
      destinationPort: context.destinationPort?.port ?? 0,
      protocol: context.protocolName,
    });
    const ours = found(tree);
    for (const name of new Set(fields.map((field) => field.name))) {
      const theirs = fields.filter((field) => field.name === name);
      const mine = ours.get(name);
      if (mine === undefined) continue;
      compared += theirs.length;
      const equal = mine.length === theirs.length && mine.every((value, i) => same(value, theirs[i]!));
      if (equal || MEANT.has(`${basename(file)} ${name}`) || MEANT.has(`* ${name}`)) continue;
      const left = mine.map(({ value, at, size }) => `${value}@${at}+${size}`).join(' ');
      const right = theirs.map(({ show, at, size }) => `${show}@${at}+${size}`).join(' ');
      wrong.push(`packet ${index + 1} ${name}: ${left} here, ${right} there`);
    }
  }
  return { compared, wrong };
}

function keptReadings(name: string): Reading[][] {
  const file = `${readingsAt}${name}.json.gz`;
  if (process.env['UPDATE_READINGS'] !== undefined)
    writeFileSync(file, gzipSync(JSON.stringify(tsharkReadings(`${made}${name}`, wanted))));
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as Reading[][];
}

describe('our own samples', () => {
  test.each(MADE)('%s', (name) => {
    // tshark counts the custom block at the start of this file as a packet without any protocol.
    const readings = keptReadings(name).slice(name === 'fmt-pcapng-rich.pcapng' ? 1 : 0);
    const { compared, wrong } = compare(`${made}${name}`, readings);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(50);
  });
});

describe.skipIf(!existsSync(real) || !hasTshark())('real captures', () => {
  test.each(REAL)('%s', (name) => {
    const { compared, wrong } = compare(`${real}${name}`, tsharkReadings(`${real}${name}`, wanted));
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(4);
  });
});
