import type { ByteSource } from '../core/files/byte-source.ts';
import { BlobStream, isRightBefore } from './blob-stream.ts';

/** Reads of fewer octets are slices: by themselves they take less time. */
const LEAST_STREAMED = 256 * 1024;
/** Readers at once that go through the file, each from its place on. */
const MOST_STREAMS = 2;
/** Windows whose memory is kept for the next ones. */
const MOST_SPARE = 3;

/**
 * Octets of a file that the user gave to the page. Who reads window behind window is given a stream from the second one on
 * (`BlobStream`). What a slice gives the browser holds beside the engine: only a large collection of garbage frees it, which a long
 * reading that makes no other garbage does not lead to, nor does moving it into another buffer. Octets that are moved out through a
 * port go at once (203 MB read in slices and not kept: 93 MB of memory, and 30 MB).
 */
export class BlobSource implements ByteSource {
  readonly name: string;
  readonly #blob: Blob;
  readonly #leastStreamed: number;
  #canStream = true;
  /** The one that was used last at the end. */
  #streams: BlobStream[] = [];
  /** Ends of the last large slices. */
  #ends: number[] = [];
  /** Memory of streamed windows that are done with. */
  readonly #spare: ArrayBuffer[] = [];
  /** Memory of streamed windows. */
  readonly #own = new WeakSet<ArrayBufferLike>();
  #nowhere: MessagePort | undefined;

  constructor(name: string, blob: Blob, leastStreamed = LEAST_STREAMED) {
    this.name = name;
    this.#blob = blob;
    this.#leastStreamed = leastStreamed;
  }

  get size(): number {
    return this.#blob.size;
  }

  get handle(): Blob {
    return this.#blob;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const end = Math.min(offset + length, this.size);
    const stream = this.#streamFor(offset, end);
    if (stream !== undefined) {
      try {
        const bytes = await stream.read(offset, end, this.#room(stream.sizeUpTo(end)));
        this.#own.add(bytes.buffer);
        return bytes;
      } catch {
        // A slice gives the octets all the same, or says what is wrong.
        this.#streams = this.#streams.filter((one) => one !== stream);
      }
    }
    try {
      return new Uint8Array(await this.#blob.slice(offset, offset + length).arrayBuffer());
    } catch (error) {
      throw new Error(explanation(error), { cause: error });
    }
  }

  reuse({ buffer }: Uint8Array): void {
    if (!(buffer instanceof ArrayBuffer)) return;
    const isOfUse = this.#own.delete(buffer) && this.#streams.some((stream) => stream.goesOnBefore(this.size));
    if (isOfUse) this.#spare.push(buffer);
    else this.#drop(buffer);
    // The oldest may be of another size than windows have now; behind the end of the file there are none.
    const more = this.#spare.length - (isOfUse ? MOST_SPARE : 0);
    for (const old of this.#spare.splice(0, Math.max(0, more))) this.#drop(old);
  }

  rest(): void {
    for (const stream of this.#streams.splice(0)) stream.cancel();
    for (const spare of this.#spare.splice(0)) this.#drop(spare);
    this.#ends = [];
  }

  #drop(buffer: ArrayBuffer): void {
    this.#nowhere ??= portToNowhere();
    this.#nowhere.postMessage(undefined, [buffer]);
  }

  /** The stream that is about to come to these octets; undefined when they are read alone. */
  #streamFor(offset: number, end: number): BlobStream | undefined {
    if (!this.#canStream || end - offset < this.#leastStreamed) return undefined;
    let stream = this.#streams.find((one) => one.isBefore(offset));
    if (stream === undefined) {
      const known = this.#ends.findIndex((one) => isRightBefore(one, offset));
      if (known < 0) {
        this.#ends = [...this.#ends, end].slice(-MOST_STREAMS);
        return undefined;
      }
      this.#ends.splice(known, 1);
      try {
        stream = new BlobStream(this.#blob, offset);
      } catch {
        this.#canStream = false;
        return undefined;
      }
    }
    const used = stream;
    this.#streams = [...this.#streams.filter((one) => one !== used), used];
    if (this.#streams.length > MOST_STREAMS) this.#streams.shift()?.cancel();
    return stream;
  }

  #room(size: number): ArrayBuffer {
    // A small window that is kept must not hold the memory of a large one.
    const at = this.#spare.findIndex(({ byteLength }) => byteLength >= size && byteLength <= 2 * size);
    const [spare] = at < 0 ? [] : this.#spare.splice(at, 1);
    return spare ?? new ArrayBuffer(size);
  }
}

/** A port whose other side is closed: what is moved through it is nobody's. */
function portToNowhere(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  return port1;
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
