import { type CaptureState, type Learner, Summary } from './summary.ts';

/** Octets held in all; beyond them what waits longest is learned, one message for another, so that nobody waits for many. */
const MOST_OCTETS = 32 * 1024 * 1024;
const BLOCK = 1024 * 1024;
const LONG = 512;
/** Octets of an entry besides those of its message, at most: eight numbers of 5 octets, and the time. */
const MOST_HEAD = 48;

/** Bits of the first number of an entry, below the number of the learner. */
const IS_CUT = 1;
/** The octets are some of those that the entry before has brought, or the one which that refers to. */
const IS_PART = 2;
/** The time is another one than that of the entry before. */
const HAS_TIME = 4;
const FLAG_BITS = 3;

interface Block {
  readonly octets: Uint8Array;
  /** Octets used. */
  size: number;
}

/** What an entry is told from: the one before. */
class Before {
  frame = 0;
  seconds = 0;
  /** Place in the block of octets that were brought last, and how many. */
  at = 0;
  size = 0;
}

/**
 * Messages whose learning can wait: what they tell of each other changes no column, and takes longer than all the rest of
 * pass 1. Pass 1 puts their octets aside; `step` hands them to their learners, in capture order, when there is time.
 *
 * Entries lie one behind the other in blocks: numbers of 7 bits an octet, the lowest first, then the octets. A message that is learned in
 * several ways, or whose content is learned too, is kept once.
 */
export class LearningLog {
  readonly #learners: Learner[] = [];
  readonly #row: Summary;
  /** The first is read, the last is written; what has been learned goes. */
  #blocks: Block[] = [];
  #held = 0;
  #length = 0;
  readonly #written = new Before();
  /** Where the octets that were brought last began in the window they came from, and of which packet they are. */
  #source = { frame: -1, start: 0 };
  /** Octet of the first block that is read next. */
  #at = 0;
  readonly #read = new Before();
  readonly #time = new Float64Array(1);
  readonly #timeOctets = new Uint8Array(this.#time.buffer);
  #isClosed = false;

  constructor(state: CaptureState) {
    this.#row = new Summary(state);
  }

  /** Messages that wait. */
  get length(): number {
    return this.#length;
  }

  /** Octets held for them. */
  get held(): number {
    return this.#held;
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
    while (this.#length > 0 && this.#held + size + MOST_HEAD > MOST_OCTETS) this.step(1);
    if (size + MOST_HEAD > MOST_OCTETS) {
      learner(bytes, start, end, row);
      return;
    }
    let kind = this.#learners.indexOf(learner);
    if (kind < 0) kind = this.#learners.push(learner) - 1;
    const block = this.#room(size + MOST_HEAD);
    const { octets } = block;
    const from = block.size;
    const before = this.#written;
    const offset = this.#partOf(octets, bytes, start, end, row.frame);
    const isSame = row.seconds === before.seconds;
    const flags = (row.cut ? IS_CUT : 0) | (offset < 0 ? 0 : IS_PART) | (isSame ? 0 : HAS_TIME);
    let at = put(octets, from, (kind << FLAG_BITS) | flags);
    at = put(octets, at, zigzag(row.frame - before.frame));
    at = put(octets, at, row.source);
    at = put(octets, at, row.destination);
    at = put(octets, at, size);
    if (!isSame) {
      this.#time[0] = row.seconds;
      octets.set(this.#timeOctets, at);
      at += 8;
    }
    if (offset >= 0) at = put(octets, at, offset);
    else {
      // For the hundred octets of a push a loop is faster than a view and `set`.
      if (size > LONG) octets.set(bytes.subarray(start, end), at);
      else for (let i = 0; i < size; i++) octets[at + i] = bytes[start + i]!;
      before.at = at;
      before.size = size;
      this.#source.frame = row.frame;
      this.#source.start = start;
      at += size;
    }
    before.frame = row.frame;
    before.seconds = row.seconds;
    block.size = at;
    this.#held += at - from;
    this.#length++;
  }

  /** Learns up to `most` messages. @returns false when none is left */
  step(most: number): boolean {
    const before = this.#read;
    for (let left = most; left > 0 && this.#length > 0; left--) {
      if (this.#at === this.#blocks[0]!.size) {
        this.#blocks.shift();
        this.#at = 0;
      }
      this.#length--;
      const from = this.#at;
      this.#learn(this.#blocks[0]!.octets, before);
      this.#held -= this.#at - from;
    }
    if (this.#length > 0) return true;
    if (this.#blocks.length > 0) this.#clear();
    return false;
  }

  #learn(octets: Uint8Array, before: Before): void {
    const first = this.#number(octets);
    before.frame += unzigzag(this.#number(octets));
    const source = this.#number(octets);
    const destination = this.#number(octets);
    const size = this.#number(octets);
    if ((first & HAS_TIME) !== 0) {
      this.#timeOctets.set(octets.subarray(this.#at, this.#at + 8));
      this.#at += 8;
      before.seconds = this.#time[0]!;
    }
    let from: number;
    if ((first & IS_PART) !== 0) from = before.at + this.#number(octets);
    else {
      from = this.#at;
      before.at = from;
      this.#at += size;
    }
    const row = this.#row;
    row.begin(before.frame, before.seconds, 0, (first & IS_CUT) !== 0);
    row.source = source;
    row.destination = destination;
    this.#learners[first >>> FLAG_BITS]!(octets, from, from + size, row);
  }

  /** The number that is read next. */
  #number(octets: Uint8Array): number {
    let number = 0;
    for (let weight = 1; ; weight *= 128) {
      const octet = octets[this.#at++]!;
      number += (octet & 0x7f) * weight;
      if (octet < 0x80) return number;
    }
  }

  /** Where octets begin in those that the packet has brought last; -1 where they are others. Buffers are used again: the octets say it. */
  #partOf(octets: Uint8Array, bytes: Uint8Array, start: number, end: number, frame: number): number {
    const { at, size } = this.#written;
    const offset = start - this.#source.start;
    if (this.#source.frame !== frame || offset < 0 || offset + end - start > size) return -1;
    const base = at + offset - start;
    for (let i = start; i < end; i++) if (octets[base + i] !== bytes[i]) return -1;
    return offset;
  }

  /** The last block, with room for `size` octets. */
  #room(size: number): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.size + size <= last.octets.length) return last;
    const block: Block = { octets: new Uint8Array(Math.max(BLOCK, size)), size: 0 };
    this.#blocks.push(block);
    this.#source.frame = -1;
    return block;
  }

  #clear(): void {
    this.#blocks = [];
    this.#held = 0;
    this.#length = 0;
    this.#source.frame = -1;
    this.#at = 0;
    for (const before of [this.#written, this.#read]) {
      before.frame = 0;
      before.seconds = 0;
    }
  }
}

/** Writes a whole number from 0 to 2^35. @returns the octet behind it */
function put(octets: Uint8Array, from: number, number: number): number {
  let at = from;
  let left = number;
  while (left >= 0x80) {
    octets[at++] = (left % 128) | 0x80;
    left = Math.floor(left / 128);
  }
  octets[at++] = left;
  return at;
}

function zigzag(number: number): number {
  return number < 0 ? -2 * number - 1 : 2 * number;
}

function unzigzag(number: number): number {
  return number % 2 === 1 ? -(number + 1) / 2 : number / 2;
}
