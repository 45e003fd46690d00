import { Tree } from '../../codec/tree.ts';
import type { Wants } from '../../dissect/context.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { type ColumnProgram, NO, UNKNOWN, YES } from '../../filter/column-program.ts';
import type { CompiledFilter } from '../../filter/compile.ts';
import type { Capture } from '../capture.ts';
import { askedOf } from './asked.ts';
import type { FrameBytes } from './packet-window.ts';
import { readPackets } from './packet-window.ts';
import { PlacedContents } from './placed-contents.ts';
import type { Slices } from './slices.ts';
import type { TableRow } from './table-row.ts';

/** Packets that are decided from columns before the next look at the clock. */
const BLOCK = 4096;
/** Packets of one plan, and how many of them, over how many octets of the file, are dissected. */
const MOST_PACKETS = 65_536;
const MOST_ASKED = 4096;
const MOST_OCTETS = 4 * 1024 * 1024;
/** The first plan is small, so that the first matches are there at once. */
const FIRST_ASKED = 64;
const FIRST_OCTETS = 256 * 1024;
/** Packets dissected between two looks at the clock. */
const LOOK_EVERY = 8;

const ASK = 3;
/** As `ASK`, of the packet's content alone. */
const CONTENT = 4;

/** A run of packets: what the columns say of each, and the octets of those that only the tree can tell of. */
interface Plan {
  readonly from: number;
  readonly to: number;
  readonly answers: Uint8Array;
  readonly bytes: Promise<FrameBytes> | undefined;
}

/** Says whether a packet must be asked at all; `undefined` of the columns stands before it. */
export type CanMatch = (index: number) => boolean;

/** Decides packet by packet, in capture order, which ones a filter matches. */
export class Scan {
  /** The packet that is decided next. */
  next = 0;
  readonly #capture: Capture;
  readonly #filter: CompiledFilter;
  readonly #program: ColumnProgram;
  readonly #row: TableRow;
  readonly #canMatch: CanMatch;
  readonly #secrets: readonly Secret[];
  readonly #tree = new Tree();
  readonly #wants: Wants | undefined;
  readonly #contents: PlacedContents | undefined;
  #isFirst = true;

  constructor(capture: Capture, filter: CompiledFilter, row: TableRow, canMatch: CanMatch, secrets: readonly Secret[]) {
    this.#capture = capture;
    this.#filter = filter;
    this.#program = filter.program();
    this.#row = row;
    this.#canMatch = canMatch;
    this.#secrets = secrets;
    this.#wants = askedOf(filter, capture.registry);
    this.#contents = PlacedContents.of(capture, filter);
  }

  /**
   * Decides all packets that are there now, in slices.
   * @param isOn asked after each pause; once false the scan ends
   * @throws when the file cannot be read any more
   */
  async run(
    slices: Slices,
    isOn: () => boolean,
    onMatch: (index: number) => void,
    onProgress: () => void,
  ): Promise<void> {
    let plan = await this.#plan(this.next, slices);
    while (plan.to > plan.from) {
      if (!isOn()) return;
      // The next window is read while this one is dissected.
      const ahead = this.#plan(plan.to, slices);
      ahead.catch(() => undefined);
      const bytes = plan.bytes === undefined ? undefined : await plan.bytes;
      if (!isOn()) return;
      let untilLook = LOOK_EVERY;
      for (let index = plan.from; index < plan.to; index++) {
        const answer = plan.answers[index - plan.from];
        if (answer === YES) onMatch(index);
        else if (answer === ASK || answer === CONTENT) {
          if (this.#asks(index, answer, bytes)) onMatch(index);
          if (--untilLook === 0) {
            untilLook = LOOK_EVERY;
            this.next = index + 1;
            if (slices.isOver) {
              onProgress();
              await slices.pause();
              if (!isOn()) return;
            }
          }
        }
        this.next = index + 1;
      }
      onProgress();
      plan = await ahead;
    }
  }

  #asks(index: number, answer: number, bytes: FrameBytes | undefined): boolean {
    if (answer === CONTENT) return this.#contents?.test(index, bytes) === true;
    if (bytes === undefined) return false;
    const { tree, context } = this.#capture.dissect(index, bytes, this.#secrets, this.#tree, this.#wants);
    return this.#filter.test(tree, context);
  }

  /** Asks the columns, and begins to read what only the tree can tell. */
  async #plan(from: number, slices: Slices): Promise<Plan> {
    const { table } = this.#capture;
    const most = Math.min(MOST_PACKETS, this.#capture.length - from);
    const answers = new Uint8Array(Math.max(0, most));
    const asked: number[] = [];
    const whole = new Set<number>();
    const mostAsked = this.#isFirst ? FIRST_ASKED : MOST_ASKED;
    const mostOctets = this.#isFirst ? FIRST_OCTETS : MOST_OCTETS;
    let count = 0;
    while (count < most) {
      const index = from + count;
      this.#row.index = index;
      const verdict = this.#program(this.#row);
      if (verdict === UNKNOWN && this.#canMatch(index)) {
        const first = asked[0];
        if (first !== undefined) {
          if (asked.length >= mostAsked || table.offset.get(index) - table.offset.get(first) > mostOctets) break;
        }
        const way = this.#contents?.way(index) ?? 'tree';
        answers[count] = way === 'none' ? NO : way === 'tree' ? ASK : CONTENT;
        if (way === 'tree' || way === 'content') asked.push(index);
        if (way === 'tree') whole.add(index);
      } else answers[count] = verdict === YES ? YES : NO;
      count++;
      if (count % BLOCK === 0) await slices.rest();
    }
    this.#isFirst = false;
    return {
      from,
      to: from + count,
      answers,
      bytes: asked.length === 0 ? undefined : readPackets(this.#capture, asked, (index) => whole.has(index)),
    };
  }
}
