import { readBits } from '../../base/bits.ts';
import type { PacketView } from '../../engine/views.ts';
import type { Difference, DifferenceRow } from '../views.ts';
import { align, BEST } from './align.ts';

const STRIDE = 4;
const START = 0;
const END = 1;
const END_ROW = 2;
const SOURCE = 3;

/**
 * Two packets field by field. Rows of one tree stand beside the rows of the other that have the same field at the same
 * place of the nesting; of several such, beside the one that says the same. Fields match by their place in the catalogue,
 * so both views must come from one session.
 *
 * A row is `changed` when its value, its bits or anything below it differ.
 *
 * @param omitted fields whose rows are left out, with all below them
 */
export function compareViews(
  left: PacketView,
  right: PacketView,
  omitted: ReadonlySet<number> = new Set(),
): Difference {
  const contents = new Contents();
  const sides = { left: new Side(left, contents, omitted), right: new Side(right, contents, omitted) };
  const rows: DifferenceRow[] = [];
  pairChildren(sides, sides.left.roots(), sides.right.roots(), 0, rows);
  return { left, right, rows };
}

interface Sides {
  readonly left: Side;
  readonly right: Side;
}

function pairChildren(
  { left, right }: Sides,
  ofLeft: readonly number[],
  ofRight: readonly number[],
  depth: number,
  out: DifferenceRow[],
): void {
  const pairs = align(ofLeft.length, ofRight.length, (a, b) => {
    const l = ofLeft[a];
    const r = ofRight[b];
    if (l === undefined || r === undefined || left.field(l) !== right.field(r)) return 0;
    if (left.content(l) === right.content(r)) return BEST;
    return left.text(l) === right.text(r) ? 2 : 1;
  });
  for (const [a, b] of pairs) {
    const l = ofLeft[a];
    const r = ofRight[b];
    if (l !== undefined && r !== undefined) {
      const kind = left.content(l) === right.content(r) ? 'same' : 'changed';
      out.push({
        depth,
        field: left.field(l),
        kind,
        left: left.text(l),
        right: right.text(r),
        leftRow: l,
        rightRow: r,
      });
      pairChildren({ left, right }, left.children(l), right.children(r), depth + 1, out);
    } else if (l !== undefined) addAlone(left, l, 'left', depth, out);
    else if (r !== undefined) addAlone(right, r, 'right', depth, out);
  }
}

/** A row that the other packet does not have, with all below it. */
function addAlone(side: Side, row: number, kind: 'left' | 'right', depth: number, out: DifferenceRow[]): void {
  const isLeft = kind === 'left';
  const text = side.text(row);
  out.push({
    depth,
    field: side.field(row),
    kind,
    left: isLeft ? text : '',
    right: isLeft ? '' : text,
    leftRow: isLeft ? row : undefined,
    rightRow: isLeft ? undefined : row,
  });
  for (const child of side.children(row)) addAlone(side, child, kind, depth + 1, out);
}

/** Numbers for contents: equal contents have equal numbers, in both trees. */
class Contents {
  readonly #numbers = new Map<string, number>();

  number(content: string): number {
    const known = this.#numbers.get(content);
    if (known !== undefined) return known;
    this.#numbers.set(content, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

/** One of the two trees. */
class Side {
  readonly #view: PacketView;
  readonly #omitted: ReadonlySet<number>;
  /** Per row: number of what it and all below it say. */
  readonly #contents: Int32Array;

  constructor(view: PacketView, contents: Contents, omitted: ReadonlySet<number>) {
    this.#view = view;
    this.#omitted = omitted;
    this.#contents = new Int32Array(view.fields.length);
    for (let row = view.fields.length - 1; row >= 0; row--) {
      const children = this.children(row);
      const below =
        children.length > 0 ? children.map((child) => this.#contents[child]).join(' ') : `bits ${this.#bits(row)}`;
      this.#contents[row] = contents.number(`${this.field(row)}\n${below}\n${this.text(row)}`);
    }
  }

  roots(): readonly number[] {
    return this.#between(0, this.#view.fields.length);
  }

  children(row: number): readonly number[] {
    return this.#between(row + 1, this.#at(row, END_ROW));
  }

  field(row: number): number {
    return this.#view.fields[row] ?? 0;
  }

  text(row: number): string {
    return this.#view.texts[row] ?? '';
  }

  content(row: number): number {
    return this.#contents[row] ?? -1;
  }

  #between(from: number, to: number): readonly number[] {
    const rows: number[] = [];
    for (let row = from; row < to; row = this.#at(row, END_ROW)) {
      if (!this.#omitted.has(this.field(row))) rows.push(row);
    }
    return rows;
  }

  #at(row: number, what: number): number {
    return this.#view.positions[row * STRIDE + what] ?? row + 1;
  }

  /** The bits of a leaf as digits: values that read alike may be written differently. */
  #bits(row: number): string {
    const bytes = this.#view.sources[this.#at(row, SOURCE)]?.bytes;
    const end = this.#at(row, END);
    if (bytes === undefined || end > bytes.length * 8) return '';
    let digits = '';
    for (let bit = this.#at(row, START); bit < end; bit += 32) {
      digits += `${readBits(bytes, bit, Math.min(32, end - bit)).toString(36)}.`;
    }
    return digits;
  }
}
