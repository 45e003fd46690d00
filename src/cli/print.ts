import type { Capture, Secret } from '../core/engine/headless.ts';
import { Tree } from '../core/engine/headless.ts';
import { membersBefore, PacketWriter } from '../core/engine/packet-json.ts';
import { packetText } from './packet-text.ts';
import type { PrintedLines } from './print-parts.ts';

export interface PrintOptions {
  readonly secrets: readonly Secret[];
  readonly tree: boolean;
  readonly format: 'json' | 'text';
  /** Stands in every JSON object when several files are printed. */
  readonly file: string | undefined;
}

const LINE_END = 0x0a;

/** Prints packets of one capture, a line or several each, in any order of ranges. */
export class Printer {
  readonly #capture: Capture;
  readonly #options: PrintOptions;
  readonly #before: Uint8Array;
  readonly #tree = new Tree();
  readonly #writer = new PacketWriter();
  readonly #encoder = new TextEncoder();

  constructor(capture: Capture, options: PrintOptions) {
    this.#capture = capture;
    this.#options = options;
    this.#before = membersBefore(options.file === undefined ? {} : { file: options.file });
  }

  /** The lines of these packets, in their order, as copies of their own. */
  async printed(indexes: ArrayLike<number> & Iterable<number>): Promise<PrintedLines> {
    const capture = this.#capture;
    const { secrets, tree: withTree, format } = this.#options;
    const bytes = await capture.bytes.fetch(capture.needed(indexes));
    const { out } = this.#writer;
    const ends = new Uint32Array(indexes.length);
    let line = 0;
    out.clear();
    for (const index of indexes) {
      const { tree, context } = capture.dissect(index, bytes, secrets, this.#tree);
      if (format === 'json') this.#writer.write(tree, context, withTree, this.#before);
      else out.raw(this.#encoder.encode(packetText(tree, context, withTree)));
      out.sign(LINE_END);
      ends[line++] = out.size;
    }
    return { octets: out.octets.slice(), ends };
  }
}
