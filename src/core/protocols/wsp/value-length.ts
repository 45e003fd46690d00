import { toHex } from '../../base/bytes.ts';
import { encode } from '../../codec/codec.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { v } from './fields.ts';
import { uintvar, uintvarSize } from './integers.ts';
import { RULES } from './rules.ts';
import { first, hex, reject, type ValueCodec } from './value.ts';

/** What a Value-length announces, and how the length was written. */
export interface Counted<V> {
  readonly value: V;
  /** Octets of the uintvar behind the length quote; 0 for a short-length. */
  readonly lengthOctets?: number;
  /** The octets, when they do not follow the grammar; then `value` is not to be used. */
  readonly raw?: Uint8Array;
}

const lengthVar = uintvar(v.length);

/** Reads Value-length: octets that follow, and octets of the uintvar (0: short-length). */
function readLength(cursor: Cursor): { readonly octets: number; readonly lengthOctets: number } {
  const octet = first(cursor);
  if (octet < 0 || octet > 0x1f) {
    if (cursor.need(v.length, 8)) reject(cursor, RULES['WSP-008'], `${hex(octet)} stands where a value length is due`);
    return { octets: 0, lengthOctets: 0 };
  }
  if (octet < 0x1f) return { octets: cursor.uint(v.length, 8), lengthOctets: 0 };
  const start = cursor.bit;
  cursor.uint(v.lengthQuote, 8);
  const { value, octets } = lengthVar.read(cursor);
  if (!cursor.failed && value <= 30)
    cursor.find(RULES['WSP-012'], `value length ${value} needs no length quote`, start, cursor.bit);
  return { octets: Number(value), lengthOctets: octets ?? 0 };
}

/** Value-length and a window of that size, which `inner` has to fill. */
export function counted<V, I>(inner: ValueCodec<V, I>): ValueCodec<Counted<V>, Counted<I>> {
  return {
    width: undefined,
    shape: inner.shape,
    fields: [v.length, v.lengthQuote, ...inner.fields],
    read(cursor) {
      const { octets, lengthOctets } = readLength(cursor);
      // Without a length there is no window: the value has failed.
      if (cursor.failed) return { value: inner.read(cursor) };
      const outer = cursor.enter(v.length, octets);
      const start = cursor.at;
      const value = inner.read(cursor);
      const { octetsLeft } = cursor;
      if (octetsLeft > 0)
        cursor.find(
          RULES['WSP-008'],
          `${octetsLeft} octet${octetsLeft === 1 ? '' : 's'} left over in the ${octets} of the value`,
          cursor.bit,
          cursor.end,
        );
      const whole = !cursor.failed && octetsLeft === 0;
      const raw = whole ? {} : { raw: cursor.bytes.slice(start, cursor.end >>> 3) };
      cursor.leave(outer);
      return { value, lengthOctets, ...raw };
    },
    write(out, { value, lengthOctets, raw }) {
      const content = raw ?? encode(inner, value);
      if (lengthOctets === undefined ? content.length > 30 : lengthOctets > 0) {
        out.bits(8, 0x1f);
        lengthVar.write(out, {
          value: content.length,
          octets: Math.max(lengthOctets ?? 0, uintvarSize(content.length)),
        });
      } else out.bits(8, content.length);
      out.octets(content);
    },
    text: ({ value, raw }) => (raw === undefined ? inner.text(value) : toHex(raw)),
    note: ({ value, raw }) => (raw === undefined ? inner.note?.(value) : 'not understood'),
    num: ({ value, raw }) => (raw === undefined ? inner.num?.(value) : undefined),
  };
}
