import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Tree } from '../src/core/codec/tree.ts';
import { rowValue } from '../src/core/codec/value.ts';
import type { Registry } from '../src/core/dissect/registry.ts';
import { register as dmNotification } from '../src/core/protocols/dm-notification/dm-notification.ts';
import { register as cpRp } from '../src/core/protocols/gsm-cp-rp/cp.ts';
import { register as sms } from '../src/core/protocols/gsm-sms/gsm-sms.ts';
import { register as userData } from '../src/core/protocols/gsm-sms-ud/user-data.ts';
import { register as multipart } from '../src/core/protocols/mime-multipart/mime-multipart.ts';
import { register as sdp } from '../src/core/protocols/sdp/sdp.ts';
import { register as sip } from '../src/core/protocols/sip/sip.ts';
import { register as wsp } from '../src/core/protocols/wsp/wsp.ts';
import { readAtOnce } from '../src/core/testing/captures.ts';
import { internetRegistry } from '../src/core/testing/internet.ts';
import { checkTiling } from '../src/core/testing/packets.ts';
import { hasTshark, type Reading, tsharkReadings } from './tshark-readings.ts';

/*
 * SIP and SDP against what tshark 4.0.17 reads: every field of these protocols that both have, by name, value and place.
 * Readings of our own samples are kept as fixtures; captures of other projects are read where they lie.
 */

function sipRegistry(): Registry {
  const to = internetRegistry();
  for (const register of [sip, sdp, multipart, wsp, dmNotification, userData, sms, cpRp]) register(to);
  return to;
}

const registry = sipRegistry();
const fixtures = new URL('fixtures/', import.meta.url);
const real = new URL('../../shared/samples/real/', import.meta.url);
const names = new Set(registry.fields.map(({ filter }) => filter));
const wanted = (name: string) => /^(sip|sdp)\./.test(name) && names.has(name) && !NOT_COMPARED.has(name);

/** Fields that are not the same thing on both sides, and why. */
const NOT_COMPARED: ReadonlyMap<string, string> = new Map([
  ['sip.msg_hdr', 'tshark has the text of all headers, here it is a group'],
  ['sip.msg_body', 'tshark has a group for every body, here it is a body that no other protocol reads'],
  ['sip.continuation', 'tshark has it for octets behind a cut message only'],
]);

/** Differences that are meant: capture, packet and name of the field, and the reason. */
const MEANT: readonly (readonly [where: RegExp, why: string])[] = [
  [/ sdp\.media\.format$/, 'tshark shows names of payload types, here they are numbers as written'],
  [/ sdp\.media_attribute\.field$/, 'tshark has no name for attributes without a value'],
  [/\.display\.info$/, 'tshark keeps the blank behind a name'],
  [/proxy-sll.pcap (1|2) sip\.contact\.parameter$/, 'tshark takes the line end for a part of the last parameter'],
  [/ sip\.resend(-original)?$/, 'tshark takes repeated CANCELs and ACKs for new ones'],
  [/sip_wireshark.pcap 26 sip\.response-request$/, 'the response to the INVITE, tshark names the CANCEL'],
  [
    /sip_wireshark.pcap (27|41|44|62|68|71|76) sip\.response-request$/,
    'an ACK is no response; tshark names the INVITE',
  ],
  [/fragmented_sip.pcap (4|8|12) sip\.response-request$/, 'an ACK is no response; tshark names the INVITE'],
  [/sip_tcp.pcap 4 /, 'tshark shows the begin of a message before it is whole'],
  [
    /fuzz-2006-06-26-2594.pcap (20|31|121|155|247|252|259|264|325|326|453|550|603|640) /,
    'brackets, quotes, line ends or NULs that fuzzing damaged: tshark looks for the next one that fits',
  ],
];

/** What fuzzing left: octets that each side shows in its own way, or at which tshark ends a text. */
const DAMAGED = /[^ -~]|\\x|%s/;

interface Found {
  readonly value: unknown;
  readonly at: number;
  readonly size: number;
  readonly placed: boolean;
}

function found(tree: Tree): Map<string, Found[]> {
  const all = new Map<string, Found[]>();
  for (let row = 0; row < tree.length; row++) {
    const field = tree.field(row);
    const start = tree.start(row) >>> 3;
    const value = {
      value: rowValue(tree, row),
      at: start,
      size: (tree.end(row) >>> 3) - start,
      placed: field.generated !== true && tree.source(row) === 0,
    };
    const list = all.get(field.filter);
    if (list === undefined) all.set(field.filter, [value]);
    else list.push(value);
  }
  return all;
}

/** tshark's rows of headers cover the whole line, ours the value: ours lie inside. Some readings do not say where (-1). */
function same(ours: Found, theirs: Reading): boolean {
  const { value } = ours;
  const equal = typeof value === 'number' ? value === Number(theirs.show) : value === theirs.show;
  const inside = ours.at >= theirs.at && ours.at + ours.size <= theirs.at + theirs.size;
  return equal && (!ours.placed || theirs.at < 0 || inside);
}

