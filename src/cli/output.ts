import { once } from 'node:events';

const FLUSH_AT = 1 << 16;

/** Standard output in large pieces; waits when the reader is slow, so that memory stays bounded. */
export class Output {
  #held: string[] = [];
  #size = 0;

  async line(text: string): Promise<void> {
    this.#held.push(text, '\n');
    this.#size += text.length + 1;
    if (this.#size >= FLUSH_AT) await this.flush();
  }

  /** Octets behind what is held; resolves when they are written, and may be used for others. */
  async octets(octets: Uint8Array): Promise<void> {
    await this.flush();
    if (octets.length > 0) await new Promise((resolve) => process.stdout.write(octets, resolve));
  }

  async flush(): Promise<void> {
    if (this.#size === 0) return;
    const text = this.#held.join('');
    this.#held = [];
    this.#size = 0;
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  }
}
