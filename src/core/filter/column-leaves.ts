import type { ColumnBlock, ColumnProgram, KeyedRow } from './column-table.ts';
import { ColumnValues } from './columns.ts';
import { grown } from './endpoint-leaf.ts';
import { evaluator } from './evaluate.ts';
import type { Relation, Test } from './typed.ts';
import { NO, opposite, UNKNOWN, verdictOf, YES } from './verdict.ts';

/** Says of one row by its values what a test says: a microsecond or more. */
export function askRow(test: Test): (row: KeyedRow) => number {
  const values = new ColumnValues();
  const ask = evaluator(test);
  return (row) => {
    values.load(row);
    return verdictOf(ask(values));
  };
}

/** Any test at all, row by row. */
export class RowLeaf implements ColumnProgram {
  readonly isSlow = true;
  readonly #ask: (row: KeyedRow) => number;

  constructor(test: Test) {
    this.#ask = askRow(test);
  }

  fill({ table, from, length }: ColumnBlock, verdicts: Uint8Array, settled?: Uint8Array, decisive?: number): void {
    for (let i = 0; i < length; i++) {
      if (settled !== undefined && settled[i] === decisive) verdicts[i] = settled[i]!;
      else verdicts[i] = this.#ask(table.row(from + i));
    }
  }
}

/** Says the same of every row. */
export class ConstantLeaf implements ColumnProgram {
  readonly isSlow = false;
  readonly #verdict: number;

  constructor(verdict: number) {
    this.#verdict = verdict;
  }

  fill({ length }: ColumnBlock, verdicts: Uint8Array): void {
    verdicts.fill(this.#verdict, 0, length);
  }
}

/** Lengths up to this one are remembered. */
const LENGTHS = 1 << 16;

/** A test of nothing but one of the lengths: each length is asked once. */
export class LengthLeaf implements ColumnProgram {
  readonly isSlow = false;
  readonly #column: 'original' | 'captured';
  readonly #ask: (row: KeyedRow) => number;
  readonly #kept = new Uint8Array(LENGTHS);

  constructor(test: Test, column: 'original' | 'captured') {
    this.#column = column;
    this.#ask = askRow(test);
  }

  fill(block: ColumnBlock, verdicts: Uint8Array): void {
    const lengths = block[this.#column];
    const kept = this.#kept;
    for (let i = 0; i < block.length; i++) {
      const octets = lengths[i]!;
      let known = octets < LENGTHS ? kept[octets]! : 0;
      if (known === 0) {
        known = this.#ask(block.table.row(block.from + i));
        if (octets < LENGTHS) kept[octets] = known;
      }
      verdicts[i] = known;
    }
  }
}

/** A test of what packets are made of: each shape is asked once. */
export class ShapeLeaf implements ColumnProgram {
  readonly isSlow = false;
  readonly #ask: (row: KeyedRow) => number;
  readonly #kept = new Uint8Array(1 << 16);

  constructor(test: Test) {
    this.#ask = askRow(test);
  }

  fill({ table, shapes, length }: ColumnBlock, verdicts: Uint8Array): void {
    const kept = this.#kept;
    for (let i = 0; i < length; i++) {
      const shape = shapes[i]!;
      let known = kept[shape]!;
      if (known === 0) {
        known = this.#ask({ ...BLANK, shape: table.shape(shape) });
        kept[shape] = known;
      }
      verdicts[i] = known;
    }
  }
}

/** A row that is nothing but its shape: what it lacks must not be asked for. */
const BLANK: KeyedRow = {
  number: 0,
  seconds: 0,
  nanos: 0,
  captured: 0,
  original: 0,
  protocol: '',
  source: undefined,
  destination: undefined,
  sourcePort: undefined,
  destinationPort: undefined,
  shape: undefined,
  shapeNumber: 0,
  flowKey: -1,
};

/** A test of shapes, addresses and ports: each flow in each shape is asked once. */
export class FlowLeaf implements ColumnProgram {
  /** Rows of flows that do not tell are asked one by one. */
  readonly isSlow = true;
  readonly #ask: (row: KeyedRow) => number;
  readonly #kept: (Uint8Array | undefined)[] = [];

  constructor(test: Test) {
    this.#ask = askRow(test);
  }

