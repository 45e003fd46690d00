import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Tree } from '../src/core/codec/tree.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import type { FlowLayer, FlowRow } from '../src/core/engine/statistics-views.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { filterCatalogue } from '../src/core/filter/catalogue.ts';
import { compileFilter } from '../src/core/filter/compile.ts';
import { createRegistry } from '../src/core/protocols/index.ts';
import { statisticsOf } from '../src/core/testing/statistics.ts';
import { hasTshark } from './tshark-readings.ts';

/** Statistics equal those of tshark, and the filter of each row leads to as many packets as the row counts. */
const registry = createRegistry();
const catalogue = filterCatalogue(registry);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const MADE = [
  'any-sll-pap-push.pcap',
  'crafted-cbs.pcap',
  'fmt-nano-be.pcap',
  'fmt-null.pcap',
  'fmt-ppp-9.pcap',
  'fmt-raw-101.pcap',
  'fmt-snap80.pcap',
  'frag-udp-push.pcapng',
  'gsmtap-sms.pcap',
  'obex-put-650.pcap',
  'pap-udp-dmnoti.pcapng',
  'pap-udp-dmnoti12.pcap',
  'pap-udp-si-sl-co.pcap',
  'sessionless-signed-udp.pcap',
  'sip-message-proxy-sll.pcap',
  'sip-message-udp.pcap',
  'smpp-push-concat.pcapng',
  'smpp-push-single.pcap',
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
];
/** Only their filters: what tshark makes of them differs above the transport. */
const FILTERED = ['ota-http-register-push.pcap', 'pap-errors-lo.pcap'];
const real = here('../../shared/samples/real/captures/');
const captures = [
  ...MADE.map((name) => ({ name, file: here(`fixtures/made/${name}`) })),
  ...REAL.map((name) => ({ name, file: `${real}${name}` })),
].filter(({ file }) => existsSync(file));

const prepared = new Map<string, ReturnType<typeof prepare>>();

/** The statistics of a capture of which every packet has been dissected. */
function preparedOf(file: string): ReturnType<typeof prepare> {
  const known = prepared.get(file) ?? prepare(file);
  prepared.set(file, known);
  return known;
}

async function prepare(file: string) {
  const source = new MemorySource(file, new Uint8Array(readFileSync(file)));
  const noSpill = (): never => {
    throw new Error('nothing is packed here');
  };
  const loading = loadCapture(registry, source, { makeSpill: noSpill }, () => undefined);
  await loading.done;
  const capture = await loading.opened;
  const statistics = statisticsOf(capture);
  const tree = new Tree();
  const indexes = Array.from({ length: capture.length }, (_, index) => index);
  const bytes = await capture.bytes.fetch(indexes);
  /** Packets that a filter matches. */
  const matches = (filter: string): number => {
    const compiled = compileFilter(filter, catalogue);
    if ('fault' in compiled) throw new Error(`${filter}: ${compiled.fault.message}`);
    return indexes.filter((index) => {
      const dissected = capture.dissect(index, bytes, [], tree);
      return compiled.filter.test(dissected.tree, dissected.context);
    }).length;
  };
  for (const index of indexes) {
    const { context } = capture.dissect(index, bytes, [], tree);
    statistics.add(index, tree, context);
  }
  return { capture, statistics, matches };
}

const ASKED = ['io,phs', 'plen,tree', 'io,stat,1', 'io,stat,0.1'];
const LAYER_NAMES = ['eth', 'ip', 'ipv6', 'tcp', 'udp'];
const HEADS: Readonly<Record<string, string>> = { eth: 'Ethernet', ip: 'IPv4', ipv6: 'IPv6', tcp: 'TCP', udp: 'UDP' };
const outputs = new Map<string, string>();

