import { Tree } from '../../codec/tree.ts';
import type { Wants } from '../../dissect/context.ts';
import type { Secret } from '../../dissect/secrets.ts';
import type { ColumnProgram } from '../../filter/column-table.ts';
import type { CompiledFilter } from '../../filter/compile.ts';
import { NO, UNKNOWN, YES } from '../../filter/verdict.ts';
import type { Capture } from '../capture.ts';
import { askedOf } from './asked.ts';
import type { FrameBytes } from './packet-window.ts';
import { readPackets } from './packet-window.ts';
import { PlacedContents } from './placed-contents.ts';
import type { Slices } from './slices.ts';
import type { TableColumns } from './table-columns.ts';

/** Packets that are decided from columns before the next look at the clock. */
const BLOCK = 4096;
/** Packets of one plan, and how many of them, over how many octets of the file, are dissected. */
const MOST_PACKETS = 65_536;
const MOST_ASKED = 4096;
const MOST_OCTETS = 4 * 1024 * 1024;
/** The first plan is small, so that the first matches are there at once. */
const FIRST_ASKED = 64;
const FIRST_OCTETS = 256 * 1024;
/** The same where contents are read and no trees made, which takes a tenth of the time: enough to fill a screen. */
const FIRST_CONTENTS = 512;
const FIRST_CONTENT_OCTETS = 1024 * 1024;
/** Packets dissected between two looks at the clock. */
const LOOK_EVERY = 8;

/** Beside verdicts: unknown, and the packet's content alone can tell. */
const CONTENT = 1;
/**
 * Longest stretch of asking columns, in milliseconds, while nothing had to be dissected: most filters are complete within one or
 * two of these, and a pause lets the rows of a list be made that is longer a moment later.
 */
const COLUMN_SLICE = 30;
const DISSECTING_SLICE = 12;
/** Bit of all verdicts but "no". */
const NOT_NO = 1;

/** A run of packets: what the columns say of each, and the octets of those that only the tree can tell of. */
interface Plan {
  readonly from: number;
  readonly to: number;
  readonly answers: Uint8Array;
  /** Places in the run of all whose answer is not "no", and perhaps of some others. */
  readonly hits: Uint32Array;
  readonly bytes: Promise<FrameBytes> | undefined;
}

/** Decides packet by packet, in capture order, which ones a filter matches. */
export class Scan {
  /** The packet that is decided next. */
  next = 0;
  readonly #capture: Capture;
  readonly #filter: CompiledFilter;
  readonly #program: ColumnProgram;
  readonly #columns: TableColumns;
  readonly #secrets: readonly Secret[];
  readonly #tree = new Tree();
  readonly #wants: Wants | undefined;
  readonly #contents: PlacedContents | undefined;
  #isFirst = true;

  constructor(capture: Capture, filter: CompiledFilter, columns: TableColumns, secrets: readonly Secret[]) {
    this.#capture = capture;
    this.#filter = filter;
    this.#program = filter.program();
    this.#columns = columns;
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
      for (let hit = 0; hit < plan.hits.length; hit++) {
        const place = plan.hits[hit]!;
        const index = plan.from + place;
        const answer = plan.answers[place]!;
        if (answer === YES) onMatch(index);
        else if (answer === UNKNOWN || answer === CONTENT) {
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
      }
      this.next = plan.to;
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
    const hits = new Uint32Array(answers.length);
    const asked: number[] = [];
    const whole = new Set<number>();
    const isQuick = this.#contents !== undefined;
    const firstAsked = isQuick ? FIRST_CONTENTS : FIRST_ASKED;
    const firstOctets = isQuick ? FIRST_CONTENT_OCTETS : FIRST_OCTETS;
    const mostAsked = this.#isFirst ? firstAsked : MOST_ASKED;
    const mostOctets = this.#isFirst ? firstOctets : MOST_OCTETS;
    let count = 0;
    let hitCount = 0;
    let isFull = false;
    while (count < most && !isFull) {
      const start = hitCount;
      const stop = Math.min(most, count + BLOCK);
      this.#columns.answer(this.#program, from + count, from + stop, answers.subarray(count, stop));
      // Without a branch: which packets match is as good as random.
      for (let place = count; place < stop; place++) {
        hits[hitCount] = place;
        hitCount += answers[place]! & NOT_NO;
      }
      count = stop;
      for (let hit = start; hit < hitCount && !isFull; hit++) {
        const place = hits[hit]!;
        if (answers[place] !== UNKNOWN) continue;
        const index = from + place;
        const first = asked[0];
        isFull =
          first !== undefined &&
          (asked.length >= mostAsked || table.offset.get(index) - table.offset.get(first) > mostOctets);
        if (isFull) {
          count = place;
          hitCount = hit;
          break;
        }
        const way = this.#contents?.way(index) ?? 'tree';
        if (way === 'none') answers[place] = this.#contents?.isMatchedByNone(index) === true ? YES : NO;
        else if (way !== 'tree') answers[place] = CONTENT;
        if (way === 'tree' || way === 'content') asked.push(index);
        if (way === 'tree') whole.add(index);
      }
      if (slices.hasLasted(asked.length === 0 ? COLUMN_SLICE : DISSECTING_SLICE)) await slices.pause();
    }
    this.#isFirst = false;
    return {
      from,
      to: from + count,
      answers,
      hits: hits.subarray(0, hitCount),
      bytes: asked.length === 0 ? undefined : readPackets(this.#capture, asked, (index) => whole.has(index)),
    };
  }
}
