import type { Capture } from './capture.ts';

/** What was being opened is not wanted any more. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';

  constructor() {
    super('another input was opened meanwhile');
  }
}

/** What is known of an input that is read anew: how many packets it has at least, and where the user has ended its reading. */
export class EarlierReading {
  #packets = 0;
  /** Packets after which reading ends. */
  #end = Number.POSITIVE_INFINITY;

  /** Takes what has been read, before it is read anew. */
  keep(capture: Capture | undefined): void {
    this.#packets = this.packetsWith(capture);
    // Reading goes on for a moment after it is stopped.
    if (Number.isFinite(this.#end)) this.#end = Math.max(this.#end, this.#packets);
  }

  /** The user ends reading here, now and whenever the input is read anew. */
  stop(capture: Capture | undefined): void {
    this.#end = Math.max(1, capture?.length ?? 0);
  }

  /** Packets of the input, as far as is known. @param capture what has been read of it this time */
  packetsWith(capture: Capture | undefined): number {
    return Math.max(this.#packets, capture?.length ?? 0);
  }

  /** True when as much has been read as the user wanted. */
  isEnough(capture: Capture | undefined): boolean {
    return (capture?.length ?? 0) >= this.#end;
  }
}
