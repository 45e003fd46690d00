import { Tree } from '../../codec/tree.ts';
import { ANY_PROTOCOLS } from '../../dissect/protocol-sets.ts';
import type { Secret } from '../../dissect/secrets.ts';
import type { Capture } from '../capture.ts';
import type { Clock, Slices } from '../listing/slices.ts';
import { KindCounts } from './kind-counts.ts';
import { Kinds } from './kinds.ts';

/** Packets that are read together. */
const BLOCK = 128;
/** Packets between two looks at the clock while kinds are guessed. */
const GUESSES = 16_384;
/** Longest stretch of dissecting while the capture loads, in milliseconds, and its share of the time. */
const SLICE = 8;
const SHARE = 0.1;
/** Milliseconds after which nobody looks at the statistics any more who has not asked again. */
const INTEREST = 2000;
/** Numbers of sets of protocols, and of shapes. */
const SETS = 0x1_0000;
/** No packet of the set has been dissected. */
const NO_EXAMPLE = 0;

/** What counting ahead needs of its surroundings. */
export interface ProvisionalHost {
  readonly capture: Capture;
  readonly clock: Clock;
  secrets(): readonly Secret[];
  isLoading(): boolean;
}

/**
 * What packets are as far as one can say before the pass that judges them: while the capture loads, and until that pass has
 * come to them. Packets from the first on are dissected in the gaps of loading (`early`; a packet that loads later may still
 * change how they read). The others are taken to have the layers of one packet in which pass 1 met the same protocols
 * (`guessed`): captures have few such sets. Nothing of this is part of the final numbers: these are counted by themselves.
 */
export class Provisional {
  readonly kinds = new Kinds();
  readonly early = new KindCounts();
  readonly guessed = new KindCounts();
  readonly #host: ProvisionalHost;
  /** Packets before this one were dissected early; those before `#guessedTo` have a kind here, unless the pass that judges had come to them. */
  #earlyTo = 0;
  #guessedTo = 0;
  /** Kind of a packet that stands for its set of protocols. */
  readonly #examples = new Uint16Array(SETS);
  readonly #tree = new Tree();
  #asked = Number.NEGATIVE_INFINITY;
  #isRunning = false;
  #isOver = false;
  #onWindow: (() => void) | undefined;

  constructor(host: ProvisionalHost) {
    this.#host = host;
  }

  /** Packets before this one were dissected early, whether they have been judged since or not. */
  get earlyTo(): number {
    return this.#earlyTo;
  }

  /** Kind of a packet that was dissected early; 0 for others. */
  earlyOf(index: number): number {
    return index < this.#earlyTo ? this.kinds.of(index) : 0;
  }

  /** Kind of a packet that was not dissected; 0 for others. */
  guessedOf(index: number): number {
    return index < this.#earlyTo ? 0 : this.kinds.of(index);
  }

  /** The packet has been judged: what it was taken for no longer counts. */
  settle(index: number): void {
    const kind = this.kinds.of(index);
    if (kind === 0) return;
    const octets = this.#host.capture.table.original.get(index);
    (index < this.#earlyTo ? this.early : this.guessed).removePacket(kind, octets);
    this.kinds.set(index, 0);
  }

  /** A part of the file has been read: there is a gap. */
  onWindow(): void {
    this.#onWindow?.();
  }

  close(): void {
    this.#isOver = true;
    this.#onWindow?.();
  }

  /** Somebody looks: packets are dissected in the gaps of loading for a while. */
  want(): void {
    this.#asked = this.#host.clock.now();
    if (this.#isRunning || this.#isOver || !this.#host.isLoading()) return;
    this.#isRunning = true;
    this.#run()
      // The file is gone: what was counted stays.
      .catch(() => undefined)
      .finally(() => {
        this.#isRunning = false;
      });
  }

  /**
   * Guesses the layers of the packets that have come.
   * @param isJudged whether a packet needs no guess
   */
  async guess(isJudged: (index: number) => boolean, slices: Slices): Promise<void> {
    const { table, annotations } = this.#host.capture;
    const { shape, original } = table;
    const { ignored } = annotations;
    this.#guessedTo = Math.max(this.#guessedTo, this.#earlyTo);
    while (this.#guessedTo < table.length && !this.#isOver) {
      const end = Math.min(table.length, this.#guessedTo + GUESSES);
      let unknown: number | undefined;
      for (; this.#guessedTo < end; this.#guessedTo++) {
        const index = this.#guessedTo;
        if (isJudged(index) || this.kinds.of(index) !== 0 || ignored.has(index)) continue;
        const set = shape.get(index);
        if (set === ANY_PROTOCOLS) continue;
        const kind = this.#examples[set]!;
        if (kind === NO_EXAMPLE) {
          unknown = index;
          break;
        }
        this.kinds.set(index, kind);
        this.guessed.addPacket(kind, index, original.get(index));
      }
      if (unknown !== undefined) await this.#learn(unknown, shape.get(unknown));
      await slices.rest();
    }
  }

  /** Dissects a packet that stands for all of its set. */
  async #learn(index: number, set: number): Promise<void> {
    const { capture } = this.#host;
    const bytes = await capture.bytes.fetch(capture.needed([index])).catch(() => undefined);
    if (bytes === undefined) {
      // The file is gone: nothing more can be told.
      this.close();
      return;
    }
    const { context } = capture.dissect(index, bytes, this.#host.secrets(), this.#tree);
    this.#examples[set] = this.kinds.layersOnly(context);
    bytes.release();
  }

  /** Dissects from the first packet on, a little after each part of the file, as long as somebody looks. */
  async #run(): Promise<void> {
    const { capture, clock } = this.#host;
    let workedUntil = clock.now();
    while (this.#isWanted()) {
      const from = this.#earlyTo;
      const to = Math.min(capture.length, from + BLOCK);
      const all = Array.from({ length: to - from }, (_, i) => from + i);
      const [indexes = []] = capture.bytes.parts(all);
      const bytes = await capture.bytes.fetch(capture.needed(indexes));
      for (const index of indexes) {
        if (!this.#isWanted()) return;
        const now = clock.now();
        if (now >= workedUntil) {
          await this.#nextWindow();
          if (!this.#isWanted()) return;
          const begin = clock.now();
          workedUntil = begin + Math.min(SLICE, (begin - now) * SHARE);
        }
        this.#add(index, bytes);
      }
      bytes.release();
      if (indexes.length === 0) await this.#nextWindow();
    }
  }

  #isWanted(): boolean {
    const { clock } = this.#host;
    return !this.#isOver && this.#host.isLoading() && clock.now() - this.#asked < INTEREST;
  }

  #nextWindow(): Promise<void> {
    return new Promise((resolve) => {
      this.#onWindow = resolve;
    });
  }

  #add(index: number, bytes: { get(index: number): Uint8Array | undefined }): void {
    const { capture } = this.#host;
    this.settle(index);
    const { tree, context } = capture.dissect(index, bytes, this.#host.secrets(), this.#tree);
    this.#earlyTo = index + 1;
    if (capture.annotations.ignored.has(index)) return;
    const kind = this.kinds.add(index, tree, context);
    this.early.addPacket(kind, index, capture.table.original.get(index));
  }
}
