import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, toUtf8 } from '../../base/bytes.ts';
import { encode } from '../../codec/codec.ts';
import { Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { dissect, violations } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register } from './dm-notification.ts';
import { alertDs12 } from './ds12.ts';
import type { NotificationFormat } from './formats.ts';
import { secretForms } from './formulas.ts';
import { sign, signingOf } from './sign.ts';
import { notification12 } from './v12.ts';
import { notification13 } from './v13.ts';
import { notification20 } from './v20.ts';

// Everything here is computed with node:crypto: another implementation than the one under test.
const md5 = (data: Uint8Array) => new Uint8Array(createHash('md5').update(data).digest());
const sha = (data: Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest());
const hmac = (key: Uint8Array, data: Uint8Array) => new Uint8Array(createHmac('sha256', key).update(data).digest());
const b64 = (data: Uint8Array) => toUtf8(Buffer.from(data).toString('base64'));
const cat = (...parts: (Uint8Array | string)[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? toUtf8(part) : part))));

const registry = new Registry();
frame(registry);
register(registry);

function check(format: NotificationFormat, message: Uint8Array, secrets: readonly Secret[]) {
  const { tree, context } = dissect(registry, format, message, { secrets });
  const digest = context.digests[0];
  return {
    verdict: digest?.verdict,
    formula: digest?.formula,
    form: digest?.secretForm,
    tried: digest?.tried,
    expected: digest?.expected && toHex(digest.expected),
    rules: violations(tree),
    ids: tree.findings.map(({ rule }) => rule.id),
  };
}

describe('DM 1.2', () => {
  const NONCE = fromHex('80ff004a') ?? new Uint8Array(0);
  const make = (vendor: Uint8Array) =>
    encode(notification12, {
      uiMode: 1,
      initiator: 1,
      sessionId: 0x1234,
      serverId: 'dm.example',
      vendorSpecific: vendor,
    });
  const secret: Secret = { form: 'text', typed: 'p\u00e4ss', nonce: NONCE, accountName: 'phone' };
  const canonical = (
    message: Uint8Array,
    nonce: Uint8Array | string,
    name = 'dm.example',
    trigger = message.subarray(16),
  ) => md5(cat(b64(md5(cat(name, ':', secret.typed))), ':', nonce, ':', b64(md5(trigger))));

  const short = make(Uint8Array.of(9, 9, 9));
  const long = make(new Uint8Array(300).fill(7));
  const cases: readonly [string, Uint8Array, Uint8Array][] = [
    ['N12-F1', short, canonical(short, NONCE)],
    ['N12-F2', short, canonical(short, new Uint8Array(4))],
    ['N12-F3', short, canonical(short, b64(NONCE))],
    ['N12-F4', short, canonical(short, '')],
    ['N12-F5', short, canonical(short, '0x00000000')],
    ['N12-F6', short, canonical(short, '00000000')],
    ['N12-F7', short, canonical(short, 'AAAAAA==')],
    ['N12-F9', short, canonical(short, NONCE, 'dm.example', short.subarray(16, short.length - 3))],
    ['N12-F10', long, canonical(long, NONCE, 'dm.example', long.subarray(16, 16 + ((long.length - 16) % 256)))],
    ['N12-F11', short, canonical(short, cat(Uint8Array.of(0xef, 0xbf, 0xbd, 0xef, 0xbf, 0xbd, 0, 0x4a)))],
    ['N12-F12', short, canonical(short, NONCE, 'phone')],
  ];
  it.each(cases)('%s', (id, message, digest) => {
    const signed = message.slice();
    signed.set(digest);
    const result = check('dm-1.2', signed, [secret]);
    expect(result).toMatchObject({ verdict: 'match', formula: id, form: 'raw' });
    expect(result.rules).toEqual(id === 'N12-F1' || id === 'N12-F2' ? [] : ['N12-D2']);
    expect(result.ids.includes('N12-002')).toBe(id === 'N12-F2');
    expect(result.expected).toBe(toHex(canonical(message, NONCE)));
  });

  it('N12-F8 leaves the colon out when the password is empty', () => {
    const empty: Secret = { form: 'text', typed: '', nonce: NONCE };
    const signed = short.slice();
    signed.set(md5(cat(b64(md5(cat('dm.example'))), ':', NONCE, ':', b64(md5(short.subarray(16))))));
    expect(check('dm-1.2', signed, [empty])).toMatchObject({ verdict: 'match', formula: 'N12-F8' });
    const canonicalEmpty = short.slice();
    canonicalEmpty.set(md5(cat(b64(md5(cat('dm.example:'))), ':', NONCE, ':', b64(md5(short.subarray(16))))));
    expect(check('dm-1.2', canonicalEmpty, [empty])).toMatchObject({ verdict: 'match', formula: 'N12-F1' });
  });

  it('takes a zero digest for one that was never made, with or without a secret', () => {
    expect(check('dm-1.2', short, [])).toMatchObject({ verdict: 'zero', rules: ['N12-D3'], expected: undefined });
    const known = check('dm-1.2', short, [secret]);
    expect(known).toMatchObject({ verdict: 'zero', expected: toHex(canonical(short, NONCE)), tried: 0 });
  });

  it('DS alerts have the same digest and rules of their own', () => {
    const alert = encode(alertDs12, {
      uiMode: 0,
      initiator: 0,
      sessionId: 0,
      serverId: 'ds',
      syncs: [{ type: 6, uri: 'card' }],
    });
    const digest = (nonce: Uint8Array) =>
      md5(cat(b64(md5(cat('ds:', secret.typed))), ':', nonce, ':', b64(md5(alert.subarray(16)))));
    const signed = (value: Uint8Array) => cat(value, alert.subarray(16));
    expect(check('ds-1.2', signed(digest(NONCE)), [secret])).toMatchObject({ formula: 'N12-F1', rules: [] });
    expect(check('ds-1.2', signed(digest(new Uint8Array(4))), [secret])).toMatchObject({
      formula: 'N12-F2',
      rules: [],
    });
    expect(check('ds-1.2', signed(digest(new Uint8Array(0))), [secret])).toMatchObject({
      formula: 'N12-F4',
      rules: ['DS-D2'],
    });
    expect(check('ds-1.2', signed(new Uint8Array(16).fill(1)), [secret])).toMatchObject({
      verdict: 'mismatch',
      rules: ['DS-D1'],
    });
    expect(check('ds-1.2', alert, [secret])).toMatchObject({ verdict: 'zero', rules: ['DS-D3'] });
  });
});

