import { CHUNK, Column, RowCount } from '../base/column.ts';
import { type CaptureState, type Learner, Summary } from './summary.ts';

/** Octets put aside in all; beyond them what waits is learned at once, and the place is used again. */
const MOST_OCTETS = 32 * 1024 * 1024;
const BLOCK = 1024 * 1024;
const LONG = 512;

/**
 * Messages whose learning can wait: what they tell of each other changes no column, and takes longer than all the rest of
 * pass 1. Pass 1 puts their octets aside; `step` hands them to their learners, in capture order, when there is time.
 */
export class LearningLog {
  readonly #learners: Learner[] = [];
  readonly #count = new RowCount();
  readonly #row: Summary;
  #columns = newColumns(this.#count);
  /** The chunks that are being filled: `Column.append` writes numbers of any width, and took a thirtieth of pass 1 for it. */
  #now: ReturnType<typeof extended> | undefined;
  /** Message that was put aside last, as it lay there. */
  #last = { frame: -1, start: 0, end: 0 };
  #blocks: Uint8Array[] = [];
  /** Octets used of the last block. */
  #used = BLOCK;
  #held = 0;
  #next = 0;
  #isClosed = false;

  constructor(state: CaptureState) {
    this.#row = new Summary(state);
  }

  /** Messages that wait. */
  get length(): number {
    return this.#count.rows - this.#next;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Forgets what waits, and takes no more: nobody will ask. */
  close(): void {
    this.#isClosed = true;
    this.#clear();
  }

  add(learner: Learner, bytes: Uint8Array, start: number, end: number, row: Summary): void {
    if (this.#isClosed) return;
    const size = end - start;
    if (this.#held + size > MOST_OCTETS) this.step(Number.POSITIVE_INFINITY);
    if (size > MOST_OCTETS) {
      learner(bytes, start, end, row);
      return;
    }
    let kind = this.#learners.indexOf(learner);
    if (kind < 0) kind = this.#learners.push(learner) - 1;
    const at = this.#isLast(bytes, start, end, row.frame) ? this.#used - size : this.#copy(bytes, start, end);
    const index = this.#count.rows % CHUNK;
    if (index === 0) this.#now = extended(this.#columns);
    const now = this.#now!;
    now.block[index] = this.#blocks.length - 1;
    now.at[index] = at;
    now.size[index] = size;
    now.kind[index] = row.cut ? kind + CUT : kind;
    now.frame[index] = row.frame;
    now.seconds[index] = row.seconds;
    now.source[index] = row.source;
    now.destination[index] = row.destination;
    this.#count.rows++;
    const last = this.#last;
    last.frame = row.frame;
    last.start = start;
    last.end = end;
  }

  /** Copies octets behind those that are there. @returns where in the last block */
  #copy(bytes: Uint8Array, start: number, end: number): number {
    const size = end - start;
    const at = this.#place(size);
    const block = this.#blocks[this.#blocks.length - 1]!;
    // For the hundred octets of a push a loop is faster than a view and `set`.
    if (size > LONG) block.set(bytes.subarray(start, end), at);
    else for (let i = 0; i < size; i++) block[at + i] = bytes[start + i]!;
    return at;
  }

  /** True when these octets were put aside last: a push is learned as what it is, and as what somebody may have submitted. */
  #isLast(bytes: Uint8Array, start: number, end: number, frame: number): boolean {
    const last = this.#last;
    if (last.frame !== frame || last.start !== start || last.end !== end || this.#count.rows === 0) return false;
    // Buffers are used again within a packet, so the octets say it.
    const block = this.#blocks[this.#blocks.length - 1]!;
    const at = this.#used - (end - start);
    for (let i = start; i < end; i++) if (block[at + i - start] !== bytes[i]) return false;
    return true;
  }

  /** Learns up to `most` messages. @returns false when none is left */
  step(most: number): boolean {
    const { block, at, size, kind, frame, seconds, source, destination } = this.#columns;
    const row = this.#row;
    for (let left = most; left > 0 && this.#next < this.#count.rows; left--) {
      const i = this.#next++;
      const said = kind.get(i);
      row.begin(frame.get(i), seconds.get(i), 0, said >= CUT);
      row.source = source.get(i);
      row.destination = destination.get(i);
      const from = at.get(i);
      this.#learners[said % CUT]!(this.#blocks[block.get(i)]!, from, from + size.get(i), row);
    }
    if (this.length > 0) return true;
    if (this.#count.rows > 0) this.#clear();
    return false;
  }

  #clear(): void {
    this.#count.rows = 0;
    this.#columns = newColumns(this.#count);
    this.#now = undefined;
    this.#blocks = [];
    this.#used = BLOCK;
    this.#held = 0;
    this.#next = 0;
  }

  /** Finds room for `size` octets in the last block. @returns where it begins */
  #place(size: number): number {
    this.#held += size;
    if (this.#used + size > (this.#blocks.at(-1)?.length ?? 0)) {
      this.#blocks.push(new Uint8Array(Math.max(BLOCK, size)));
      this.#used = 0;
    }
    const at = this.#used;
    this.#used += size;
    return at;
  }
}

/** Added to the number of the learner for a packet that the capture cut off. */
const CUT = 0x8000;

function newColumns(count: RowCount) {
  return {
    block: new Column(Uint16Array, count),
    at: new Column(Uint32Array, count),
    size: new Column(Uint32Array, count),
    kind: new Column(Uint16Array, count),
    frame: new Column(Uint32Array, count),
    seconds: new Column(Float64Array, count),
    source: new Column(Uint32Array, count),
    destination: new Column(Uint32Array, count),
  };
}

function extended({ block, at, size, kind, frame, seconds, source, destination }: ReturnType<typeof newColumns>) {
  return {
    block: block.extend(),
    at: at.extend(),
    size: size.extend(),
    kind: kind.extend(),
    frame: frame.extend(),
    seconds: seconds.extend(),
    source: source.extend(),
    destination: destination.extend(),
  };
}
