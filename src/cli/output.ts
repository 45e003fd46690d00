import { once } from 'node:events';
import type { JsonText } from '../core/base/json-text.ts';

const FLUSH_AT = 1 << 16;
/** Octets that are copied into one buffer before they are written. */
const LARGE = 1 << 18;

/** Standard output in large pieces; waits when the reader is slow, so that memory stays bounded. */
export class Output {
  #held: string[] = [];
  #size = 0;

  async line(text: string): Promise<void> {
    this.#held.push(text, '\n');
    this.#size += text.length + 1;
    if (this.#size >= FLUSH_AT) await this.flush();
  }

  /** Writes what `json` holds, lines that end with line ends, when it is much; `json` is empty then. */
  async lines(json: JsonText): Promise<void> {
    if (json.size >= LARGE) await this.octets(json);
  }

  /** Writes all that `json` holds, and empties it. */
  async octets(json: JsonText): Promise<void> {
    await this.flush();
    if (json.size === 0) return;
    // A copy: the stream may hold on to it while more is written.
    const octets = json.octets.slice();
    json.clear();
    if (!process.stdout.write(octets)) await once(process.stdout, 'drain');
  }

  async flush(): Promise<void> {
    if (this.#size === 0) return;
    const text = this.#held.join('');
    this.#held = [];
    this.#size = 0;
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  }
}
