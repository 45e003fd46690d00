import { concatBytes } from '../base/bytes.ts';
import type { ByteSource } from './byte-source.ts';

/** Several sources one behind the other, read as one. Their sizes must be known and stay. */
export class JoinedSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly #parts: readonly { readonly source: ByteSource; readonly from: number; readonly to: number }[];

  constructor(sources: readonly ByteSource[]) {
    let size = 0;
    this.#parts = sources.map((source) => {
      const from = size;
      size += source.size;
      return { source, from, to: size };
    });
    this.name = sources.map(({ name }) => name).join(' + ');
    this.size = size;
  }

  /** Where source `number` begins. */
  offsetOf(number: number): number {
    return this.#parts[number]?.from ?? this.size;
  }

  partOf(offset: number): number {
    let part = 0;
    while (part + 1 < this.#parts.length && offset >= this.#parts[part + 1]!.from) part++;
    return part;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const end = Math.min(offset + length, this.size);
    const touched = this.#parts.filter(({ from, to }) => from < end && to > offset);
    const pieces = await Promise.all(
      touched.map(({ source, from, to }) => {
        const start = Math.max(offset, from);
        return source.read(start - from, Math.min(end, to) - start);
      }),
    );
    return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : concatBytes(...pieces);
  }
}
