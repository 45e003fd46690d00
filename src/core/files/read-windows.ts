import type { ByteSource } from './byte-source.ts';
import { Turns } from './event-loop.ts';
import { HEAD_OCTETS } from './open-capture-file.ts';
import type { RecordSink, RecordWalker } from './record-walker.ts';

/** 3 MiB: larger windows were no faster, windows of 1 MiB less than half as fast in browsers. */
const WINDOW = 3 * 1024 * 1024;
/** The first window is small, so that the first packets are there at once; it is what recognition has read already. */
const FIRST_WINDOW = HEAD_OCTETS;
/** Octets that are walked without a look at the clock: some 2 milliseconds. */
const PART = 128 * 1024;
/** Octets of the next window that are joined to an unfinished record at first; few records are larger. */
const BRIDGE = 4096;

/** How much larger each window is than the one before, until all are of one size. */
const GROWTH = 4;

const NOTHING = new Uint8Array(0);

export interface WalkOptions {
  /** Asked between windows; once true the walk ends at once. */
  readonly signal: { readonly aborted: boolean };
  /** Octets of the source that are behind the walker. */
  onProgress(bytes: number): void;
  /** Octets of a window; a record that does not fit makes its window larger. */
  readonly windowSize?: number;
  /** The source's first octets, `HEAD_OCTETS` where there are: they are not read again. */
  readonly head?: Uint8Array;
  /** Resolves when what waits has been served; asked for every few milliseconds. */
  readonly pause?: () => Promise<void>;
}

/**
 * Walks a source from its begin to its end (or to where the walker stops), reading windows ahead.
 *
 * A record that lies across two windows is walked in a small bridge of its own; the windows themselves are not copied
 * (joining each window with the rest of the one before took a tenth of the whole pass).
 */
export async function walkFile(
  source: ByteSource,
  walker: RecordWalker,
  sink: RecordSink,
  options: WalkOptions,
): Promise<void> {
  const { signal, onProgress } = options;
  const windowSize = Math.max(1, options.windowSize ?? WINDOW);
  const lookAhead = new LookAhead(source, options.head);
  const turns = new Turns(options.pause);
  /** Where the next record begins, and what has been read of it. */
  let offset = 0;
  let held: Uint8Array = NOTHING;
  const overlap = new Overlap();
  /** The window that `held` is the end of. */
  let before: Uint8Array | undefined;
  let wanted = Math.min(windowSize, FIRST_WINDOW);
  try {
    while (!signal.aborted && !walker.stopped) {
      const ahead = Math.min(windowSize, wanted * GROWTH);
      const { bytes, last } = await lookAhead.next(offset + held.length, wanted, held.length, ahead);
      if (signal.aborted) return;
      let from = 0;
      if (held.length > 0) {
        const { bridge, consumed } = overlap.walk(walker, sink, held, bytes, offset, last);
        offset += consumed;
        if (consumed < held.length)
          held = joined(bridge.subarray(consumed), bytes.subarray(bridge.length - held.length));
        else {
          from = consumed - held.length;
          held = NOTHING;
        }
        if (before !== undefined) source.reuse?.(before);
        before = undefined;
      }
      if (held.length === 0 && from <= bytes.length && !walker.stopped) {
        const window = bytes.subarray(from);
        let at = 0;
        for (let size = PART; ; ) {
          const end = at + size < window.length ? at + size : window.length;
          // A walker may skip beyond what is there.
          const part = window.subarray(Math.min(at, end), end);
          const isEnd = end === window.length;
          const consumed = walker.walk(part, part.length, offset, last && isEnd, sink);
          offset += consumed;
          at += consumed;
          if (isEnd || walker.stopped || (at > window.length && !last)) break;
          // A record larger than the part.
          size = consumed === 0 ? size * 2 : PART;
          if (!turns.isDue) continue;
          onProgress(Math.min(offset, source.size));
          await turns.turn();
          if (signal.aborted) return;
        }
        held = window.subarray(Math.min(at, window.length));
        if (held.length > 0) before = bytes;
        else source.reuse?.(bytes);
      }
      onProgress(Math.min(offset, source.size));
      if (last) return;
      // A record larger than the window: twice as much each time, so that it is copied a few times only.
      const isGrowing = ahead < windowSize;
      wanted = Math.max(ahead, held.length);
      // Who opened the file waits for the first packets.
      await (isGrowing ? turns.turn() : turns.rest());
    }
  } finally {
    lookAhead.drop();
  }
}