/** Secrets as typed, and the octets of each form. */
const TYPED = 'abcd1234';
const FORMS: readonly [string, Uint8Array][] = [
  ['raw', toUtf8(TYPED)],
  ['base64', new Uint8Array(Buffer.from(TYPED, 'base64'))],
  ['hex', new Uint8Array(Buffer.from(TYPED, 'hex'))],
  ['nul', cat(TYPED, Uint8Array.of(0))],
];
const text: Secret = { form: 'text', typed: TYPED };

describe('DM 1.3', () => {
  const unsigned = encode(notification13, {
    initiator: 1,
    uiMode: 2,
    transport: 1,
    timeout: 5,
    sessionId: 0x4711,
    timestamp: 0x5f000001,
    options: [
      { number: 1, value: 'srv' },
      { number: 3, value: 0x27 },
    ],
  });
  const hdr = unsigned.subarray(0, 12);
  const opt = unsigned.subarray(12, unsigned.length - 32);
  const ts = hdr.subarray(8);
  const dec = String(0x5f000001);
  const lower = (data: Uint8Array) => Buffer.from(data).toString('hex');
  const upper = (data: Uint8Array) => lower(data).toUpperCase();
  const formulas: Readonly<Record<string, (s: Uint8Array) => Uint8Array>> = {
    'N13-F1': (s) => sha(cat(s, ':', hdr, ':', opt)),
    'N13-F2': (s) => sha(cat(s, ': ', hdr, ':', opt)),
    'N13-F3': (s) => sha(cat(s, hdr, opt)),
    'N13-F4': (s) => sha(cat(s, ':', hdr, opt)),
    'N13-F5': (s) => sha(cat(s, ':', ts, ':', hdr, ':', opt)),
    'N13-F6': (s) => sha(cat(s, ':', dec, ':', hdr, ':', opt)),
    'N13-F7': (s) => sha(cat(b64(sha(cat('srv:', s))), ':', ts, ':', b64(sha(cat(hdr, opt))))),
    'N13-F8': (s) => sha(cat(b64(sha(cat('srv:', s))), ':', dec, ':', b64(sha(cat(hdr, opt))))),
    'N13-F9': (s) => hmac(s, cat(hdr, opt)),
    'N13-F10': (s) => sha(cat(s, ':', lower(hdr), ':', lower(opt))),
    'N13-F11': (s) => sha(cat(s, ':', upper(hdr), ':', upper(opt))),
    'N13-F12': (s) => sha(cat(s, ':', b64(hdr), ':', b64(opt))),
  };
  const cases = Object.entries(formulas)
    .flatMap(([id, make]) => FORMS.map(([form, octets]) => ({ id, form, digest: make(octets) })))
    // HMAC fills its key with zero octets, so a zero octet behind a short secret changes nothing; raw is tried first.
    .filter(({ id, form }) => !(id === 'N13-F9' && form === 'nul'));
  it.each(cases)('$id with the secret $form', ({ id, form, digest }) => {
    const result = check('dm-1.3', cat(hdr, opt, digest), [text]);
    expect(result).toMatchObject({ verdict: 'match', formula: id, form });
    expect(result.rules).toEqual(id === 'N13-F1' && form === 'raw' ? [] : ['N13-D2']);
    expect(result.expected).toBe(toHex(sha(cat(TYPED, ':', hdr, ':', opt))));
  });

  it('keeps the second colon when there are no options, and has no server then', () => {
    const bare = encode(notification13, {
      initiator: 0,
      uiMode: 0,
      transport: 0,
      timeout: 0,
      sessionId: 1,
      timestamp: 1,
      options: [],
    });
    const head = bare.subarray(0, 12);
    expect(check('dm-1.3', cat(head, sha(cat(TYPED, ':', head, ':'))), [text])).toMatchObject({ formula: 'N13-F1' });
    const f7 = sha(cat(b64(sha(cat(':', TYPED))), ':', head.subarray(8), ':', b64(sha(head))));
    expect(check('dm-1.3', cat(head, f7), [text])).toMatchObject({ formula: 'N13-F7' });
  });

  it('tries every secret, those that name the server first', () => {
    const signed = cat(hdr, opt, sha(cat(TYPED, ':', hdr, ':', opt)));
    const wrong: Secret = { form: 'text', typed: 'x' };
    expect(check('dm-1.3', signed, [wrong, text])).toMatchObject({
      verdict: 'match',
      expected: toHex(sha(cat('x:', hdr, ':', opt))),
    });
    expect(check('dm-1.3', signed, [wrong, { ...text, serverId: 'srv' }])).toMatchObject({
      verdict: 'match',
      tried: 1,
    });
    expect(check('dm-1.3', signed, [{ ...text, serverId: 'other' }])).toMatchObject({
      verdict: 'unchecked',
      tried: 0,
      // The accounts that are known are of other servers.
      rules: ['N13-040'],
    });
    // 12 formulas, each with raw and nul: "x" is neither base64 nor hexadecimal.
    expect(check('dm-1.3', signed, [wrong])).toMatchObject({ verdict: 'mismatch', tried: 24, rules: ['N13-D1'] });
    expect(check('dm-1.3', signed, [{ form: 'hex', typed: 'zz' }])).toMatchObject({ verdict: 'unchecked' });
    expect(check('dm-1.3', signed, [{ form: 'hex', typed: toHex(toUtf8(TYPED)) }])).toMatchObject({
      verdict: 'match',
      form: 'raw',
    });
    expect(check('dm-1.3', cat(hdr, opt, new Uint8Array(32)), [])).toMatchObject({
      verdict: 'zero',
      rules: ['N13-D3'],
    });
  });
});

