import type { ByteSource } from './byte-source.ts';
import { Turns } from './event-loop.ts';
import type { RecordSink, RecordWalker } from './record-walker.ts';

/** 4 MiB: larger windows were no faster, windows of 1 MiB less than half as fast in browsers. */
const WINDOW = 4 * 1024 * 1024;

export interface WalkOptions {
  /** Asked between windows; once true the walk ends at once. */
  readonly signal: { readonly aborted: boolean };
  /** Octets of the source that are behind the walker. */
  onProgress(bytes: number): void;
  /** Octets of a window; a record that does not fit makes its window larger. */
  readonly windowSize?: number;
}

/** Walks a source from its begin to its end (or to where the walker stops), reading one window ahead. */
export async function walkFile(
  source: ByteSource,
  walker: RecordWalker,
  sink: RecordSink,
  options: WalkOptions,
): Promise<void> {
  const { signal, onProgress } = options;
  const windowSize = Math.max(1, options.windowSize ?? WINDOW);
  const lookAhead = new LookAhead(source, windowSize);
  let offset = 0;
  let held: Uint8Array = new Uint8Array(0);
  let wanted = 0;
  const turns = new Turns();
  try {
    while (!signal.aborted && !walker.stopped) {
      const part = await lookAhead.next(offset + held.length, wanted);
      if (signal.aborted) return;
      const window = held.length === 0 ? part.bytes : joined(held, part.bytes);
      const last = part.last;
      const consumed = walker.walk(window, window.length, offset, last, sink);
      offset += consumed;
      onProgress(Math.min(offset, source.size));
      if (last) return;
      held = consumed < window.length ? window.subarray(consumed) : new Uint8Array(0);
      // A record larger than the window: twice as much each time, so that it is copied a few times only.
      wanted = consumed === 0 ? window.length : 0;
      await turns.rest();
    }
  } finally {
    lookAhead.drop();
  }
}

interface Part {
  readonly bytes: Uint8Array;
  /** Nothing follows. */
  readonly last: boolean;
}

/** Reads windows in order, the next one while the caller works on this one. */
class LookAhead {
  readonly #source: ByteSource;
  readonly #size: number;
  #ahead: { readonly offset: number; readonly length: number; readonly bytes: Promise<Uint8Array> } | undefined;

  constructor(source: ByteSource, size: number) {
    this.#source = source;
    this.#size = size;
  }

  /** At least `wanted` octets from `offset`, where there are. */
  async next(offset: number, wanted: number): Promise<Part> {
    const length = Math.max(this.#size, wanted);
    const ahead = this.#ahead;
    this.#ahead = undefined;
    const fits = ahead !== undefined && ahead.offset === offset && ahead.length >= length;
    if (ahead !== undefined && !fits) ahead.bytes.catch(() => undefined);
    const bytes = await (fits ? ahead.bytes : this.#source.read(offset, length));
    // Not by the size: a source that still grows does not know it, but it too answers short only at its end.
    const last = bytes.length < length;
    if (!last) {
      const from = offset + bytes.length;
      this.#ahead = { offset: from, length: this.#size, bytes: this.#source.read(from, this.#size) };
      // Its failure is told when it is awaited; until then it must not count as unhandled.
      this.#ahead.bytes.catch(() => undefined);
    }
    return { bytes, last };
  }

  drop(): void {
    this.#ahead = undefined;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}
