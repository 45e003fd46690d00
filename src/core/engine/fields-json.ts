import { type JsonPiece, type JsonText, jsonPiece, SIGN } from '../base/json-text.ts';
import type { Field, FieldType } from '../codec/field.ts';
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
  /** By number of the declaration. */
  readonly #slots: (Slots | undefined)[] = [];
  /** Of fields that are not declared. */
  readonly #otherSlots = new Map<Field, Slots>();
  readonly #numbers = new Map<string, number>();
  /** `"name":[` of each name. */
  readonly #heads: JsonPiece[] = [];
  /** First and last entry of each name in the packet; -1 for names that it has not. */
  #first = new Int32Array(256).fill(-1);
  #last = new Int32Array(256);
  /** Names of the packet, in order. */
  #used = new Int32Array(256);
  #usedCount = 0;
  /** Entries: a row, and the next entry with the same name. */
  #rows = new Int32Array(256);
  #next = new Int32Array(256);

  /** Writes the members of an object, without its braces. */
  write(out: JsonText, tree: Tree): void {
    this.#collect(tree);
    const used = this.#used;
    for (let i = 0; i < this.#usedCount; i++) {
      const slot = used[i]!;
      if (i > 0) out.sign(SIGN.comma);
      out.piece(this.#heads[slot]!);
      const first = this.#first[slot]!;
      writeValue(out, tree, this.#rows[first]!);
      for (let entry = this.#next[first]!; entry >= 0; entry = this.#next[entry]!) {
        out.sign(SIGN.comma);
        writeValue(out, tree, this.#rows[entry]!);
      }
      out.sign(SIGN.close);
      this.#first[slot] = -1;
    }
    this.#usedCount = 0;
  }

  /** Lists the rows of each name. */
  #collect(tree: Tree): void {
    const { sources } = tree;
    const mayBeAlternative = sources.length > 1;
    let entries = 0;
    for (let row = 0; row < tree.length; row++) {
      const field = tree.field(row);
      if (!hasValue(tree, row, field.type)) continue;
      if (mayBeAlternative && sources[tree.source(row)]!.alternative === true) continue;
      const slots = this.#slotsOf(field);
      if (entries + slots.length > this.#rows.length) this.#growEntries();
      for (let i = 0; i < slots.length; i++) {
        const slot = slots[i]!;
        const entry = entries++;
        this.#rows[entry] = row;
        this.#next[entry] = -1;
        if (this.#first[slot] === -1) {
          this.#first[slot] = entry;
          this.#used[this.#usedCount++] = slot;
        } else this.#next[this.#last[slot]!] = entry;
        this.#last[slot] = entry;
      }
    }
  }

  #slotsOf(field: Field): Slots {
    const { number } = field;
    return (number === undefined ? this.#otherSlots.get(field) : this.#slots[number]) ?? this.#newSlots(field);
  }

  #newSlots(field: Field): Slots {
    const slots = [field.filter, ...(field.also ?? [])].map((name) => this.#slot(name));
    const { number } = field;
    if (number === undefined) this.#otherSlots.set(field, slots);
    else {
      // An array without holes is read faster.
      while (this.#slots.length <= number) this.#slots.push(undefined);
      this.#slots[number] = slots;
    }
    return slots;
  }

  #slot(name: string): number {
    let slot = this.#numbers.get(name);
    if (slot === undefined) {
      slot = this.#heads.push(jsonPiece(`"${name}":[`)) - 1;
      this.#numbers.set(name, slot);
      if (slot === this.#first.length) this.#growSlots();
    }
    return slot;
  }

  #growSlots(): void {
    const size = this.#first.length;
    this.#first = grown(this.#first).fill(-1, size);
    this.#last = grown(this.#last);
    this.#used = grown(this.#used);
  }

  #growEntries(): void {
    this.#rows = grown(this.#rows);
    this.#next = grown(this.#next);
  }
}

function grown(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const out = new Int32Array(column.length * 2);
  out.set(column);
  return out;
}

/** True for rows of which `rowValue` gives something. */
function hasValue(tree: Tree, row: number, type: FieldType): boolean {
  switch (type) {
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

/** The value of a row as `rowValue` gives it, without making a string of numbers, octets and plain texts. */
export function writeValue(out: JsonText, tree: Tree, row: number): void {
  if (tree.text(row) === undefined && writeOwn(out, tree, row, tree.field(row).type)) return;
  const value = rowValue(tree, row);
  if (typeof value === 'number') out.number(value);
  else if (typeof value === 'string') out.string(value);
  else out.ascii('null');
}

/** The number or the octets of a row without a text; false, and nothing written, where it takes a string. */
function writeOwn(out: JsonText, tree: Tree, row: number, type: FieldType): boolean {
  switch (type) {
    case 'uint':
    case 'bool':
    case 'time':
    case 'seconds':
    case 'frame': {
      const num = tree.num(row);
      if (Number.isNaN(num)) return false;
      out.number(num);
      return true;
    }
    case 'bytes':
    case 'undecoded':
    case 'ether': {
      const start = tree.startOctet(row);
      const end = tree.endOctet(row);
      if (type === 'ether') out.hex(tree.sourceBytes(row), start, Math.min(end, start + 6), COLON);
      else out.hex(tree.sourceBytes(row), start, end);
      return true;
    }
    case 'ipv4': {
      const start = tree.startOctet(row);
      if (tree.endOctet(row) - start < 4) return false;
      out.ipv4(tree.sourceBytes(row), start);
      return true;
    }
    case 'text':
      return out.plain(tree.sourceBytes(row), tree.startOctet(row), tree.endOctet(row));
    default:
      return false;
  }
}
