import { fromLatin1 } from '../../base/bytes.ts';
import { PUBLIC_IDS } from './public-ids.ts';

const UNKNOWN = 1;

interface Integer {
  readonly value: number;
  readonly end: number;
}

function integerAt(bytes: Uint8Array, at: number, end: number): Integer | undefined {
  let value = 0;
  for (let i = at; i < end && i < at + 5; i++) {
    value = value * 128 + (bytes[i]! & 0x7f);
    if (bytes[i]! < 0x80) return { value, end: i + 1 };
  }
  return undefined;
}

/** What the header of a document in octets `start` to `end` says; undefined when the octets hold no header. Reads nothing else and never throws. */
export interface HeaderSketch {
  /** Public identifier; a number that is not registered as `0x1234`; undefined when it is unknown or missing. */
  readonly publicId: string | undefined;
  readonly charset: number;
  readonly tableSize: number;
  /** Octet where the body begins. */
  readonly body: number;
}

export function headerAt(bytes: Uint8Array, start: number, end: number): HeaderSketch | undefined {
  if (end - start < 4) return undefined;
  const number = integerAt(bytes, start + 1, end);
  if (number === undefined) return undefined;
  const offset = number.value === 0 ? integerAt(bytes, number.end, end) : undefined;
  if (number.value === 0 && offset === undefined) return undefined;
  const next = offset?.end ?? number.end;
  const bare = bytes[start] === 0 ? tableAt(bytes, next, end) : undefined;
  // Version 1.0 has no charset, but some encoders write one even so.
  const charset = bare === undefined ? integerAt(bytes, next, end) : { value: 106, end: next };
  if (charset === undefined) return undefined;
  const table = bare ?? tableAt(bytes, charset.end, end);
  if (table === undefined) return undefined;
  return {
    publicId: identifier(bytes, number.value, offset?.value ?? 0, table.end - table.value, table.end),
    charset: charset.value,
    tableSize: table.value,
    body: table.end,
  };
}

/** Size of the string table whose length stands at `at`, and the octet behind it. */
function tableAt(bytes: Uint8Array, at: number, end: number): Integer | undefined {
  const size = integerAt(bytes, at, end);
  return size === undefined || size.value > end - size.end
    ? undefined
    : { value: size.value, end: size.end + size.value };
}

function identifier(bytes: Uint8Array, number: number, offset: number, table: number, end: number): string | undefined {
  if (number === UNKNOWN) return undefined;
  if (number !== 0) return PUBLIC_IDS.get(number) ?? `0x${number.toString(16).padStart(4, '0')}`;
  if (offset >= end - table) return undefined;
  const stop = bytes.indexOf(0, table + offset);
  return fromLatin1(bytes.subarray(table + offset, Math.min(stop < 0 ? end : stop, end, table + offset + 128)));
}

/** Public identifier of a document; undefined when it is unknown, missing or unreadable. */
export function publicIdAt(bytes: Uint8Array, start: number, end: number): string | undefined {
  return headerAt(bytes, start, end)?.publicId;
}
