import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Tree } from '../src/core/codec/tree.ts';
import { rowValue } from '../src/core/codec/value.ts';
import type { Dissector, Registry } from '../src/core/dissect/registry.ts';
import { register as cbs } from '../src/core/protocols/gsm-cbs/cbs.ts';
import { register as cpRp } from '../src/core/protocols/gsm-cp-rp/cp.ts';
import { register as sms } from '../src/core/protocols/gsm-sms/gsm-sms.ts';
import { register as userData } from '../src/core/protocols/gsm-sms-ud/user-data.ts';
import { register as gsmtap } from '../src/core/protocols/gsmtap/gsmtap.ts';
import { register as lapdm } from '../src/core/protocols/lapdm/lapdm.ts';
import { register as mtp2 } from '../src/core/protocols/mtp2/mtp2.ts';
import { register as mtp3 } from '../src/core/protocols/mtp3/mtp3.ts';
import { register as sccp } from '../src/core/protocols/sccp/sccp.ts';
import { register as smpp } from '../src/core/protocols/smpp/smpp.ts';
import { register as tcap } from '../src/core/protocols/tcap/tcap.ts';
import { readAtOnce } from '../src/core/testing/captures.ts';
import { internetRegistry } from '../src/core/testing/internet.ts';
import { checkTiling, dissectAll, values, violations } from '../src/core/testing/packets.ts';

/* Short messages, SMPP, cell broadcast and SS7 against what others read in the same octets: tshark 4.0.17 (readings kept
   with the samples) and the lists of public projects. Content stays with a stand-in for WSP, which shows what it was given. */

const PUSH = { filter: 'test.push', type: 'bytes', label: 'Push' } as const;
const push: Dissector = {
  id: 'push',
  name: 'Push',
  summarize(_bytes, _start, _end, row) {
    row.protocol = 0;
  },
  dissect(cursor) {
    if (cursor.octetsLeft > 0) cursor.octets(PUSH, cursor.octetsLeft);
  },
};

function smsRegistry(): Registry {
  const to = internetRegistry();
  for (const register of [userData, sms, cpRp, lapdm, gsmtap, smpp, cbs, mtp2, mtp3, sccp, tcap]) register(to);
  to.bind('udp.port', 2948, push).bind('udp.port', 9200, push).bind('udp.port', 2805, push);
  return to;
}

const registry = smsRegistry();
const fixtures = new URL('fixtures/', import.meta.url);
const made = new URL('made/', fixtures);

/** Distinct neighbours of the values of a field in all packets, as the reference lists them. */
function distinct(trees: readonly Tree[], filter: string): unknown[] {
  const all = trees.flatMap((tree) => values(tree, filter));
  return all.filter((value, i) => all.indexOf(value) === i);
}

describe('the worked examples of the reference', () => {
  const SCOPE = /^(sms-|cp-|rp-|gsmtap-|cbs-|cbch|cbsp|smpp-|lt-mtp|lt-sccp|lt-gsmtap)/;
  const rows = readFileSync(new URL('wire-examples.csv', fixtures), 'utf8')
    .split('\n')
    .filter((line) => SCOPE.test(line))
    .map((line) => {
      const [, name, linkType, frames, rest] = /^([^,]+),[^,]+,frames,(\d+),([^,]*),[^,]*,?(.*)$/.exec(line) ?? [];
      return {
        name: name!,
        linkType: Number(linkType),
        frames: frames!.split('|'),
        fields: rest!.replace(/^"|"$/g, ''),
      };
    });

  test.each(rows)('$name', ({ linkType, frames, fields }) => {
    const all = dissectAll(registry, linkType, frames);
    for (const { tree } of all) {
      checkTiling(tree);
      expect(violations(tree)).toEqual([]);
    }
    const trees = all.map(({ tree }) => tree);
    for (const field of fields.split('; ').filter((text) => text !== '')) {
      const [filter, expected] = field.split(/=(.*)/s);
      // Our stand-in for WSP has octets only.
      if (filter!.startsWith('wsp.')) continue;
      const shown = distinct(trees, filter!).map((value) =>
        /^0x/.test(expected!) && typeof value === 'number'
          ? `0x${value.toString(16).padStart(expected!.split(',')[0]!.length - 2, '0')}`
          : String(value),
      );
      if (expected!.includes(',') && shown.length > 1) expect(shown, filter).toEqual(expected!.split(','));
      else expect(shown.join(','), filter).toBe(expected!);
    }
    if (fields.includes('wsp.')) expect(distinct(trees, 'test.push').length).toBeGreaterThan(0);
  });
});

interface Layer {
  readonly p: string;
  readonly f: readonly (readonly [string, string, number?, number?, string?])[];
}
interface Reading {
  readonly n: number;
  readonly protocols: string;
  readonly layers?: readonly Layer[];
}

const opened = (url: URL) => readAtOnce(registry, new Uint8Array(readFileSync(url)), url.pathname);

const OURS = /^(gsmtap|lapdm|gsm_a|gsm_sms|gsm_sms_ud|gsm_cbch|gsm_cbs|gsm_map|smpp)\./;

