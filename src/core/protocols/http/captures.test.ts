import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes } from '../../base/bytes.ts';
import { Tree } from '../../codec/tree.ts';
import { rowValue } from '../../codec/value.ts';
import type { Registry } from '../../dissect/registry.ts';
import type { Capture } from '../../engine/capture.ts';
import { applyDecodeAs } from '../../engine/decode-as.ts';
import { loadCapture } from '../../engine/load-capture.ts';
import { MemorySource } from '../../files/byte-source.ts';
import { MemorySpill } from '../../files/spill.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissectAll, values } from '../../testing/packets.ts';
import { register as dmNotification } from '../dm-notification/dm-notification.ts';
import { ipv4Packet } from '../ipv4/header.ts';
import { register as mime } from '../mime-multipart/mime-multipart.ts';
import { register as pap } from '../pap/pap.ts';
import { register as si } from '../si/si.ts';
import { tcpSegment } from '../tcp/tcp.ts';
import { register as xml } from '../xml/xml.ts';
import { register } from './http.ts';

function makeRegistry(): Registry {
  const registry = internetRegistry();
  for (const one of [register, mime, xml, pap, si, dmNotification]) one(registry);
  return registry;
}
const registry = makeRegistry();
const made = new URL('../../../../tests/fixtures/made/', import.meta.url);
const real = new URL('../../../../../shared/samples/real/', import.meta.url);

async function open(url: URL): Promise<Capture> {
  const source = new MemorySource(url.pathname, new Uint8Array(readFileSync(url)));
  const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
  await loading.done;
  return loading.opened;
}

interface Shown {
  readonly tree: Tree;
  readonly info: string;
  readonly protocol: string;
}

async function dissectEach(capture: Capture): Promise<Shown[]> {
  const indexes = Array.from({ length: capture.length }, (_, i) => i);
  const bytes = await capture.bytes.fetch(capture.needed(indexes));
  return indexes.map((index) => {
    const { tree, context } = capture.dissect(index, bytes, [], new Tree());
    checkTiling(tree);
    return { tree, info: context.info, protocol: context.protocolName };
  });
}

/** Values of the fields that both have, in the order of the rows; those of the first HTTP message alone. */
function readings(tree: Tree, wanted: ReadonlySet<string>): string[][] {
  const out: string[][] = [];
  for (let row = 0; row < tree.length; row++) {
    const { filter } = tree.field(row);
    if (wanted.has(filter)) out.push([filter, String(rowValue(tree, row))]);
  }
  return out.sort();
}

type Readings = Readonly<Record<string, Readonly<Record<string, readonly (readonly [string, string])[]>>>>;
const expected = JSON.parse(
  readFileSync(new URL('../../../../tests/fixtures/http/tshark-readings.json', import.meta.url), 'utf8'),
) as Readings;
const compared = new Set(
  Object.values(expected).flatMap((file) =>
    Object.values(file)
      .flat()
      .map(([name]) => name),
  ),
);

/** Where tshark is silent or wrong (beyond-tshark.json): nested messages that it does not open, and the answer that never ends for it. */
const OTHERWISE: ReadonlyMap<string, ReadonlySet<number>> = new Map([
  ['ota-http-register-push.pcap', new Set([16, 26, 36, 46])],
  ['pap-errors-lo.pcap', new Set([214, 216])],
]);

describe.each(Object.keys(expected))('%s', (name) => {
  test('has the values that tshark reads', async () => {
    const shown = await dissectEach(await open(new URL(name, made)));
    for (const [frame, fields] of Object.entries(expected[name]!)) {
      if (OTHERWISE.get(name)?.has(Number(frame)) === true) continue;
      const { tree } = shown[Number(frame) - 1]!;
      const theirs = fields.map(([filter, value]) => [filter, value]).sort();
      expect([frame, ...readings(tree, compared)]).toEqual([frame, ...theirs]);
    }
    const messages = shown.flatMap(({ tree }, i) => (tree.find1('http') === undefined ? [] : [String(i + 1)]));
    const others = [...(OTHERWISE.get(name) ?? [])].map(String);
    expect(messages.filter((frame) => !others.includes(frame))).toEqual(
      Object.keys(expected[name]!).filter((frame) => !others.includes(frame)),
    );
  });
});

