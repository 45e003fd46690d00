import { hmac } from '@noble/hashes/hmac.js';
import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { u32 } from '../../base/bits.ts';
import { concatBytes, fromBase64, fromHex, fromUtf8, toBase64, toHex, toUtf8 } from '../../base/bytes.ts';
import type { SecretForm } from '../../dissect/secrets.ts';

/** One reading of a digest formula. The parts that do not depend on the secret are worked out once for all secrets. */
export interface Formula {
  readonly id: string;
  /** How this reading differs from the canonical one. */
  readonly reading: string;
  digest(secret: Uint8Array): Uint8Array;
}

const NONE = new Uint8Array(0);
const COLON = toUtf8(':');

/** Joined by colons. */
function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...parts.flatMap((part, i) => (i === 0 ? [part] : [COLON, part])));
}

function base64Text(octets: Uint8Array): Uint8Array {
  return toUtf8(toBase64(octets));
}

/** What a 1.2 digest is made of. */
export interface Parts12 {
  /** Octets of the server identifier. */
  readonly serverId: Uint8Array;
  /** Everything behind the digest. */
  readonly trigger: Uint8Array;
  /** Octets of the vendor-specific part at the end of the trigger. */
  readonly vendorOctets: number;
  readonly nonce: Uint8Array;
  readonly accountName: string | undefined;
}

/** The readings of the 1.2 digest, in the order in which they are tried. */
export function formulas12(parts: Parts12): readonly Formula[] {
  const { serverId, trigger, vendorOctets, nonce, accountName } = parts;
  const hashed = base64Text(md5(trigger));
  const make = (
    id: string,
    reading: string,
    with_: { readonly nonce?: Uint8Array; readonly name?: Uint8Array; readonly trigger?: Uint8Array } = {},
  ): Formula => {
    const name = with_.name ?? serverId;
    const tail = concatBytes(
      COLON,
      with_.nonce ?? nonce,
      COLON,
      with_.trigger === undefined ? hashed : base64Text(md5(with_.trigger)),
    );
    return { id, reading, digest: (secret) => md5(concatBytes(base64Text(md5(joined(name, secret))), tail)) };
  };
  const formulas = [
    make('N12-F1', 'the nonce as configured'),
    make('N12-F2', 'four zero octets as nonce (resynchronisation)', { nonce: new Uint8Array(4) }),
    make('N12-F3', 'the nonce in its base64 form', { nonce: base64Text(nonce) }),
    make('N12-F4', 'no nonce', { nonce: NONE }),
    make('N12-F5', 'the text 0x00000000 as nonce', { nonce: toUtf8('0x00000000') }),
    make('N12-F6', 'the text 00000000 as nonce', { nonce: toUtf8('00000000') }),
    make('N12-F7', 'the text AAAAAA== as nonce', { nonce: toUtf8('AAAAAA==') }),
    withoutColon(serverId, nonce, hashed),
  ];
  if (vendorOctets > 0) {
    const shorter = trigger.subarray(0, trigger.length - vendorOctets);
    formulas.push(make('N12-F9', 'the vendor-specific octets left out', { trigger: shorter }));
  }
  if (trigger.length > 255) {
    const shorter = trigger.subarray(0, trigger.length % 256);
    formulas.push(make('N12-F10', 'the trigger cut to its length modulo 256', { trigger: shorter }));
  }
  formulas.push(make('N12-F11', 'the nonce run through a UTF-8 text type', { nonce: throughText(nonce) }));
  if (accountName !== undefined) {
    formulas.push(make('N12-F12', 'the account name in place of the server identifier', { name: toUtf8(accountName) }));
  }
  return formulas;
}

function withoutColon(serverId: Uint8Array, nonce: Uint8Array, hashed: Uint8Array): Formula {
  const tail = concatBytes(COLON, nonce, COLON, hashed);
  return {
    id: 'N12-F8',
    reading: 'no colon behind the server identifier when the password is empty',
    digest: (secret) => {
      const first = secret.length === 0 ? md5(serverId) : md5(joined(serverId, secret));
      return md5(concatBytes(base64Text(first), tail));
    },
  };
}

/** Octets as a text type gives them back: what is not UTF-8 becomes EF BF BD. */
function throughText(octets: Uint8Array): Uint8Array {
  return toUtf8(new TextDecoder('utf-8', { ignoreBOM: true }).decode(octets));
}

/** What a 1.3 digest is made of. */
export interface Parts13 {
  /** Twelve octets. */
  readonly header: Uint8Array;
  /** All option octets. */
  readonly options: Uint8Array;
  /** Value of the first Server-ID; empty when there is none. */
  readonly serverId: Uint8Array;
}

