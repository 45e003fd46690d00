import { type CaptureState, Summary } from './summary.ts';

/** Columns of a packet, as the store takes them. */
export interface LoneFacts {
  /** Index of the packet. */
  readonly frame: number;
  readonly protocol: number;
  readonly source: number;
  readonly destination: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** First fragments that are remembered; further ones are shown up to their upper header. */
const MOST = 100_000;
/** Fragments after which the scratch state is made anew: what they have left there does not pile up. */
const SCRATCH_USES = 1000;

/**
 * First fragments whose packet never became whole. While the capture is read nobody knows which these are, so each first
 * fragment is read as far as it goes when it comes, aside: it teaches the capture nothing, because the whole packet will.
 * At the end of the capture those that were joined are dropped, and the columns of the others are corrected.
 */
export class LoneFragments {
  readonly #make: () => CaptureState;
  readonly #most: number;
  readonly #facts = new Map<number, LoneFacts>();
  #scratch: Summary | undefined;
  #uses = 0;
  #closed = false;

  /** @param makeScratch makes a state that shares the capture's addresses and nothing else */
  constructor(makeScratch: () => CaptureState, most = MOST) {
    this.#make = makeScratch;
    this.#most = most;
  }

  /** Fragments that are remembered. */
  get size(): number {
    return this.#facts.size;
  }

  /** Pass 1: notes the first fragment that `row` is at; `read` fills the columns from the upper header on. */
  note(row: Summary, read: (row: Summary) => void): void {
    if (this.#facts.size >= this.#most) return;
    if (this.#scratch === undefined || this.#uses++ % SCRATCH_USES === 0) this.#scratch = new Summary(this.#make());
    const aside = this.#scratch;
    aside.begin(row.frame, row.seconds, row.frameAt, true);
    aside.alone = true;
    aside.fragment = true;
    aside.source = row.source;
    aside.destination = row.destination;
    aside.network = row.network;
    aside.vlan = row.vlan;
    aside.channel = row.channel;
    aside.depth = row.depth;
    aside.protocol = row.protocol;
    read(aside);
    const { frame, protocol, source, destination, sourcePort, destinationPort } = aside;
    this.#facts.set(frame, { frame, protocol, source, destination, sourcePort, destinationPort });
  }

  /** The capture has ended; `isJoined` says of a packet whether a message was put together with it. */
  finish(isJoined: (frame: number) => boolean): void {
    this.#closed = true;
    this.#scratch = undefined;
    for (const frame of this.#facts.keys()) if (isJoined(frame)) this.#facts.delete(frame);
  }

  /** True when packet `frame` is such a fragment; nobody knows before the capture has ended. */
  has(frame: number): boolean {
    return this.#closed && this.#facts.has(frame);
  }

  /** What the columns of these packets are. */
  all(): Iterable<LoneFacts> {
    return this.#facts.values();
  }
}