/** One table of tshark: it counts them all in one run. */
function tshark(file: string, table: string): string {
  let output = outputs.get(file);
  if (output === undefined) {
    const tables = [...ASKED, ...LAYER_NAMES.flatMap((name) => [`conv,${name}`, `endpoints,${name}`])];
    output = execFileSync('tshark', ['-q', '-n', '-r', file, ...tables.flatMap((name) => ['-z', name])], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    outputs.set(file, output);
  }
  const [kind = '', name = '', interval] = table.split(',');
  const head =
    kind === 'conv'
      ? `\n${HEADS[name]} Conversations\n`
      : kind === 'endpoints'
        ? `\n${HEADS[name]} Endpoints\n`
        : table === 'io,phs'
          ? '\nProtocol Hierarchy Statistics\n'
          : interval !== undefined
            ? `Interval: ${interval} secs`
            : '\nPacket Lengths:\n';
  const from = interval === undefined ? output.indexOf(head) : output.search(new RegExp(`Interval: +${interval} secs`));
  // Intervals longer than the capture become as long as it is.
  if (from < 0 && interval !== undefined) return '';
  if (from < 0) throw new Error(`tshark gave no ${table}`);
  // Each table begins and ends with a line of one sign; the one below a head is its own.
  const below = output.slice(from + head.length);
  const end = below.search(kind === 'plen' ? /\n\n-{9,}/ : /\n={9,}/);
  return end < 0 ? below : below.slice(0, end);
}

/** `2 677 bytes`: exact unless tshark has shortened it to `11 kB`, which is left out. */
function octetsIn(number: string, unit: string): number | undefined {
  return unit === 'bytes' ? Number(number) : undefined;
}

const CONVERSATION =
  /^(\S+)\s+<->\s+(\S+)\s+(\d+) (\d+) (bytes|\SB)\s+(\d+) (\d+) (bytes|\SB)\s+(\d+) (\d+) (bytes|\SB)\s+([\d.]+)\s+([\d.]+)/;

interface Conversation {
  /** `a b`, in the order of their text. */
  readonly ends: string;
  /** Packets that each end sent. */
  readonly packets: string;
  readonly octets: number | undefined;
  readonly start: number;
  readonly duration: number;
}

function conversation(
  a: string,
  b: string,
  sent: readonly [number, number],
  octets: number | undefined,
  start: number,
  duration: number,
): Conversation {
  const isSorted = a < b;
  return {
    ends: isSorted ? `${a} ${b}` : `${b} ${a}`,
    packets: isSorted ? `${sent[0]} ${sent[1]}` : `${sent[1]} ${sent[0]}`,
    octets,
    start,
    duration,
  };
}

/** Conversations of tshark. TCP connections between the same ports, one after the other, are one here. */
function tsharkConversations(file: string, layer: string): Conversation[] {
  const found = new Map<
    string,
    { a: string; b: string; ab: number; ba: number; octets: number | undefined; start: number; end: number }
  >();
  for (const line of tshark(file, `conv,${layer}`).split('\n')) {
    const match = CONVERSATION.exec(line);
    if (match === null) continue;
    const [, a = '', b = '', ba, , , ab, , , , octets = '', unit = '', start, duration] = match;
    const key = [a, b].sort().join(' ');
    const exact = octetsIn(octets, unit);
    const from = Number(start);
    const known = found.get(key);
    if (known === undefined) {
      found.set(key, {
        a,
        b,
        ab: Number(ab),
        ba: Number(ba),
        octets: exact,
        start: from,
        end: from + Number(duration),
      });
      continue;
    }
    known.ab += a === known.a ? Number(ab) : Number(ba);
    known.ba += a === known.a ? Number(ba) : Number(ab);
    known.octets = exact === undefined || known.octets === undefined ? undefined : known.octets + exact;
    known.start = Math.min(known.start, from);
    known.end = Math.max(known.end, from + Number(duration));
  }
  return [...found.values()].map(({ a, b, ab, ba, octets, start, end }) =>
    conversation(a, b, [ab, ba], octets, start, end - start),
  );
}

const endOf = (address: string, port: number | undefined) => (port === undefined ? address : `${address}:${port}`);
const ourConversation = ({ a, portA, b, portB, packetsAB, packetsBA, octets, start, duration }: FlowRow) =>
  conversation(endOf(a, portA), endOf(b, portB), [packetsAB, packetsBA], octets, start, duration);

const byEnds = (a: { readonly ends: string }, b: { readonly ends: string }) => (a.ends < b.ends ? -1 : 1);
const ENDPOINT = /^(\S+)\s+(?:(\d+)\s+)?(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*$/;

const LAYERS = { ethernet: 'eth', ipv4: 'ip', ipv6: 'ipv6', tcp: 'tcp', udp: 'udp' } as const satisfies Partial<
  Record<FlowLayer, string>
>;
const ALL = { isShownOnly: false, from: 0, count: 100_000, sort: { key: 'packets', isDescending: true } } as const;

/** Layers whose place in the hierarchy both tell alike. */
const BELOW: ReadonlySet<string> = new Set(
  'eth vlan null raw ppp sll llc arp ip ipv6 icmp icmpv6 tcp udp wsp wtp gsmtap lapdm gsm_a.dtap gsm_a.rp gsm_cbch smpp'.split(
    ' ',
  ),
);

const FIRST_FRAGMENT = 'tshark shows no upper header in a first fragment, here it is shown and counts';
const FIRST_FRAGMENTS = [
  'fmt-nano-be.pcap',
  'fmt-null.pcap',
  'fmt-ppp-9.pcap',
  'fmt-raw-101.pcap',
  'frag-udp-push.pcapng',
  'ipv6_fragmented_dns.pcap',
  'sessionless-signed-udp.pcap',
  'sip-message-udp.pcap',
];
const VLAN = 'tshark shows the second tag of a frame as a layer of its own, here both are one layer';
const IPV6_FRAGMENT = 'tshark does not count IPv6 fragments that are put together elsewhere';
/** Where the numbers differ, and why. A difference that is gone makes its test fail. */
const DIFFERENT: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    FIRST_FRAGMENTS.flatMap((name) =>
      ['conversations udp', 'endpoints udp', 'hierarchy'].map((table) => [`${name} ${table}`, FIRST_FRAGMENT]),
    ),
  ),
  'frag-udp-push.pcapng conversations ipv6': IPV6_FRAGMENT,
  'frag-udp-push.pcapng endpoints ipv6': IPV6_FRAGMENT,
  'ipv6_fragmented_dns.pcap conversations ipv6': IPV6_FRAGMENT,
  'ipv6_fragmented_dns.pcap endpoints ipv6': IPV6_FRAGMENT,
  'ipv4frags.pcap hierarchy': FIRST_FRAGMENT,
  'smpp-push-concat.pcapng hierarchy':
    'tshark nests a second PDU of a segment in the first one, here it lies beside it',
  'VlanPackets.pcap hierarchy': VLAN,
};

