import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from '../core/files/byte-source.ts';

/** Windows of fewer octets are made anew. */
const LEAST_SPARE = 1024 * 1024;
const MOST_SPARE = 3;

/** Octets of a file on disk. */
export class FileSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly #handle: FileHandle;
  /** Memory of large windows that are done with: new memory for each took a twentieth of reading a capture. */
  readonly #spare: Uint8Array<ArrayBuffer>[] = [];

  private constructor(name: string, size: number, handle: FileHandle) {
    this.name = name;
    this.size = size;
    this.#handle = handle;
  }

  /** Rejects when there is no such file, it may not be read, or it is no regular file (whose octets can be read anywhere). */
  static async open(path: string): Promise<FileSource> {
    const handle = await open(path, 'r');
    const found = await handle.stat();
    if (found.isFile()) return new FileSource(path, found.size, handle);
    await handle.close();
    throw new Error(
      found.isDirectory() ? 'this is a folder' : 'this is no regular file: give its octets as standard input',
    );
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const size = Math.max(0, Math.min(length, this.size - offset));
    const bytes = this.#room(size);
    for (let done = 0; done < size; ) {
      const { bytesRead } = await this.#handle.read(bytes, done, size - done, offset + done);
      if (bytesRead === 0) throw new Error('the file has become shorter while it was read');
      done += bytesRead;
    }
    return bytes;
  }

  reuse(bytes: Uint8Array): void {
    const { buffer } = bytes;
    const isWhole = buffer instanceof ArrayBuffer && bytes.length === buffer.byteLength;
    if (isWhole && bytes.length >= LEAST_SPARE && this.#spare.length < MOST_SPARE)
      this.#spare.push(new Uint8Array(buffer));
  }

  #room(size: number): Uint8Array<ArrayBuffer> {
    const at = this.#spare.findIndex(({ length }) => length === size);
    const [spare] = at < 0 ? [] : this.#spare.splice(at, 1);
    return spare ?? new Uint8Array(size);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}
