import type { ByteSource } from '../core/files/byte-source.ts';
import { FileSpill } from './file-spill.ts';

/** All octets of standard input. */
export async function standardInput(): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(Buffer.from(part as Buffer));
  return new Uint8Array(Buffer.concat(parts));
}

/** Standard input as a file that can be read anywhere: what does not fit into memory goes to a temporary file. */
export class StandardInputSource implements ByteSource {
  readonly name = '-';
  readonly #spill: FileSpill;

  private constructor(spill: FileSpill) {
    this.#spill = spill;
  }

  /** Resolves at the end of standard input. Rejects when there is no room for it. */
  static async open(): Promise<StandardInputSource> {
    const spill = new FileSpill();
    for await (const part of process.stdin) await spill.append(part as Buffer);
    return new StandardInputSource(spill);
  }

  get size(): number {
    return this.#spill.size;
  }

  read(offset: number, length: number): Promise<Uint8Array> {
    return this.#spill.read(offset, length);
  }

  close(): Promise<void> {
    return this.#spill.close();
  }
}
