/** A place for octets that come in order and are read anywhere, larger than memory if need be. */
export interface Spill {
  readonly size: number;
  /** Adds octets at the end; the caller does not change them afterwards. Rejects when there is no room. */
  append(chunk: Uint8Array): Promise<void>;
  /** Octets `offset` to `offset + length`, fewer at the end. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

const BLOCK = 1024 * 1024;

/** Octets kept in memory before they go to a disk. */
export const MEMORY_LIMIT = 64 * 1024 * 1024;

/** Keeps octets in memory, up to a limit. */
export class MemorySpill implements Spill {
  readonly #limit: number;
  readonly #blocks: Uint8Array[] = [];
  #size = 0;

  constructor(limit = MEMORY_LIMIT) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#size;
  }

  append(chunk: Uint8Array): Promise<void> {
    if (this.#size + chunk.length > this.#limit) {
      return Promise.reject(new Error(`no room: ${this.#limit} octets are the most that is kept in memory`));
    }
    for (let from = 0; from < chunk.length; ) {
      const at = this.#size % BLOCK;
      if (at === 0) this.#blocks.push(new Uint8Array(BLOCK));
      const part = chunk.subarray(from, from + BLOCK - at);
      this.#blocks.at(-1)!.set(part, at);
      from += part.length;
      this.#size += part.length;
    }
    return Promise.resolve();
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    const end = Math.min(offset + length, this.#size);
    const block = Math.floor(offset / BLOCK);
    const at = offset % BLOCK;
    if (end <= offset) return Promise.resolve(new Uint8Array(0));
    if (at + end - offset <= BLOCK) return Promise.resolve(this.#blocks[block]!.subarray(at, at + end - offset));
    const out = new Uint8Array(end - offset);
    for (let done = 0; done < out.length; ) {
      const from = (offset + done) % BLOCK;
      const part = this.#blocks[Math.floor((offset + done) / BLOCK)]!.subarray(from, from + out.length - done);
      out.set(part, done);
      done += part.length;
    }
    return Promise.resolve(out);
  }

  close(): Promise<void> {
    this.#blocks.length = 0;
    this.#size = 0;
    return Promise.resolve();
  }
}

/** Fills memory first and opens another place only for what does not fit. */
export class LayeredSpill implements Spill {
  readonly #memory: MemorySpill;
  readonly #open: () => Promise<Spill>;
  #disk: Spill | undefined;

  constructor(open: () => Promise<Spill>, memoryLimit = MEMORY_LIMIT) {
    this.#memory = new MemorySpill(memoryLimit);
    this.#open = open;
    this.#room = memoryLimit;
  }

  #room: number;

  get size(): number {
    return this.#memory.size + (this.#disk?.size ?? 0);
  }

  async append(chunk: Uint8Array): Promise<void> {
    if (this.#disk === undefined) {
      const fits = chunk.subarray(0, this.#room);
      this.#room -= fits.length;
      await this.#memory.append(fits);
      if (fits.length === chunk.length) return;
      this.#disk = await this.#open();
      chunk = chunk.subarray(fits.length);
    }
    await this.#disk.append(chunk);
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const inMemory = this.#memory.size;
    if (this.#disk === undefined || offset + length <= inMemory) return this.#memory.read(offset, length);
    if (offset >= inMemory) return this.#disk.read(offset - inMemory, length);
    const first = await this.#memory.read(offset, inMemory - offset);
    const second = await this.#disk.read(0, length - first.length);
    const out = new Uint8Array(first.length + second.length);
    out.set(first);
    out.set(second, first.length);
    return out;
  }

  async close(): Promise<void> {
    await this.#memory.close();
    await this.#disk?.close();
    this.#disk = undefined;
  }
}