/** The readings of the 1.3 digest, in the order in which they are tried. */
export function formulas13(parts: Parts13): readonly Formula[] {
  const { header, options, serverId } = parts;
  const time = header.subarray(8, 12);
  const decimal = toUtf8(String(u32(header, 8)));
  const message = concatBytes(header, options);
  const hashed = base64Text(sha256(message));
  const plain = (id: string, reading: string, ...tail: readonly Uint8Array[]): Formula => {
    const rest = concatBytes(...tail);
    return { id, reading, digest: (secret) => sha256(concatBytes(secret, rest)) };
  };
  const like12 = (id: string, reading: string, nonce: Uint8Array): Formula => {
    const rest = concatBytes(COLON, nonce, COLON, hashed);
    return {
      id,
      reading,
      digest: (secret) => sha256(concatBytes(base64Text(sha256(joined(serverId, secret))), rest)),
    };
  };
  return [
    plain('N13-F1', 'secret, header and options joined by colons', COLON, joined(header, options)),
    plain('N13-F2', 'the printed expression with its space', toUtf8(': '), joined(header, options)),
    plain('N13-F3', 'no separators', message),
    plain('N13-F4', 'one colon, the message in one piece', COLON, message),
    plain('N13-F5', 'the time stamp as a nonce of its own, binary', COLON, joined(time, header, options)),
    plain('N13-F6', 'the time stamp as a nonce of its own, decimal', COLON, joined(decimal, header, options)),
    like12('N13-F7', 'the shape of 1.2, time stamp binary', time),
    like12('N13-F8', 'the shape of 1.2, time stamp decimal', decimal),
    { id: 'N13-F9', reading: 'HMAC-SHA256', digest: (secret) => hmac(sha256, secret, message) },
    plain('N13-F10', 'parts as lower-case hexadecimal', COLON, joined(toUtf8(toHex(header)), toUtf8(toHex(options)))),
    plain(
      'N13-F11',
      'parts as upper-case hexadecimal',
      COLON,
      joined(toUtf8(toHex(header).toUpperCase()), toUtf8(toHex(options).toUpperCase())),
    ),
    plain('N13-F12', 'parts as base64', COLON, joined(base64Text(header), base64Text(options))),
  ];
}

/** What a 2.0 digest is made of. */
export interface Parts20 {
  /** The whole package, octets behind the last option included. */
  readonly message: Uint8Array;
  /** Offset of the 32 digest octets; the four octets before them are the time, the two before those the option header. */
  readonly digestAt: number;
}

/** The readings of the 2.0 digest, in the order in which they are tried. */
export function formulas20(parts: Parts20): readonly Formula[] {
  const { message, digestAt } = parts;
  const zeroed = message.slice();
  zeroed.fill(0, digestAt, digestAt + 32);
  const allZeroed = zeroed.slice();
  allZeroed.fill(0, digestAt - 4, digestAt);
  const without = (from: number) => concatBytes(message.subarray(0, from), message.subarray(digestAt + 32));
  const plain = (id: string, reading: string, separator: string, rest: Uint8Array): Formula => {
    const tail = concatBytes(toUtf8(separator), rest);
    return { id, reading, digest: (secret) => sha256(concatBytes(secret, tail)) };
  };
  return [
    plain('N20-F1', 'the secret before the package with a zero digest', '', zeroed),
    plain('N20-F2', 'the bar of the formula as an octet', '|', zeroed),
    plain('N20-F3', 'a colon as in 1.3', ':', zeroed),
    plain('N20-F4', 'the digest octets left out', '', without(digestAt)),
    plain('N20-F5', 'the time zeroed too', '', allZeroed),
    plain('N20-F6', 'the digest option left out', '', without(digestAt - 6)),
    { id: 'N20-F7', reading: 'the secret last', digest: (secret) => sha256(concatBytes(zeroed, secret)) },
    { id: 'N20-F8', reading: 'HMAC-SHA256', digest: (secret) => hmac(sha256, secret, zeroed) },
  ];
}

export interface FormedSecret {
  readonly form: SecretForm;
  readonly octets: Uint8Array;
}

/** The octets that a secret may stand for: as typed, decoded where it can be decoded, with a zero octet behind. */
export function secretForms(raw: Uint8Array): readonly FormedSecret[] {
  const forms: FormedSecret[] = [{ form: 'raw', octets: raw }];
  const text = fromUtf8(raw);
  const base64 = text === undefined ? undefined : fromBase64(text);
  const hex = text === undefined ? undefined : fromHex(text);
  if (base64 !== undefined) forms.push({ form: 'base64', octets: base64 });
  if (hex !== undefined) forms.push({ form: 'hex', octets: hex });
  forms.push({ form: 'nul', octets: concatBytes(raw, new Uint8Array(1)) });
  return forms;
}
