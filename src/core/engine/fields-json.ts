import { toUtf8 } from '../base/bytes.ts';
import type { JsonText } from '../base/json-text.ts';
import { SIGN } from '../base/json-text.ts';
import type { Field } from '../codec/field.ts';
import type { Tree } from '../codec/tree.ts';
import { rowValue } from '../codec/value.ts';

/** Places of a field's names among all names that were met. */
type Slots = readonly number[];

const COLON = 0x3a;

/**
 * The values of a packet's rows by filter name, names and values in the order of the rows. One object serves all packets
 * of an output: it knows the names by number, so that a packet costs no map.
 */
export class FieldsJson {
  readonly #slots = new Map<Field, Slots>();
  readonly #numbers = new Map<string, number>();
  /** `"name":[` of each name. */
  readonly #heads: Uint8Array[] = [];
  /** First and last entry of each name in the packet; -1 for names that it has not. */
  readonly #first: number[] = [];
  readonly #last: number[] = [];
  /** Names of the packet, in order. */
  readonly #used: number[] = [];
  /** Entries: a row, and the next entry with the same name. */
  #rows = new Int32Array(256);
  #next = new Int32Array(256);

  /** Writes the members of an object, without its braces. */
  write(out: JsonText, tree: Tree): void {
    this.#collect(tree);
    const used = this.#used;
    for (let i = 0; i < used.length; i++) {
      const slot = used[i]!;
      if (i > 0) out.sign(SIGN.comma);
      out.raw(this.#heads[slot]!);
      const first = this.#first[slot]!;
      for (let entry = first; entry >= 0; entry = this.#next[entry]!) {
        if (entry !== first) out.sign(SIGN.comma);
        writeValue(out, tree, this.#rows[entry]!);
      }
      out.sign(SIGN.close);
      this.#first[slot] = -1;
    }
    used.length = 0;
  }

  /** Lists the rows of each name. */
  #collect(tree: Tree): void {
    let entries = 0;
    for (let row = 0; row < tree.length; row++) {
      if (!hasValue(tree, row) || tree.sources[tree.source(row)]?.alternative === true) continue;
      const slots = this.#slotsOf(tree.field(row));
      if (entries + slots.length > this.#rows.length) this.#grow();
      for (let i = 0; i < slots.length; i++) {
        const slot = slots[i]!;
        const entry = entries++;
        this.#rows[entry] = row;
        this.#next[entry] = -1;
        if (this.#first[slot] === -1) {
          this.#first[slot] = entry;
          this.#used.push(slot);
        } else this.#next[this.#last[slot]!] = entry;
        this.#last[slot] = entry;
      }
    }
  }

  #slotsOf(field: Field): Slots {
    let slots = this.#slots.get(field);
    if (slots === undefined) {
      slots = [field.filter, ...(field.also ?? [])].map((name) => this.#slot(name));
      this.#slots.set(field, slots);
    }
    return slots;
  }

  #slot(name: string): number {
    let slot = this.#numbers.get(name);
    if (slot === undefined) {
      slot = this.#heads.push(toUtf8(`"${name}":[`)) - 1;
      this.#numbers.set(name, slot);
      this.#first.push(-1);
      this.#last.push(-1);
    }
    return slot;
  }

  #grow(): void {
    const rows = new Int32Array(this.#rows.length * 2);
    rows.set(this.#rows);
    this.#rows = rows;
    const next = new Int32Array(rows.length);
    next.set(this.#next);
    this.#next = next;
  }
}

/** True for rows of which `rowValue` gives something. */
function hasValue(tree: Tree, row: number): boolean {
  switch (tree.field(row).type) {
    case 'protocol':
      return false;
    case 'group':
      return tree.text(row) !== undefined;
    case 'uint':
    case 'bool':
    case 'time':
    case 'seconds':
    case 'frame':
      return !Number.isNaN(tree.num(row)) || tree.text(row) !== undefined || tree.isLeaf(row);
    default:
      return true;
  }
}

/** The value of a row as `rowValue` gives it, without making a string of numbers and octets. */
export function writeValue(out: JsonText, tree: Tree, row: number): void {
  const { type } = tree.field(row);
  const text = tree.text(row);
  if (text === undefined) {
    const num = tree.num(row);
    if (!Number.isNaN(num) && isNumeric(type)) {
      out.number(num);
      return;
    }
    if (type === 'bytes' || type === 'undecoded' || type === 'ether') {
      const { bytes } = tree.sources[tree.source(row)]!;
      const start = tree.start(row) >>> 3;
      const end = Math.min(bytes.length, (tree.end(row) + 7) >>> 3);
      out.hex(bytes, start, type === 'ether' ? Math.min(end, start + 6) : end, type === 'ether' ? COLON : 0);
      return;
    }
  }
  const value = rowValue(tree, row);
  if (typeof value === 'number') out.number(value);
  else if (typeof value === 'string') out.string(value);
  else out.ascii('null');
}

function isNumeric(type: Field['type']): boolean {
  return type === 'uint' || type === 'bool' || type === 'time' || type === 'seconds' || type === 'frame';
}
