import { foldSum, internetSum } from '../base/internet-checksum.ts';
import type { Cursor } from '../codec/cursor.ts';
import type { Field } from '../codec/field.ts';
import type { Rule } from '../codec/rule.ts';
import { BAD, GOOD, UNVERIFIED } from './checksum-status.ts';
import type { Context } from './context.ts';

/** A checksum over a pseudo-header and a segment. Places are octets of the cursor's source. */
export interface Covered {
  /** First octet of the segment, and the one behind its last. */
  readonly start: number;
  readonly end: number;
  /** Where the 16-bit checksum stands. */
  readonly fieldAt: number;
  /** False when octets of the segment are missing. */
  readonly whole: boolean;
}

const hex = (value: number) => `0x${value.toString(16).padStart(4, '0')}`;

/**
 * Verifies the checksum of UDP, TCP or ICMPv6 and lays the row that says how it went.
 *
 * A wrong one that the sender's network hardware would have filled in is a note: when the capture says that the packet was
 * outbound, or when the value is the sum of the pseudo-header alone, which is what the hardware starts from.
 */
export function verifyTransport(
  cursor: Cursor,
  context: Context,
  covered: Covered,
  status: Field,
  rule: Rule,
  zeroIsFfff = false,
): void {
  const { start, end, fieldAt, whole } = covered;
  if (!context.asks(status)) return;
  const pseudo = context.pseudoHeader;
  if (pseudo === undefined || !whole || context.fragment) {
    cursor.generated(status, UNVERIFIED);
    return;
  }
  const { bytes } = cursor;
  const pseudoSum = foldSum(internetSum(pseudo, 0, pseudo.length) + (end - start));
  const found = (bytes[fieldAt]! << 8) | bytes[fieldAt + 1]!;
  const good = internetSum(bytes, start, end, pseudoSum) === 0xffff;
  cursor.generated(status, good ? GOOD : BAD);
  if (good) return;
  const sum = ~internetSum(bytes, start, end, pseudoSum + (~found & 0xffff)) & 0xffff;
  const right = zeroIsFfff && sum === 0 ? 0xffff : sum;
  const offload = context.outbound || found === pseudoSum;
  const why = offload ? '; the sender may have left it to its hardware (checksum offload)' : '';
  cursor.find(
    rule,
    `the checksum is ${hex(found)} and should be ${hex(right)}${why}`,
    fieldAt * 8,
    fieldAt * 8 + 16,
    offload ? 'note' : rule.severity,
  );
}

/** The checksum of a segment whose checksum field is zero; `pseudo` is the pseudo-header without length. */
export function transportChecksum(segment: Uint8Array, pseudo: Uint8Array): number {
  const pseudoSum = internetSum(pseudo, 0, pseudo.length) + segment.length;
  return ~internetSum(segment, 0, segment.length, pseudoSum) & 0xffff;
}
