import type { Page } from '@playwright/test';
import { runBeforeEngine } from './worker-script.ts';

/** How a file comes, however fast the machine is. */
interface Arrival {
  /** Octets from its begin that come as fast as they can. */
  readonly atOnce: number;
  /** Octets a second of all others, whoever reads them. */
  readonly perSecond: number;
}

/** Has files that are opened come no faster than this. The service worker must be blocked. */
export async function slowFiles(page: Page, arrival: Arrival): Promise<void> {
  await runBeforeEngine(page, `(${slowBlobs.toString()})(${JSON.stringify(arrival)})`);
}

/** Runs in the worker, and must stand for itself: it goes there as text. */
function slowBlobs({ atOnce, perSecond }: Arrival): void {
  /** When the octets have come that were asked for so far, in milliseconds. */
  let due = 0;
  const arrived = async (from: number, octets: number): Promise<void> => {
    const slow = Math.min(octets, from + octets - atOnce);
    if (slow <= 0) return;
    const now = performance.now();
    due = Math.max(due, now) + (1000 * slow) / perSecond;
    await new Promise((done) => setTimeout(done, due - now));
  };
  /** Where parts of a file begin in it, in octets. */
  const begins = new WeakMap<Blob, number>();
  const beginOf = (blob: Blob): number => begins.get(blob) ?? 0;
  const { slice, stream, arrayBuffer } = Blob.prototype;
  Blob.prototype.slice = function (this: Blob, from = 0, to = this.size) {
    const part = slice.call(this, from, to);
    begins.set(part, beginOf(this) + from);
    return part;
  };
  Blob.prototype.arrayBuffer = async function () {
    const octets = await arrayBuffer.call(this);
    await arrived(beginOf(this), octets.byteLength);
    return octets;
  };
  Blob.prototype.stream = function () {
    const made = stream.call(this);
    const getReader = made.getReader.bind(made) as (options: unknown) => ReadableStreamDefaultReader<Uint8Array>;
    let at = beginOf(this);
    const getSlowReader = (options: unknown): ReadableStreamDefaultReader<Uint8Array> => {
      const reader = getReader(options);
      const read = reader.read.bind(reader) as (...room: unknown[]) => ReturnType<typeof reader.read>;
      reader.read = async (...room: unknown[]) => {
        const part = await read(...room);
        const from = at;
        at += part.value?.length ?? 0;
        await arrived(from, at - from);
        return part;
      };
      return reader;
    };
    return Object.assign(made, { getReader: getSlowReader });
  };
}
