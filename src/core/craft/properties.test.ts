import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, toHex } from '../base/bytes.ts';
import { described, exampleFrames, names } from '../testing/descriptions.ts';
import { build } from './build.ts';
import { buildChecked } from './build-checked.ts';
import { editDescription } from './edit.ts';
import { formNodes } from './form-nodes.ts';
import { type Item, itemsIn } from './item.ts';

/* Descriptions that were never a packet: decoding what is built of them gives them again, and nothing that is wrong with them throws. */

const csv = readFileSync(new URL('../../../tests/fixtures/wire-examples.csv', import.meta.url), 'utf8');
/** Not those of the signalling network, Bluetooth and infrared: their lengths are given, not worked out. */
const GIVEN_LENGTHS = [139, 140, 141, 142, 144, 187, 201];
const frames = exampleFrames(csv).filter(({ linkType }) => !GIVEN_LENGTHS.includes(linkType));
const texts = frames.map(({ linkType, bytes }) => described(linkType, bytes, 'nodes'));

const octet = fc.integer({ min: 0, max: 255 });
const word = fc.integer({ min: 0, max: 0xffff });
const long = fc.integer({ min: 0, max: 0xffff_ffff });
const ascii = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz.-/'), minLength: 1, maxLength: 40 });
const address = fc.tuple(octet, octet, octet).map((parts) => `10.${parts.join('.')}`);
const ether = fc.uint8Array({ minLength: 5, maxLength: 5 }).map((bytes) => `02:${toHex(bytes, ':')}`);

/** Values of fields on which no other field's place or meaning depends. */
const FREE: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  'eth.dst': ether,
  'eth.src': ether,
  'ip.id': word,
  'ip.ttl': octet,
  'ip.src': address,
  'ip.dst': address,
  'tcp.ack': long,
  'tcp.seq': long,
  'tcp.window_size_value': word,
  'wsp.TID': octet,
  'wsp.value.text': ascii,
  'dmnoti.session_id': word,
  'dmnoti.timeout': word,
  'dmnoti.timestamp': long,
  'dmnoti.ui_mode': fc.integer({ min: 0, max: 3 }),
  'dmnoti.server_id': ascii,
  'dmnoti.connect_reason': ascii,
  'smpp.sequence_number': long,
  'smpp.source_addr': fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 20 }),
  'gsm_sms.tp-mr': octet,
};

/** Lists of which a member may stand twice, or be left out, without the rest meaning something else. */
const LISTED = /^(dmnoti\.option|wsp\.header\.(user_agent|accept|x_wap_initiator_uri|x_wap_content_uri))$/;

type Json = Record<string, unknown>;

/** A description with other values: `choose` gives a number below its argument. */
function varied(text: string, choose: (below: number) => number, draw: <T>(arbitrary: fc.Arbitrary<T>) => T): Json {
  const description = JSON.parse(text) as { layers: Json[] };
  const visit = (list: Json[]): void => {
    for (let i = 0; i < list.length; i++) {
      const [[name = '', value] = []] = Object.entries(list[i] ?? {});
      if (Array.isArray(value)) {
        visit(value as Json[]);
        const same = list.filter((item) => name in item).length;
        const act = LISTED.test(name) && same < 3 ? choose(6) : 6;
        if (act === 0) list.splice(i + 1, 0, structuredClone(list[i] ?? {}));
        if (act === 1 && same > 1) list.splice(i--, 1);
        if (act === 0) i++;
      } else if (
        FREE[name] !== undefined &&
        (typeof value === 'number' || typeof value === 'string') &&
        value !== 'auto'
      ) {
        if (choose(2) === 0) list[i] = { [name]: draw(FREE[name]) };
      }
    }
  };
  visit(description.layers);
  return description;
}

describe('generated descriptions', () => {
  test('are what decoding the packets built of them gives', () => {
    let changed = 0;
    fc.assert(
      fc.property(fc.nat(texts.length - 1), fc.gen(), (which, gen) => {
        const text = texts[which] ?? '';
        const description = varied(
          text,
          (below) => gen(fc.nat, below - 1),
          (arbitrary) => gen(() => arbitrary),
        );
        const { bytes, faults } = build(JSON.stringify(description), names);
        expect(faults.list).toEqual([]);
        const again = JSON.parse(described(frames[which]?.linkType ?? 1, bytes ?? new Uint8Array(0), 'nodes'));
        expect(again).toEqual(description);
        if (JSON.stringify(description) !== JSON.stringify(JSON.parse(text))) changed++;
      }),
      { numRuns: 1000 },
    );
    expect(changed).toBeGreaterThan(700);
  }, 120_000);
});

