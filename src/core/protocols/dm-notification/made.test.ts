import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { checkTiling, dissect, values, violations } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register } from './dm-notification.ts';

interface MadeOption {
  readonly number: number;
  readonly length: number;
  readonly delta?: number;
}

interface Made {
  readonly hex: string;
  readonly format: '1.2' | '1.3' | '2.0';
  readonly version_field: number;
  readonly session_id?: number;
  readonly notification_id?: number;
  readonly ui_mode?: number;
  readonly server_id?: string;
  readonly vendor_hex?: string;
  readonly timestamp?: number;
  readonly timeout_minutes?: number;
  readonly options?: readonly MadeOption[];
  readonly digest: string | null;
  readonly digest_ok: boolean;
  readonly secret?: string;
  readonly password?: string;
  readonly nonce_hex?: string;
}

const FILE = new URL('../../../../tests/fixtures/dm-notification-made/dm-notifications.truth.json', import.meta.url);
const MADE = Object.entries(JSON.parse(readFileSync(FILE, 'utf8')) as Readonly<Record<string, Made>>);

const registry = new Registry();
frame(registry);
register(registry);

function secretOf({ secret, password, nonce_hex }: Made): Secret {
  const nonce = fromHex(nonce_hex ?? '');
  return { form: 'text', typed: secret ?? password ?? '', ...(nonce && { nonce }) };
}

/** What the notifications break on purpose, or by a version that their maker did not know better. */
const BROKEN: Readonly<Record<string, readonly string[]>> = {
  'n12-a': ['N12-007'],
  'n12-b': ['N12-007'],
  // A wrong digest, and binary vendor information.
  'n13-c': ['N13-011', 'N13-D1'],
  // Vendor information made of the octets 00 to 3F: UTF-8, but full of control characters.
  'n13-long': ['N13-012'],
};

describe('notifications of the made captures', () => {
  it.each(MADE)('%s', (name, made) => {
    const { tree, context } = dissect(registry, `dm-${made.format}`, made.hex, { secrets: [secretOf(made)] });
    checkTiling(tree);
    const first = (filter: string) => values(tree, filter)[0];
    expect(first('dmnoti.version')).toBe(made.version_field);
    expect(first('dmnoti.session_id')).toBe(made.session_id);
    expect(first('dmnoti.notification_id')).toBe(made.notification_id);
    expect(first('dmnoti.ui_mode')).toBe(made.ui_mode);
    if (made.server_id !== undefined) expect(first('dmnoti.server_id')).toBe(made.server_id);
    if (made.vendor_hex) expect(first('dmnoti.vendor_specific')).toBe(made.vendor_hex);
    if (made.timestamp !== undefined) expect(first('dmnoti.timestamp')).toBe(made.timestamp);
    if (made.options) {
      expect(values(tree, 'dmnoti.option.number')).toEqual(made.options.map(({ number }) => number));
      expect(values(tree, 'dmnoti.option.length')).toEqual(made.options.map(({ length }) => length));
    }
    const digest = context.digests[0];
    expect(digest?.verdict).toBe(made.digest === null ? 'absent' : made.digest_ok ? 'match' : 'mismatch');
    if (made.digest !== null) expect(digest?.found && toHex(digest.found)).toBe(made.digest);
    if (made.digest_ok) expect(digest?.formula).toMatch(/-F1$/);
    expect(violations(tree)).toEqual(BROKEN[name] ?? []);
  });
});

