import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { concatBytes, fromHex, toHex } from '../../base/bytes.ts';
import { encode } from '../../codec/codec.ts';
import { Cursor } from '../../codec/cursor.ts';
import { Tree } from '../../codec/tree.ts';
import { Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { checkTiling, columnsOnlyState, dissect, summarize, values } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register } from './dm-notification.ts';
import { alertDs12 } from './ds12.ts';
import { FORMATS, isWhole, type NotificationFormat } from './formats.ts';
import { messageCodec } from './messages.ts';
import { moName } from './mo-index.ts';
import { type OptionDraft, optionValue } from './option-codec.ts';
import { OPTIONS_13, OPTIONS_20, type OptionTable, optionSpec } from './options.ts';
import { sign } from './sign.ts';
import { notification12 } from './v12.ts';
import { notification13 } from './v13.ts';
import { notification20 } from './v20.ts';

// Hundreds of messages a property, each through both passes: more than the usual five seconds on a loaded machine.
vi.setConfig({ testTimeout: 60_000 });

const registry = new Registry();
frame(registry);
register(registry);

const SECRET: Secret = { form: 'text', typed: 's3cret', nonce: Uint8Array.of(1, 2, 3) };

const octets = (max: number) => fc.uint8Array({ maxLength: max });
const uint = (bits: number) => fc.nat({ max: 2 ** bits - 1 });
const text = (max: number) => fc.string({ unit: 'grapheme', maxLength: max });

/** An option as a user would write it: mostly of the right form, sometimes any octets. */
function option13(): fc.Arbitrary<OptionDraft> {
  const number = fc.nat({ max: 15 });
  return fc.oneof(
    fc.record({ number: fc.constantFrom(1, 5, 6), value: text(20) }),
    fc.record({ number: fc.constantFrom(2, 3), value: uint(16) }),
    fc.record({ number: fc.constantFrom(2, 3, 4), value: uint(8), length: fc.constantFrom(1, 2, 6) }),
    fc.record({ number, value: octets(20) }),
  );
}

function option20(): fc.Arbitrary<OptionDraft> {
  const validator = fc.record({ mo: uint(16), cacheValidator: fc.uint8Array({ minLength: 4, maxLength: 4 }) });
  const digest = fc.uint8Array({ minLength: 32, maxLength: 32 });
  return fc.oneof(
    fc.record({ number: fc.constant(1), value: text(20) }),
    fc.record({ number: fc.constant(2), value: fc.array(uint(8), { maxLength: 4 }) }),
    fc.record({ number: fc.constant(3), value: fc.array(uint(16), { maxLength: 4 }) }),
    fc.record({ number: fc.constant(4), value: fc.array(validator, { maxLength: 3 }) }),
    fc.record({ number: fc.constant(5), value: fc.record({ time: uint(32), digest }) }),
    fc.record({ delta: uint(4), value: octets(20) }),
  );
}

const opening = {
  uiMode: uint(2),
  initiator: uint(1),
  sessionId: uint(16),
  serverId: fc.oneof(text(30), octets(30)),
};

const draft12 = fc.record({ ...opening, vendorSpecific: octets(30) });
const draftDs = fc.record({
  ...opening,
  syncs: fc.array(fc.record({ type: uint(4), contentType: uint(24), uri: text(10) }), { maxLength: 15 }),
  vendorSpecific: octets(10),
});
const draft13 = fc.record({
  initiator: uint(1),
  uiMode: uint(2),
  transport: uint(3),
  timeout: uint(16),
  sessionId: uint(16),
  timestamp: uint(32),
  options: fc.array(option13(), { maxLength: 7 }),
});
const draft20 = fc.record({
  notificationId: uint(16),
  options: fc.array(option20(), { maxLength: 31 }).map((options) => {
    // Numbers do not fall in 2.0: the delta cannot be negative.
    const numbered = options.filter(({ number }) => number !== undefined);
    return numbered
      .sort((a, b) => (a.number ?? 0) - (b.number ?? 0))
      .concat(options.filter(({ number }) => number === undefined));
  }),
});

interface Case {
  readonly format: NotificationFormat;
  readonly bytes: Uint8Array;
}

