import type { CompiledFilter } from '../../filter/compile.ts';
import { UNKNOWN, type Verdict } from '../../filter/verdict.ts';
import type { Capture } from '../capture.ts';
import { FrameRecord } from '../frame-record.ts';
import { callsOf, type HeaderQuestion, headerQuestion } from '../headers/header-question.ts';
import { HeaderTester } from '../headers/header-tester.ts';
import type { FrameBytes } from './packet-window.ts';
import type { TableColumns } from './table-columns.ts';

/** A shape that has not been asked for, and one of which it is not known what is met. */
const UNASKED = 0;
const UNTOLD = 0xff;

/** Answers filters over headers: packets are dissected up to the last header that is asked for, where their shapes tell which that is. */
export class PacketHeaders {
  readonly #capture: Capture;
  readonly #columns: TableColumns;
  readonly #question: HeaderQuestion;
  readonly #tester: HeaderTester;
  readonly #frame: FrameRecord;
  /** By number of the shape: how often protocols of the question are met. */
  readonly #calls = new Uint8Array(1 << 16);

  private constructor(capture: Capture, filter: CompiledFilter, columns: TableColumns, question: HeaderQuestion) {
    this.#capture = capture;
    this.#columns = columns;
    this.#question = question;
    this.#tester = new HeaderTester(capture.registry, filter, question);
    this.#frame = new FrameRecord(capture);
  }

  /** Undefined when the filter asks for more than headers tell. */
  static of(capture: Capture, filter: CompiledFilter, columns: TableColumns): PacketHeaders | undefined {
    const question = headerQuestion(capture.registry, filter);
    return question && new PacketHeaders(capture, filter, columns, question);
  }

  /** True when the headers of packet `index` may tell. */
  isTold(index: number): boolean {
    return this.#callsOf(this.#capture.table.shape.get(index)) !== UNTOLD;
  }

  /** What the headers of packet `index` say; unknown when only its tree can tell. */
  test(index: number, bytes: FrameBytes | undefined): Verdict {
    const calls = this.#callsOf(this.#capture.table.shape.get(index));
    const octets = bytes?.get(index);
    if (octets === undefined || calls === UNTOLD) return UNKNOWN;
    this.#frame.index = index;
    return this.#tester.test(octets, this.#frame, calls);
  }

  #callsOf(shape: number): number {
    // The frame alone is there whatever is in it.
    if (this.#question.protocols.size === 1) return 1;
    const known = this.#calls[shape]!;
    if (known !== UNASKED) return known;
    const found = this.#columns.shape(shape);
    // A shape that is not known yet may be known later.
    if (found === undefined) return UNTOLD;
    const calls = callsOf(this.#question, found) ?? UNTOLD;
    this.#calls[shape] = calls;
    return calls;
  }
}
