import { md5 } from '@noble/hashes/legacy.js';
import { concatBytes, equalBytes, toBase64, toUtf8 } from '../base/bytes.ts';
import { type Secret, secretOctets } from './secrets.ts';

/** Octets before the server identifier of a 1.2 notification; the last of them says how long it is. */
const HEADER = 24;
const DIGEST = 16;
const COLON = toUtf8(':');

/** Four zero octets: the nonce of those that have lost theirs. */
export const ZERO_NONCE: Uint8Array = new Uint8Array(4);

/**
 * True when the digest of a whole 1.2 notification was made with one of the secrets and the zero nonce, and the nonce that
 * goes with the secret is another one.
 */
export function isResynchronising(octets: Uint8Array, secrets: readonly Secret[]): boolean {
  const name = octets.subarray(HEADER, HEADER + (octets[HEADER - 1] ?? 0));
  const trigger = base64Text(md5(octets.subarray(DIGEST)));
  return secrets.some((secret) => {
    const password = secretOctets(secret);
    if (password === undefined || (secret.nonce !== undefined && equalBytes(secret.nonce, ZERO_NONCE))) return false;
    const who = base64Text(md5(concatBytes(name, COLON, password)));
    const digest = md5(concatBytes(who, COLON, ZERO_NONCE, COLON, trigger));
    return equalBytes(digest, octets.subarray(0, DIGEST));
  });
}

function base64Text(octets: Uint8Array): Uint8Array {
  return toUtf8(toBase64(octets));
}