/** Where a record lies across two windows: the end of one and the begin of the next behind each other, always in the same memory. */
class Overlap {
  /** Made anew for each window, this was most of the garbage of a capture of large packets. */
  #room = NOTHING;

  /**
   * Walks the record that begins in `held` with as much of the next window as it takes.
   * @returns what was walked, valid until the next call
   */
  walk(
    walker: RecordWalker,
    sink: RecordSink,
    held: Uint8Array,
    bytes: Uint8Array,
    offset: number,
    last: boolean,
  ): { readonly bridge: Uint8Array; readonly consumed: number } {
    // The end of the file must be seen with all that comes before it.
    for (
      let taken = last ? bytes.length : Math.min(BRIDGE, bytes.length);
      ;
      taken = Math.min(taken * 4, bytes.length)
    ) {
      const bridge = this.#joined(held, bytes, taken);
      const consumed = walker.walk(bridge, bridge.length, offset, last, sink);
      if (consumed > 0 || taken === bytes.length || walker.stopped) return { bridge, consumed };
    }
  }

  #joined(held: Uint8Array, bytes: Uint8Array, taken: number): Uint8Array {
    const size = held.length + taken;
    if (this.#room.length < size) this.#room = new Uint8Array(size);
    this.#room.set(held);
    this.#room.set(bytes.subarray(0, taken), held.length);
    return this.#room.subarray(0, size);
  }
}

interface Part {
  readonly bytes: Uint8Array;
  /** Nothing follows. */
  readonly last: boolean;
}

/** Windows that are read while the caller works on one: what comes of a file in a browser comes while nothing else runs. */
const AHEAD = 2;

interface Reading {
  readonly offset: number;
  readonly length: number;
  readonly bytes: Promise<Uint8Array>;
}

/** Reads windows in order, the next ones while the caller works on this one. */
class LookAhead {
  readonly #source: ByteSource;
  /** One behind the other, without a gap. */
  #ahead: Reading[] = [];

  constructor(source: ByteSource, head?: Uint8Array) {
    this.#source = source;
    if (head !== undefined) this.#ahead.push({ offset: 0, length: HEAD_OCTETS, bytes: Promise.resolve(head) });
  }

  /**
   * Octets from `offset`: those that have been read ahead, if they are as many as `least`, or else `wanted`; fewer at the end.
   * @param size octets of each window that is read ahead behind them
   */
  async next(offset: number, wanted: number, least: number, size: number): Promise<Part> {
    const [ahead] = this.#ahead;
    const fits = ahead !== undefined && ahead.offset === offset && ahead.length >= least;
    if (fits) this.#ahead.shift();
    else this.drop();
    const bytes = await (fits ? ahead.bytes : this.#source.read(offset, wanted));
    // Not by the size: a source that still grows does not know it, but it too answers short only at its end.
    const last = bytes.length < (fits ? ahead.length : wanted);
    if (last) this.drop();
    else this.#read(offset + bytes.length, size);
    return { bytes, last };
  }

  /** Asks for the windows behind `offset` that have not been asked for. */
  #read(offset: number, size: number): void {
    while (this.#ahead.length < AHEAD) {
      const before = this.#ahead.at(-1);
      const from = before === undefined ? offset : before.offset + before.length;
      if (before !== undefined && from >= this.#source.size) return;
      const bytes = this.#source.read(from, size);
      // Its failure is told when it is awaited; until then it must not count as unhandled.
      bytes.catch(() => undefined);
      this.#ahead.push({ offset: from, length: size, bytes });
    }
  }

  drop(): void {
    for (const { bytes } of this.#ahead)
      bytes.then(
        (read) => this.#source.reuse?.(read),
        () => undefined,
      );
    this.#ahead = [];
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
