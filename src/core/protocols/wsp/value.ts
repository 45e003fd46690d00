import { fromLatin1, fromUtf8, toUtf8 } from '../../base/bytes.ts';
import type { Codec, InputOf, ValueOf, Writer } from '../../codec/codec.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import { GENERIC, type Rule, type Severity } from '../../codec/rule.ts';

/**
 * One production of the header grammar: reads a value with its rows, writes it, and says it in words.
 * Values keep the form that was used on the wire; a draft that leaves the form out gets the shortest.
 */
export interface ValueCodec<Value, Input = Value> extends Codec<Value, Input> {
  /** What filters compare with. */
  text(value: Value): string;
  /** The rest of the value, for people: parameters, the value of a directive. */
  note?(value: Value): string | undefined;
  /** The number behind the text, where the field has a number. */
  num?(value: Value): number | undefined;
}

/** Codecs of any value, for tables of them. */
export type AnyCodec = ValueCodec<unknown, never>;

/** Lays a leaf of whole octets whose value is not simply their number or text. */
export function leaf(cursor: Cursor, field: Field, octets: number, num: number, text?: string): number {
  const row = cursor.tree.leaf(field, cursor.source, cursor.bit, cursor.bit + octets * 8, num);
  if (text !== undefined) cursor.tree.setText(row, text);
  cursor.bit += octets * 8;
  return row;
}

/** Octet at the reading position; -1 when the window is at its end. */
export function first(cursor: Cursor): number {
  return cursor.peek(8) ?? -1;
}

/** A breach at the octets that come next: the rest of the window is not understood. */
export function reject(
  cursor: Cursor,
  rule: Rule,
  message: string,
  octets = 1,
  severity: Severity = rule.severity,
): void {
  if (cursor.failed) return;
  const end = Math.min(cursor.bit + octets * 8, cursor.end);
  if (isCut(cursor)) cursor.find(GENERIC['X-CUT'], `${message}: the rest of the packet is not here`, cursor.bit, end);
  else cursor.find(rule, message, cursor.bit, end, severity);
  cursor.failed = true;
}

/** True when the window ends where the capture cut the packet off, or where the parts begin that are not here. */
export function isCut(cursor: Cursor): boolean {
  const { cut } = cursor.tree.sources[cursor.source]!;
  return (cut && cursor.end === cursor.bytes.length * 8) || cursor.end === cursor.cutAt;
}

/** Text of octets: UTF-8, or one character per octet where they are not UTF-8. */
export function decodeText(bytes: Uint8Array): { readonly text: string; readonly latin1: boolean } {
  const text = fromUtf8(bytes);
  return text === undefined ? { text: fromLatin1(bytes), latin1: true } : { text, latin1: false };
}

export function encodeText(text: string, latin1: boolean): Uint8Array {
  return latin1 ? Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff) : toUtf8(text);
}

