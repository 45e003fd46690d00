const CHUNK = 65_536;

/** A number for some packets of a capture, 0 for all others: chunks of typed arrays, made where they are needed. */
export class FrameColumn {
  readonly #chunks = new Map<number, Uint32Array>();

  get(frame: number): number {
    return this.#chunks.get(Math.floor(frame / CHUNK))?.[frame % CHUNK] ?? 0;
  }

  set(frame: number, value: number): void {
    const at = Math.floor(frame / CHUNK);
    let chunk = this.#chunks.get(at);
    if (chunk === undefined) {
      chunk = new Uint32Array(CHUNK);
      this.#chunks.set(at, chunk);
    }
    chunk[frame % CHUNK] = value;
  }
}
