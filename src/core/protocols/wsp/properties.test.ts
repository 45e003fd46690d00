import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { encode } from '../../codec/codec.ts';
import { Cursor } from '../../codec/cursor.ts';
import { fields } from '../../codec/field.ts';
import { Tree } from '../../codec/tree.ts';
import { type Dissector, Registry } from '../../dissect/registry.ts';
import { checkTiling, columnsOnlyState, dissect, octets, summarize, toHex, violations } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { type HeaderInput, headers } from './headers.ts';
import { connectionlessPdu } from './pdu.ts';
import { register } from './wsp.ts';

// Other work on the machine must not make these fail.
vi.setConfig({ testTimeout: 60_000 });

const registry = new Registry();
frame(registry);
register(registry);
const { body } = fields({ body: { filter: 'body', type: 'bytes', label: 'Body' } });
const taker: Dissector = {
  id: 'taker',
  name: 'Taker',
  summarize(_bytes, _start, _end, row) {
    row.protocol = takerNumber;
  },
  dissect(cursor) {
    if (cursor.octetsLeft > 0) cursor.octets(body, cursor.octetsLeft);
  },
};
const takerNumber = registry.protocol(taker, [body]);
for (const type of [
  'text/plain',
  'application/vnd.wap.sic',
  'application/vnd.syncml.notification',
  'application/vnd.syncml.dm.notification',
])
  registry.bind('media.type', type, taker);

const seeds = (
  JSON.parse(readFileSync(new URL('../../../../tests/fixtures/wsp/tshark.json', import.meta.url), 'utf8')) as readonly {
    readonly layer: string;
    readonly hex: string;
  }[]
).map(({ layer, hex }) => ({ layer, bytes: octets(hex) }));
seeds.push(
  { layer: 'wsp-multipart', bytes: octets('0207 02 ae c0 22 3c 61 3e 00 01 02 01 05 83 68 65 6c 6c 6f') },
  { layer: 'wap-sir', bytes: octets('0104af82af8708c40b23f1c000020107440050c00002020101036162630 1deadbeef') },
  { layer: 'wsp', bytes: octets('0b8423f0010603c4af87102b') },
);

const registered = new Set(registry.fields);

/** Everything that has to hold for any octets. */
function check(layer: string, bytes: Uint8Array, original = bytes.length): Tree {
  const { tree, context } = dissect(registry, layer, bytes, { original });
  checkTiling(tree);
  expect(tree.fields.filter((field) => !registered.has(field)).map(({ filter }) => filter)).toEqual([]);
  const row = summarize(registry, { table: 'layer', key: layer }, bytes, 0, columnsOnlyState(), original);
  expect(registry.protocolByNumber(row.protocol)?.name).toBe(context.protocolName);
  for (const { likely } of registry.table('layer').candidates(bytes)) expect(likely).toBeLessThanOrEqual(1);
  return tree;
}

describe('whatever the octets, rows tile them and columns are those of the tree', () => {
  test('cut at each octet', () => {
    for (const { layer, bytes } of seeds)
      for (let size = 0; size <= bytes.length; size++) {
        check(layer, bytes.subarray(0, size));
        expect(
          violations(check(layer, bytes.subarray(0, size), bytes.length + 1)).filter((id) => id === 'X-SHORT'),
        ).toEqual([]);
      }
  });

  test('mutated', () => {
    let broken = 0;
    let whole = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(
          fc.record({ at: fc.nat(), value: fc.oneof(fc.nat(255), fc.constantFrom(0, 0x1f, 0x7f, 0x80, 0xff)) }),
          { minLength: 1, maxLength: 4 },
        ),
        ({ layer, bytes }, changes) => {
          const copy = bytes.slice();
          for (const { at, value } of changes) copy[at % copy.length] = value;
          if (violations(check(layer, copy)).length > 0) broken++;
          else whole++;
        },
      ),
      { numRuns: 1500 },
    );
    expect(broken).toBeGreaterThan(100);
    expect(whole).toBeGreaterThan(100);
  });

  test('random', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('wsp', 'wsp-co', 'wsp-multipart', 'wap-sir'),
        fc.uint8Array({ maxLength: 80 }),
        (layer, bytes) => {
          check(layer, bytes);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('random headers behind a push that announces them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), (list) => {
        const bytes = Uint8Array.from([1, 6, list.length + 1, 0x83, ...list, 0x61, 0x62]);
        check('wsp', bytes);
        const tree = new Tree();
        tree.addSource({ label: 'Headers', bytes: list, cut: false });
        const cursor = new Cursor(tree, 0);
        const value = headers.read(cursor);
        // Headers that were all read are written back as they were, broken ones too.
        if (cursor.octetsLeft === 0 && !cursor.failed) expect(toHex(encode(headers, value))).toBe(toHex(list));
      }),
      { numRuns: 1500 },
    );
  });
});

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
const text = fc
  .string({ maxLength: 20, unit: 'grapheme' })
  .filter((value) => [...value].every((letter) => letter >= ' ' && letter !== '\x7f'));