/** Signed whole messages of every format. */
const message: fc.Arbitrary<Case> = fc
  .oneof(
    draft12.map((draft) => ({ format: 'dm-1.2' as const, bytes: encode(notification12, draft) })),
    draftDs.map((draft) => ({ format: 'ds-1.2' as const, bytes: encode(alertDs12, draft) })),
    draft13.map((draft) => ({ format: 'dm-1.3' as const, bytes: encode(notification13, draft) })),
    draft20.map((draft) => ({ format: 'dm-2.0' as const, bytes: encode(notification20, draft) })),
  )
  .map(({ format, bytes }) => ({ format, bytes: sign(format, bytes, SECRET) ?? bytes }));

function decode(
  format: NotificationFormat,
  bytes: Uint8Array,
): { readonly value: unknown; readonly tree: Tree; readonly failed: boolean } {
  const tree = new Tree();
  tree.addSource({ label: 'message', bytes, cut: false });
  const cursor = new Cursor(tree, 0);
  const value = messageCodec(format).read(cursor);
  tree.finish();
  return { value, tree, failed: cursor.failed };
}

describe('writing and reading', () => {
  it('of whole messages is without loss', () => {
    fc.assert(
      fc.property(message, ({ format, bytes }) => {
        expect(isWhole(format, bytes, 0, bytes.length)).toBe(true);
        const { value, tree, failed } = decode(format, bytes);
        expect(failed).toBe(false);
        checkTiling(tree);
        expect(toHex(encode(messageCodec(format), value as never))).toBe(toHex(bytes));
      }),
    );
  });

  it('stops where a message is cut', () => {
    const bytes = encode(notification13, {
      initiator: 0,
      uiMode: 0,
      transport: 0,
      timeout: 0,
      sessionId: 1,
      timestamp: 0,
      options: [{ number: 1, value: 'server' }],
    });
    for (let size = 0; size < bytes.length; size++) expect(decode('dm-1.3', bytes.subarray(0, size)).failed).toBe(true);
    expect(decode('dm-1.3', bytes).failed).toBe(false);
    const alert = encode(alertDs12, {
      uiMode: 0,
      initiator: 0,
      sessionId: 1,
      serverId: 'a',
      syncs: [{ type: 6, uri: 'b' }],
    });
    for (let size = 0; size < alert.length; size++) expect(decode('ds-1.2', alert.subarray(0, size)).failed).toBe(true);
  });

  it('derives what is left out and takes what is given, even when it is wrong', () => {
    const draft = { initiator: 1, uiMode: 3, transport: 2, timeout: 1, sessionId: 2, timestamp: 3 };
    const options = [
      { number: 3, value: 1 },
      { number: 4, value: 6 },
      { number: 1, value: 'a', length: 9 },
    ];
    const derived = `17d00000000100020000000330020001400106100961${'00'.repeat(32)}`;
    expect(toHex(encode(notification13, { ...draft, options }))).toBe(derived);
    const given = { version: 5, optionCount: 7, reserved: 1, digest: new Uint8Array(32).fill(0xee) };
    expect(toHex(encode(notification13, { ...draft, options: [], ...given }))).toBe(
      `5fd000010001000200000003${'ee'.repeat(32)}`,
    );
    const deltas = [
      { number: 1, value: 'a' },
      { number: 3, value: [1, 0x102] },
      { value: new Uint8Array(1) },
      { delta: 9, value: 7 },
    ];
    expect(toHex(encode(notification20, { notificationId: 0xabcd, options: deltas }))).toBe(
      '2200abcd100161200400010102000100900107',
    );
    const opening12 = { uiMode: 0, initiator: 1, sessionId: 0x1234, serverId: 'ab' };
    expect(toHex(encode(notification12, opening12))).toBe(`${'00'.repeat(16)}02c80000001234026162`);
    expect(toHex(encode(alertDs12, { ...opening12, syncs: [{ type: 6, uri: 'x' }] }))).toBe(
      `${'00'.repeat(16)}0308000000123402616210600000000178`,
    );
  });

  it('keeps values that do not have the form of their option as octets', () => {
    const value = (table: OptionTable, number: number, hex: string) =>
      optionValue(optionSpec(table, number), fromHex(hex) ?? new Uint8Array(0));
    expect(value(OPTIONS_13, 1, 'ff')).toEqual(Uint8Array.of(0xff));
    expect(value(OPTIONS_13, 3, '')).toEqual(new Uint8Array(0));
    expect(value(OPTIONS_13, 3, '00000000000001')).toEqual(fromHex('00000000000001'));
    expect(value(OPTIONS_13, 4, '000000000102')).toBe(0x102);
    expect(value(OPTIONS_13, 9, '01')).toEqual(Uint8Array.of(1));
    expect(value(OPTIONS_20, 2, '0201')).toEqual([2, 1]);
    expect(value(OPTIONS_20, 3, '000102')).toEqual(fromHex('000102'));
    expect(value(OPTIONS_20, 4, '00010203040506')).toEqual(fromHex('00010203040506'));
    expect(value(OPTIONS_20, 5, '00')).toEqual(Uint8Array.of(0));
  });
});

