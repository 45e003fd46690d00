import { fromUtf8 } from '../../base/bytes.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { checkDigest, type Outcome, RAW_ONLY } from './check-digest.ts';
import { fDs, syncCount, syncHeader } from './ds12.ts';
import { formulas12 } from './formulas.ts';
import { NOT_VERIFIABLE, openReading, type Placed, type Reading, unlessCut } from './reading.ts';
import { isSamsung, readSamsung } from './samsung.ts';
import { f12, header12, type Notification12 } from './v12.ts';

/** A text with a length field before it. */
export interface Counted extends Placed {
  readonly length: number;
  readonly whole: boolean;
}

/** One data store of a DS alert. */
export interface PlacedSync {
  readonly start: number;
  readonly type: number;
  readonly futureUse: number;
}

/** The list of data stores of a DS alert. */
export interface DsBody {
  readonly start: number;
  /** Undefined when even the octet with the number is missing. */
  readonly count: number | undefined;
  readonly futureUse: number;
  readonly syncs: readonly PlacedSync[];
  /** What is cut, and where; undefined when all is there. */
  readonly fault: { readonly what: string; readonly start: number; readonly end: number } | undefined;
}

export interface Reading12 extends Reading {
  readonly header: Partial<Omit<Notification12, 'serverId' | 'vendorSpecific'>>;
  readonly headerEnd: number;
  readonly headerWhole: boolean;
  /** Undefined when the header is cut. */
  readonly serverId: Counted | undefined;
  readonly vendor: Placed | undefined;
  /** DS alerts only. */
  readonly body: DsBody | undefined;
}

/** Reads a DM 1.2 notification or, with `ds`, a DS 1.2 alert. */
export function read12(cursor: Cursor, ds: boolean): Reading12 {
  // Spread objects would take longer than all the rest of the reading.
  const { source, start, end, octets, cut } = openReading(cursor);
  const { value: header, whole: headerWhole } = header12.readFitting(cursor);
  const headerEnd = cursor.bit;
  const serverId = headerWhole ? readCounted(cursor, f12.serverId, header.serverIdLength ?? 0) : undefined;
  const body = ds && serverId?.whole === true ? readDsBody(cursor) : undefined;
  const vendor = serverId?.whole === true && body?.fault === undefined ? readVendor(cursor, !ds) : undefined;
  return { source, start, end, octets, cut, header, headerEnd, headerWhole, serverId, vendor, body };
}

/** Reads a text of `length` octets, as far as they go. */
function readCounted(cursor: Cursor, field: Field, length: number): Counted {
  const start = cursor.bit;
  const there = Math.min(length, cursor.octetsLeft);
  const octets = cursor.bytes.subarray(cursor.at, cursor.at + there);
  const row = cursor.tree.leaf(field, cursor.source, start, start + there * 8, Number.NaN);
  cursor.bit += there * 8;
  const whole = there === length;
  if (!whole) cursor.tree.setNote(row, `cut: ${there} of ${length} octets`);
  return { start, end: cursor.bit, octets, length, whole };
}

function readVendor(cursor: Cursor, samsung: boolean): Placed | undefined {
  const size = cursor.octetsLeft;
  if (size === 0) return undefined;
  const start = cursor.bit;
  const octets = cursor.rest();
  if (!samsung || !isSamsung(octets)) {
    cursor.octets(f12.vendorSpecific, size);
    return { start, end: cursor.bit, octets };
  }
  const row = cursor.open(f12.vendorSpecific);
  readSamsung(cursor);
  cursor.close(row);
  cursor.tree.setNote(row, "has the form of Samsung's private structure");
  return { start, end: cursor.bit, octets };
}

function readDsBody(cursor: Cursor): DsBody {
  const start = cursor.bit;
  if (cursor.left < 8) {
    const fault = { what: 'the number of data stores', start, end: cursor.end };
    return { start, count: undefined, futureUse: 0, syncs: [], fault };
  }
  const { syncCount: count = 0, bodyFutureUse: futureUse = 0 } = syncCount.read(cursor);
  const syncs: PlacedSync[] = [];
  for (let i = 0; i < count; i++) {
    const syncStart = cursor.bit;
    if (cursor.left === 0) {
      return { start, count, futureUse, syncs, fault: cutSync(i, count, syncStart, cursor.end) };
    }
    const row = cursor.open(fDs.sync);
    const { value, whole } = syncHeader.readFitting(cursor);
    const uri = whole ? readCounted(cursor, fDs.uri, value.uriLength ?? 0) : undefined;
    if (!whole) cursor.bit = cursor.end;
    cursor.close(row);
    syncs.push({ start: syncStart, type: value.type ?? 0, futureUse: value.futureUse ?? 0 });
    if (uri?.whole !== true) {
      return { start, count, futureUse, syncs, fault: cutSync(i, count, uri?.start ?? syncStart, cursor.end) };
    }
  }
  return { start, count, futureUse, syncs, fault: undefined };
}

function cutSync(index: number, count: number, start: number, end: number): NonNullable<DsBody['fault']> {
  return { what: `data store ${index + 1} of ${count}`, start, end };
}

/** Checks the digest, which needs the whole server identifier and the whole trigger. */
export function verify12(reading: Reading12, secrets: readonly Secret[]): Outcome {
  const { header, serverId, vendor, octets, body } = reading;
  if (header.digest === undefined || serverId?.whole !== true || body?.fault !== undefined) return NOT_VERIFIABLE;
  const formulasFor = (secret: Secret) =>
    formulas12({
      serverId: serverId.octets,
      trigger: octets.subarray(16),
      vendorOctets: vendor?.octets.length ?? 0,
      nonce: secret.nonce ?? new Uint8Array(0),
      accountName: secret.accountName,
    });
  return unlessCut(checkDigest(header.digest, secrets, fromUtf8(serverId.octets), formulasFor, RAW_ONLY), reading);
}