/** Fields that are not the same thing on both sides, and why. */
const NOT_COMPARED: ReadonlyMap<string, string> = new Map([
  ['gsm_sms.fragments', 'a group here'],
  ['gsm_sms_ud.fragments', 'a group here'],
  ['gsm_cbch.fragments', 'a group here'],
  ['smpp.opt_params', 'a group on both sides'],
  ['smpp.opt_param', 'a group on both sides'],
  ['smpp.command_status', 'tshark leaves it out of requests'],
  ['smpp.service_type', 'tshark shows an empty text as "(Default)"'],
  ['smpp.validity_period', 'tshark shows a date, here it is seconds since 1970'],
  ['smpp.message_text', 'compared by hand: tshark shows control characters in its own way'],
  ['gsm_cbs.page_content', 'tshark cuts binary pages at the first NUL'],
  ['gsm_cbs.message_content', 'tshark cuts binary pages at the first NUL'],
  ['gsm_sms.sms_body', 'tshark shows it for content that it does not hand on; compared through the pushed octets'],
  ['gsm_sms_ud.short_msg', 'as gsm_sms.sms_body'],
]);

const names = new Set(registry.fields.flatMap(({ filter, also }) => [filter, ...(also ?? [])]));

function found(tree: Tree): Map<string, unknown[]> {
  const all = new Map<string, unknown[]>();
  for (let row = 0; row < tree.length; row++) {
    const field = tree.field(row);
    for (const name of [field.filter, ...(field.also ?? [])]) {
      const list = all.get(name) ?? [];
      list.push(rowValue(tree, row));
      all.set(name, list);
    }
  }
  return all;
}

function same(ours: unknown, theirs: string): boolean {
  if (typeof ours === 'number') return ours === Number(theirs);
  // Long octets are cut in the kept readings.
  const digits = theirs.replaceAll(':', '');
  return (
    ours === theirs || (typeof ours === 'string' && digits.length > 20 && ours.startsWith(digits)) || ours === digits
  );
}

describe('captures with the readings of tshark', () => {
  test.each([
    ['gsmtap-sms.pcap', 34],
    ['crafted-cbs.pcap', 8],
    ['smpp-push-single.pcap', 28],
    ['smpp-push-concat.pcapng', 37],
    ['smpp-ota-settings.pcap', 52],
    ['smpp-perl-esme.pcap', 34],
  ])('%s', (name, count) => {
    const { capture, packets } = opened(new URL(name, made));
    expect(capture.length).toBe(count);
    const readings = gunzipSync(readFileSync(new URL(`sms/${name}.jsonl.gz`, fixtures)))
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Reading);
    let compared = 0;
    const wrong: string[] = [];
    for (const reading of readings) {
      const { tree, context } = capture.dissect(reading.n - 1, packets, []);
      checkTiling(tree);
      const { table, state } = capture;
      expect(table.destinationPort.get(reading.n - 1)).toBe(context.destinationPort?.port ?? 0);
      expect(state.addresses.text(table.source.get(reading.n - 1))).toBe(context.source);
      const ours = found(tree);
      const theirs = new Map<string, string[]>();
      for (const { f } of reading.layers ?? []) {
        for (const [field, value] of f) {
          if (!OURS.test(field) || !names.has(field) || NOT_COMPARED.has(field)) continue;
          theirs.set(field, [...(theirs.get(field) ?? []), value]);
        }
      }
      for (const [field, expected] of theirs) {
        const mine = ours.get(field) ?? [];
        compared += expected.length;
        const equal = mine.length === expected.length && mine.every((value, i) => same(value, expected[i]!));
        if (!equal) wrong.push(`packet ${reading.n} ${field}: ${mine.join(' ')} here, ${expected.join(' ')} there`);
      }
    }
    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(20);
  });
});

test('an SMPP PDU over two segments is shown where it ends, and its message where its last part comes', () => {
  const { capture, packets } = opened(new URL('smpp-push-concat.pcapng', made));
  const [begins, ends, completes] = [29, 31, 33].map((number) => capture.dissect(number - 1, packets, []).tree);
  expect(values(begins!, 'smpp.sequence_number')).toEqual([17, 18, 19, 20, 21, 22]);
  expect(values(ends!, 'smpp.sequence_number')).toEqual([23]);
  expect(values(ends!, 'gsm_sms.reassembled.in')).toEqual([33]);
  expect(values(completes!, 'gsm_sms.fragment')).toEqual([28, 29, 29, 29, 29, 29, 29, 31, 33, 33]);
  expect(completes!.sources.at(-1)?.label).toBe('Reassembled short message');
});

