import type { Capture } from '../capture.ts';

/** Octets of packets by index; undefined for a packet that is not there. */
export interface FrameBytes {
  get(index: number): Uint8Array | undefined;
  /** Nobody looks at any of these octets any more: their memory serves the next reading. */
  release?(): void;
}

/** Octets between two wanted packets that are read along rather than skipped: a read of its own costs more. */
const GAP = 64 * 1024;
/** Octets of one read. */
const READ = 4 * 1024 * 1024;

interface Range {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/**
 * Reads packets, and those that they were put together from, in few large reads.
 * @param withOthers false for packets of which these others are left out
 * @param indexes ascending; together they span a few megabytes of each file
 * @throws when the file is gone or has changed
 */
export async function readPackets(
  capture: Capture,
  indexes: readonly number[],
  withOthers: (index: number) => boolean = () => true,
): Promise<FrameBytes> {
  const { table, source, state } = capture;
  const reads: Promise<Range>[] = [];
  let start = 0;
  let end = 0;
  const flush = (): void => {
    const offset = start;
    if (end > start) reads.push(source.read(offset, end - offset).then((bytes) => ({ offset, bytes })));
  };
  const others = new Set<number>();
  for (const index of asInFiles(capture, indexes)) {
    const offset = table.offset.get(index);
    const behind = offset + table.captured.get(index);
    if (end === start || offset > end + GAP || offset < start || behind - start > READ) {
      flush();
      start = offset;
      end = behind;
    } else end = Math.max(end, behind);
    if (withOthers(index)) for (const other of state.dependencies(index)) others.add(other);
  }
  flush();
  const ranges = await Promise.all(reads);
  const window = new Window(capture, ranges);
  const outside = [...others].filter((other) => window.get(other) === undefined);
  if (outside.length === 0) return window;
  const more = await capture.bytes.fetch(outside);
  const release = (): void => {
    window.release();
    more.release();
  };
  return { get: (index) => window.get(index) ?? more.get(index), release };
}

/** Packets of merged files alternate between these: those of one file stand together in it. */
function asInFiles({ source, table }: Capture, indexes: readonly number[]): readonly number[] {
  if (source.partOf === undefined) return indexes;
  const ofFiles: number[][] = [];
  for (const index of indexes) {
    const part = source.partOf(table.offset.get(index));
    ofFiles[part] ??= [];
    ofFiles[part].push(index);
  }
  return ofFiles.flat();
}

class Window implements FrameBytes {
  readonly #capture: Capture;
  #ranges: readonly Range[];
  /** Range that held the packet before: the next one mostly lies in it too. */
  #at = 0;

  constructor(capture: Capture, ranges: readonly Range[]) {
    this.#capture = capture;
    this.#ranges = ranges;
  }

  get(index: number): Uint8Array | undefined {
    const { table } = this.#capture;
    if (index < 0 || index >= table.length) return undefined;
    const offset = table.offset.get(index);
    const behind = offset + table.captured.get(index);
    const holds = (range: Range | undefined): range is Range =>
      range !== undefined && range.offset <= offset && behind <= range.offset + range.bytes.length;
    if (!holds(this.#ranges[this.#at])) {
      const at = this.#ranges.findIndex(holds);
      if (at < 0) return undefined;
      this.#at = at;
    }
    const range = this.#ranges[this.#at]!;
    return range.bytes.subarray(offset - range.offset, behind - range.offset);
  }

  release(): void {
    for (const { bytes } of this.#ranges) this.#capture.source.reuse?.(bytes);
    this.#ranges = [];
  }
}

/** Gives back octets that nobody wants any more, as soon as they are there; what was given back before, or cannot be read, is nothing. */
export function giveBack(read: Promise<FrameBytes> | undefined): void {
  read?.then(
    (bytes) => bytes.release?.(),
    () => undefined,
  );
}
