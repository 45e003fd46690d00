import type { Writer } from '../../codec/codec.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';
import { OPTIONS, TPI_INFO, TPI_OPTION, TPI_PSN, TPIS } from './values.ts';

/** Octets that a number in a double can have. */
const NUMBER_OCTETS = 6;
const SHORT_MOST = 3;

/** A transport information item for writing; `long` takes the long form where the short one would do. */
export interface Tpi {
  readonly identity: number;
  readonly content: Uint8Array;
  readonly long?: boolean;
}

/** Writes items, the last one without the flag that another follows. */
export function writeTpis(out: Writer, tpis: readonly Tpi[]): void {
  for (const [i, { identity, content, long }] of tpis.entries()) {
    const isLong = long === true || content.length > SHORT_MOST;
    out.bits(1, i + 1 < tpis.length ? 1 : 0);
    out.bits(4, identity);
    out.bits(1, isLong ? 1 : 0);
    out.bits(2, isLong ? 0 : content.length);
    if (isLong) out.bits(8, content.length);
    out.octets(content);
  }
}

/** Reads the items behind a fixed header. */
export function readTpis(cursor: Cursor): void {
  let more = true;
  while (more && !cursor.failed) {
    if (!cursor.need(f.tpi, 8)) return;
    const start = cursor.bit;
    const row = cursor.open(f.tpi);
    more = cursor.uint(f.tpiMore, 1) === 1;
    const identity = cursor.uint(f.tpiIdentity, 4);
    const long = cursor.uint(f.tpiLong, 1) === 1;
    if (long) cursor.uint(f.tpiReserved, 2);
    const octets = cursor.uint(f.tpiLength, long ? 8 : 2);
    const outer = cursor.enter(f.tpiContent, octets);
    const note = readContent(cursor, identity, start);
    cursor.leave(outer);
    cursor.close(row);
    cursor.tree.setNum(row, identity);
    if (note !== undefined) cursor.tree.setNote(row, note);
  }
}

/** @returns what the item says, for people */
function readContent(cursor: Cursor, identity: number, start: number): string | undefined {
  if (identity === TPI_OPTION) return readOption(cursor, start);
  if (identity === TPI_PSN) {
    const number = cursor.uint(f.psn, 8);
    if (cursor.octetsLeft > 0)
      cursor.find(
        RULES['WTP-016'],
        `a packet sequence number is one octet, ${cursor.octetsLeft} more follow`,
        start,
        cursor.end,
      );
    return cursor.failed ? undefined : `packet ${number}`;
  }
  if (TPIS[identity] === undefined)
    cursor.find(RULES['WTP-016'], `item ${identity} is unknown: 0 to 5 are assigned`, start, start + 8);
  if (cursor.octetsLeft > 0) cursor.octets(identity === TPI_INFO ? f.info : f.tpiContent, cursor.octetsLeft);
  return undefined;
}

function readOption(cursor: Cursor, start: number): string | undefined {
  const option = cursor.uint(f.option, 8);
  if (cursor.failed) return undefined;
  const name = OPTIONS[option];
  if (name === undefined)
    cursor.find(RULES['WTP-016'], `option ${option} is unknown: 1 to 6 are assigned`, start, cursor.bit);
  const octets = cursor.octetsLeft;
  const shown = name ?? `option ${option}`;
  if (octets === 0) return shown;
  const value = cursor.octets(f.optionValue, octets);
  if (octets > NUMBER_OCTETS) return shown;
  let number = 0;
  for (const octet of value) number = number * 256 + octet;
  cursor.generated(f.optionNumber, number);
  return `${shown} ${number}`;
}
