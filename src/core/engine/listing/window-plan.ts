import type { Capture } from '../capture.ts';
import { type FrameBytes, readPackets } from './packet-window.ts';
import type { Way } from './placed-contents.ts';

/** How many packets are asked together, over how many octets of each file. */
export interface WindowLimits {
  readonly packets: number;
  readonly octets: number;
}

const MOST: WindowLimits = { packets: 4096, octets: 4 * 1024 * 1024 };
/** The first window is small, so that the first matches are there at once. */
export const FIRST_TREES: WindowLimits = { packets: 64, octets: 256 * 1024 };
/** The same where contents are read and no trees made, which takes a tenth of the time: enough to fill a screen. */
export const FIRST_CONTENTS: WindowLimits = { packets: 256, octets: 512 * 1024 };

/** The limits of the window behind one with these: little waits for much. */
export function larger({ packets, octets }: WindowLimits): WindowLimits {
  return { packets: Math.min(2 * packets, MOST.packets), octets: Math.min(2 * octets, MOST.octets) };
}

/** Packets that are asked together because their octets are read together. */
export class WindowPlan {
  readonly #capture: Capture;
  readonly #limits: WindowLimits;
  /** Packets whose octets are read, and those of them that need the octets of others. */
  readonly #read: number[] = [];
  readonly #whole = new Set<number>();
  /** Where the first of them lies in each file. */
  readonly #firsts: (number | undefined)[] = [];
  #length = 0;
  #isFull = false;

  constructor(capture: Capture, limits: WindowLimits) {
    this.#capture = capture;
    this.#limits = limits;
  }

  /** Packets so far. */
  get length(): number {
    return this.#length;
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  /** True when the packet must wait for the next window. */
  isFullBefore(index: number): boolean {
    const { source, table } = this.#capture;
    const offset = table.offset.get(index);
    const first = this.#firsts[source.partOf?.(offset) ?? 0];
    this.#isFull =
      this.#length >= this.#limits.packets || (first !== undefined && offset - first > this.#limits.octets);
    return this.#isFull;
  }

  add(index: number, way: Exclude<Way, 'none'>): void {
    this.#length++;
    if (way !== 'kept') {
      const { source, table } = this.#capture;
      const offset = table.offset.get(index);
      this.#firsts[source.partOf?.(offset) ?? 0] ??= offset;
      this.#read.push(index);
    }
    if (way === 'tree') this.#whole.add(index);
  }

  /** Begins to read. Undefined when no octets of the file are needed. */
  read(): Promise<FrameBytes> | undefined {
    if (this.#read.length === 0) return undefined;
    return readPackets(this.#capture, this.#read, (index) => this.#whole.has(index));
  }
}
