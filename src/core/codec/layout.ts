import { assert } from '../base/assert.ts';
import { readBits } from '../base/bits.ts';
import type { Codec, Shape, Writer } from './codec.ts';
import type { Cursor } from './cursor.ts';
import { type Field, type FieldMeta, type FieldType, field } from './field.ts';
import { type FixedEntry, fixedRecord } from './fixed-record.ts';
import { octets, uint } from './leaves.ts';
import type { FixedRecord } from './tree.ts';

/** A field of a layout: the filter name follows from the key unless it is given, the type from the method. */
export type LayoutMeta = FieldMeta & { readonly filter?: string; readonly type?: FieldType };

interface Entry {
  readonly key: string;
  readonly codec: Codec<unknown, never>;
  readonly optional: boolean;
  /** Row around the codec's own rows, for nested layouts. */
  readonly group: Field | undefined;
  readonly present: ((before: never) => boolean) | undefined;
}

type With<T, K extends string, V> = T & { readonly [P in K]: V };
type WithOptional<T, K extends string, V> = T & { readonly [P in K]?: V };

/**
 * A record of fields in wire order. Values are plain objects whose type is inferred from the declaration.
 *
 * ```ts
 * const header = layout('udp')
 *   .bits('sourcePort', 16, { label: 'Source port', filter: 'udp.srcport', spec: 'RFC 768' })
 *   .auto('length', 16, { label: 'Length', spec: 'RFC 768' });
 * ```
 */
export class Layout<Value extends object, Input extends object> implements Codec<Value, Input> {
  readonly #prefix: string;
  readonly #entries: readonly Entry[];
  readonly #derive: ((draft: Input) => Partial<Value>) | undefined;
  #record: FixedRecord | undefined;

  constructor(prefix: string, entries: readonly Entry[], derive?: (draft: Input) => Partial<Value>) {
    this.#prefix = prefix;
    this.#entries = entries;
    this.#derive = derive;
  }

  /** An unsigned integer of `width` bits (up to 53). */
  bits<K extends string>(
    key: K,
    width: number,
    meta: LayoutMeta,
  ): Layout<With<Value, K, number>, With<Input, K, number>> {
    return this.#add(key, uint(this.#field(key, { bits: width, ...meta }, 'uint'), width), false);
  }

  /** As `bits`, but computed by `derive` when a draft leaves it out. */
  auto<K extends string>(
    key: K,
    width: number,
    meta: LayoutMeta,
  ): Layout<With<Value, K, number>, WithOptional<Input, K, number>> {
    return this.#add(key, uint(this.#field(key, { bits: width, ...meta }, 'uint'), width), true);
  }

  /** Octets: a fixed number, or one worked out from the fields before. */
  octets<K extends string>(
    key: K,
    count: number | ((before: Value) => number),
    meta: LayoutMeta,
  ): Layout<With<Value, K, Uint8Array>, With<Input, K, Uint8Array>> {
    return this.#add(
      key,
      octets(this.#field(key, meta, 'bytes'), count as number | ((before: never) => number)),
      false,
    );
  }

  /** As `octets` with a fixed number, but computed by `derive` when a draft leaves it out. */
  autoOctets<K extends string>(
    key: K,
    count: number,
    meta: LayoutMeta,
  ): Layout<With<Value, K, Uint8Array>, WithOptional<Input, K, Uint8Array>> {
    return this.#add(key, octets(this.#field(key, meta, 'bytes'), count), true);
  }

  /** Another codec; with `meta`, its rows stand under a row of their own. */
  field<K extends string, V, I>(
    key: K,
    codec: Codec<V, I>,
    meta?: LayoutMeta,
  ): Layout<With<Value, K, V>, With<Input, K, I>> {
    return this.#add(key, codec, false, meta);
  }

  /** A codec that is there only when `present` says so of the fields before. */
  when<K extends string, V, I>(
    key: K,
    present: (before: Value) => boolean,
    codec: Codec<V, I>,
    meta?: LayoutMeta,
  ): Layout<WithOptional<Value, K, V>, WithOptional<Input, K, I>> {
    return this.#add(key, codec, true, meta, present as (before: never) => boolean);
  }

