import type { ByteSource } from '../core/files/byte-source.ts';

/**
 * Octets of a file that the user gave to the page. What a read gives is left to the collector of garbage: the browser holds it beside
 * the engine, so that moving it out of a buffer frees nothing, but hides it from the collector (10 GB then took 7 GB of memory).
 */
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
