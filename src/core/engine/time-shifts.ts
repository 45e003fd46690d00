import { IndexSet } from '../store/index-set.ts';

/** A time that passes: whole seconds, downwards, and nanoseconds from 0 to 999 999 999. */
interface TimeParts {
  readonly seconds: number;
  readonly nanos: number;
}

/** Packets that are shifted by one and the same time, beside what all are shifted by. */
interface Group {
  readonly nanos: bigint;
  readonly packets: IndexSet;
}

const NANOS = 1_000_000_000n;

/** By how much the user has moved packets in time. What all packets share is one number; only others take memory, a bit a packet. */
export class TimeShifts {
  #all = 0n;
  #groups: Group[] = [];
  /** By what nobody's group shifts, and by group in the order of `#groups`. */
  #parts: readonly TimeParts[] = [];
  #isEmpty = true;

  /** True when all packets have the times that the file gives them. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** Nanoseconds by which a packet is shifted. */
  of(index: number): bigint {
    return this.#all + (this.#groups[this.#groupOf(index)]?.nanos ?? 0n);
  }

  /** The same, in the parts that packets keep their times in. */
  partsOf(index: number): TimeParts {
    return this.#parts[this.#groupOf(index) + 1] ?? NOTHING;
  }

  shiftAll(nanos: bigint): void {
    this.#all += nanos;
    this.#settle();
  }

  /** Shifts packets on top of what they were shifted by before. */
  shift(indexes: Iterable<number>, nanos: bigint): void {
    if (nanos === 0n) return;
    const { length } = this.#groups;
    let isLeft = false;
    for (const index of indexes) {
      const before = this.#groups[this.#groupOf(index)];
      before?.packets.set(index, false);
      isLeft ||= before?.packets.size === 0;
      const sum = (before?.nanos ?? 0n) + nanos;
      if (sum !== 0n) this.#group(sum).set(index, true);
    }
    // Packets that go over from another reading come one by one: most of them into a group that is there.
    if (isLeft || this.#groups.length > length) this.#settle();
  }

  clear(): void {
    this.#all = 0n;
    this.#groups = [];
    this.#settle();
  }

  /** Place of a packet's group; -1 for those in none. */
  #groupOf(index: number): number {
    for (let at = 0; at < this.#groups.length; at++) if (this.#groups[at]!.packets.has(index)) return at;
    return -1;
  }

  #group(nanos: bigint): IndexSet {
    const known = this.#groups.find((group) => group.nanos === nanos);
    if (known !== undefined) return known.packets;
    const packets = new IndexSet();
    this.#groups.push({ nanos, packets });
    return packets;
  }

  #settle(): void {
    this.#groups = this.#groups.filter(({ packets }) => packets.size > 0);
    this.#parts = [0n, ...this.#groups.map(({ nanos }) => nanos)].map((nanos) => partsOf(this.#all + nanos));
    this.#isEmpty = this.#all === 0n && this.#groups.length === 0;
  }
}

const NOTHING: TimeParts = { seconds: 0, nanos: 0 };

function partsOf(nanos: bigint): TimeParts {
  const part = ((nanos % NANOS) + NANOS) % NANOS;
  return { seconds: Number((nanos - part) / NANOS), nanos: Number(part) };
}
