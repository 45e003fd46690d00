/** Octets that are written as a sign and two hexadecimal digits. */

import { hexDigit } from './bytes.ts';

/** What came out, and what was not written as it should be: left as it is. */
export interface Unescaped {
  readonly bytes: Uint8Array;
  /** How many signs are followed by no hexadecimal digits, and the octet of the first; -1 when there is none. */
  readonly wrong: number;
  readonly firstWrong: number;
}

const EQUALS = 0x3d;
const PERCENT = 0x25;

/** RFC 2045 6.7: `=3D` is an octet, `=` at the end of a line joins it with the next. */
export function fromQuotedPrintable(body: Uint8Array): Unescaped {
  return unescaped(body, EQUALS, (at) => (body[at] === 0x0a ? 1 : body[at] === 0x0d && body[at + 1] === 0x0a ? 2 : 0));
}

/** RFC 3986 2.1: `%3D` is an octet. A plus sign stays one. */
export function fromPercent(body: Uint8Array): Unescaped {
  return unescaped(body, PERCENT, () => 0);
}

/** @param joint octets of what joins lines, behind the sign; 0 when it is no such place */
function unescaped(body: Uint8Array, sign: number, joint: (at: number) => number): Unescaped {
  const out = new Uint8Array(body.length);
  let size = 0;
  let wrong = 0;
  let firstWrong = -1;
  for (let at = 0; at < body.length; at++) {
    const octet = body[at]!;
    if (octet !== sign) {
      out[size++] = octet;
      continue;
    }
    const high = hexDigit(body[at + 1] ?? -1);
    const low = hexDigit(body[at + 2] ?? -1);
    if (high >= 0 && low >= 0) {
      out[size++] = high * 16 + low;
      at += 2;
      continue;
    }
    const joined = joint(at + 1);
    if (joined > 0) at += joined;
    else {
      out[size++] = octet;
      if (wrong++ === 0) firstWrong = at;
    }
  }
  return { bytes: out.slice(0, size), wrong, firstWrong };
}