  /** How fields that a draft leaves out are worked out; what the draft gives always wins, even when it is wrong. */
  derive(derive: (draft: Input) => Partial<Value>): Layout<Value, Input> {
    return new Layout(this.#prefix, this.#entries, derive);
  }

  get width(): number | undefined {
    return this.bitsBefore(this.#entries.length);
  }

  get shape(): Shape {
    return {
      kind: 'layout',
      entries: this.#entries.map(({ key, codec, optional }) => ({ key, shape: codec.shape, optional })),
    };
  }

  get fields(): readonly Field[] {
    return this.#entries.flatMap(({ group, codec }) => (group === undefined ? codec.fields : [group, ...codec.fields]));
  }

  /**
   * Makes the rows that `read` makes, and no value: what is needed of it is read by `getter`. For headers that nearly every
   * packet has; a value of nine fields takes longer than its rows.
   * @returns false where the record does not fit: then `read` makes the finding
   */
  lay(cursor: Cursor): boolean {
    const { record } = this;
    if (cursor.left < record.width) return false;
    cursor.tree.record(record, cursor.source, cursor.bit);
    cursor.bit += record.width;
    return true;
  }

  /** The rows that `lay` makes. All fields must have fixed widths. */
  get record(): FixedRecord {
    return this.#record ?? this.#makeRecord();
  }

  #makeRecord(): FixedRecord {
    const record = fixedRecord(this.#fixedEntries());
    assert(record !== undefined, `${this.#prefix}: not all fields have fixed widths`);
    this.#record = record;
    return record;
  }

  #fixedEntries(): readonly FixedEntry[] {
    return this.#entries.map(({ group, codec, present }) => ({
      group,
      shape: codec.shape,
      width: codec.width,
      entries: codec instanceof Layout ? codec.#fixedEntries() : undefined,
      isConditional: present !== undefined,
    }));
  }

  read(cursor: Cursor): Value {
    const value: Record<string, unknown> = {};
    for (const { key, codec, group, present } of this.#entries) {
      if (cursor.failed) break;
      if (present !== undefined && !present(value as never)) continue;
      const start = cursor.bit;
      const row = group === undefined ? -1 : cursor.open(group);
      value[key] = codec.read(cursor, value);
      if (group !== undefined) {
        cursor.close(row);
        if (group.type === 'uint' && !cursor.failed && cursor.bit - start <= 53) {
          cursor.tree.setNum(row, readBits(cursor.bytes, start, cursor.bit - start));
        }
      }
    }
    return value as Value;
  }

  /**
   * Reads fields as long as they fit whole, without a finding where they stop fitting: for formats whose specification has
   * rules of its own for a cut message. `whole` says whether all were read.
   */
  readFitting(cursor: Cursor): { readonly value: Partial<Value>; readonly whole: boolean } {
    const value: Record<string, unknown> = {};
    for (const { key, codec } of this.#entries) {
      if (codec.width === undefined || cursor.left < codec.width)
        return { value: value as Partial<Value>, whole: false };
      value[key] = codec.read(cursor, value);
    }
    return { value: value as Partial<Value>, whole: true };
  }

  write(out: Writer, draft: Input): void {
    const derived = this.#derive?.(draft) as Readonly<Record<string, unknown>> | undefined;
    const given = draft as Readonly<Record<string, unknown>>;
    for (const { key, codec, present } of this.#entries) {
      const value = given[key] ?? derived?.[key];
      if (value === undefined && present !== undefined) continue;
      assert(value !== undefined, `${this.#prefix}: ${key} is missing`);
      codec.write(out, value as never);
    }
  }

  /**
   * A function that reads one field at its fixed place, for the pass that fills columns: no rows, no objects.
   * It does not check bounds. The field and all before it must have fixed widths.
   */
  getter(key: keyof Value & string): (bytes: Uint8Array, baseBit: number) => number {
    const index = this.#entries.findIndex((entry) => entry.key === key);
    const offset = this.bitsBefore(index);
    const width = this.#entries[index]?.codec.width;
    assert(offset !== undefined && width !== undefined, `${this.#prefix}.${key} has no fixed place`);
    if (width === 8 && offset % 8 === 0) return (bytes, baseBit) => bytes[(baseBit + offset) >>> 3]!;
    if (width === 16 && offset % 8 === 0) {
      return (bytes, baseBit) => {
        const at = (baseBit + offset) >>> 3;
        return (bytes[at]! << 8) | bytes[at + 1]!;
      };
    }
    return (bytes, baseBit) => readBits(bytes, baseBit + offset, width);
  }

  /** Bits before entry `index`; undefined when they vary. */
  bitsBefore(index: number): number | undefined {
    let sum = 0;
    for (const { codec, present } of this.#entries.slice(0, index)) {
      if (codec.width === undefined || present !== undefined) return undefined;
      sum += codec.width;
    }
    return sum;
  }

  #field(key: string, meta: LayoutMeta, type: FieldType): Field {
    return field({ type, ...meta, filter: meta.filter ?? `${this.#prefix}.${snakeCase(key)}` });
  }

  // Each method above states the exact type; here it cannot be expressed once more, so the cast stands in one place.
  #add<V extends object, I extends object>(
    key: string,
    codec: Codec<never, never> | Codec<unknown, never>,
    optional: boolean,
    meta?: LayoutMeta,
    present?: (before: never) => boolean,
  ): Layout<V, I> {
    assert(!this.#entries.some((entry) => entry.key === key), `${this.#prefix}: ${key} is declared twice`);
    const group = meta === undefined ? undefined : this.#field(key, meta, 'group');
    const entry: Entry = { key, codec: codec as Codec<unknown, never>, optional, group, present };
    return new Layout<V, I>(this.#prefix, [...this.#entries, entry], this.#derive as never);
  }
}

/** An empty layout; fields get filter names that begin with `prefix`. */
export function layout(prefix: string): Layout<object, object> {
  return new Layout<object, object>(prefix, []);
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
