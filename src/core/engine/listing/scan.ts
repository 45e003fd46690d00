import type { Secret } from '../../dissect/secrets.ts';
import type { ColumnProgram } from '../../filter/column-table.ts';
import type { CompiledFilter } from '../../filter/compile.ts';
import { NO, UNKNOWN, YES } from '../../filter/verdict.ts';
import type { Capture } from '../capture.ts';
import type { ThreadPool } from '../threads/thread-pool.ts';
import { OpenPackets } from './open-packets.ts';
import { type FrameBytes, giveBack } from './packet-window.ts';
import type { Slices } from './slices.ts';
import type { TableColumns } from './table-columns.ts';
import { VerdictsAhead } from './verdicts-ahead.ts';
import { larger, type WindowLimits, WindowPlan } from './window-plan.ts';

/** Packets that are decided from columns before the next look at the clock. */
const BLOCK = 8192;
/** Packets of one plan at most. */
const MOST_PACKETS = 65_536;
/** Packets dissected between two looks at the clock. */
const LOOK_EVERY = 8;
/**
 * Longest stretch of asking columns, in milliseconds, while nothing had to be dissected: nearly all filters are complete within the
 * first, and a pause would let the rows of a list be made that is longer a moment later.
 */
const FIRST_COLUMN_SLICE = 60;
const COLUMN_SLICE = 30;
/** The same of dissecting: octets of a file that is read in a browser come in pauses only (12 ms and slices of the file took half as long again). */
const DISSECTING_SLICE = 4;
/** Windows that are asked before other threads are: they hold the first rows. */
const OWN_WINDOWS = 2;
/** Bit of all verdicts but "no". */
const NOT_NO = 1;

/** A run of packets: what the columns say of each, and the octets of those that only the tree can tell of. */
interface Plan {
  readonly from: number;
  readonly to: number;
  /** Verdicts of all packets of the run, from its first. */
  readonly answers: Uint8Array;
  /** All packets whose answer is not "no". */
  readonly hits: Uint32Array;
  /** True when the columns have decided all of them. */
  readonly isDecided: boolean;
  readonly bytes: Promise<FrameBytes> | undefined;
}

/** Room for one plan; the next one is made in another while its packets are asked. */
class Room {
  answers = new Uint8Array(0);
  hits = new Uint32Array(0);

  reserve(packets: number): void {
    if (this.answers.length >= packets) return;
    this.answers = new Uint8Array(packets);
    this.hits = new Uint32Array(packets);
  }
}

/** Told of how far a scan has come; `isReading` when it waits for octets of the file now. */
export type OnProgress = (isReading?: boolean) => void;

/** Decides packet by packet, in capture order, which ones a filter matches. */
export class Scan {
  /** The packet that is decided next. */
  next = 0;
  readonly #capture: Capture;
  readonly #filter: CompiledFilter;
  readonly #program: ColumnProgram;
  readonly #columns: TableColumns;
  readonly #secrets: readonly Secret[];
  /** Made when the columns leave the first packet open: most filters over columns need none. */
  #open: OpenPackets | undefined;
  #limits: WindowLimits | undefined;
  #windows = 0;
  readonly #threads: ThreadPool | undefined;
  #ahead: VerdictsAhead | undefined;
  #columnSlice = FIRST_COLUMN_SLICE;

  /** @param threads further ones, which may be asked */
  constructor(
    capture: Capture,
    filter: CompiledFilter,
    columns: TableColumns,
    secrets: readonly Secret[],
    threads?: ThreadPool,
  ) {
    this.#capture = capture;
    this.#filter = filter;
    this.#program = filter.program();
    this.#columns = columns;
    this.#secrets = secrets;
    this.#threads = threads;
  }

