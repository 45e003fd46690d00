import { LayeredSpill, MEMORY_LIMIT, type Spill } from '../core/files/spill.ts';

/** Unpacked octets: in memory first, what does not fit in a private file of the browser. */
export class OpfsSpill extends LayeredSpill {
  constructor(
    memoryLimit = MEMORY_LIMIT,
    directory: () => Promise<Directory> = async () => {
      // The type of the handles is that of pages; those of workers have the synchronous access too.
      return (await navigator.storage.getDirectory()) as unknown as Directory;
    },
  ) {
    super(() => PrivateFile.create(directory), memoryLimit);
  }
}

/** What is used of a FileSystemDirectoryHandle. */
export interface Directory {
  keys(): AsyncIterable<string>;
  removeEntry(name: string): Promise<void>;
  getFileHandle(
    name: string,
    options: { readonly create: boolean },
  ): Promise<{ createSyncAccessHandle(): Promise<SyncAccess> }>;
}

/** What is used of a FileSystemSyncAccessHandle. */
export interface SyncAccess {
  read(buffer: Uint8Array, options: { readonly at: number }): number;
  write(buffer: Uint8Array, options: { readonly at: number }): number;
  close(): void;
}

const PREFIX = 'unpacked-';

class PrivateFile implements Spill {
  readonly #directory: Directory;
  readonly #name: string;
  readonly #access: SyncAccess;
  #size = 0;

  private constructor(directory: Directory, name: string, access: SyncAccess) {
    this.#directory = directory;
    this.#name = name;
    this.#access = access;
  }

  static async create(root: () => Promise<Directory>): Promise<PrivateFile> {
    try {
      const directory = await root();
      await removeLeftovers(directory);
      const name = `${PREFIX}${crypto.randomUUID()}`;
      const file = await directory.getFileHandle(name, { create: true });
      return new PrivateFile(directory, name, await file.createSyncAccessHandle());
    } catch (error) {
      const why = error instanceof Error || error instanceof DOMException ? error.message : String(error);
      throw new Error(`this browser gives the page no room on the disk: ${why}`, { cause: error });
    }
  }

  get size(): number {
    return this.#size;
  }

  append(chunk: Uint8Array): Promise<void> {
    try {
      for (let done = 0; done < chunk.length; ) {
        const written = this.#access.write(chunk.subarray(done), { at: this.#size + done });
        if (written === 0) throw new Error('nothing more can be written');
        done += written;
      }
    } catch (error) {
      const quota = error instanceof DOMException && error.name === 'QuotaExceededError';
      const why = quota ? 'the room that the browser gives to pages is used up' : 'the disk cannot be written to';
      return Promise.reject(new Error(why, { cause: error }));
    }
    this.#size += chunk.length;
    return Promise.resolve();
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.#size - offset)));
    for (let done = 0; done < bytes.length; ) {
      const count = this.#access.read(bytes.subarray(done), { at: offset + done });
      if (count === 0) return Promise.reject(new Error('the unpacked octets are gone: open the file again'));
      done += count;
    }
    return Promise.resolve(bytes);
  }

  async close(): Promise<void> {
    this.#size = 0;
    this.#access.close();
    await this.#directory.removeEntry(this.#name).catch(() => undefined);
  }
}

/** Removes files of pages that were closed in the middle; those in use are locked and stay. */
async function removeLeftovers(directory: Directory): Promise<void> {
  const names: string[] = [];
  for await (const name of directory.keys()) if (name.startsWith(PREFIX)) names.push(name);
  for (const name of names) await directory.removeEntry(name).catch(() => undefined);
}
