import { readBits, u16 } from '../../base/bits.ts';
import { type Secret, secretOctets } from '../../dissect/secrets.ts';
import { DIGEST_13, HEADER_12, HEADER_13, HEADER_20, type NotificationFormat } from './formats.ts';
import { type Formula, formulas12, formulas13, formulas20 } from './formulas.ts';
import { skipOptions } from './options.ts';

/** Where the digest of a message stands, and the readings of its formula. */
export interface Signing {
  /** Octet of the message. */
  readonly at: number;
  readonly octets: number;
  /** The canonical formula first. */
  readonly formulas: readonly Formula[];
}

/** Finds the digest of a written message; undefined when the message has no place for one. */
export function signingOf(format: NotificationFormat, message: Uint8Array, secret: Secret): Signing | undefined {
  switch (format) {
    case 'dm-1.2':
    case 'ds-1.2':
      return signing12(format, message, secret);
    case 'dm-1.3':
      return signing13(message);
    case 'dm-2.0':
      return signing20(message);
  }
}

/**
 * The message with its digest filled in, by the canonical formula and the secret as typed.
 * @param message the whole message; what stands in place of the digest does not matter
 * @returns undefined when the message has no place for a digest, or the secret is not of the form that it claims
 */
export function sign(format: NotificationFormat, message: Uint8Array, secret: Secret): Uint8Array | undefined {
  const signing = signingOf(format, message, secret);
  const raw = secretOctets(secret);
  const digest = raw && signing?.formulas[0]?.digest(raw);
  if (signing === undefined || digest === undefined) return undefined;
  const signed = message.slice();
  signed.set(digest, signing.at);
  return signed;
}

function signing12(format: NotificationFormat, message: Uint8Array, secret: Secret): Signing | undefined {
  if (message.length < HEADER_12) return undefined;
  const idEnd = HEADER_12 + message[23]!;
  if (idEnd > message.length) return undefined;
  const formulas = formulas12({
    serverId: message.subarray(HEADER_12, idEnd),
    trigger: message.subarray(16),
    vendorOctets: format === 'dm-1.2' ? message.length - idEnd : 0,
    nonce: secret.nonce ?? new Uint8Array(0),
    accountName: secret.accountName,
  });
  return { at: 0, octets: 16, formulas };
}

function signing13(message: Uint8Array): Signing | undefined {
  const size = message.length;
  if (size < HEADER_13 + DIGEST_13) return undefined;
  const counted = skipOptions(message, HEADER_13, size - DIGEST_13, (message[0]! >>> 1) & 7);
  // With a wrong count the digest is where every other reader looks for it: at the end.
  const at = counted < 0 ? size - DIGEST_13 : counted;
  const options = message.subarray(HEADER_13, at);
  const formulas = formulas13({ header: message.subarray(0, HEADER_13), options, serverId: firstServerId(options) });
  return { at, octets: DIGEST_13, formulas };
}

function firstServerId(options: Uint8Array): Uint8Array {
  for (let at = 0; at + 2 <= options.length; ) {
    const end = at + 2 + (u16(options, at) & 0xfff);
    if (options[at]! >>> 4 === 1 && end <= options.length) return options.subarray(at + 2, end);
    at = end;
  }
  return new Uint8Array(0);
}

function signing20(message: Uint8Array): Signing | undefined {
  if (message.length < HEADER_20) return undefined;
  let at = HEADER_20;
  let number = 0;
  for (let left = readBits(message, 4, 5); left > 0 && at + 2 <= message.length; left--) {
    const length = u16(message, at) & 0xfff;
    number += message[at]! >>> 4;
    if (number === 5) {
      if (length !== 36 || at + 38 > message.length) return undefined;
      return { at: at + 6, octets: 32, formulas: formulas20({ message, digestAt: at + 6 }) };
    }
    at += 2 + length;
  }
  return undefined;
}
