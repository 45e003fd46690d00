import { type Codec, Writer } from '../../codec/codec.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import { uint } from '../../codec/leaves.ts';

/* What WTLS structures are made of: octets and lists behind their length. */

/** Octets that a number in a double can have. */
const NUMBER_OCTETS = 6;

/** Octets behind a length of `width` bits that counts them. */
export function sized(lengthField: Field, field: Field, width: number): Codec<Uint8Array> {
  const length = uint(lengthField, width);
  return {
    width: undefined,
    shape: { kind: 'bytes', field, octets: undefined },
    fields: [lengthField, field],
    read(cursor) {
      const count = length.read(cursor);
      // Numbers of few octets are numbers to compare with; longer ones stay octets.
      if (field.type === 'uint' && count > 0 && count <= NUMBER_OCTETS && cursor.octetsLeft >= count) {
        const view = cursor.bytes.subarray(cursor.at, cursor.at + count);
        cursor.uint(field, count * 8);
        return view;
      }
      return cursor.octets(field, count);
    },
    write(out, value) {
      length.write(out, value.length);
      out.octets(value);
    },
  };
}

/** A list that fills a window whose length in octets stands before it; the rows stand under a row of `group`. */
export function list<Value, Input>(
  group: Field,
  lengthField: Field,
  width: number,
  item: Codec<Value, Input>,
): Codec<readonly Value[], readonly Input[]> {
  const length = uint(lengthField, width);
  return {
    width: undefined,
    shape: { kind: 'list', of: item.shape },
    fields: [group, lengthField, ...item.fields],
    read(cursor) {
      const row = cursor.open(group);
      const values: Value[] = [];
      const octets = length.read(cursor);
      const fits = !cursor.failed && octets <= cursor.octetsLeft;
      const outer = cursor.enter(group, octets);
      while (cursor.octetsLeft > 0) {
        const value = item.read(cursor);
        if (!cursor.failed) values.push(value);
      }
      // A list that breaks off inside its window leaves the rest of it; without a whole window there is nothing to go on with.
      if (fits) cursor.leave(outer);
      else cursor.failed = true;
      cursor.close(row);
      return values;
    },
    write(out, values) {
      const inner = new Writer();
      for (const value of values) item.write(inner, value);
      const bytes = inner.done();
      length.write(out, bytes.length);
      out.octets(bytes);
    },
  };
}

/** A codec under a row of its own, whose number and note follow from the value. */
export function grouped<Value, Input>(
  group: Field,
  codec: Codec<Value, Input>,
  say: (value: Value, cursor: Cursor, row: number) => void,
): Codec<Value, Input> {
  return {
    width: codec.width,
    shape: codec.shape,
    fields: [group, ...codec.fields],
    read(cursor, before) {
      const row = cursor.open(group);
      const value = codec.read(cursor, before);
      cursor.close(row);
      if (!cursor.failed) say(value, cursor, row);
      return value;
    },
    write: (out, value) => codec.write(out, value),
  };
}
