import type { FlowMemory, Measure, Waiting } from './measure.ts';
import type { Choice } from './registry.ts';
import { type Run, StreamCutter } from './stream-cutter.ts';
import { type Direction, distance, StreamOctets } from './stream-direction.ts';
import { type Flow, FlowIndex, type Side } from './stream-flows.ts';
import { StreamNotes } from './stream-notes.ts';
import {
  type OnMessage,
  type Segment,
  type SegmentPart,
  type Shown,
  STREAM_LIMITS,
  type StreamLimits,
} from './stream-segments.ts';

export { atLeast, type FlowMemory, type Measure, MORE_NEEDED, NOT_OURS, UNTIL_END, type Waiting } from './measure.ts';
export type { Flow, Side } from './stream-flows.ts';
export type { OnMessage, Segment, SegmentPart, Shown, StreamLimits } from './stream-segments.ts';

/**
 * Cuts the octets of connections into messages. Pass 1 adds segments in capture order; pass 2 looks up what became of
 * each. A segment that is one whole message, the common case, leaves nothing behind.
 *
 * A message is shown at the packet that completes it: there its columns are filled, in pass 1, and there its rows are
 * made, in pass 2. That packet is the last to come, which need not be the one that holds the message's last octet.
 */
export class Streams {
  readonly #limits: StreamLimits;
  readonly #flows: FlowIndex;
  readonly #octets = new StreamOctets();
  readonly #notes = new StreamNotes();
  readonly #cutter: StreamCutter;

  constructor(limits: Partial<StreamLimits> = {}) {
    this.#limits = { ...STREAM_LIMITS, ...limits };
    this.#cutter = new StreamCutter(this.#limits, this.#octets, this.#notes);
    this.#flows = new FlowIndex(this.#limits.maxFlows, (flow) => this.#finishFlow(flow));
  }

  /** Octets held for messages that are not whole. */
  get held(): number {
    return this.#octets.held;
  }

  /** The flow between two ends: numbers that stand for their addresses, and their ports (16 bits). */
  flow(from: number, fromPort: number, to: number, toPort: number): Flow {
    return this.#flows.flow(from, fromPort, to, toPort);
  }

  /** Notes from now on what columns need, and no more: nobody will ask for trees. */
  forColumnsOnly(): void {
    this.#notes.forColumnsOnly();
  }

  /** Notes which dissector was guessed for a packet, because a later guess may be another one. */
  choose(frame: number, choice: Choice): void {
    this.#notes.choose(frame, choice);
  }

  /** The dissector that was guessed for a packet's connection. */
  chosenAt(frame: number): Choice | undefined {
    return this.#notes.chosenAt(frame);
  }

  /** True when anything can be looked up of packet `frame`. */
  isNoted(frame: number): boolean {
    return this.#notes.isNoted(frame);
  }

  /** What became of packet `frame`'s segment, by offset; undefined when it is one whole message (or empty). */
  partsOf(frame: number): readonly SegmentPart[] | undefined {
    return this.#notes.parts.partsOf(frame);
  }

  /** Messages that are shown at packet `frame`, in their order; undefined when its segment is one whole message, or none. */
  shownAt(frame: number): readonly Shown[] | undefined {
    return this.#notes.parts.shownAt(frame);
  }

  /** Packets that have the begin of a message that never became whole. */
  begun(): Iterable<number> {
    return this.#notes.parts.begun();
  }

  /** Notes that message `ordinal` of a packet asks, and another one answers. */
  wait(memory: FlowMemory, what: string, frame: number, ordinal: number): void {
    this.#notes.wait(memory, what, frame, ordinal);
  }

  /** The oldest request of the other side, which message `ordinal` of packet `frame` answers: both are noted with each other. */
  answer(memory: FlowMemory, frame: number, ordinal: number): Waiting | undefined {
    return this.#notes.answer(memory, frame, ordinal);
  }

  /** Index of the packet that has the response to a request, or the request of a response. */
  partner(frame: number, ordinal: number): number | undefined {
    return this.#notes.partner(frame, ordinal);
  }