function compare(name: string, bytes: Uint8Array, readings: readonly (readonly Reading[])[]) {
  const { capture, packets } = readAtOnce(registry, bytes, name);
  const wrong: string[] = [];
  const infos: string[] = [];
  let compared = 0;
  for (const [index, fields] of readings.entries()) {
    const { tree, context } = capture.dissect(index, packets, []);
    checkTiling(tree);
    infos.push(context.info);
    // Pass 1 says what pass 2 says.
    const { id } = registry.protocolByNumber(capture.table.protocol.get(index))!;
    expect(id, `packet ${index + 1}`).toBe(context.layers.at(-1)?.protocol);
    const ours = found(tree);
    for (const field of new Set(fields.map((reading) => reading.name))) {
      const theirs = fields.filter((reading) => reading.name === field);
      const mine = ours.get(field) ?? [];
      compared += theirs.length;
      const equal = mine.length === theirs.length && mine.every((value, i) => same(value, theirs[i]!));
      if (theirs.some(({ show }) => DAMAGED.test(show)) || mine.some(({ value }) => DAMAGED.test(String(value))))
        continue;
      const where = `${name} ${index + 1} ${field}`;
      if (equal || MEANT.some(([pattern]) => pattern.test(where))) continue;
      const left = mine.map(({ value, at, size }) => `${value}@${at}+${size}`).join(' ');
      const right = theirs.map(({ show, at, size }) => `${show}@${at}+${size}`).join(' ');
      wrong.push(`${where}: ${left} here, ${right} there`);
    }
  }
  return { wrong, compared, infos };
}

interface Kept {
  readonly layers?: readonly { readonly f: readonly (readonly [string, string, number?, number?])[] }[];
}

describe('our own samples', () => {
  const message = 'Request: MESSAGE sip:dmclient@10.91.0';
  const done = 'Status: 200 OK (MESSAGE)';
  const hops = [`${message}.2:5060`, `${message}.3:5062;transport=UDP`, done, done];
  test.each([
    ['sip-message-udp.pcap', Array.from({ length: 10 }, (_, i) => (i % 2 === 1 ? done : `${message}.3:5060`))],
    [
      'sip-message-proxy-sll.pcap',
      [
        'Request: REGISTER sip:10.91.0.2 (1 binding)',
        'Status: 200 OK (REGISTER) (1 binding)',
        ...hops,
        ...hops,
        ...hops,
        'Request: MESSAGE sip:nobody@10.91.0.2:5060',
        'Status: 404 Not Found (MESSAGE)',
      ],
    ],
  ])('%s', (name, titles) => {
    const kept = gunzipSync(readFileSync(new URL(`sip/${name}.jsonl.gz`, fixtures))).toString('utf8');
    const readings = kept
      .trim()
      .split('\n')
      .map((line) =>
        ((JSON.parse(line) as Kept).layers ?? [])
          .flatMap(({ f }) => f)
          .filter(([field]) => wanted(field))
          .map(([field, show, at = 0, size = 0]) => ({ name: field, show, at, size, masked: false })),
      );
    const bytes = new Uint8Array(readFileSync(new URL(`made/${name}`, fixtures)));
    const { wrong, compared, infos } = compare(name, bytes, readings);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(150);
    const said = infos.filter((info) => !info.includes('Seq=')).map((info) => info.replace(/,.*| \(application.*/, ''));
    // The first fragment of a message.
    expect(said).toEqual(titles.map((title, i) => (/^Frag/.test(said[i] ?? '') ? said[i] : title)));
  });
});

const REAL = [
  'sip_reqs.pcap',
  'sip_wireshark.pcap',
  'sip_tcp.pcap',
  'udp_ip_fragmented_sip.pcap',
  'fuzz-2006-06-26-2594.pcap',
];

interface Expected {
  readonly sip?: readonly Readonly<Record<string, string>>[];
}

describe.skipIf(!existsSync(real))('readings that lie with the captures of other projects', () => {
  test.each(REAL)('%s', (name) => {
    const packed = new URL(`expected/captures/${name}.jsonl.gz`, real);
    const file = existsSync(packed)
      ? gunzipSync(readFileSync(packed))
      : readFileSync(new URL(`expected/captures/${name}.jsonl`, real));
    const readings = file
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) =>
        ((JSON.parse(line) as Expected).sip ?? [])
          .flatMap((fields) => Object.entries(fields))
          .map(([field, show]) => ({ name: field, show, at: -1, size: 0, masked: false })),
      );
    const bytes = new Uint8Array(readFileSync(new URL(`captures/${name}`, real)));
    const { wrong, compared } = compare(name, bytes, readings);
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(7);
  });
});

describe.skipIf(!existsSync(real) || !hasTshark())('captures of other projects', () => {
  test.each(REAL)('%s', (name) => {
    const url = new URL(`captures/${name}`, real);
    const { wrong, compared } = compare(
      name,
      new Uint8Array(readFileSync(url)),
      tsharkReadings(fileURLToPath(url), wanted),
    );
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(50);
  });
});