test('nested messages of OTA-HTTP are opened, and requests lead to their responses', async () => {
  const shown = await dissectEach(await open(new URL('ota-http-register-push.pcap', made)));
  expect(shown[15]).toMatchObject({ info: expect.stringMatching(/^POST \/wappush, HTTP 200 OK, DM 1.3 notification/) });
  expect(values(shown[15]!.tree, 'http.response_in')).toEqual([18]);
  expect(values(shown[17]!.tree, 'http.request_in')).toEqual([16]);
  expect(values(shown[5]!.tree, 'http.x_wap_push_status.code')).toEqual([501]);
  expect(values(shown[5]!.tree, 'http.x_wap_terminal_id')).toEqual(['493005100592800/TYPE=IMEI']);
});

test('an answer with two lengths is shown, and the contradiction told', async () => {
  const { tree } = (await dissectEach(await open(new URL('pap-errors-lo.pcap', made))))[215]!;
  expect(values(tree, 'http.response.code')).toEqual([404]);
  expect(values(tree, 'http.content_length')).toEqual([22, 620]);
  const finding = tree.findings.find(({ rule }) => rule.id === 'HTTP-002');
  expect(finding?.message).toBe('the length is stated as 22 and 620 octets; 22 are taken');
});

test('decode as makes another port HTTP, put together over segments', () => {
  const own = makeRegistry();
  applyDecodeAs(own, [{ table: 'tcp.port', key: 9999, protocol: 'http' }]);
  const dissector = own.table('tcp.port').get(9999);
  expect(dissector?.name).toBe('HTTP');
  expect(dissector?.measure).toBeDefined();
});

describe('real captures', () => {
  const here = existsSync(real);
  test.skipIf(here)('are not at hand: skipped', () => undefined);

  test
    .skipIf(!here)
    .each([
      'three_http_streams.pcap',
      'http_post.pcap',
      'http_multipart_form.pcap',
      'frag_http_req.pcap',
      'http_chunk_overflow.pcap',
      'tcp_missing_packet.pcap',
    ])('%s has the values that tshark reads', async (name) => {
    const shown = await dissectEach(await open(new URL(`captures/${name}`, real)));
    const lines = readFileSync(new URL(`expected/captures/${name}.jsonl`, real), 'utf8')
      .trim()
      .split('\n');
    let messages = 0;
    for (const line of lines) {
      const { no, http } = JSON.parse(line) as {
        readonly no: number;
        readonly http?: readonly Readonly<Record<string, string>>[];
      };
      const { tree } = shown[no - 1]!;
      for (const [filter, value] of Object.entries(http?.[0] ?? {})) {
        if (!registry.fields.some((field) => field.filter === filter)) continue;
        messages++;
        expect([no, filter, ...values(tree, filter).map(String)]).toEqual([no, filter, value]);
      }
    }
    expect(messages).toBeGreaterThan(name === 'http_chunk_overflow.pcap' ? 0 : 1);
  });

  test.skipIf(!here)('an overlong chunk size is found', async () => {
    const shown = await dissectEach(await open(new URL('captures/http_chunk_overflow.pcap', real)));
    const found = shown.flatMap(({ tree }) => tree.findings.filter(({ rule }) => rule.id === 'HTTP-005'));
    expect(found).toHaveLength(1);
  });

  test.skipIf(!here)('a message with a hole is begun, and the next one whole', async () => {
    const shown = await dissectEach(await open(new URL('captures/tcp_missing_packet.pcap', real)));
    expect(shown[2]).toMatchObject({ protocol: 'TCP', info: expect.stringContaining('begin of an unfinished HTTP') });
    expect(values(shown[2]!.tree, 'http.request.method')).toEqual(['POST']);
    expect(shown[10]).toMatchObject({
      protocol: 'HTTP',
      info: expect.stringContaining('GetSearchMultipleSuggestions'),
    });
  });
});