  /** Packets decided so far. */
  get decided(): number {
    return this.next + (this.#ahead?.settledFrom(this.next) ?? 0);
  }

  /**
   * Decides all packets that are there now, in slices.
   * @param isOn asked after each pause; once false the scan ends
   * @param onMatches takes the packets that match, ascending; what it is given is used again
   * @param onProgress is called before others can see what has come of it: not between packets that are decided in one stretch
   * @throws when the file cannot be read any more
   */
  async run(
    slices: Slices,
    isOn: () => boolean,
    onMatches: (indexes: ArrayLike<number>) => void,
    onProgress: OnProgress,
  ): Promise<void> {
    try {
      await this.#run(slices, isOn, onMatches, onProgress);
    } finally {
      this.#ahead?.end();
      this.#ahead = undefined;
    }
  }

  async #run(
    slices: Slices,
    isOn: () => boolean,
    onMatches: (indexes: ArrayLike<number>) => void,
    onProgress: OnProgress,
  ): Promise<void> {
    const rooms = [new Room(), new Room()] as const;
    let turn = 0;
    let ahead = this.#plan(this.next, slices, rooms[0]);
    let plan = await ahead;
    try {
      while (plan.to > plan.from) {
        if (!isOn()) return;
        // The next window is read while this one is dissected.
        turn = 1 - turn;
        ahead = this.#plan(plan.to, slices, rooms[turn === 0 ? 0 : 1]);
        ahead.catch(() => undefined);
        if (plan.isDecided) onMatches(plan.hits);
        else if (!(await this.#ask(plan, slices, isOn, onMatches, onProgress))) return;
        this.next = plan.to;
        if (!plan.isDecided || slices.isPausing) onProgress();
        plan = await ahead;
      }
    } finally {
      // Who types gives up a scan with every key: the octets of both windows go at once, and not when garbage is collected.
      giveBack(plan.bytes);
      ahead.then(({ bytes }) => giveBack(bytes)).catch(() => undefined);
    }
  }

  /** Asks contents and trees of what the columns left open. Gives false when the scan has ended. */
  async #ask(
    plan: Plan,
    slices: Slices,
    isOn: () => boolean,
    onMatches: (indexes: ArrayLike<number>) => void,
    onProgress: OnProgress,
  ): Promise<boolean> {
    const { hits, answers, from } = plan;
    const open = this.#open;
    if (plan.bytes !== undefined) onProgress(true);
    const bytes = plan.bytes === undefined ? undefined : await plan.bytes;
    if (!isOn()) return false;
    const found: number[] = [];
    let untilLook = LOOK_EVERY;
    for (let hit = 0; hit < hits.length; hit++) {
      const index = hits[hit]!;
      const answer = answers[index - from]!;
      if (answer === YES) found.push(index);
      else if (answer !== NO) {
        if (open?.matches(index, answer, bytes) === true) found.push(index);
        if (--untilLook > 0) continue;
        untilLook = LOOK_EVERY;
        if (!slices.hasLasted(DISSECTING_SLICE)) continue;
        this.next = index + 1;
        onMatches(found);
        found.length = 0;
        onProgress();
        await slices.pause();
        if (!isOn()) return false;
      }
    }
    onMatches(found);
    bytes?.release?.();
    return true;
  }

  /** Asks the columns, and begins to read what only the tree can tell. */
  async #plan(from: number, slices: Slices, room: Room): Promise<Plan> {
    const most = Math.max(0, Math.min(MOST_PACKETS, this.#capture.length - from));
    room.reserve(most);
    const ahead = this.#aheadOf(from);
    const { answers, hits } = room;
    let window: WindowPlan | undefined;
    let count = 0;
    let hitCount = 0;
    let isDecided = true;
    while (count < most && window?.isFull !== true) {
      const start = hitCount;
      const first = count;
      const block = Math.min(BLOCK, most - count);
      const stop = ahead === undefined ? count + block : ahead.claim(from + count, block) - from;
      const verdicts = answers.subarray(count, stop);
      if (ahead?.fill(from + count, from + stop, verdicts) !== true)
        this.#columns.answer(this.#program, from + count, from + stop, verdicts);
      hitCount = addHits(answers, count, stop, from, hits, hitCount);
      const hasUnknown = answers.subarray(count, stop).includes(UNKNOWN);
      count = stop;
      if (hasUnknown) {
        isDecided = false;
        this.#open ??= new OpenPackets(this.#capture, this.#filter, this.#columns, this.#secrets, this.#program);
        const open = this.#open;
        window ??= this.#window(open);
        open.prepare(from + first, from + stop);
        for (let hit = start; hit < hitCount; hit++) {
          const index = hits[hit]!;
          const place = index - from;
          if (answers[place] !== UNKNOWN) continue;
          if (window.isFullBefore(index)) {
            count = place;
            hitCount = hit;
            break;
          }
          answers[place] = open.wayOf(index, window);
        }
      }
      if (slices.hasLasted(window === undefined || window.length === 0 ? this.#columnSlice : DISSECTING_SLICE)) {
        this.#columnSlice = COLUMN_SLICE;
        await slices.pause();
      }
    }
    return { from, to: from + count, answers, hits: hits.subarray(0, hitCount), isDecided, bytes: window?.read() };
  }

  /** What other threads say of packets from `from` on; undefined while the first rows are looked for, or where they have nothing to say. */
  #aheadOf(from: number): VerdictsAhead | undefined {
    const capture = this.#capture;
    const open = this.#open;
    const threads = this.#threads;
    if (this.#ahead === undefined) {
      if (threads === undefined || open?.hasContents !== true || this.#windows < OWN_WINDOWS) return undefined;
      if (capture.source.handle === undefined || !threads.pays(capture.length - from)) return undefined;
      this.#ahead = new VerdictsAhead(threads, open, from);
    }
    this.#ahead.handOut();
    return this.#ahead;
  }

  /** The next window is larger than this one. */
  #window(open: OpenPackets): WindowPlan {
    this.#windows++;
    const limits = this.#limits ?? open.firstLimits;
    this.#limits = larger(limits);
    return new WindowPlan(this.#capture, limits);
  }
}

/**
 * Adds the indexes of packets whose answer is not "no" to `hits`, behind the `count` that are there; gives how many there are then.
 * Without a branch: which packets match is as good as random. A function by itself is compiled whole.
 */
function addHits(
  answers: Uint8Array,
  from: number,
  to: number,
  base: number,
  hits: Uint32Array,
  count: number,
): number {
  let next = count;
  for (let place = from; place < to; place++) {
    hits[next] = base + place;
    next += answers[place]! & NOT_NO;
  }
  return next;
}
