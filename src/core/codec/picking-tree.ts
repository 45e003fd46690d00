import { type Field, UNDECODED } from './field.ts';
import { type FixedRecord, Tree } from './tree.ts';

/** Place of a row that is not kept: behind all that are. */
const NOWHERE = 0x7fff_ffff;

/** Whether a field is picked: unknown until it has been asked. */
const UNKNOWN = 0;
const PICKED = 1;
const LEFT = 2;

/**
 * A tree that keeps rows of picked fields, whole records where one of their fields is picked, and all rows that are opened
 * for others: dissectors may count rows from the one that they have opened. No finding, no note, and no gap at the end.
 */
export class PickingTree extends Tree {
  readonly #picks: (field: Field) => boolean;
  /** By number of the field. */
  #known = new Uint8Array(4096);
  readonly #records = new Map<FixedRecord, boolean>();

  /** @param picks asked once a field */
  constructor(picks: (field: Field) => boolean) {
    super();
    this.#picks = picks;
  }

  override get keepsNotes(): boolean {
    return false;
  }

  override leaf(field: Field, source: number, start: number, end: number, num: number): number {
    return this.#isPicked(field) ? super.leaf(field, source, start, end, num) : NOWHERE;
  }

  override record(record: FixedRecord, source: number, bit: number): number {
    let isPicked = this.#records.get(record);
    if (isPicked === undefined) {
      isPicked = record.fields.some((field) => this.#isPicked(field));
      this.#records.set(record, isPicked);
    }
    return isPicked ? super.record(record, source, bit) : NOWHERE;
  }

  override generated(field: Field, source: number, at: number, value: number | string): number {
    return this.#isPicked(field) ? super.generated(field, source, at, value) : NOWHERE;
  }

  override finish(): void {}

  override find(): void {}

  override setNum(row: number, num: number): void {
    if (row < this.length) super.setNum(row, num);
  }

  override setText(row: number, text: string): void {
    if (row < this.length) super.setText(row, text);
  }

  override setNote(): void {}

  override field(row: number): Field {
    return row < this.length ? super.field(row) : UNDECODED;
  }

  #isPicked(field: Field): boolean {
    const { number } = field;
    if (number === undefined) return this.#picks(field);
    let known = this.#known[number];
    if (known === undefined) {
      const more = new Uint8Array(2 * number);
      more.set(this.#known);
      this.#known = more;
      known = UNKNOWN;
    }
    if (known === UNKNOWN) {
      known = this.#picks(field) ? PICKED : LEFT;
      this.#known[number] = known;
    }
    return known === PICKED;
  }
}