describe('however a stream is cut', () => {
  const A = Uint8Array.of(10, 0, 0, 1);
  const B = Uint8Array.of(10, 0, 0, 2);
  const flags = { reserved: 0, ae: 0, cwr: 0, ece: 0, urg: 0, ack: 0, psh: 0, rst: 0, syn: 0, fin: 0 };

  const packet = (sequence: number, data: Uint8Array, back: boolean) => {
    const [source, destination] = back ? [B, A] : [A, B];
    const [sourcePort, destinationPort] = back ? [80, 4000] : [4000, 80];
    const pseudo = concatBytes(source, destination, Uint8Array.of(0, 6));
    const draft = { sourcePort, destinationPort, sequence, acknowledgment: 0, flags, window: 1 };
    const dsfield = { dscp: 0, ecn: 0 };
    const header = {
      dsfield,
      id: 1,
      flags: { rb: 0, df: 0, mf: 0 },
      fragmentOffset: 0,
      ttl: 64,
      protocol: 6,
      source,
      destination,
    };
    return ipv4Packet(header, tcpSegment(draft, data, pseudo));
  };

  test('the same messages come out, of captured connections', async () => {
    const messages: Uint8Array[] = [];
    for (const name of ['pap-errors-lo.pcap', 'ota-http-register-push.pcap']) {
      const capture = await open(new URL(name, made));
      for (const { tree } of await dissectEach(capture)) {
        const row = tree.find1('http');
        if (row === undefined || tree.find1('http.request.method') === undefined) continue;
        const { bytes } = tree.sources[tree.source(row)]!;
        messages.push(bytes.subarray(tree.start(row) >>> 3));
      }
    }
    expect(messages.length).toBeGreaterThan(25);
    const told = (packets: readonly Uint8Array[]) =>
      dissectAll(registry, 'ip', packets).flatMap(({ tree }) => {
        checkTiling(tree);
        return ['http.start_line', 'http.content_length', 'wap.pap.push_id', 'dmnoti.session_id', 'si.href'].map(
          (name) => [name, values(tree, name)] as const,
        );
      });
    const joined = (all: ReturnType<typeof told>) => {
      const out: Record<string, unknown[]> = {};
      for (const [name, found] of all) out[name] = [...(out[name] ?? []), ...found];
      return out;
    };
    const sequences: number[] = [];
    let at = 1;
    for (const { length } of messages) {
      sequences.push(at);
      at += length;
    }
    const alone = joined(told(messages.map((message, i) => packet(sequences[i]!, message, false))));
    expect(alone['dmnoti.session_id']?.length).toBeGreaterThan(2);
    const stream = concatBytes(...messages);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 100, max: 1460 }), { minLength: 5, maxLength: 40 }),
        fc.array(fc.nat(2), { minLength: 40, maxLength: 40 }),
        fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
        (cuts, delays, repeats) => {
          const sent: { readonly bytes: Uint8Array; readonly place: number }[] = [];
          for (let from = 0, i = 0; from < stream.length; i++) {
            const data = stream.subarray(from, from + cuts[i % cuts.length]!);
            const bytes = packet(1 + from, data, false);
            const place = i === 0 ? -1 : i + (delays[i % delays.length] ?? 0) * 1.5;
            sent.push({ bytes, place });
            if (repeats[i % repeats.length] === true) sent.push({ bytes, place: place + 3 });
            from += data.length;
          }
          sent.sort((a, b) => a.place - b.place);
          expect(joined(told(sent.map(({ bytes }) => bytes)))).toEqual(alone);
        },
      ),
      { numRuns: 8, endOnFailure: true },
    );
  }, 30_000);

  test('requests and responses are paired, a response to HEAD has no body, and one without length ends with the connection', () => {
    const text = (message: string) => new TextEncoder().encode(message.replace(/\n/g, '\r\n'));
    const asked = text('HEAD /a HTTP/1.1\nHost: h\n\nGET /b HTTP/1.1\nHost: h\n\n');
    const continued = text('HTTP/1.1 100 Continue\n\n');
    const answers = text('HTTP/1.1 200 OK\nContent-Length: 5\n\nHTTP/1.0 200 OK\n\nhel');
    const rest = text('lo');
    const fin = packet(1 + continued.length + answers.length + rest.length, new Uint8Array(0), true);
    fin[20 + 13] = 0x11;
    const shown = dissectAll(registry, 'ip', [
      packet(1, asked, false),
      packet(1, continued, true),
      packet(1 + continued.length, answers, true),
      packet(1 + continued.length + answers.length, rest, true),
      fin,
    ]);
    expect(shown.map(({ tree }) => [...values(tree, 'http.response_in'), ...values(tree, 'http.request_in')])).toEqual([
      [3, 5],
      [],
      [1],
      [],
      [1],
    ]);
    expect(values(shown[4]!.tree, 'http.file_data')).toEqual(['hello']);
    expect(shown[0]!.context.info).toBe('HEAD /a | GET /b');
  });
});