const describeWithTshark = hasTshark() ? describe : describe.skip;

describeWithTshark.each(captures)('$name as tshark counts it', ({ name: title, file }) => {
  test.each(Object.entries(LAYERS) as [keyof typeof LAYERS, string][])('conversations, %s', async (layer, name) => {
    const { statistics } = await preparedOf(file);
    const view = await statistics.flows({ ...ALL, kind: 'conversations', layer });
    const theirs = tsharkConversations(file, name).sort(byEnds);
    const ours = (view?.rows ?? []).map(ourConversation).sort(byEnds);
    const counts = (rows: readonly Conversation[]) =>
      rows.map(({ ends, packets, octets }, i) =>
        [ends, packets, theirs[i]?.octets === undefined ? '' : octets].join(' '),
      );
    const differing = DIFFERENT[`${title} conversations ${layer}`];
    if (differing !== undefined) {
      expect(counts(ours)).not.toEqual(counts(theirs));
      return;
    }
    expect(counts(ours)).toEqual(counts(theirs));
    for (const [i, { start, duration }] of ours.entries()) {
      // tshark prints durations with four decimals.
      expect(Math.abs(start - (theirs[i]?.start ?? 0))).toBeLessThan(0.000_002);
      expect(Math.abs(duration - (theirs[i]?.duration ?? 0))).toBeLessThan(0.000_16);
    }
  });

  test.each(Object.entries(LAYERS) as [keyof typeof LAYERS, string][])('endpoints, %s', async (layer, name) => {
    const { statistics } = await preparedOf(file);
    const view = await statistics.flows({ ...ALL, kind: 'endpoints', layer });
    const ours = (view?.rows ?? []).map(
      ({ a, portA, packets, octets, packetsAB, octetsAB, packetsBA, octetsBA }) =>
        `${endOf(a, portA)} ${packets} ${octets} ${packetsAB} ${octetsAB} ${packetsBA} ${octetsBA}`,
    );
    const theirs = tshark(file, `endpoints,${name}`)
      .split('\n')
      .flatMap((line) => {
        const match = ENDPOINT.exec(line);
        return match === null ? [] : [match];
      })
      .map(
        ([, address = '', port, ...numbers]) =>
          `${port === undefined ? address : `${address}:${port}`} ${numbers.join(' ')}`,
      );
    if (DIFFERENT[`${title} endpoints ${layer}`] !== undefined) expect(ours.sort()).not.toEqual(theirs.sort());
    else expect(ours.sort()).toEqual(theirs.sort());
  });

  test('lengths', async () => {
    const { statistics } = await preparedOf(file);
    const ours = (await statistics.statistics({ isShownOnly: false }))?.lengths.map(
      ({ from, to, packets, octets, shortest, longest }) =>
        packets === 0
          ? `${from}-${to} 0`
          : `${from}-${to} ${packets} ${(octets / packets).toFixed(2)} ${shortest} ${longest}`,
    );
    const theirs = [
      ...tshark(file, 'plen,tree').matchAll(/^ (\d+)(?:-(\d+)| and greater)\s+(\d+)\s+(\S+)\s+(\S+)\s+(\S+)/gm),
    ].map(([, from, to, packets, average, shortest, longest]) =>
      packets === '0' ? `${from}-${to} 0` : `${from}-${to} ${packets} ${average} ${shortest} ${longest}`,
    );
    expect(theirs).toHaveLength(10);
    expect(ours).toEqual(theirs);
  });

  test.each([1, 0.1])('packets and octets every %d s', async (interval) => {
    const { statistics } = await preparedOf(file);
    const view = await statistics.timeline({
      isShownOnly: false,
      series: ['all'],
      filters: [],
      range: undefined,
      interval: interval * 1e6,
    });
    if (view?.interval !== interval * 1e6) return;
    const theirs = [
      ...tshark(file, `io,stat,${interval}`).matchAll(/^\|\s*[\d.]+ <>\s*[\d.A-Za-z]+\s*\|\s*(\d+) \|\s*(\d+) \|$/gm),
    ].map(([, packets, octets]) => `${packets} ${octets}`);
    const [all] = view.series;
    const ours = Array.from(all?.packets ?? [], (packets, i) => `${packets} ${all?.octets[i]}`);
    if (theirs.length === 0) expect(ours).toHaveLength(1);
    expect(ours.slice(0, theirs.length)).toEqual(theirs.slice(0, ours.length));
    expect(Math.abs(ours.length - theirs.length)).toBeLessThanOrEqual(1);
  });

  test('protocol hierarchy', async () => {
    const { statistics } = await preparedOf(file);
    const path: string[] = [];
    const ours = new Map<string, string>();
    for (const { filter = '', depth, packets, octets } of (await statistics.statistics({ isShownOnly: false }))
      ?.hierarchy ?? []) {
      path.length = depth;
      const own = filter.split(' && ').at(-1) ?? '';
      // User data of short messages have no row of their own.
      path.push(own === path.at(-1) ? '' : own);
      ours.set(path.slice(1).join(' '), `${packets} ${octets}`);
    }
    const theirs = new Map<string, string>();
    path.length = 0;
    for (const [, indent = '', name = '', packets, octets] of tshark(file, 'io,phs').matchAll(
      /^( *)(\S+) +frames:(\d+) bytes:(\d+)$/gm,
    )) {
      path.length = indent.length / 2;
      path.push(name);
      theirs.set(path.join(' '), `${packets} ${octets}`);
    }
    // Above the transport tshark lists what lies beside each other as if it lay in each other, and calls much of it data.
    const comparable = (rows: Map<string, string>): string[] =>
      [...rows]
        .filter(([names]) => names.split(' ').every((name) => BELOW.has(name)))
        .map((row) => row.join(': '))
        .sort();
    const differing = DIFFERENT[`${title} hierarchy`];
    if (differing !== undefined) expect(comparable(ours)).not.toEqual(comparable(theirs));
    else expect(comparable(ours)).toEqual(comparable(theirs));
    expect(comparable(theirs).length).toBeGreaterThan(0);
  });
});

