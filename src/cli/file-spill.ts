import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LayeredSpill, MEMORY_LIMIT, type Spill } from '../core/files/spill.ts';

/** Unpacked octets: in memory first, what does not fit in a temporary file that only this user can read. */
export class FileSpill extends LayeredSpill {
  constructor(memoryLimit = MEMORY_LIMIT) {
    super(() => TemporaryFile.create(), memoryLimit);
  }
}

class TemporaryFile implements Spill {
  readonly #handle: FileHandle;
  readonly #folder: string;
  #size = 0;

  private constructor(handle: FileHandle, folder: string) {
    this.#handle = handle;
    this.#folder = folder;
  }

  static async create(): Promise<TemporaryFile> {
    const folder = await mkdtemp(join(tmpdir(), 'pushscope-'));
    const handle = await open(join(folder, 'unpacked'), 'wx+', 0o600);
    // Where the system lets an open file lose its name, nothing is left behind when the process is killed.
    if (process.platform !== 'win32') await rm(folder, { recursive: true });
    return new TemporaryFile(handle, folder);
  }

  get size(): number {
    return this.#size;
  }

  async append(chunk: Uint8Array): Promise<void> {
    for (let done = 0; done < chunk.length; ) {
      const { bytesWritten } = await this.#handle.write(chunk, done, chunk.length - done, this.#size + done);
      done += bytesWritten;
    }
    this.#size += chunk.length;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.#size - offset)));
    for (let done = 0; done < bytes.length; ) {
      const { bytesRead } = await this.#handle.read(bytes, done, bytes.length - done, offset + done);
      if (bytesRead === 0) throw new Error('the temporary file has become shorter');
      done += bytesRead;
    }
    return bytes;
  }

  async close(): Promise<void> {
    await this.#handle.close();
    this.#size = 0;
    await rm(this.#folder, { recursive: true, force: true });
  }
}
