import type { ByteSource } from '../core/files/byte-source.ts';

/** Octets of a file that the user gave to the page. */
export class BlobSource implements ByteSource {
  readonly name: string;
  readonly #blob: Blob;

  constructor(name: string, blob: Blob) {
    this.name = name;
    this.#blob = blob;
  }

  get size(): number {
    return this.#blob.size;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    try {
      return new Uint8Array(await this.#blob.slice(offset, offset + length).arrayBuffer());
    } catch (error) {
      throw new Error(explanation(error), { cause: error });
    }
  }

  /** A blob reads into memory of its own, so this one goes: a hundred megabytes of windows waited for the collector of garbage. */
  reuse(bytes: Uint8Array): void {
    (bytes.buffer as Detachable).transfer?.(0);
  }
}

/** Newer than the types at hand, and than some browsers. */
interface Detachable extends ArrayBuffer {
  transfer?(length: number): ArrayBuffer;
}

function explanation(error: unknown): string {
  if (error instanceof Error || error instanceof DOMException) {
    // A browser holds on to a file as it was: after a change it says that it cannot be read, after a deletion either.
    if (error.name === 'NotReadableError' || error.name === 'NotFoundError') {
      return 'the file has changed or is gone: open it again';
    }
    return `the file cannot be read: ${error.message}`;
  }
  return `the file cannot be read: ${String(error)}`;
}