describe('DM 2.0', () => {
  const unsigned = encode(notification20, {
    notificationId: 7,
    options: [
      { number: 1, value: 'srv' },
      { number: 5, value: { time: 0x5f000001, digest: new Uint8Array(32) } },
    ],
  });
  const at = unsigned.length - 32;
  const timeless = unsigned.slice();
  timeless.fill(0, at - 4, at);
  const formulas: Readonly<Record<string, (s: Uint8Array) => Uint8Array>> = {
    'N20-F1': (s) => sha(cat(s, unsigned)),
    'N20-F2': (s) => sha(cat(s, '|', unsigned)),
    'N20-F3': (s) => sha(cat(s, ':', unsigned)),
    'N20-F4': (s) => sha(cat(s, unsigned.subarray(0, at))),
    'N20-F5': (s) => sha(cat(s, timeless)),
    'N20-F6': (s) => sha(cat(s, unsigned.subarray(0, at - 6))),
    'N20-F7': (s) => sha(cat(unsigned, s)),
    'N20-F8': (s) => hmac(s, unsigned),
  };
  const cases = Object.entries(formulas)
    .flatMap(([id, make]) => FORMS.map(([form, octets]) => ({ id, form, digest: make(octets) })))
    // As above.
    .filter(({ id, form }) => !(id === 'N20-F8' && form === 'nul'));
  it.each(cases)('$id with the secret $form', ({ id, form, digest }) => {
    const result = check('dm-2.0', cat(unsigned.subarray(0, at), digest), [text]);
    expect(result).toMatchObject({ verdict: 'match', formula: id, form });
    expect(result.rules).toEqual(id === 'N20-F1' && form === 'raw' ? [] : ['N20-D2']);
    expect(result.expected).toBe(toHex(sha(cat(TYPED, unsigned))));
  });

  it('covers octets behind the last option', () => {
    const longer = cat(unsigned, Uint8Array.of(0xff));
    const signed = longer.slice();
    signed.set(sha(cat(TYPED, longer)), at);
    expect(check('dm-2.0', signed, [text])).toMatchObject({ verdict: 'match', formula: 'N20-F1', rules: ['N20-S4'] });
    expect(check('dm-2.0', cat(unsigned.subarray(0, at), new Uint8Array(32).fill(1)), [text])).toMatchObject({
      verdict: 'mismatch',
      rules: ['N20-D1'],
    });
  });
});