describe('the info column', () => {
  const info = (layer: string, hex: string, secrets: readonly Secret[] = []) =>
    dissect(registry, layer, hex, { secrets }).context.info;
  const of = (name: string) => MADE.find(([key]) => key === name)?.[1];

  it('says what the message says of itself, and what became of the digest', () => {
    const n13 = of('n13-b');
    if (n13 === undefined) throw new Error('the fixture has lost n13-b');
    expect(info('dm-1.3', n13.hex, [secretOf(n13)])).toBe(
      'DM 1.3 notification, session 0x00a7, server "dm.operator.example", user interaction, digest verified',
    );
    expect(info('dm-1.3', n13.hex)).toMatch(/, digest not checked$/);
    expect(info('dm-1.3', n13.hex.slice(0, 14))).toBe('DM 1.3 notification, user interaction, digest not verifiable');
    expect(info('dm-2.0', '2000c1cf')).toBe('DM 2.0 notification, id 0xc1cf, not signed');
    expect(info('dmnoti', '')).toBe('Empty notification');
    expect(info('dmnoti', '30')).toBe('Notification of unknown version 3');
    const alert = `${'00'.repeat(16)}0308000000000001${'61'}`;
    expect(info('ds-1.2', `${alert}00`)).toBe(
      'DS 1.2 alert, session 0x0000, server "a", all data stores, digest all zero',
    );
    expect(info('ds-1.2', `${alert}106000000000`)).toBe(
      'DS 1.2 alert, session 0x0000, server "a", 1 data store, digest all zero',
    );
  });

  it('goes with both expiry times, in minutes and in days', () => {
    const n13 = of('n13-a');
    if (n13 === undefined) throw new Error('the fixture has lost n13-a');
    const { tree } = dissect(registry, 'dm-1.3', n13.hex);
    expect(values(tree, 'dmnoti.expiry.minutes')).toEqual([1795233600 + 3600]);
    expect(values(tree, 'dmnoti.expiry.days')).toEqual([1795233600 + 60 * 86_400]);
    const none = of('n13-b');
    expect(values(dissect(registry, 'dm-1.3', none?.hex ?? '').tree, 'dmnoti.expiry.minutes')).toEqual([]);
  });
});

describe('times against the capture', () => {
  const captured = new Registry();
  frame(captured);
  register(captured);
  const layer = (key: string) => captured.table('layer').get(key);
  const v13 = layer('dm-1.3');
  const v20 = layer('dm-2.0');
  if (v13 && v20) captured.bind('link.type', 147, v13).bind('link.type', 148, v20);
  const CAPTURE = 1_700_000_000;
  const time = (seconds: number) => seconds.toString(16).padStart(8, '0');
  const rules = (link: number | string, hex: string) =>
    dissect(captured, link, hex)
      .tree.findings.filter(({ severity }) => severity === 'note')
      .map(({ rule }) => rule.id);
  const n13 = (seconds: number) => `1000000000000001${time(seconds)}${'01'.repeat(32)}`;
  const n20 = (seconds: number) => `2080000150 24${time(seconds)}${'01'.repeat(32)}`.replace(' ', '');

  it('are remarked on when they are far off', () => {
    for (const [seconds, off] of [
      [0, 0],
      [-300 * 86_400, 0],
      [3600, 0],
      [-400 * 86_400, 1],
      [3 * 86_400, 1],
    ] as const) {
      expect(rules(147, n13(CAPTURE + seconds))).toEqual(off ? ['N13-037'] : []);
      expect(rules(148, n20(CAPTURE + seconds))).toEqual(off ? ['N20-028'] : []);
    }
  });

  it('tell when a notification is older than its timeout in days (N13-038)', () => {
    const old = (days: number, timeout: string) =>
      dissect(captured, 147, `10000000${timeout}0001${time(CAPTURE - days * 86_400 - 60)}${'01'.repeat(32)}`)
        .tree.findings.filter(({ rule }) => rule.id === 'N13-038')
        .map(({ severity }) => severity);
    expect(old(3, '0002')).toEqual(['info']);
    expect(old(1, '0002')).toEqual([]);
    expect(old(3, '0000')).toEqual([]);
    expect(old(400, '0002')).toEqual([]);
  });

  it('are left alone in pasted octets, which have no time of capture', () => {
    expect(rules('dm-1.3', n13(5))).toEqual([]);
    expect(rules('dm-2.0', n20(5))).toEqual([]);
  });
});
