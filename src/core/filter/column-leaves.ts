import type { ColumnBlock, ColumnProgram, KeyedRow } from './column-table.ts';
import { ColumnValues } from './columns.ts';
import { grown } from './endpoint-leaf.ts';
import { evaluator } from './evaluate.ts';
import { KeptVerdicts } from './kept-verdicts.ts';
import { joinedRanges, type NumberRange, rangeFrom } from './many-elements.ts';
import type { Relation, Test } from './typed.ts';
import { NO, verdictOf, YES } from './verdict.ts';
import { andAll, compareNumbers, compareTimes, lookUp, notAll, type Order, orAll, xorAll } from './verdict-loops.ts';

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

/** Lengths below this one are remembered; the place behind them stays empty. */
const LENGTHS = 1 << 16;

/** A test of nothing but one of the lengths: each length is asked once. */
export class LengthLeaf implements ColumnProgram {
  readonly isSlow = false;
  readonly #column: 'original' | 'captured';
  readonly #holds: ((octets: number) => boolean) | undefined;
  readonly #ask: (row: KeyedRow) => number;
  readonly #kept = new Uint8Array(LENGTHS + 1);

  /** @param holds the test of a length as one of a number, where it is one */
  constructor(test: Test, column: 'original' | 'captured', holds: ((octets: number) => boolean) | undefined) {
    this.#column = column;
    this.#holds = holds;
    this.#ask = askRow(test);
  }

  fill(block: ColumnBlock, verdicts: Uint8Array): void {
    const lengths = block[this.#column];
    if (!lookUp(this.#kept, lengths, verdicts, block.length)) this.#complete(block, lengths, verdicts);
  }

  #complete({ table, from, length }: ColumnBlock, lengths: Uint32Array, verdicts: Uint8Array): void {
    const kept = this.#kept;
    const holds = this.#holds;
    for (let i = 0; i < length; i++) {
      if (verdicts[i] !== 0) continue;
      const octets = lengths[i]!;
      let known = octets < LENGTHS ? kept[octets]! : 0;
      if (known === 0) known = holds === undefined ? this.#ask(table.row(from + i)) : holds(octets) ? YES : NO;
      if (octets < LENGTHS) kept[octets] = known;
      verdicts[i] = known;
    }
  }
}

/** A test of what packets are made of: each shape is asked once. */
export class ShapeLeaf implements ColumnProgram {
  readonly isSlow = false;
  readonly #ask: (row: KeyedRow) => number;
  readonly #kept = new KeptVerdicts();

  constructor(test: Test) {
    this.#ask = askRow(test);
  }

  fill({ shapes, table, length }: ColumnBlock, verdicts: Uint8Array): void {
    this.#kept.fill(shapes, verdicts, length, (shape) => this.#ask({ ...BLANK, shape: table.shape(shape) }));
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
  tcpStream: undefined,
  udpStream: undefined,
  shape: undefined,
  shapeNumber: 0,
  flowKey: -1,
};

/** A test of shapes, addresses and ports: each flow in each shape is asked once. */
export class FlowLeaf implements ColumnProgram {
  /** Rows of flows that do not tell are asked one by one. */
  readonly isSlow = true;
  readonly #ask: (row: KeyedRow) => number;
  #kept: (Uint8Array | undefined)[] = [];
  /** As the table says, when the first was kept. */
  #reopened = 0;

  constructor(test: Test) {
    this.#ask = askRow(test);
  }

  fill(block: ColumnBlock, verdicts: Uint8Array, settled?: Uint8Array, decisive?: number): void {
    const { table, shapes, flows, from, length } = block;
    if (this.#reopened !== table.reopened) {
      this.#reopened = table.reopened;
      this.#kept = [];
    }
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

/** Packet numbers or times against one literal. */
export class OrderLeaf implements ColumnProgram {
  readonly isSlow = false;
  /** Seconds and nanoseconds, or the number of a packet. */
  readonly #wanted: number;
  readonly #nanos: number | undefined;
  readonly #order: Order;

  /** @param nanos undefined for packet numbers */
  constructor(relation: Exclude<Relation, 'contains'>, wanted: number, nanos: number | undefined) {
    this.#wanted = wanted;
    this.#nanos = nanos;
    this.#order = {
      below: relation === '<' || relation === '<=' || relation === '!=' ? YES : NO,
      same: relation === '<=' || relation === '==' || relation === '>=' ? YES : NO,
      above: relation === '>' || relation === '>=' || relation === '!=' ? YES : NO,
    };
  }

  fill(block: ColumnBlock, verdicts: Uint8Array): void {
    const { length } = block;
    if (this.#nanos === undefined) compareNumbers(block.from + 1, this.#wanted, this.#order, verdicts, length);
    else compareTimes(block.seconds, block.nanos, this.#wanted, this.#nanos, this.#order, verdicts, length);
  }
}

/** Packet numbers in any of some ranges: however many there are, a block of rows meets few of them. */
export class NumbersLeaf implements ColumnProgram {
  readonly isSlow = false;
  readonly #ranges: readonly (readonly [first: number, last: number])[];

  /** @param ranges plain numbers */
  constructor(ranges: readonly NumberRange[]) {
    this.#ranges = joinedRanges(ranges).map(([first, last]) => [Number(first), Number(last)]);
  }

  fill({ from, length }: ColumnBlock, verdicts: Uint8Array): void {
    verdicts.fill(NO, 0, length);
    const begin = from + 1;
    for (let at = rangeFrom(this.#ranges, begin); at < this.#ranges.length; at++) {
      const [first, last] = this.#ranges[at]!;
      if (first >= begin + length) return;
      verdicts.fill(YES, Math.max(0, first - begin), Math.min(length, last + 1 - begin));
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
      if (this.#decisive === NO) andAll(verdicts, more, block.length);
      else orAll(verdicts, more, block.length);
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
      xorAll(verdicts, more, block.length);
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
    notAll(verdicts, block.length);
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
