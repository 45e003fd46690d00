import { DissectorNumbers } from '../../dissect/dissector-numbers.ts';
import type { CheckedFilter } from '../../filter/checked.ts';
import { NO, UNKNOWN, YES } from '../../filter/verdict.ts';
import type { Capture } from '../capture.ts';
import { asksContents } from '../contents/placed-protocols.ts';
import { PacketBatchWriter } from '../threads/packet-batch.ts';
import type { ThreadPool, ThreadQuestion } from '../threads/thread-pool.ts';
import { isContent, type OpenPackets } from './open-packets.ts';

/** Packets of a region: few towards the end, so that all are done at about the same time. */
const MOST_PACKETS = 16_384;
const LEAST_PACKETS = 2048;
/** Octets of the file that a region spans at most. */
const MOST_OCTETS = 8 * 1024 * 1024;
/** Regions that are planned at once, which takes some milliseconds each: in some no packet is left open. */
const AT_ONCE = 2;
/** Packets behind a region for which it is kept: so many may have been planned and are planned anew. */
const KEPT = 65_536;

/** A run of packets that is asked ahead. */
interface Region {
  readonly from: number;
  readonly to: number;
  /** What is known of each packet. */
  readonly verdicts: Uint8Array;
  /** True when no more will be known. */
  isSettled: boolean;
  /** The thread need not answer any more. */
  takeBack(): void;
}

/**
 * Verdicts that other threads work out ahead of a scan: while it goes from the front, regions are handed out from the end, and they
 * meet. Nothing is waited for: what is not answered when the scan comes to it, the scan asks itself.
 */
export class VerdictsAhead {
  readonly #open: OpenPackets;
  readonly #numbers: DissectorNumbers;
  readonly #question: ThreadQuestion;
  /** Descending. */
  #regions: Region[] = [];
  /** Packets before it are the scan's; those from `#back` on lie in regions. */
  #front: number;
  #back: number;
  /** Packets from here on came later, or threads are asked no more. */
  #end: number;

  /**
   * @param open what the scan asks of packets
   * @param from first packet that the scan has not planned; all are asked that are there now
   */
  constructor(threads: ThreadPool, open: OpenPackets, from: number) {
    const { capture, filter, secrets } = open;
    this.#open = open;
    this.#numbers = new DissectorNumbers(capture.registry);
    this.#front = from;
    this.#back = capture.length;
    this.#end = capture.length;
    this.#question = threads.ask({ filter: filter.text, secrets, file: capture.source.handle }, () => this.handOut());
  }

  /** Whoever writes a filter that threads will answer goes on to apply it: they are started meanwhile, which takes a while. */
  static ready(threads: ThreadPool | undefined, capture: Capture | undefined, written: CheckedFilter): void {
    if (capture?.source.handle === undefined || threads?.pays(capture.length) !== true) return;
    if (asksContents(written, capture.registry)) threads.start();
  }

  /** Gives the threads that are free something to do. */
  handOut(): void {
    for (let i = 0; i < AT_ONCE && this.#question.hasRoom && this.#back > this.#front; i++) this.#handOutNext();
  }

  /**
   * The scan plans packets from `from` on, `most` at most.
   * @returns the packet up to which it can: all of them are its own, or of one region
   */
  claim(from: number, most: number): number {
    this.#regions = this.#regions.filter(({ to }) => to > from - KEPT);
    const region = this.#regionOf(from);
    if (region !== undefined) {
      this.#settle(region);
      return Math.min(from + most, region.to);
    }
    if (from >= this.#end) return from + most;
    const to = Math.min(from + most, this.#back);
    this.#front = Math.max(this.#front, to);
    return to;
  }

  /** Writes what is known of packets that were claimed together; false when they are in no region. */
  fill(from: number, to: number, verdicts: Uint8Array): boolean {
    const region = this.#regionOf(from);
    if (region === undefined) return false;
    verdicts.set(region.verdicts.subarray(from - region.from, to - region.from));
    return true;
  }

  /** Packets from `from` on of which threads have said what they can. */
  settledFrom(from: number): number {
    let packets = 0;
    for (const region of this.#regions)
      if (region.isSettled) packets += Math.max(0, region.to - Math.max(region.from, from));
    return packets;
  }

  /** Nobody wants to know any more; what is claimed from now on is the scan's own. */
  end(): void {
    this.#question.end();
    this.#back = this.#front;
    this.#end = this.#front;
  }

  #regionOf(index: number): Region | undefined {
    return this.#regions.findLast(({ from, to }) => from <= index && index < to);
  }

  #settle(region: Region): void {
    if (region.isSettled) return;
    region.isSettled = true;
    region.takeBack();
  }

  #handOutNext(): void {
    const open = this.#open;
    const to = this.#back;
    const from = this.#firstOfRegion(to);
    this.#back = from;
    const verdicts = new Uint8Array(to - from);
    open.answer(from, to, verdicts);
    open.prepare(from, to);
    const { offset } = open.capture.table;
    const base = offset.get(from);
    const batch = new PacketBatchWriter(base);
    const places: number[] = [];
    const ways: number[] = [];
    for (let index = from; index < to; index++) {
      if (verdicts[index - from] !== UNKNOWN) continue;
      const way = open.wayOf(index, NOWHERE);
      // What is asked of headers or trees stays unknown here.
      if (way === YES || way === NO) verdicts[index - from] = way;
      else if (isContent(way) && offset.get(index) >= base && open.pack(index, this.#numbers, batch)) {
        places.push(index - from);
        ways.push(way);
      }
    }
    const region: Region = { from, to, verdicts, isSettled: places.length === 0, takeBack: () => undefined };
    this.#regions.push(region);
    if (region.isSettled) return;
    region.takeBack = this.#question.give(batch.finish(), (matches) => {
      if (region.isSettled) return;
      region.isSettled = true;
      if (matches === undefined) return;
      for (const [i, place] of places.entries()) verdicts[place] = open.verdictOf(ways[i]!, matches[i] === 1);
    });
  }

  /** First packet of the region that ends before `to`. */
  #firstOfRegion(to: number): number {
    const { offset } = this.#open.capture.table;
    const share = Math.ceil((to - this.#front) / (4 * (this.#question.threads + 1)));
    let from = Math.max(this.#front, to - Math.max(LEAST_PACKETS, Math.min(MOST_PACKETS, share)));
    const end = offset.get(to - 1);
    while (to - from > 1 && end - offset.get(from) > MOST_OCTETS) from = (from + to) >>> 1;
    return from;
  }
}

/** Packets whose octets a thread reads are in no window of this one. */
const NOWHERE = { add: (): void => undefined };
