import { fromUtf8, toUtf8 } from '../base/bytes.ts';
import type { Codec } from './codec.ts';
import { field as declare, type Field } from './field.ts';

/** An unsigned integer of `width` bits, up to 53. */
export function uint(given: Field, width: number): Codec<number> {
  const field = declare(given);
  return {
    width,
    shape: { kind: 'uint', field, bits: width },
    fields: [field],
    read: (cursor) => cursor.uint(field, width),
    write: (out, value) => out.bits(width, value),
  };
}

/** Octets: a fixed number, or one that depends on the fields before. */
export function octets(given: Field, count: number | ((before: never) => number)): Codec<Uint8Array> {
  const field = declare(given);
  const fixed = typeof count === 'number' ? count : undefined;
  return {
    width: fixed === undefined ? undefined : fixed * 8,
    shape: { kind: 'bytes', field, octets: fixed },
    fields: [field],
    read: (cursor, before) => cursor.octets(field, typeof count === 'number' ? count : count(before as never)),
    write: (out, value) => out.octets(value),
  };
}

/** All octets up to the end of the window. */
export function restOctets(given: Field): Codec<Uint8Array> {
  const field = declare(given);
  return {
    width: undefined,
    shape: { kind: 'bytes', field, octets: undefined },
    fields: [field],
    read: (cursor) => (cursor.octetsLeft === 0 ? cursor.rest() : cursor.octets(field, cursor.octetsLeft)),
    write: (out, value) => out.octets(value),
  };
}

/** All octets up to the end of the window as UTF-8; undefined when they are not UTF-8. */
export function restText(given: Field): Codec<string | undefined, string> {
  const field = declare(given);
  return {
    width: undefined,
    shape: { kind: 'text', field, octets: undefined },
    fields: [field],
    read: (cursor) => (cursor.octetsLeft === 0 ? '' : fromUtf8(cursor.octets(field, cursor.octetsLeft))),
    write: (out, value) => out.octets(toUtf8(value)),
  };
}