export function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase().padStart(2, '0')}`;
}

type Cases = Readonly<Record<string, AnyCodec>>;
export type Chosen<C extends Cases> = {
  readonly [K in keyof C & string]: { readonly is: K; readonly value: ValueOf<C[K]> };
}[keyof C & string];
export type ChosenInput<C extends Cases> = {
  readonly [K in keyof C & string]: { readonly is: K; readonly value: InputOf<C[K]> };
}[keyof C & string];

/**
 * Alternatives that the first octet tells apart.
 * @param expected what the grammar allows, for the finding when `select` knows no alternative
 */
export function choice<const C extends Cases>(
  expected: string,
  rule: Rule,
  select: (octet: number, before: unknown) => (keyof C & string) | undefined,
  cases: C,
): ValueCodec<Chosen<C>, ChosenInput<C>> {
  const of = (is: string): AnyCodec => cases[is]!;
  return {
    width: undefined,
    shape: { kind: 'choice', of: Object.fromEntries(Object.entries(cases).map(([key, codec]) => [key, codec.shape])) },
    fields: Object.values(cases).flatMap((codec) => codec.fields),
    read(cursor, before) {
      const octet = first(cursor);
      const is = octet < 0 ? undefined : select(octet, before);
      if (is === undefined) {
        reject(cursor, rule, `${octet < 0 ? 'nothing' : hex(octet)} stands where ${expected} is due`);
        // The value of a failed read is not used.
        return { is: '', value: undefined } as unknown as Chosen<C>;
      }
      return { is, value: of(is).read(cursor) } as Chosen<C>;
    },
    write: (out, { is, value }) => of(is).write(out, value as never),
    text: ({ is, value }) => of(is).text(value),
    note: ({ is, value }) => of(is).note?.(value),
    num: ({ is, value }) => of(is).num?.(value),
  };
}

/** Zero or more of a production, up to the end of the window. */
export function many<V, I>(codec: ValueCodec<V, I>, separator = '; '): ValueCodec<readonly V[], readonly I[]> {
  return {
    width: undefined,
    shape: { kind: 'list', of: codec.shape },
    fields: codec.fields,
    read(cursor) {
      const values: V[] = [];
      while (cursor.octetsLeft > 0) {
        const before = cursor.bit;
        const value = codec.read(cursor);
        // A production that takes nothing would come again for ever.
        if (cursor.failed || cursor.bit === before) break;
        values.push(value);
      }
      return values;
    },
    write(out, values) {
      for (const value of values) codec.write(out, value);
    },
    text: (values) => values.map((value) => codec.text(value)).join(separator),
  };
}

/** A production that may be left out at the end of the window. */
export function optional<V, I>(codec: ValueCodec<V, I>): ValueCodec<V | undefined, I | undefined> {
  return {
    width: undefined,
    shape: codec.shape,
    fields: codec.fields,
    read: (cursor) => (cursor.octetsLeft === 0 ? undefined : codec.read(cursor)),
    write(out, value) {
      if (value !== undefined) codec.write(out, value);
    },
    text: (value) => (value === undefined ? '' : codec.text(value)),
  };
}

type Parts = Readonly<Record<string, AnyCodec>>;
export type Read<P extends Parts> = { readonly [K in keyof P]: ValueOf<P[K]> };
export type Draft<P extends Parts> = { readonly [K in keyof P]: InputOf<P[K]> };

/** A production that needs a certain first octet, for those that would read any. */
export function only<V, I>(
  expected: string,
  accepts: (octet: number) => boolean,
  codec: ValueCodec<V, I>,
  rule: Rule,
): ValueCodec<V, I> {
  return {
    ...codec,
    read(cursor, before) {
      const octet = first(cursor);
      if (!accepts(octet))
        reject(cursor, rule, `${octet < 0 ? 'nothing' : hex(octet)} stands where ${expected} is due`);
      // After a breach the codec reads nothing and gives its empty value.
      return codec.read(cursor, before);
    },
  };
}

/** Productions one after the other; each sees those before it. */
export function sequence<const P extends Parts>(
  parts: P,
  words: { readonly text: (value: Read<P>) => string; readonly note?: (value: Read<P>) => string | undefined },
): ValueCodec<Read<P>, Draft<P>> {
  const entries = Object.entries(parts) as readonly (readonly [string, AnyCodec])[];
  return {
    width: undefined,
    shape: {
      kind: 'layout',
      entries: entries.map(([key, codec]) => ({ key, shape: codec.shape, optional: false })),
    },
    fields: entries.flatMap(([, codec]) => codec.fields),
    read(cursor) {
      const value: Record<string, unknown> = {};
      for (const [key, codec] of entries) {
        if (cursor.failed) break;
        value[key] = codec.read(cursor, value);
      }
      return value as Read<P>;
    },
    write(out: Writer, value) {
      for (const [key, codec] of entries) codec.write(out, (value as Readonly<Record<string, never>>)[key]!);
    },
    ...words,
  };
}
