import { writeBits } from '../base/bits.ts';
import { concatBytes } from '../base/bytes.ts';
import type { Cursor } from './cursor.ts';
import type { Field } from './field.ts';

/** The form of a value, for forms, schemas and bit diagrams. */
export type Shape =
  | { readonly kind: 'uint'; readonly field: Field; readonly bits: number }
  | { readonly kind: 'bytes' | 'text'; readonly field: Field; readonly octets: number | undefined }
  | {
      readonly kind: 'layout';
      readonly entries: readonly { readonly key: string; readonly shape: Shape; readonly optional: boolean }[];
    }
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'choice'; readonly of: Readonly<Record<string, Shape>> };

/** Reads a value (making rows of the tree) and writes it: one object, so that the two cannot drift apart. */
export interface Codec<Value, Input = Value> {
  /** Width in bits when it is the same for every value. */
  readonly width: number | undefined;
  readonly shape: Shape;
  /** Every field that `read` can make a row of. */
  readonly fields: readonly Field[];
  /**
   * Reads at the cursor. When it fails (`cursor.failed`) the value is incomplete and must not be used.
   * @param before the fields of the enclosing layout that have been read, for lengths and choices that depend on them
   */
  read(cursor: Cursor, before?: unknown): Value;
  write(out: Writer, value: Input): void;
}

/** What `read` gives. */
export type ValueOf<C> = C extends Codec<infer Value, infer _Input> ? Value : never;
/** What `write` takes: computed fields may be left out. */
export type InputOf<C> = C extends Codec<infer _Value, infer Input> ? Input : never;

/** Growing output with a bit position. */
export class Writer {
  #bytes: Uint8Array = new Uint8Array(64);
  /** Bits written so far. */
  bit = 0;

  bits(width: number, value: number): void {
    this.#room(width);
    writeBits(this.#bytes, this.bit, width, value);
    this.bit += width;
  }

  /** Octets, on an octet boundary. */
  octets(bytes: Uint8Array): void {
    this.#room(bytes.length * 8);
    this.#bytes.set(bytes, this.bit >>> 3);
    this.bit += bytes.length * 8;
  }

  /** What was written, the last octet filled with zero bits. */
  done(): Uint8Array {
    return this.#bytes.slice(0, (this.bit + 7) >>> 3);
  }

  #room(width: number): void {
    const needed = (this.bit + width + 7) >>> 3;
    if (needed > this.#bytes.length)
      this.#bytes = concatBytes(this.#bytes, new Uint8Array(Math.max(needed, this.#bytes.length)));
  }
}

/** The octets of a value. */
export function encode<Value, Input>(codec: Codec<Value, Input>, value: Input): Uint8Array {
  const out = new Writer();
  codec.write(out, value);
  return out.done();
}