/** Octets that the builder works out. */
const workedOut = (root: Item): readonly { readonly from: number; readonly to: number }[] =>
  [...itemsIn(root)]
    .filter(({ isAuto, children }) => isAuto && children === undefined)
    .map(({ start, end }) => ({ from: start >> 3, to: (end + 7) >> 3 }));

describe('wrong descriptions', () => {
  /** JSON with one value put in the place of another. */
  const mutated = fc
    .tuple(
      fc.nat(texts.length - 1),
      fc.nat(),
      fc.oneof(
        fc.jsonValue(),
        fc.constantFrom('auto', -1, 2 ** 60, '', { hex: '' }, { auto: true }, { value: 1, bits: 1e9 }, [{ ip: [] }]),
      ),
    )
    .map(([which, at, value]) => {
      const text = texts[which] ?? '';
      const places = [...text.matchAll(/: ("[^"\n]*"|\d+)/g)];
      const place = places[at % Math.max(1, places.length)];
      if (place === undefined) return text;
      return `${text.slice(0, place.index)}: ${JSON.stringify(value)}${text.slice(place.index + place[0].length)}`;
    });

  test('give faults with places in the text, or packets; nothing throws', () => {
    let refused = 0;
    let built = 0;
    fc.assert(
      fc.property(mutated, (text) => {
        const { bytes, faults, root } = buildChecked(text, names);
        expect(bytes === undefined).toBe(faults.list.length > 0);
        for (const { from, to } of faults.list) expect(from >= 0 && from <= to && to <= text.length).toBe(true);
        const nodes = formNodes(
          root,
          () => 0,
          () => false,
        );
        for (const { path } of nodes.slice(0, 5)) {
          editDescription(text, { kind: 'set', path, text: '1' }, names);
          editDescription(text, { kind: 'remove', path }, names);
        }
        if (bytes === undefined) refused++;
        else built++;
      }),
      { numRuns: 1500 },
    );
    expect(refused).toBeGreaterThan(200);
    expect(built).toBeGreaterThan(100);
  }, 120_000);

  test('of any text or JSON give faults; nothing throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(build(text, names).bytes).toBeUndefined();
      }),
    );
  });

  test('octets put in or taken out anywhere give descriptions of packets with or without them', () => {
    let exact = 0;
    fc.assert(
      fc.property(fc.nat(texts.length - 1), fc.nat(), fc.nat(6), fc.boolean(), (which, at, count, isAdded) => {
        const text = texts[which] ?? '';
        const { bytes, root } = build(text, names);
        if (bytes === undefined || bytes.length === 0) return;
        const place = at % bytes.length;
        const end = Math.min(bytes.length, place + count + 1);
        const { description, faults } = editDescription(
          text,
          isAdded
            ? { kind: 'bits', start: place * 8, end: place * 8, hex: 'c5'.repeat(end - place) }
            : { kind: 'bits', start: place * 8, end: end * 8, hex: '' },
          names,
        );
        // A length that then does not fit its field is said.
        if (faults.length > 0) return;
        const after = build(description, names);
        if (after.bytes === undefined) return;
        const added = isAdded ? new Uint8Array(end - place).fill(0xc5) : new Uint8Array();
        const wanted = concatBytes(bytes.subarray(0, place), added, bytes.subarray(isAdded ? place : end));
        if (after.bytes.length !== wanted.length) return;
        exact++;
        // What is worked out (lengths, counts, checksums, digests) follows from the change, also where it is read as
        // something else after it; all other octets are as they were or as they were put in.
        const moved = wanted.length - bytes.length;
        const follow = [
          ...workedOut(root).map(({ from, to }) =>
            from >= end || (isAdded && from >= place) ? { from: from + moved, to: to + moved } : { from, to },
          ),
          ...workedOut(after.root),
        ];
        for (const { from, to } of follow) wanted.set(after.bytes.subarray(from, to), from);
        expect(toHex(after.bytes)).toBe(toHex(wanted));
      }),
      { numRuns: 400 },
    );
    expect(exact).toBeGreaterThan(300);
  }, 120_000);

  test('edits of any bits give descriptions of the packet with these bits', () => {
    fc.assert(
      fc.property(fc.nat(texts.length - 1), fc.nat(), octet, (which, at, by) => {
        const text = texts[which] ?? '';
        const { bytes } = build(text, names);
        if (bytes === undefined || bytes.length === 0) return;
        const place = at % bytes.length;
        const { description, faults } = editDescription(
          text,
          { kind: 'bits', start: place * 8, end: place * 8 + 8, hex: toHex(Uint8Array.of(by)) },
          names,
        );
        expect(faults).toEqual([]);
        const after = build(description, names);
        // What follows from the changed octets may have followed them; the octet itself is as it was typed.
        if (after.bytes !== undefined && after.bytes.length === bytes.length) expect(after.bytes[place]).toBe(by);
        else expect(after.faults.list.length).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  }, 120_000);
});