describe('notifications in short messages', () => {
  const folder = new URL('dm-notification/', fixtures);
  const cases = readdirSync(folder)
    .filter((name) => /^\d+.*\.json$/.test(name))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as NotificationCase)
    .filter(({ sms_deliver_tpdus: tpdus }) => tpdus !== undefined && tpdus.length > 0);

  test('single and concatenated', () => {
    expect(cases.length).toBeGreaterThan(30);
    let joined = 0;
    for (const { id, sms_deliver_tpdus: tpdus, payload_hex: payload } of cases) {
      const all = dissectAll(registry, 'sms', tpdus!);
      for (const { tree } of all) {
        checkTiling(tree);
        expect(violations(tree), id).toEqual([]);
      }
      if (tpdus!.length > 1) joined++;
      const pushed = values(all.at(-1)!.tree, 'test.push').at(-1) as string | undefined;
      expect(pushed?.endsWith(payload), id).toBe(true);
      const links = values(all[0]!.tree, 'gsm_sms.reassembled.in');
      expect(links, id).toEqual(tpdus!.length > 1 ? [tpdus!.length] : []);
    }
    expect(joined).toBeGreaterThan(0);
  });
});

/* Messages that public projects published; some carry numbers, so nothing of them is printed or kept here. */
const shared = new URL('../../shared/samples/real/', import.meta.url);
const LAYERS: Readonly<Record<string, string>> = { 'tpdu-smsc': 'sms-smsc', tpdu: 'sms', smpp: 'smpp', cbs: 'cbs' };
const KEYS: Readonly<Record<string, string>> = {
  sms_mti: 'gsm_sms.tp-mti',
  sms_pid: 'gsm_sms.tp-pid',
  sms_dcs: 'gsm_sms.tp-dcs',
  sms_oa: 'gsm_sms.tp-oa',
  sms_da: 'gsm_sms.tp-da',
  sms_text: 'gsm_sms.sms_text',
  smpp_cmd: 'smpp.command_id',
  smpp_status: 'smpp.command_status',
  smpp_src: 'smpp.source_addr',
  smpp_dst: 'smpp.destination_addr',
  concat_ref8: 'gsm_sms.udh.mm.msg_id',
  smpp_seq: 'smpp.sequence_number',
};

/** Differences that are meant, and the reason. */
const MEANT_THERE: ReadonlyMap<string, string> = new Map([
  ['ofono-sms-s05 sms_da', 'the length says 11 digits, tshark shows the half octet behind them too'],
  ['ofono-sms-s06 sms_da', 'as above'],
  ['ofono-sms-s05 sms_text', 'tshark shows a form feed as \\xc'],
  ['ofono-sms-s06 sms_text', 'as above'],
]);

describe.skipIf(!existsSync(shared))('messages that others published', () => {
  const folder = new URL('sms/', shared);
  const lists = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

  test.each(lists)('%s', (name) => {
    const { entries } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { entries: Entry[] };
    const base = name.replace(/\.json$/, '');
    const readings = readReadings(base);
    let compared = 0;
    const wrong: string[] = [];
    for (const [kind, layer] of Object.entries(LAYERS)) {
      // One capture, as parts of a message belong together.
      const alike = entries.filter((entry) => entry.kind === kind);
      const all = dissectAll(
        registry,
        layer,
        alike.map(({ hex }) => hex),
      );
      for (const [index, { tree }] of all.entries()) {
        checkTiling(tree);
        const { id } = alike[index]!;
        for (const [key, shown] of readings.get(id) ?? []) {
          const filter = KEYS[key];
          if (filter === undefined) continue;
          compared++;
          const mine = values(tree, filter);
          const equal = mine.some((value) =>
            typeof value === 'number' ? value === Number(shown) : plain(String(value)).startsWith(plain(shown)),
          );
          if (!equal && !MEANT_THERE.has(`${id} ${key}`)) wrong.push(`${id} ${key}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    if (entries.some(({ kind }) => kind.startsWith('tpdu') || kind === 'smpp')) expect(compared).toBeGreaterThan(0);
  });
});

/** Text without what tshark (which shows a joined text once per part) shows in its own way: control characters and what it escapes. */
function plain(text: string): string {
  return text.replace(/\\[a-z]|[\s\\\p{C}]/gu, '');
}

/** What tshark says of each entry: the fields of the first packet with that identifier that has any. */
function readReadings(base: string): Map<string, readonly (readonly [string, string])[]> {
  const at = new URL(`expected/sms/${base}`, shared);
  const out = new Map<string, readonly (readonly [string, string])[]>();
  const packed = new URL(`${at.href}.jsonl.gz`);
  const unpacked = new URL(`${at.href}.jsonl`);
  if (!existsSync(packed) && !existsSync(unpacked)) return out;
  const lines = existsSync(packed) ? gunzipSync(readFileSync(packed)).toString('utf8') : readFileSync(unpacked, 'utf8');
  const index = JSON.parse(readFileSync(new URL(`${at.href}.pcap.index.json`), 'utf8')) as Index;
  const ids = new Map(index.packets.map(({ no, id }) => [no, id]));
  for (const line of lines.split('\n')) {
    if (line === '') continue;
    const { no, key } = JSON.parse(line) as { no: number; key?: Record<string, string> };
    const id = ids.get(no);
    if (id !== undefined && key !== undefined && !out.has(id)) out.set(id, Object.entries(key));
  }
  return out;
}

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly hex: string;
}
interface Index {
  readonly packets: readonly { readonly no: number; readonly id: string }[];
}
interface NotificationCase {
  readonly id: string;
  readonly payload_hex: string;
  readonly sms_deliver_tpdus?: readonly string[];
}
