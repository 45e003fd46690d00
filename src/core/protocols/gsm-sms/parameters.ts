import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import { isReservedCoding } from './coding.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';
import { readSwapped, readTime, TIME_OCTETS } from './time.ts';
import { validityText } from './values.ts';

type Bits = readonly (readonly [Field, number])[];

/** One octet as a row of its bits; gives its value. */
export function readBitsOf(cursor: Cursor, group: Field, bits: Bits): number {
  if (!cursor.need(group, 8)) return 0;
  const value = cursor.bytes[cursor.at]!;
  const row = cursor.open(group);
  for (const [field, width] of bits) cursor.uint(field, width);
  cursor.close(row);
  cursor.tree.setNum(row, value);
  return value;
}

const INTERWORKING: Bits = [
  [f.pidFormat, 2],
  [f.pidTelematic, 1],
];
const PID_FORMS: readonly Bits[] = [
  [...INTERWORKING, [f.pidProtocol, 5]],
  [
    [f.pidFormat, 2],
    [f.pidMessage, 6],
  ],
  [
    [f.pidReserved, 2],
    [f.pidUndefined, 6],
  ],
  [
    [f.pidSpecificUse, 2],
    [f.pidSpecific, 6],
  ],
];
const TELEMATIC: Bits = [...INTERWORKING, [f.pidDevice, 5]];
const RESERVED_PID = 2;

export function readPid(cursor: Cursor): void {
  const value = cursor.peek(8) ?? 0;
  const start = cursor.bit;
  readBitsOf(cursor, f.pid, value >>> 5 === 1 ? TELEMATIC : PID_FORMS[value >>> 6]!);
  if (!cursor.failed && value >>> 6 === RESERVED_PID) {
    cursor.find(RULES['SMS-007'], `TP-PID 0x${value.toString(16)} is reserved`, start, start + 8);
  }
}

const GENERAL: Bits = [
  [f.dcsGroup2, 2],
  [f.dcsCompressed, 1],
  [f.dcsHasClass, 1],
  [f.dcsAlphabet, 2],
  [f.dcsClass, 2],
];
const RESERVED: Bits = [
  [f.dcsGroup4, 4],
  [f.dcsReserved, 4],
];
const WAITING: Bits = [
  [f.dcsGroup4, 4],
  [f.dcsActive, 1],
  [f.dcsReserved, 1],
  [f.dcsWaiting, 2],
];
const CLASS: Bits = [
  [f.dcsGroup4, 4],
  [f.dcsReserved, 1],
  [f.dcsCoding, 1],
  [f.dcsClass, 2],
];

function codingForm(dcs: number): Bits {
  if (dcs < 0x80) return GENERAL;
  if (dcs < 0xc0) return RESERVED;
  return dcs < 0xf0 ? WAITING : CLASS;
}

/** TP-DCS; gives its value. */
export function readDcs(cursor: Cursor): number {
  const start = cursor.bit;
  const value = readBitsOf(cursor, f.dcs, codingForm(cursor.peek(8) ?? 0));
  if (!cursor.failed && isReservedCoding(value)) {
    const hex = value.toString(16).padStart(2, '0');
    cursor.find(RULES['SMS-007'], `TP-DCS 0x${hex} is reserved`, start, start + 8);
  }
  return value;
}

export function readStatus(cursor: Cursor): number {
  return readBitsOf(cursor, f.status, [
    [f.statusDefinition, 1],
    [f.statusError, 2],
    [f.statusReason, 5],
  ]);
}

const MORE = 0x80;

/** TP-PI with its extensions; gives the first octet. */
export function readIndicator(cursor: Cursor): number {
  let first: number | undefined;
  let value = MORE;
  while ((value & MORE) !== 0 && !cursor.failed) {
    value = readBitsOf(cursor, f.indicator, [
      [f.indicatorExtension, 1],
      [f.indicatorReserved, 4],
      [f.hasLength, 1],
      [f.hasDcs, 1],
      [f.hasPid, 1],
    ]);
    first ??= value;
  }
  return first ?? 0;
}

const ENHANCED = 1;
const RELATIVE = 2;
const ABSOLUTE = 3;
const PERIOD_RELATIVE = 1;
const PERIOD_SECONDS = 2;
const PERIOD_CLOCK = 3;

/** TP-VP in the form that TP-VPF says. */
export function readValidity(cursor: Cursor, form: number): void {
  if (form === RELATIVE) readRelative(cursor);
  else if (form === ABSOLUTE) readTime(cursor, f.validityTime);
  else if (form === ENHANCED) readEnhanced(cursor);
}

function readRelative(cursor: Cursor): void {
  const value = cursor.peek(8);
  const row = cursor.tree.length;
  cursor.uint(f.relativeValidity, 8);
  if (value !== undefined) cursor.tree.setNote(row, validityText(value));
}

function readEnhanced(cursor: Cursor): void {
  const row = cursor.open(f.enhancedValidity);
  const outer = cursor.enter(f.enhancedValidity, TIME_OCTETS);
  const extension = cursor.uint(f.vpExtension, 1);
  cursor.uint(f.vpSingleShot, 1);
  cursor.uint(f.vpReserved, 3);
  const format = cursor.uint(f.vpFormat, 3);
  if (extension === 0) {
    if (format === PERIOD_RELATIVE) readRelative(cursor);
    else if (format === PERIOD_SECONDS) cursor.uint(f.vpSeconds, 8);
    else if (format === PERIOD_CLOCK) {
      readSwapped(cursor, f.vpHours);
      readSwapped(cursor, f.vpMinutes);
      readSwapped(cursor, f.vpSeconds);
    }
  }
  if (cursor.octetsLeft > 0) cursor.octets(f.vpRest, cursor.octetsLeft);
  cursor.leave(outer);
  cursor.close(row);
}