const number = fc.oneof(fc.nat(300), fc.nat());
const any: fc.Arbitrary<HeaderInput> = fc.oneof(
  fc.record({ is: fc.constant('application' as const), name: word, value: text }),
  fc.record({ is: fc.constant('known' as const), number: fc.constantFrom(0x0a, 0x13, 0x15, 0x30, 0x31), value: text }),
  fc.record({
    is: fc.constant('known' as const),
    number: fc.constantFrom(0x05, 0x0d, 0x1e, 0x12, 0x3f),
    value: number,
  }),
  fc.record({
    is: fc.constant('known' as const),
    number: fc.constantFrom(0x2f, 0x32),
    value: fc.record({ is: fc.constant('integer' as const), value: number }),
  }),
  fc.record({ is: fc.constant('known' as const), number: fc.constant(0x34), value: fc.nat(7) }),
  fc.record({
    is: fc.constant('known' as const),
    number: fc.constantFrom(0x45, 0x45),
    value: fc.record({
      value: fc.record({
        disposition: fc.record({ is: fc.constant('short' as const), value: fc.nat(2) }),
        parameters: fc.array(
          fc.oneof(
            fc.record({
              is: fc.constant('typed' as const),
              number: fc.constant(0x18),
              value: fc.record({ is: fc.constant('typed' as const), value: word }),
            }),
            fc.record({
              is: fc.constant('typed' as const),
              number: fc.constant(0x16),
              value: fc.record({ is: fc.constant('typed' as const), value: number }),
            }),
            fc.record({
              is: fc.constant('untyped' as const),
              name: word,
              value: fc.record({ is: fc.constant('quoted' as const), value: word }),
            }),
          ),
          { maxLength: 4 },
        ),
      }),
    }),
  }),
);

test('drafts are written without a breach, and what was read is written back octet for octet', () => {
  fc.assert(
    fc.property(
      fc.array(any, { maxLength: 6 }),
      fc.uint8Array({ maxLength: 10 }),
      fc.constantFrom('text/plain', 0x44, 0x0310),
      (list, data, contentType) => {
        const written = encode(connectionlessPdu, { tid: 9, type: 6, contentType, headers: list, data });
        const tree = check('wsp', written);
        expect(violations(tree).filter((id) => id !== 'WSP-017')).toEqual([]);
        expect(tree.findings.filter(({ rule }) => rule.id === 'WSP-012' || rule.id === 'WSP-010')).toEqual([]);
        const own = new Tree();
        own.addSource({ label: 'PDU', bytes: written, cut: false });
        const read = connectionlessPdu.read(new Cursor(own, 0));
        expect(toHex(encode(connectionlessPdu, read))).toBe(toHex(written));
        expect(read.data).toEqual(data);
      },
    ),
    { numRuns: 1500 },
  );
});

test('every field says what it is, and a filter name has one type', () => {
  const types = new Map<string, string>();
  for (const { filter, type, doc, spec } of registry.fields.filter(({ filter: name }) => /^(wsp|wap)\b/.test(name))) {
    expect([filter, types.get(filter) ?? type]).toEqual([filter, type]);
    types.set(filter, type);
    expect([filter, doc?.endsWith('.'), type === 'protocol' || spec !== undefined]).toEqual([filter, true, true]);
  }
  expect(types.size).toBeGreaterThan(150);
  expect(new Set(registry.fields).size).toBe(registry.fields.length);
});
