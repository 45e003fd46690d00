import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import type { Capture } from '../src/core/engine/capture.ts';
import { conversationNumber } from '../src/core/engine/conversation-number.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import type { ColumnReader } from '../src/core/filter/columns.ts';
import { type CompiledFilter, compileFilter } from '../src/core/filter/compile.ts';
import { PacketShapes } from '../src/core/filter/shapes.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { readAtOnce } from '../src/core/testing/captures.ts';
import { hasTshark } from './tshark-readings.ts';

/**
 * The packets that a filter matches are those that `tshark -Y` gives, for every filter of fixtures/filters.txt on every
 * capture; and the packet list's columns never say anything else than the tree.
 */
const registry = createRegistry();
const catalogue = filterCatalogue(registry);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const filters = readFileSync(here('fixtures/filters.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

const MADE = [
  'any-sll-pap-push.pcap',
  'fmt-comments.pcapng',
  'fmt-nano-be.pcap',
  'fmt-null.pcap',
  'fmt-ppp-9.pcap',
  'fmt-raw-101.pcap',
  'fmt-snap80.pcap',
  'frag-udp-push.pcapng',
  'pap-udp-dmnoti.pcapng',
  'pap-udp-si-sl-co.pcap',
  'snap96.pcap',
  'vlan-push.pcap',
  'wsp-browse-9200.pcap',
];
const REAL = [
  'ipv4frags.pcap',
  'VlanPackets.pcap',
  'ipv6_fragmented_dns.pcap',
  'three_http_streams.pcap',
  'wap_google.pcap',
  'udp_ip_fragmented_sip.pcap',
];
const real = here('../../shared/samples/real/captures/');
const captures = [
  ...MADE.map((name) => ({ name, file: here(`fixtures/made/${name}`) })),
  ...REAL.map((name) => ({ name, file: `${real}${name}` })).filter(({ file }) => existsSync(file)),
];

const FIRST_FRAGMENT = 'tshark shows no upper header in a first fragment, here it is shown';
const first = (...packets: number[]) => ({ packets, why: FIRST_FRAGMENT });

/** Packets that are read differently on both sides, and so match other filters. */
const READ_DIFFERENTLY: ReadonlyMap<string, { readonly packets: readonly number[]; readonly why: string }> = new Map([
  ['fmt-comments.pcapng', first(3)],
  ['fmt-nano-be.pcap', first(3)],
  ['fmt-null.pcap', first(3)],
  ['fmt-ppp-9.pcap', first(3)],
  ['fmt-raw-101.pcap', first(3)],
  ['frag-udp-push.pcapng', first(1, 4, 31)],
  ['ipv4frags.pcap', first(1)],
  ['udp_ip_fragmented_sip.pcap', first(1)],
  ['ipv6_fragmented_dns.pcap', first(6)],
]);

/** Filters that differ, as `capture filter` (`*` for any capture), and the reason. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ...['eth.addr', 'eth.addr == 00:00:00:00:00:00', 'eth.addr contains 00:01'].map(
    (filter) =>
      [
        `any-sll-pap-push.pcap ${filter}`,
        'the address in a cooked header is an eth.addr here, and none for tshark',
      ] as const,
  ),
  ...['frag-udp-push.pcapng', 'ipv6_fragmented_dns.pcap'].flatMap((name) =>
    ['frame.protocols contains "ipv6:udp"', 'frame.protocols matches "ip(v6)?:udp"'].map(
      (filter) => [`${name} ${filter}`, 'tshark lists the fragment header among the protocols'] as const,
    ),
  ),
]);

interface Packets {
  readonly length: number;
  matching(filter: CompiledFilter): number[];
}

function load(file: string): Packets {
  const { capture, packets } = readAtOnce(registry, new Uint8Array(readFileSync(file)), file);
  const shapes = new PacketShapes();
  const dissected = Array.from({ length: capture.length }, (_, index) => {
    const packet = capture.dissect(index, packets, [], new Tree());
    return { ...packet, row: columnsOf(capture, index, shapes.shape(shapes.numberOf(packet.tree, packet.context))) };
  });
  return {
    length: dissected.length,
    matching: (filter) =>
      dissected.flatMap(({ tree, context, row }, index) => {
        const matches = filter.test(tree, context);
        for (const shape of [row.shape, undefined]) {
          const known = filter.columns({ ...row, shape });
          expect(known ?? matches, `columns of packet ${index + 1}`).toBe(matches);
          if (filter.needs.columnsOnly) expect(known).toBe(matches);
        }
        const { families } = filter.needs;
        if (matches && families !== undefined)
          expect([...families].some((family) => row.shape?.has(`${family}.`))).toBe(true);
        return matches ? [index + 1] : [];
      }),
  };
}

function columnsOf(capture: Capture, index: number, shape: ColumnReader['shape']): ColumnReader {
  const { table, state } = capture;
  const streamOver = (transport: 'tcp' | 'udp'): number | undefined => {
    const number = conversationNumber(capture, index, transport);
    return number < 0 ? undefined : number;
  };
  return {
    number: index + 1,
    seconds: table.seconds.get(index),
    nanos: table.nanos.get(index),
    captured: table.captured.get(index),
    original: table.original.get(index),
    protocol: registry.protocolByNumber(table.protocol.get(index))?.id ?? '',
    source: state.addresses.text(table.source.get(index)),
    destination: state.addresses.text(table.destination.get(index)),
    sourcePort: table.sourcePort.get(index),
    destinationPort: table.destinationPort.get(index),
    tcpStream: streamOver('tcp'),
    udpStream: streamOver('udp'),
    shape,
  };
}

/**
 * The packets that each filter matches, in one run of tshark: a listener for each filter prints what it is given, through the
 * same filter engine as `-Y` (a run for each filter would take a quarter of an hour).
 */
function tsharkMatches(
  file: string,
  texts: readonly string[],
): { readonly packets: number[]; readonly refused: boolean }[] {
  const folder = mkdtempSync(join(tmpdir(), 'compare-filters-'));
  const script = join(folder, 'listeners.lua');
  const listeners = texts.map((text, i) => {
    const quoted = `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    return `listen(${i}, ${quoted})`;
  });
  writeFileSync(script, `${LISTEN}\n${listeners.join('\n')}\n`);
  try {
    const options = PREFERENCES.flatMap((one) => ['-o', one]);
    const out = execFileSync('tshark', ['-r', file, '-n', '-q', ...options, '-X', `lua_script:${script}`], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, TZ: 'UTC' },
    });
    const results = texts.map(() => ({ packets: [] as number[], refused: false }));
    for (const [, what, i, number] of out.matchAll(/^(MATCH|REFUSED) (\d+) ?(\d*)$/gm)) {
      const result = results[Number(i)]!;
      if (what === 'MATCH') result.packets.push(Number(number));
      else result.refused = true;
    }
    return results;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const LISTEN = `
function listen(i, filter)
  local made, listener = pcall(Listener.new, "frame", filter)
  if not made then print("REFUSED " .. i) return end
  function listener.packet(pinfo) print("MATCH " .. i .. " " .. pinfo.number) end
end`;

const PREFERENCES = ['ip.check_checksum:TRUE', 'udp.check_checksum:TRUE', 'tcp.check_checksum:TRUE'];

function compiled(text: string): CompiledFilter {
  const result = compileFilter(text, catalogue);
  if ('fault' in result) throw new Error(`${text}: ${result.fault.message} at ${result.fault.start}`);
  return result.filter;
}

test('there are filters and captures enough', () => {
  expect(new Set(filters).size).toBe(filters.length);
  expect(filters.length).toBeGreaterThanOrEqual(150);
  for (const filter of filters) compiled(filter);
});

test('most filters match some packets and leave others, and the columns agree with the tree', () => {
  const loaded = captures.map(({ file }) => load(file));
  const total = loaded.reduce((sum, { length }) => sum + length, 0);
  const telling = filters.filter((text) => {
    const filter = compiled(text);
    const matched = loaded.reduce((sum, packets) => sum + packets.matching(filter).length, 0);
    return matched > 0 && matched < total;
  });
  expect(telling.length).toBeGreaterThanOrEqual(150);
});

describe.skipIf(!hasTshark())('the packets that match are those of tshark', () => {
  test.each(captures)('$name', ({ name, file }) => {
    const packets = load(file);
    const theirs = tsharkMatches(file, filters);
    const apart = READ_DIFFERENTLY.get(name)?.packets ?? [];
    const both = (packet: number) => !apart.includes(packet);
    const wrong = filters.flatMap((filter, i) => {
      const { packets: there, refused } = theirs[i]!;
      if (refused) return [`${filter}: tshark refuses it`];
      const left = packets.matching(compiled(filter)).filter(both).join(' ');
      const right = there.filter(both).join(' ');
      if (left === right || MEANT.has(`${name} ${filter}`) || MEANT.has(`* ${filter}`)) return [];
      return [`${filter}: ${left} here, ${right} there`];
    });
    expect(wrong).toEqual([]);
  });
});
