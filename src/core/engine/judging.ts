import { messageOf } from '../base/message-of.ts';
import { Tree } from '../codec/tree.ts';
import type { Context } from '../dissect/context.ts';
import type { Secret } from '../dissect/secrets.ts';
import type { Capture } from './capture.ts';
import { judge, Tally } from './judgement.ts';
import { type FrameBytes, readPackets } from './listing/packet-window.ts';
import { type Clock, Slices } from './listing/slices.ts';

/** Packets whose octets are read together, and how many octets: as many as sources read in one stream. */
const BLOCK = 8192;
const BLOCK_OCTETS = 1024 * 1024;
/** Milliseconds of judging between two chances for requests. */
const SLICE_MS = 6;

/** What judging needs of the session around it. */
export interface JudgingHost {
  readonly clock: Clock;
  secrets(): readonly Secret[];
  /** Takes a packet that has been dissected. */
  onJudged(capture: Capture, index: number, tree: Tree, context: Context): void;
  /** Something has changed; `isOver` when it is on or off now. */
  onProgress(isOver: boolean): void;
  /** Settles when nobody waits for an answer. */
  idle(): Promise<void>;
}

/** Dissects every packet of a capture once, in slices in the background, and counts what it finds. */
export class Judging {
  readonly #host: JudgingHost;
  #tally = new Tally();
  #isOn = false;
  #fault: string | undefined;
  /** Changes when work is given up. */
  #run = 0;

  constructor(host: JudgingHost) {
    this.#host = host;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  /** Why it has ended before all packets were judged: the file cannot be read any more. */
  get fault(): string | undefined {
    return this.#fault;
  }

  get tally(): Tally {
    return this.#tally;
  }

  /** Gives up what it does and has found. */
  reset(): void {
    this.#run++;
    this.#tally = new Tally();
    this.#isOn = false;
    this.#fault = undefined;
  }

  /** Settles when all packets are judged, cannot be read, or the work was given up. */
  async start(capture: Capture): Promise<void> {
    if (this.#isOn) return;
    const host = this.#host;
    this.#isOn = true;
    this.#fault = undefined;
    const run = this.#run;
    const { table } = capture;
    const tree = new Tree();
    const slices = new Slices(host.clock, SLICE_MS);
    for (let next = 0; next < capture.length; ) {
      const indexes: number[] = [];
      for (let octets = 0; next < capture.length && indexes.length < BLOCK && octets < BLOCK_OCTETS; next++) {
        indexes.push(next);
        octets += table.captured.get(next);
      }
      let bytes: FrameBytes;
      try {
        bytes = await readPackets(capture, indexes);
      } catch (error) {
        if (run === this.#run) this.#fault = messageOf(error);
        break;
      }
      for (const index of indexes) {
        if (run !== this.#run) break;
        const { context } = capture.dissect(index, bytes, host.secrets(), tree);
        table.judged.set(index, judge(tree, context));
        this.#tally.add(index, tree, context);
        host.onJudged(capture, index, tree, context);
        if (slices.isOver) {
          await slices.pause();
          // Somebody waits for an answer, nobody for this.
          await host.idle();
        }
      }
      bytes.release?.();
      if (run !== this.#run) return;
      host.onProgress(false);
    }
    if (run !== this.#run) return;
    this.#isOn = false;
    host.onProgress(true);
  }
}
