import { AloneDissector, type Capture, type Secret, Tree } from '../core/engine/headless.ts';
import { membersBefore, PacketWriter } from '../core/engine/packet-json.ts';
import { packetText } from '../core/engine/packet-text.ts';
import type { PrintedLines } from './print-parts.ts';

export interface PrintOptions {
  readonly secrets: readonly Secret[];
  readonly tree: boolean;
  readonly format: 'json' | 'text';
  /** Stands in every JSON object when several files are printed. */
  readonly file: string | undefined;
}

const LINE_END = 0x0a;

/** Lines of packets, and packets that could not be printed. */
export interface Printed extends PrintedLines {
  /** Packets whose lines these are, ascending. */
  readonly indexes: Uint32Array;
  /** Packets that need more than their own octets, ascending; only where they are dissected alone. */
  readonly refused: Uint32Array;
}

/** Prints packets of one capture, a line or several each, in any order of ranges. */
export class Printer {
  readonly #capture: Capture;
  readonly #options: PrintOptions;
  readonly #before: Uint8Array;
  readonly #tree = new Tree();
  readonly #writer = new PacketWriter();
  readonly #encoder = new TextEncoder();
  readonly #dissector: Capture | AloneDissector;

  /** @param dissector another one than the capture, where that has only the records of its file */
  constructor(capture: Capture, options: PrintOptions, dissector: Capture | AloneDissector = capture) {
    this.#capture = capture;
    this.#dissector = dissector;
    this.#options = options;
    this.#before = membersBefore(options.file === undefined ? {} : { file: options.file });
  }

  /**
   * The lines of these packets, which ascend, as copies of their own.
   * @param conversations what is told of each packet where it is dissected alone
   */
  async printed(indexes: ArrayLike<number> & Iterable<number>, conversations?: Int32Array): Promise<Printed> {
    const capture = this.#capture;
    const { secrets, tree: withTree, format } = this.#options;
    const bytes = await capture.bytes.fetch(capture.needed(indexes));
    const { out } = this.#writer;
    const ends = new Uint32Array(indexes.length);
    const done = new Uint32Array(indexes.length);
    const refused: number[] = [];
    let lines = 0;
    out.clear();
    for (const index of indexes) {
      const dissected =
        this.#dissector instanceof AloneDissector
          ? this.#dissector.dissect(index, bytes, secrets, conversations?.[lines + refused.length] ?? -1, this.#tree)
          : this.#dissector.dissect(index, bytes, secrets, this.#tree);
      if (dissected === undefined) {
        refused.push(index);
        continue;
      }
      const { tree, context } = dissected;
      if (format === 'json') this.#writer.write(tree, context, withTree, this.#before);
      else out.raw(this.#encoder.encode(packetText(tree, context, withTree)));
      out.sign(LINE_END);
      done[lines] = index;
      ends[lines++] = out.size;
    }
    return {
      indexes: done.subarray(0, lines),
      octets: out.octets.slice(),
      ends: ends.subarray(0, lines),
      refused: Uint32Array.from(refused),
    };
  }
}
