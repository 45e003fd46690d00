import type { ExportFormat, ExportProgress } from './api.ts';

/** Octets that are held before they become part of a blob, which the browser may keep on disk. */
const HELD = 8 * 1024 * 1024;

const TYPES: Readonly<Record<ExportFormat, string>> = {
  pcap: 'application/vnd.tcpdump.pcap',
  pcapng: 'application/x-pcapng',
  csv: 'text/csv;charset=utf-8',
  json: 'application/json',
  text: 'text/plain;charset=utf-8',
};

/** What is written, as the session gives it. */
interface Job {
  /** Packets that will be written; it may grow before the first is. */
  readonly total: number;
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly done: () => number;
}

/**
 * Gives the file back once the browser has its octets, so that no more of them wait in memory. Where it has no room for them it says
 * nothing when the file is made, nor when it is saved: only who reads learns it (in private windows behind 2 GB, or where the disk is full).
 * @throws when the browser does not have them
 */
async function whole(file: Blob): Promise<Blob> {
  try {
    await file.slice(-1).arrayBuffer();
  } catch (error) {
    const message = `the browser has no room for a file of more than ${Math.floor(file.size / 1e6)} MB: export fewer packets`;
    throw new Error(message, { cause: error });
  }
  return file;
}

/** Makes one file at a time; other requests are served between its chunks. */
export class Exporter {
  readonly #pause: () => Promise<void>;
  readonly #onProgress: (progress: ExportProgress) => void;
  #run = 0;

  constructor(pause: () => Promise<void>, onProgress: (progress: ExportProgress) => void) {
    this.#pause = pause;
    this.#onProgress = onProgress;
  }

  /** The file, or undefined when it was stopped or another export was begun. */
  async run(job: Job, format: ExportFormat): Promise<Blob | undefined> {
    const run = ++this.#run;
    const type = TYPES[format];
    let file = new Blob([], { type });
    let held: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    for await (const chunk of job.chunks) {
      if (run !== this.#run) return undefined;
      held.push(chunk.slice());
      size += chunk.length;
      if (size >= HELD) {
        file = await whole(new Blob([file, ...held], { type }));
        held = [];
        size = 0;
      }
      this.#onProgress({ done: job.done(), total: job.total });
      await this.#pause();
    }
    if (run === this.#run) file = await whole(new Blob([file, ...held], { type }));
    return run === this.#run ? file : undefined;
  }

  stop(): void {
    this.#run++;
  }
}
