import { readBits } from '../base/bits.ts';
import type { Field } from './field.ts';
import { type FixedRecord, Tree } from './tree.ts';

/** A tree of single rows out of headers, in no groups and with gaps: for who asks for the values of a few rows. */
export class RecordTree extends Tree {
  /** Begins with the next packet. */
  begin(bytes: Uint8Array): void {
    this.reset();
    this.addSource({ label: '', bytes, cut: false });
  }

  /**
   * Adds rows of a record that begins at octet `at`.
   * @param rows places in the record
   * @param numbers of fields that have another one than that of their bits
   */
  pick(
    { fields, starts, ends, isNumber }: FixedRecord,
    rows: readonly number[],
    at: number,
    numbers?: ReadonlyMap<Field, (bytes: Uint8Array, start: number) => number>,
  ): void {
    const { bytes } = this.sources[0]!;
    for (const row of rows) {
      const start = at * 8 + starts[row]!;
      const end = at * 8 + ends[row]!;
      const field = fields[row]!;
      const own = numbers?.get(field)?.(bytes, at);
      const number = own ?? (isNumber[row] === 1 ? readBits(bytes, start, end - start) : Number.NaN);
      this.add(field, 0, start, end, number);
    }
  }

  /** Adds a row of octets `start` up to but not including `end`. */
  span(field: Field, start: number, end: number): void {
    this.add(field, 0, start * 8, end * 8, Number.NaN);
  }

  /** Adds a row of a value that stands nowhere in the packet. */
  say(field: Field, num: number): void {
    this.add(field, 0, 0, 0, num);
  }
}
