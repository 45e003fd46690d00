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

  /** Adds rows of a record that begins at octet `at`. @param rows places in the record */
  pick({ fields, starts, ends, isNumber }: FixedRecord, rows: readonly number[], at: number): void {
    const { bytes } = this.sources[0]!;
    for (const row of rows) {
      const start = at * 8 + starts[row]!;
      const end = at * 8 + ends[row]!;
      this.add(fields[row]!, 0, start, end, isNumber[row] === 1 ? readBits(bytes, start, end - start) : Number.NaN);
    }
  }

  /** Adds a row of a value that stands nowhere in the packet. */
  say(field: Field, num: number): void {
    this.add(field, 0, 0, 0, num);
  }
}
