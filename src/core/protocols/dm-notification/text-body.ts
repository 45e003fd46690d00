import { fromBase64, fromHex, fromLatin1 } from '../../base/bytes.ts';
import { wholeFormat } from './formats.ts';

export interface UnwrappedBody {
  readonly encoding: 'base64' | 'hex';
  readonly octets: Uint8Array;
}

/** False for octets that `unwrapTextBody` does not unwrap, by a glance at them. */
export function mayBeText(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! > 0x7e) return false;
  return end > start;
}

/**
 * A body that does not parse may be base64 or hexadecimal text: in SIP and HTTP "in text format" can be read that way.
 * Base64 is tried first, then hexadecimal; where neither gives a whole message, digits alone speak for hexadecimal.
 */
export function unwrapTextBody(body: Uint8Array): UnwrappedBody | undefined {
  if (!mayBeText(body, 0, body.length)) return undefined;
  const text = fromLatin1(body).replace(/\s/g, '');
  if (text === '') return undefined;
  const base64 = wrapped('base64', fromBase64(text));
  const hex = wrapped('hex', fromHex(text));
  for (const candidate of [base64, hex]) {
    if (candidate !== undefined && wholeFormat(candidate.octets, 0, candidate.octets.length) !== undefined)
      return candidate;
  }
  return hex ?? base64;
}

function wrapped(encoding: UnwrappedBody['encoding'], octets: Uint8Array | undefined): UnwrappedBody | undefined {
  return octets && { encoding, octets };
}