  /**
   * Takes a segment without octets of a side of which nothing is held, the most frequent kind: it says where the stream is, opens
   * or ends it, and makes nothing.
   * @param sequence as in `Segment`, and so what follows
   * @returns false when something is held: `add` takes it then, as if nothing had happened
   */
  addEmpty(flow: Flow, number: Side, sequence: number, syn: boolean, opening: boolean, fin: boolean): boolean {
    const side = flow.side(number, this.#octets);
    if (!side.isIdle) return false;
    flow.direction = number;
    const next = syn ? sequence + 1 : sequence;
    if (syn) {
      if (opening) flow.forgetWaiting();
      begin(side, next);
      side.hasFin = false;
    } else if (!side.begun) begin(side, next);
    if (fin) {
      side.hasFin = true;
      side.finAt = next | 0;
    }
    return true;
  }

  /**
   * Takes a segment that is one whole message and comes when it is expected, the most frequent kind with octets: it leaves
   * nothing behind and makes nothing. The segment neither opens nor ends anything, and was captured whole.
   * @param sequence as in `Segment`
   * @returns false when it is anything else: `add` takes it then, as if nothing had happened
   */
  addWhole(
    flow: Flow,
    number: Side,
    bytes: Uint8Array,
    start: number,
    end: number,
    sequence: number,
    seconds: number,
    measure: Measure,
  ): boolean {
    const side = flow.side(number, this.#octets);
    if (!side.isIdle || side.hasFin || (side.begun && side.next !== (sequence | 0))) return false;
    flow.direction = number;
    flow.seen = 0;
    const size = measure(bytes, start, end, false, flow);
    if (size !== end - start || size > this.#limits.maxMessage) return false;
    begin(side, sequence + size);
    side.seconds = seconds;
    return true;
  }

  /**
   * Adds a segment.
   * @param number the side that sent it
   * @param onMessage is called for each message that is now whole
   */
  add(flow: Flow, number: Side, segment: Segment, measure: Measure, onMessage: OnMessage): void {
    const side = flow.side(number, this.#octets);
    flow.direction = number;
    const { payload, frame, missing } = segment;
    let { sequence } = segment;
    if (segment.syn) {
      if (segment.opening) flow.forgetWaiting();
      sequence = (sequence + 1) | 0;
      this.#restart(side, sequence);
    }
    const { seconds = 0 } = segment;
    if (payload.length > 0) {
      if (!side.isIdle && Math.abs(seconds - side.seconds) > this.#limits.keepSeconds) this.#restart(side, sequence);
      side.seconds = seconds;
    }
    if (!side.begun) begin(side, sequence);
    if (segment.fin) {
      side.hasFin = true;
      side.finAt = (sequence + payload.length + missing) | 0;
    }
    const run: Run = { flow, side, segment, measure, onMessage };
    if (payload.length === 0) {
      if (side.ended) this.#cutter.cut(run);
      return;
    }
    const ahead = distance(side.next, sequence);
    if (ahead > 0) {
      this.#keepEarly(run, sequence);
      return;
    }
    const known = -ahead;
    if (known >= payload.length) {
      this.#cutter.note(frame, { kind: 'repeated', offset: 0, size: payload.length });
      return;
    }
    if (known > 0) this.#cutter.note(frame, { kind: 'repeated', offset: 0, size: known });
    side.take({ frame, at: segment.at, offset: known, size: payload.length - known }, payload.subarray(known));
    this.#cutter.cut(run);
    this.#takeEarly(run);
    if (missing > 0) {
      this.#cutter.abandon(side);
      side.next = (side.next + missing) | 0;
    }
  }

  /**
   * Takes what a segment of side `number` says of holes: the other side's octets before `acknowledged` have come, so that a hole
   * in them will not be filled any more. Where the capture has one side alone, that side's own acknowledgments tell: it
   * got an answer, so what it sent has come.
   */
  acknowledge(flow: Flow, number: Side, acknowledged: number, sequence: number): void {
    const own = flow.side(number, this.#octets);
    const other = flow.known(number === 0 ? 1 : 0);
    if (other !== undefined && other.early.length > 0) this.#giveUpBefore(other, acknowledged);
    if (own.early.length > 0 && other?.begun !== true && distance(own.holeAcknowledged, acknowledged) > 0)
      this.#giveUpBefore(own, sequence);
    own.acknowledged = acknowledged | 0;
  }

  /** Gives up a hole that begins before a sequence number. */
  #giveUpBefore(side: Direction, sequence: number): void {
    if (side.early.length === 0 || !side.begun || distance(side.next, sequence) <= 0) return;
    this.#cutter.abandon(side);
    while (side.early[0] !== undefined && distance(side.early[0].sequence, sequence) > 0) {
      const { sequence: first, bytes } = this.#dropEarly(side)!;
      const behind = (first + bytes.length) | 0;
      if (distance(side.next, behind) > 0) side.next = behind;
    }
    if (distance(side.next, sequence) > 0) side.next = sequence | 0;
  }

  #restart(side: Direction, sequence: number): void {
    this.#cutter.abandon(side);
    while (this.#dropEarly(side) !== undefined);
    begin(side, sequence);
    side.hasFin = false;
  }

  /** Gives up the first segment behind a hole. */
  #dropEarly(side: Direction) {
    const first = side.shiftEarly();
    if (first !== undefined)
      this.#cutter.note(first.frame, { kind: 'unfinished', offset: 0, size: first.bytes.length, begins: false });
    return first;
  }

  #keepEarly(run: Run, sequence: number): void {
    const { side, segment } = run;
    const { frame, at, payload } = segment;
    side.keepEarly({ sequence, frame, at, bytes: payload.slice() });
    const { maxEarly, maxEarlyOctets, maxHeld } = this.#limits;
    if (side.early.length <= maxEarly && side.earlySize <= maxEarlyOctets && this.#octets.held <= maxHeld) return;
    // The hole will not be filled any more: go on behind it.
    this.#cutter.abandon(side);
    begin(side, side.early[0]!.sequence);
    this.#takeEarly(run);
  }

  #takeEarly(run: Run): void {
    const { side } = run;
    while (side.early[0] !== undefined && distance(side.next, side.early[0].sequence) <= 0) {
      const { sequence, frame, at, bytes } = side.shiftEarly()!;
      const known = Math.min(-distance(side.next, sequence), bytes.length);
      if (known > 0) this.#cutter.note(frame, { kind: 'repeated', offset: 0, size: known });
      if (known === bytes.length) continue;
      side.take({ frame, at, offset: known, size: bytes.length - known }, bytes.subarray(known));
      this.#cutter.cut(run);
    }
  }

  /** Ends the reading: what is pending or behind a hole was never finished. */
  finish(): void {
    this.#flows.clear();
  }

  #finishFlow(flow: Flow): void {
    for (const number of [0, 1] as const) {
      const side = flow.known(number);
      if (side === undefined) continue;
      this.#cutter.abandon(side);
      while (this.#dropEarly(side) !== undefined);
    }
  }
}

function begin(side: Direction, sequence: number): void {
  side.begun = true;
  side.next = sequence | 0;
}