describe('signing', () => {
  const secret: Secret = { form: 'text', typed: 'k', nonce: Uint8Array.of(1, 2) };
  const drafts: readonly [NotificationFormat, Uint8Array][] = [
    ['dm-1.2', encode(notification12, { uiMode: 0, initiator: 0, sessionId: 1, serverId: 'a' })],
    ['ds-1.2', encode(alertDs12, { uiMode: 0, initiator: 0, sessionId: 1, serverId: 'a', syncs: [] })],
    [
      'dm-1.3',
      encode(notification13, {
        initiator: 0,
        uiMode: 0,
        transport: 0,
        timeout: 0,
        sessionId: 1,
        timestamp: 1,
        options: [{ number: 1, value: 'a' }],
      }),
    ],
    [
      'dm-2.0',
      encode(notification20, {
        notificationId: 1,
        options: [{ number: 5, value: { time: 1, digest: new Uint8Array(32) } }],
      }),
    ],
  ];
  it.each(drafts)('%s verifies as canonical', (format, draft) => {
    const signed = sign(format, draft, secret) ?? new Uint8Array(0);
    expect(check(format, signed, [secret])).toMatchObject({ verdict: 'match', form: 'raw' });
    expect(check(format, signed, [secret]).formula).toMatch(/-F1$/);
    // What stood in place of the digest does not matter.
    expect(sign(format, signed, secret)).toEqual(signed);
    expect(signed).not.toEqual(draft);
  });

  it('finds no place in what is cut, and takes no malformed secret', () => {
    for (const [format, draft] of drafts) {
      expect(signingOf(format, draft.subarray(0, 3), secret)).toBeUndefined();
      expect(signingOf(format, new Uint8Array(0), secret)).toBeUndefined();
      expect(sign(format, draft, { form: 'hex', typed: 'x' })).toBeUndefined();
    }
    expect(signingOf('dm-1.2', Uint8Array.of(...new Uint8Array(23), 5), secret)).toBeUndefined();
    expect(signingOf('dm-2.0', Uint8Array.of(0x20, 0, 0, 1), secret)).toBeUndefined();
    expect(signingOf('dm-2.0', Uint8Array.of(0x20, 0x80, 0, 1, 0x50, 1, 0), secret)).toBeUndefined();
    expect(signingOf('dm-2.0', Uint8Array.of(0x20, 0x80, 0, 1, 0x10, 1, 0), secret)).toBeUndefined();
  });

  it('looks for the digest of a miscounted 1.3 message at its end', () => {
    const draft = drafts[2]?.[1].slice() ?? new Uint8Array(0);
    draft[0] = 0x1e;
    expect(signingOf('dm-1.3', draft, secret)?.at).toBe(draft.length - 32);
  });

  it('gives the forms that a secret can have', () => {
    expect(secretForms(toUtf8('xyz!')).map(({ form }) => form)).toEqual(['raw', 'nul']);
    expect(secretForms(Uint8Array.of(0xff)).map(({ form }) => form)).toEqual(['raw', 'nul']);
    expect(secretForms(toUtf8('00ff')).map(({ form, octets }) => `${form} ${toHex(octets)}`)).toEqual([
      'raw 30306666',
      'base64 d347df',
      'hex 00ff',
      'nul 3030666600',
    ]);
  });
});