/** Pass 2 from a layer: nothing throws, every bit is in one leaf, and pass 1 says the same. */
function probe(layer: string, bytes: Uint8Array, original = bytes.length) {
  const { tree, context } = dissect(registry, layer, bytes, { secrets: [SECRET], original });
  checkTiling(tree);
  const row = summarize(registry, { table: 'layer', key: layer }, bytes, 0, columnsOnlyState());
  expect(row.protocol).toBe(registry.protocolNumber('dmnoti'));
  expect(context.digests).toHaveLength(1);
  for (const { rule } of tree.findings) expect(rule.id).not.toMatch(/^X-/);
  return { tree, context };
}

describe('dissection', () => {
  it('verifies and tiles whole messages', () => {
    const verdicts = new Set<string>();
    fc.assert(
      fc.property(message, ({ format, bytes }) => {
        const { tree, context } = probe(format, bytes);
        const verdict = context.digests[0]?.verdict ?? '';
        verdicts.add(verdict);
        if (format === 'dm-2.0') expect(['match', 'absent', 'not-verifiable']).toContain(verdict);
        else expect(verdict).toBe('match');
        const structural = tree.findings.filter(({ rule }) => /-S[1-46]$/.test(rule.id));
        expect(structural).toEqual([]);
        // A body is recognised when it is pasted without a word of what it is.
        const first = dissect(registry, 'dmnoti', bytes).tree;
        expect(values(first, 'dmnoti.format')).toEqual([format]);
      }),
    );
    expect(verdicts).toContain('match');
    expect(verdicts).toContain('absent');
  });

  it('takes messages cut at every octet', () => {
    fc.assert(
      fc.property(message, ({ format, bytes }) => {
        const step = Math.max(1, Math.floor(bytes.length / 40));
        for (let size = 0; size < bytes.length; size += step) {
          probe(format, bytes.subarray(0, size));
          const cut = probe(format, bytes.subarray(0, size), bytes.length);
          const errors = cut.tree.findings.filter(({ rule }) => /-S[1-4]$|-D1$|N20-004/.test(rule.id));
          for (const { severity } of errors) expect(severity).toBe('note');
        }
      }),
      { numRuns: 30 },
    );
  });

  it('takes messages with changed octets', () => {
    const verdicts = new Set<string>();
    const change = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(message, change, octets(3), ({ format, bytes }, changes, tail) => {
        const changed = concatBytes(bytes, tail);
        for (const [at, value] of changes) changed[at % changed.length] = value;
        const { context } = probe(format, changed);
        verdicts.add(context.digests[0]?.verdict ?? '');
        probe('dmnoti', changed);
        for (const other of FORMATS) probe(other, changed);
      }),
      { numRuns: 300 },
    );
    expect(verdicts).toContain('mismatch');
    expect(verdicts).toContain('not-verifiable');
  });

  it('takes any octets', () => {
    fc.assert(
      fc.property(octets(200), fc.constantFrom('dmnoti', ...FORMATS), (bytes, layer) => {
        probe(layer, bytes);
      }),
    );
  });
});

describe('the registry of management objects', () => {
  it('has the names that the page prints', () => {
    expect(moName(0x27)).toBe('urn:oma:mo:oma-fumo:1.0');
    expect(moName(0x08)).toBe('urn:oma:mo:oma-cab:1.0');
    expect(moName(0x7f)).toBe('urn:oma:mo:oma-mgmtpolicymo:1.0');
    expect(moName(0x6a)).toBeUndefined();
    const known = Array.from({ length: 0x100 }, (_, index) => moName(index)).filter((name) => name !== undefined);
    expect(known).toHaveLength(0x7f - 6);
  });
});