const withFilters = [...captures, ...FILTERED.map((name) => ({ name, file: here(`fixtures/made/${name}`) }))];

describe.each(withFilters.filter(({ file }) => existsSync(file)))('filters of $name', ({ file }) => {
  test('each row of each table leads to the packets that it counts', async () => {
    const { statistics, matches } = await preparedOf(file);
    const tables = await statistics.statistics({ isShownOnly: false });
    const rows = [
      ...(tables?.hierarchy ?? []),
      ...(tables?.lengths ?? []),
      ...(tables?.contentTypes ?? []),
      ...(tables?.applications ?? []),
      ...(tables?.initiators ?? []),
      ...(tables?.digests ?? []),
      ...(tables?.rules ?? []),
    ];
    for (const kind of ['conversations', 'endpoints'] as const) {
      for (const layer of ['ethernet', 'ipv4', 'ipv6', 'tcp', 'udp', 'other'] as const) {
        const view = await statistics.flows({ ...ALL, count: 12, kind, layer });
        rows.push(...((view?.rows ?? []) as never[]));
      }
    }
    const wrong: string[] = [];
    // A protocol may lie in different places: a filter tells which layers there are, not in which order.
    for (const row of rows) {
      const { packets, filter } = row;
      if (filter === undefined) continue;
      const found = matches(filter);
      const isAmbiguous = 'depth' in row && (row.depth > 2 || row.name === 'LLC' || row.name === 'VLAN');
      const isSelf = 'packetsAB' in row && !filter.includes('&&');
      if (isAmbiguous ? found < packets : isSelf ? found * 2 !== packets && found !== packets : found !== packets)
        wrong.push(`${filter}: ${packets} counted, ${found} found`);
    }
    expect(wrong).toEqual([]);
  });
});