  fill(block: ColumnBlock, verdicts: Uint8Array, settled?: Uint8Array, decisive?: number): void {
    const { table, shapes, flows, from, length } = block;
    for (let i = 0; i < length; i++) {
      if (settled !== undefined && settled[i] === decisive) {
        verdicts[i] = settled[i]!;
        continue;
      }
      const shape = shapes[i]!;
      const flow = flows[i]!;
      let kept = this.#kept[shape];
      if (kept === undefined || kept.length <= flow)
        kept = this.#kept[shape] = grown(kept ?? new Uint8Array(0), table.flowCount);
      let known = kept[flow]!;
      if (known === 0) {
        const row = table.row(from + i);
        known = this.#ask(row);
        if (row.flowKey >= 0) kept[flow] = known;
      }
      verdicts[i] = known;
    }
  }
}

const NANOS = 1e9;

/** Packet numbers or times against one literal. */
export class OrderLeaf implements ColumnProgram {
  readonly isSlow = false;
  /** Seconds and nanoseconds, or the number of a packet. */
  readonly #wanted: number;
  readonly #nanos: number | undefined;
  readonly #below: number;
  readonly #same: number;
  readonly #above: number;

  /** @param nanos undefined for packet numbers */
  constructor(relation: Exclude<Relation, 'contains'>, wanted: number, nanos: number | undefined) {
    this.#wanted = wanted;
    this.#nanos = nanos;
    this.#below = relation === '<' || relation === '<=' || relation === '!=' ? YES : NO;
    this.#same = relation === '<=' || relation === '==' || relation === '>=' ? YES : NO;
    this.#above = relation === '>' || relation === '>=' || relation === '!=' ? YES : NO;
  }

  fill(block: ColumnBlock, verdicts: Uint8Array): void {
    const below = this.#below;
    const same = this.#same;
    const above = this.#above;
    const wanted = this.#wanted;
    const part = this.#nanos;
    const { from, length, seconds, nanos } = block;
    if (part === undefined) {
      for (let i = 0; i < length; i++) {
        const number = from + i + 1;
        verdicts[i] = number < wanted ? below : number > wanted ? above : same;
      }
      return;
    }
    for (let i = 0; i < length; i++) {
      // A file may say more nanoseconds than a second has.
      const more = nanos[i]!;
      const over = more < NANOS ? 0 : Math.floor(more / NANOS);
      const difference = Math.trunc(seconds[i]!) + over - wanted || more - over * NANOS - part;
      verdicts[i] = difference < 0 ? below : difference > 0 ? above : same;
    }
  }
}

/** "And" or "or" of several parts. */
export class JoinLeaf implements ColumnProgram {
  readonly isSlow: boolean;
  readonly #parts: readonly ColumnProgram[];
  readonly #decisive: number;
  readonly #scratch = new Scratch();

  constructor(parts: readonly ColumnProgram[], decisive: typeof NO | typeof YES) {
    // Those that cost little first: the others are asked only where these do not decide.
    this.#parts = [...parts.filter(({ isSlow }) => !isSlow), ...parts.filter(({ isSlow }) => isSlow)];
    this.#decisive = decisive;
    this.isSlow = parts.some(({ isSlow }) => isSlow);
  }

  fill(block: ColumnBlock, verdicts: Uint8Array, settled?: Uint8Array, decisive?: number): void {
    const [first, ...rest] = this.#parts;
    first?.fill(block, verdicts, settled, decisive);
    for (const part of rest) {
      const more = this.#scratch.of(block.length);
      part.fill(block, more, verdicts, this.#decisive);
      if (this.#decisive === NO) {
        for (let i = 0; i < block.length; i++) verdicts[i]! &= more[i]!;
      } else {
        for (let i = 0; i < block.length; i++) verdicts[i]! |= more[i]!;
      }
    }
  }
}

export class XorLeaf implements ColumnProgram {
  readonly isSlow: boolean;
  readonly #parts: readonly ColumnProgram[];
  readonly #scratch = new Scratch();

  constructor(parts: readonly ColumnProgram[]) {
    this.#parts = parts;
    this.isSlow = parts.some(({ isSlow }) => isSlow);
  }

  fill(block: ColumnBlock, verdicts: Uint8Array): void {
    verdicts.fill(NO, 0, block.length);
    for (const part of this.#parts) {
      const more = this.#scratch.of(block.length);
      part.fill(block, more);
      for (let i = 0; i < block.length; i++) {
        const isUnknown = verdicts[i] === UNKNOWN || more[i] === UNKNOWN;
        verdicts[i] = isUnknown ? UNKNOWN : verdicts[i] === more[i] ? NO : YES;
      }
    }
  }
}

export class NotLeaf implements ColumnProgram {
  readonly isSlow: boolean;
  readonly #of: ColumnProgram;

  constructor(of: ColumnProgram) {
    this.#of = of;
    this.isSlow = of.isSlow;
  }

  fill(block: ColumnBlock, verdicts: Uint8Array): void {
    this.#of.fill(block, verdicts);
    for (let i = 0; i < block.length; i++) verdicts[i] = opposite(verdicts[i]!);
  }
}

/** Room for the verdicts of one part. */
class Scratch {
  #room = new Uint8Array(0);

  of(length: number): Uint8Array {
    if (this.#room.length < length) this.#room = new Uint8Array(length);
    return this.#room;
  }
}
