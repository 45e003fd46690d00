import { readBits } from '../base/bits.ts';
import type { Field } from './field.ts';
import { GENERIC, type Rule, type Severity } from './rule.ts';
import type { Tree } from './tree.ts';

const NOTHING = new Uint8Array(0);

/**
 * A reading position in one source, with the bit where reading must stop. What is read becomes rows of the tree.
 *
 * A read that does not fit makes a finding and sets `failed`; from then on reads give zeros and make no rows, so that a
 * dissector needs to look at `failed` only where it would act on a value. Whoever set the limit calls `recover`.
 */
export class Cursor {
  readonly tree: Tree;
  readonly source: number;
  readonly bytes: Uint8Array;
  /** Next bit to read. */
  bit: number;
  /** Reading stops before this bit. */
  end: number;
  failed = false;
  /** Bit behind which octets are missing though the source goes on (a quoted packet, a lone fragment); -1 when there is none. */
  cutAt = -1;

  constructor(tree: Tree, source: number, bit = 0, end: number = tree.sources[source]!.bytes.length * 8) {
    this.tree = tree;
    this.source = source;
    this.bytes = tree.sources[source]!.bytes;
    this.bit = bit;
    this.end = end;
  }

  /** Bits left before the end; 0 after a failure. */
  get left(): number {
    return this.failed ? 0 : this.end - this.bit;
  }

  /** Whole octets left before the end. */
  get octetsLeft(): number {
    return this.left >>> 3;
  }

  /** Octet position; meaningful on an octet boundary only. */
  get at(): number {
    return this.bit >>> 3;
  }

  /** The next `width` bits (`skip` bits further on) without reading them; undefined when they are not there. */
  peek(width: number, skip = 0): number | undefined {
    return this.left >= width + skip ? readBits(this.bytes, this.bit + skip, width) : undefined;
  }

  /** Octets left before the end, as a view. */
  rest(): Uint8Array {
    return this.failed ? NOTHING : this.bytes.subarray(this.bit >>> 3, this.end >>> 3);
  }

  /** Reads an unsigned integer of `width` bits as a leaf. */
  uint(field: Field, width: number): number {
    if (!this.need(field, width)) return 0;
    const value = readBits(this.bytes, this.bit, width);
    this.tree.leaf(field, this.source, this.bit, this.bit + width, value);
    this.bit += width;
    return value;
  }

  /** Reads an unsigned integer of `octets` octets, least significant octet first, as a leaf. */
  uintLittleEndian(field: Field, octets: number): number {
    if (!this.need(field, octets * 8)) return 0;
    let value = 0;
    for (let i = octets - 1; i >= 0; i--) value = value * 256 + this.bytes[this.at + i]!;
    this.tree.leaf(field, this.source, this.bit, this.bit + octets * 8, value);
    this.bit += octets * 8;
    return value;
  }

  /** Reads octets as one leaf of any octet type (`bytes`, `text`, `ipv4`, `ether` ...) and gives them as a view. */
  octets(field: Field, octets: number): Uint8Array {
    if (!this.need(field, octets * 8)) return NOTHING;
    const view = this.bytes.subarray(this.at, this.at + octets);
    this.tree.leaf(field, this.source, this.bit, this.bit + octets * 8, Number.NaN);
    this.bit += octets * 8;
    return view;
  }

  /** Reads octets as a text leaf whose text is not their UTF-8 form (a name for a number, an unescaped string). */
  textAs(field: Field, octets: number, text: string): void {
    if (!this.need(field, octets * 8)) return;
    const row = this.tree.leaf(field, this.source, this.bit, this.bit + octets * 8, Number.NaN);
    this.tree.setText(row, text);
    this.bit += octets * 8;
  }

  /** Opens a row at the reading position. */
  open(field: Field): number {
    return this.tree.open(field, this.source, this.bit);
  }

  /** Closes a row at the reading position. */
  close(row: number): void {
    this.tree.close(row, this.bit);
  }

  /** A generated row at the reading position. */
  generated(field: Field, value: number | string): number {
    return this.tree.generated(field, this.source, this.bit, value);
  }

  /**
   * Narrows the end to `octets` octets from here for the content of a length field; gives the outer end, to be put back
   * with `leave`. A window that does not fit is cut to what there is, with a finding.
   */
  enter(field: Field, octets: number): number {
    const outer = this.end;
    if (this.failed) return outer;
    const wanted = this.bit + octets * 8;
    if (wanted > outer) this.#tooShort(field, octets * 8);
    else this.end = wanted;
    return outer;
  }

  /** Ends a window: the rest of it stays undecoded, a failure inside it is over, and reading goes on behind it. */
  leave(outer: number): void {
    this.bit = this.end;
    this.end = outer;
    this.failed = false;
  }

  /** Ends a failure: reading goes on at the end of what was left. */
  recover(): void {
    if (!this.failed) return;
    this.bit = this.end;
    this.failed = false;
  }

  /** True when `width` bits are left; else a finding, and the cursor has failed. */
  need(field: Field, width: number): boolean {
    if (this.failed) return false;
    if (this.bit + width <= this.end) return true;
    this.#tooShort(field, width);
    this.failed = true;
    return false;
  }

  /** A finding about bits of this source. */
  find(rule: Rule, message: string, start: number, end: number, severity: Severity = rule.severity): void {
    this.tree.find(rule, message, this.source, start, end, severity);
  }

  #tooShort(field: Field, width: number): void {
    const { cut, bytes } = this.tree.sources[this.source]!;
    const there = this.end - this.bit;
    const counts = `${field.label} needs ${size(width)}, ${size(there)} ${there === 1 || there === 8 ? 'is' : 'are'} left`;
    if (cut && this.end === bytes.length * 8)
      this.find(GENERIC['X-CUT'], `${counts}: the capture cut the packet off`, this.bit, this.end);
    else if (this.end === this.cutAt)
      this.find(GENERIC['X-CUT'], `${counts}: the rest of the packet is not here`, this.bit, this.end);
    else this.find(GENERIC['X-SHORT'], counts, this.bit, this.end);
  }
}

function size(bits: number): string {
  const [count, unit] = bits % 8 === 0 ? [bits / 8, 'octet'] : [bits, 'bit'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
