import { swappedDecimal } from '../../base/semi-octets.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';
import { timeLikely } from './scan.ts';

export const TIME_OCTETS = 7;
const SIGN = 0x08;
const QUARTER_SECONDS = 15 * 60;
/** Years from here on are of the last century. */
const FIRST_OLD_YEAR = 90;

/** Seconds since 1970 of the 7 octets at `at`; undefined when they are no time. */
export function timeSeconds(bytes: Uint8Array, at: number): number | undefined {
  if (!timeLikely(bytes, at, bytes.length)) return undefined;
  const part = (i: number) => swappedDecimal(bytes[at + i]!) ?? 0;
  const year = part(0);
  const local = Date.UTC(year + (year < FIRST_OLD_YEAR ? 2000 : 1900), part(1) - 1, part(2), part(3), part(4), part(5));
  return local / 1000 - zoneQuarters(bytes[at + 6]!) * QUARTER_SECONDS;
}

/** Quarters of an hour ahead of UTC. The sign bit stands among the tens. */
export function zoneQuarters(octet: number): number {
  const quarters = (octet & 7) * 10 + (octet >>> 4);
  return (octet & SIGN) === 0 ? quarters : -quarters;
}

const PARTS = [f.year, f.month, f.day, f.hour, f.minutes, f.seconds] as const;

/** One octet of two swapped decimal digits as a number. */
export function readSwapped(cursor: Cursor, field: Field): number {
  if (!cursor.need(field, 8)) return 0;
  const octet = cursor.bytes[cursor.at]!;
  // Not decimal: Wireshark's value, which keeps the two halves apart.
  const value = swappedDecimal(octet) ?? (octet & 15) * 10 + (octet >>> 4);
  cursor.tree.leaf(field, cursor.source, cursor.bit, cursor.bit + 8, value);
  cursor.bit += 8;
  return value;
}

/** A time in 7 octets under a row of its own. */
export function readTime(cursor: Cursor, group: Field): void {
  const { tree } = cursor;
  const start = cursor.bit;
  const row = cursor.open(group);
  const seconds = cursor.octetsLeft >= TIME_OCTETS ? timeSeconds(cursor.bytes, cursor.at) : undefined;
  for (const field of PARTS) readSwapped(cursor, field);
  if (cursor.need(f.zone, 8)) {
    const quarters = zoneQuarters(cursor.bytes[cursor.at]!);
    const leaf = tree.leaf(f.zone, cursor.source, cursor.bit, cursor.bit + 8, quarters);
    const minutes = Math.abs(quarters) * 15;
    const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    tree.setNote(leaf, `UTC${quarters < 0 ? '-' : '+'}${clock}`);
    cursor.bit += 8;
  }
  cursor.close(row);
  if (seconds !== undefined) tree.setNum(row, seconds);
  else if (!cursor.failed) cursor.find(RULES['SMS-006'], 'the digits are no time of the calendar', start, cursor.bit);
}
