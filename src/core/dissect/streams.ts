import { PairIndex } from '../base/pair-index.ts';
import { FrameColumn } from './frame-column.ts';
import { type FlowMemory, type Measure, MORE_NEEDED, NOT_OURS, type Waiting } from './measure.ts';
import type { Joined, Piece } from './reassembly.ts';
import type { Choice } from './registry.ts';

export { atLeast, type FlowMemory, type Measure, MORE_NEEDED, NOT_OURS, UNTIL_END, type Waiting } from './measure.ts';

/** What a segment's octets turned out to be. Offsets and sizes are octets of its payload. */
export type SegmentPart =
  /** Whole messages, one behind the other, to be read in place. */
  | { readonly kind: 'whole'; readonly offset: number; readonly size: number }
  /** A piece of a message that takes more than one segment; it is shown at `message.frame`. */
  | { readonly kind: 'piece'; readonly offset: number; readonly size: number; readonly message: Joined }
  /** Octets that came before. */
  | { readonly kind: 'repeated'; readonly offset: number; readonly size: number }
  /** Octets of a message that never became whole, `begins` where it begins, or octets that cannot be told apart. */
  | { readonly kind: 'unfinished'; readonly offset: number; readonly size: number; readonly begins: boolean };

export interface Segment {
  readonly frame: number;
  /** When it came, in seconds; 0 throughout where nobody knows. */
  readonly seconds?: number;
  /** Octet of the captured packet where the payload begins; -1 when it lies in other octets. */
  readonly at: number;
  /** TCP sequence number of the first octet of payload (of SYN itself, in a segment with SYN). */
  readonly sequence: number;
  /** A view; copied when kept. */
  readonly payload: Uint8Array;
  /** Octets behind the payload that were sent but not captured. */
  readonly missing: number;
  readonly syn: boolean;
  /** SYN without ACK: a new connection. */
  readonly opening: boolean;
  readonly fin: boolean;
}

/**
 * Takes a message that is now whole, octets `start` to `end` of `bytes`.
 * @param joined true when it did not come in this segment alone; else `bytes` is the payload of the segment
 */
export type OnMessage = (bytes: Uint8Array, start: number, end: number, joined: boolean) => void;

/** A message to be shown at a packet: in place, or put together. */
export type Shown =
  | { readonly kind: 'whole'; readonly offset: number; readonly size: number }
  | { readonly kind: 'joined'; readonly message: Joined };

interface Held {
  readonly frame: number;
  readonly at: number;
  /** Offset in the segment's payload. */
  readonly offset: number;
  readonly size: number;
}

interface Early {
  readonly sequence: number;
  readonly frame: number;
  readonly at: number;
  readonly bytes: Uint8Array;
}

class Direction {
  /** Sequence number that comes next; undefined before the first segment. */
  next: number | undefined;
  /** Where the octets in order, not yet a whole message, came from. */
  pending: Held[] = [];
  /** These octets, and more room behind them when `owned`; else a view that dies with its window. */
  buffer: Uint8Array = NOTHING;
  owned = false;
  size = 0;
  /** Octets that must be there before it is worth measuring again. */
  wanted = 0;
  /** As in FlowMemory. */
  seen = 0;
  /** Out of order, by their sequence number. */
  readonly early: Early[] = [];
  earlySize = 0;
  /** What this side has acknowledged last, and when the first octets behind a hole came. */
  acknowledged = 0;
  holeAcknowledged = 0;
  /** Sequence number behind the last octet. */
  finAt: number | undefined;
  /** When the last segment with octets came. */
  seconds = 0;

  get ended(): boolean {
    return this.finAt !== undefined && this.next !== undefined && distance(this.next, this.finAt) <= 0;
  }
}

export interface Flow {
  readonly memory: FlowMemory;
  /** Made when they are first needed: most connections are of no protocol that is measured. */
  readonly sides: [Direction | undefined, Direction | undefined];
  /** The side that sent the first segment. */
  readonly first: number;
  /** The dissector that was guessed for the connection. */
  choice: Choice | undefined;
  /** Guesses that found nothing. */
  tries: number;
}

const NOTHING = new Uint8Array(0);

/** Bounds for each direction of a connection; beyond them the stream is taken as broken there and read anew. */
export interface StreamLimits {
  /** Octets of one message. */
  readonly maxMessage: number;
  /** Octets that a measure may see without telling the size. */
  readonly maxUnmeasured: number;
  /** Segments of one message. */
  readonly maxPieces: number;
  /** Segments and octets behind a hole. */
  readonly maxEarly: number;
  readonly maxEarlyOctets: number;
  /** Silence in the middle of a message, or before a hole, after which the rest is not waited for. */
  readonly keepSeconds: number;
  /** Octets that all connections together hold. */
  readonly maxHeld: number;
  /** Connections; the oldest go first. */
  readonly maxFlows: number;
}

const LIMITS: StreamLimits = {
  maxMessage: 8 * 1024 * 1024,
  maxUnmeasured: 256 * 1024,
  maxPieces: 65_536,
  maxEarly: 512,
  maxEarlyOctets: 1024 * 1024,
  // What RFC 1122 4.2.3.6 has a connection be idle before anybody asks whether the other side is still there.
  keepSeconds: 7200,
  maxHeld: 128 * 1024 * 1024,
  maxFlows: 100_000,
};
const MAX_WAITING = 1000;
const MAX_CHOICES = 1000;

/**
 * Cuts the octets of connections into messages. Pass 1 adds segments in capture order; pass 2 looks up what became of
 * each. A segment that is one whole message, the common case, leaves nothing behind.
 *
 * A message is shown at the packet that completes it: there its columns are filled, in pass 1, and there its rows are
 * made, in pass 2. That packet is the last to come, which need not be the one that holds the message's last octet.
 */
export class Streams {
  readonly #limits: StreamLimits;
  /** The two ends of each flow, the lesser number first. */
  #index = new PairIndex();
  /** By their places in the index; undefined for those that were forgotten. */
  #flows: (Flow | undefined)[] = [];
  /** Places in the order in which flows began, and how many of these are forgotten. */
  #order: number[] = [];
  #forgotten = 0;
  #count = 0;
  #held = 0;
  /** Of segments that are not simply one whole message. */
  readonly #parts = new Map<number, SegmentPart[]>();
  readonly #shown = new Map<number, Shown[]>();
  /** One more than the index of the packet that asks the first message of a packet or answers it. */
  readonly #partners = new FrameColumn();
  /** The same of further messages, by `frame/ordinal`. */
  readonly #morePartners = new Map<string, number>();
  readonly #choices: Choice[] = [];
  /** One more than the place of the packet's guessed dissector in the list. */
  readonly #chosen = new FrameColumn();

  constructor(limits: Partial<StreamLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** Octets held for messages that are not whole. */
  get held(): number {
    return this.#held;
  }

  /** The flow between two ends, each a number that stands for address and port. */
  flow(from: number, to: number): Flow {
    const place = from < to ? this.#index.id(from, to) : this.#index.id(to, from);
    return this.#flows[place] ?? this.#open(place, from);
  }

  #open(place: number, first: number): Flow {
    const { maxFlows } = this.#limits;
    if (this.#count >= maxFlows) this.#forgetOldest();
    const flow: Flow = {
      memory: { direction: 0, seen: 0, waiting: [] },
      sides: [undefined, undefined],
      first,
      choice: undefined,
      tries: 0,
    };
    this.#flows[place] = flow;
    this.#order.push(place);
    this.#count++;
    if (this.#index.length > 2 * maxFlows) this.#forgetPlaces();
    return flow;
  }

  /** Notes which dissector was guessed for a packet, because a later guess may be another one. */
  choose(frame: number, choice: Choice): void {
    let index = this.#choices.findIndex(
      ({ dissector, chosenBy }) => dissector === choice.dissector && chosenBy === choice.chosenBy,
    );
    if (index < 0 && this.#choices.length < MAX_CHOICES) index = this.#choices.push(choice) - 1;
    this.#chosen.set(frame, index + 1);
  }

  /** The dissector that was guessed for a packet's connection. */
  chosenAt(frame: number): Choice | undefined {
    return this.#choices[this.#chosen.get(frame) - 1];
  }

  /** What became of packet `frame`'s segment, by offset; undefined when it is one whole message (or empty). */
  partsOf(frame: number): readonly SegmentPart[] | undefined {
    const parts = this.#parts.get(frame);
    return parts?.sort((a, b) => a.offset - b.offset);
  }

  /** Messages that are shown at packet `frame`, in their order; undefined when its segment is one whole message, or none. */
  shownAt(frame: number): readonly Shown[] | undefined {
    return this.#shown.get(frame);
  }

  /** Packets that have the begin of a message that never became whole. */
  *begun(): Generator<number> {
    for (const [frame, parts] of this.#parts)
      if (parts.some((part) => part.kind === 'unfinished' && part.begins)) yield frame;
  }

  /** Messages that are shown at packet `frame` and have pieces in others. */
  *joinedAt(frame: number): Generator<Joined> {
    for (const shown of this.#shown.get(frame) ?? []) if (shown.kind === 'joined') yield shown.message;
  }

  /** Notes that message `ordinal` of a packet asks, and another one answers. */
  wait(memory: FlowMemory, what: string, frame: number, ordinal: number): void {
    if (memory.waiting.length >= MAX_WAITING) memory.waiting.shift();
    memory.waiting.push({ direction: memory.direction, what, frame, ordinal });
  }

  /** The oldest request of the other side, which message `ordinal` of packet `frame` answers: both are noted with each other. */
  answer(memory: FlowMemory, frame: number, ordinal: number): Waiting | undefined {
    const index = memory.waiting.findIndex(({ direction }) => direction !== memory.direction);
    const request = memory.waiting[index];
    if (request === undefined) return undefined;
    memory.waiting.splice(index, 1);
    this.#pair(request.frame, request.ordinal, frame);
    this.#pair(frame, ordinal, request.frame);
    return request;
  }

  /** Index of the packet that has the response to a request, or the request of a response. */
  partner(frame: number, ordinal: number): number | undefined {
    if (ordinal > 0) return this.#morePartners.get(`${frame}/${ordinal}`);
    const partner = this.#partners.get(frame);
    return partner === 0 ? undefined : partner - 1;
  }

  #pair(frame: number, ordinal: number, partner: number): void {
    if (ordinal > 0) this.#morePartners.set(`${frame}/${ordinal}`, partner);
    else this.#partners.set(frame, partner + 1);
  }

  /**
   * Adds a segment.
   * @param from the sending end, as given to `flow`
   * @param onMessage is called for each message that is now whole
   */
  add(flow: Flow, from: number, segment: Segment, measure: Measure, onMessage: OnMessage): void {
    const number = from === flow.first ? 0 : 1;
    const side = sideOf(flow, number);
    flow.memory.direction = number;
    const { payload, frame, missing } = segment;
    let { sequence } = segment;
    if (segment.syn) {
      if (segment.opening) flow.memory.waiting.length = 0;
      sequence = (sequence + 1) >>> 0;
      this.#restart(side, sequence);
    }
    const { seconds = 0 } = segment;
    const waits = side.size > 0 || side.early.length > 0;
    if (payload.length > 0) {
      if (waits && Math.abs(seconds - side.seconds) > this.#limits.keepSeconds) this.#restart(side, sequence);
      side.seconds = seconds;
    }
    side.next ??= sequence;
    if (segment.fin) side.finAt = (sequence + payload.length + missing) >>> 0;
    const run: Run = { flow, side, segment, measure, onMessage };
    if (payload.length === 0) {
      if (side.ended) this.#cut(run);
      return;
    }
    const ahead = distance(side.next, sequence);
    if (ahead > 0) {
      this.#keepEarly(run, sequence);
      return;
    }
    const known = -ahead;
    if (known >= payload.length) {
      this.#note(frame, { kind: 'repeated', offset: 0, size: payload.length });
      return;
    }
    if (known > 0) this.#note(frame, { kind: 'repeated', offset: 0, size: known });
    this.#take(side, { frame, at: segment.at, offset: known, size: payload.length - known }, payload.subarray(known));
    this.#cut(run);
    this.#takeEarly(run);
    if (missing > 0) {
      this.#abandon(side);
      side.next = (side.next + missing) >>> 0;
    }
  }

  /**
   * Takes what a segment of `from` says of holes: the other side's octets before `acknowledged` have come, so that a hole
   * in them will not be filled any more. Where the capture has one side alone, that side's own acknowledgments tell: it
   * got an answer, so what it sent has come.
   */
  acknowledge(flow: Flow, from: number, acknowledged: number, sequence: number): void {
    const number = from === flow.first ? 0 : 1;
    const own = sideOf(flow, number);
    const other = flow.sides[number === 0 ? 1 : 0];
    if (other !== undefined) this.#giveUpBefore(other, acknowledged);
    if (other?.next === undefined && own.early.length > 0 && distance(own.holeAcknowledged, acknowledged) > 0)
      this.#giveUpBefore(own, sequence);
    own.acknowledged = acknowledged;
  }

  /** Gives up a hole that begins before a sequence number. */
  #giveUpBefore(side: Direction, sequence: number): void {
    if (side.early.length === 0 || side.next === undefined || distance(side.next, sequence) <= 0) return;
    this.#abandon(side);
    while (side.early[0] !== undefined && distance(side.early[0].sequence, sequence) > 0) {
      const { sequence: first, bytes } = this.#dropEarly(side)!;
      const behind = (first + bytes.length) >>> 0;
      if (distance(side.next, behind) > 0) side.next = behind;
    }
    if (distance(side.next, sequence) > 0) side.next = sequence;
  }

  #restart(side: Direction, sequence: number): void {
    this.#abandon(side);
    while (this.#dropEarly(side) !== undefined);
    side.next = sequence;
    side.finAt = undefined;
  }

  /** Gives up the first segment behind a hole. */
  #dropEarly(side: Direction): Early | undefined {
    const first = side.early.shift();
    if (first === undefined) return undefined;
    side.earlySize -= first.bytes.length;
    this.#held -= first.bytes.length;
    this.#note(first.frame, { kind: 'unfinished', offset: 0, size: first.bytes.length, begins: false });
    return first;
  }

  #take(side: Direction, held: Held, bytes: Uint8Array): void {
    if (side.size === 0) {
      side.buffer = bytes;
      side.owned = false;
    } else {
      const needed = side.size + bytes.length;
      if (!side.owned || side.buffer.length < needed) this.#own(side, Math.max(needed, side.size * 2));
      side.buffer.set(bytes, side.size);
    }
    side.pending.push(held);
    side.size += bytes.length;
    side.next = ((side.next ?? 0) + bytes.length) >>> 0;
    this.#held += bytes.length;
  }

  #own(side: Direction, room: number): void {
    const buffer = new Uint8Array(room);
    buffer.set(side.buffer.subarray(0, side.size));
    side.buffer = buffer;
    side.owned = true;
  }

  /** Cuts whole messages off the pending octets. */
  #cut({ flow, side, segment, measure, onMessage }: Run): void {
    const { frame } = segment;
    const [first] = side.pending;
    if (first === undefined) return;
    const { ended, size: there, buffer } = side;
    // Octets that the capture lacks end the reading here: a message that began in this very segment is shown as far as it goes.
    const lacking = segment.missing > 0 && side.early.length === 0;
    if (there < side.wanted && !ended && !lacking && !this.#isFull(side)) return;
    side.wanted = 0;
    const single = side.pending.length === 1 && first.frame === frame;
    let from = 0;
    let size = 0;
    let broken = false;
    while (from < there) {
      flow.memory.seen = side.seen;
      size = measure(buffer, from, there, ended, flow.memory);
      side.seen = flow.memory.seen ?? 0;
      broken = this.#isBroken(size, there - from);
      if (broken) break;
      if (size <= 0 || from + size > there) {
        if (lacking && this.#beginsIn(side, from, frame)) size = there - from;
        else {
          side.wanted = size === MORE_NEEDED ? 0 : Math.min(Math.abs(size), this.#limits.maxMessage + 1);
          break;
        }
      }
      const pieces = this.#piecesOf(side, from, size);
      const [piece] = pieces;
      // One message from the first octet of the segment to its last is what a reader expects without being told.
      const simple = single && size === there && first.offset === 0 && side.early.length === 0;
      const inPlace = pieces.length === 1 && piece !== undefined && piece.held.frame === frame;
      if (!inPlace) this.#noteJoined(pieces, buffer.subarray(from, from + size), frame);
      else if (!simple) {
        const shown = { kind: 'whole', offset: piece.held.offset + piece.from, size } as const;
        this.#note(frame, shown);
        this.#show(frame, shown);
      }
      if (inPlace) {
        const at = piece.held.offset + piece.from;
        onMessage(segment.payload, at, at + size, false);
      } else onMessage(buffer, from, from + size, true);
      from += size;
      side.seen = 0;
    }
    this.#release(side, from);
    // What cannot be measured is shown where it came; the stream is read anew with the next segment.
    if (broken || ended || lacking || this.#isFull(side)) this.#abandon(side, size !== NOT_OURS);
  }

  #isFull({ pending }: Direction): boolean {
    return pending.length >= this.#limits.maxPieces || this.#held > this.#limits.maxHeld;
  }

  #isBroken(size: number, there: number): boolean {
    const { maxMessage, maxUnmeasured } = this.#limits;
    if (size === NOT_OURS || size > maxMessage) return true;
    return there > (size === MORE_NEEDED ? maxUnmeasured : maxMessage) && size <= 0;
  }

  /** Whether all pending octets from `from` on came with packet `frame`. */
  #beginsIn(side: Direction, from: number, frame: number): boolean {
    return this.#piecesOf(side, from, side.size - from).every(({ held }) => held.frame === frame);
  }

  /** Pieces of the pending octets `from` to `from + size`. */
  #piecesOf(side: Direction, from: number, size: number): PlacedPiece[] {
    const out: PlacedPiece[] = [];
    let base = 0;
    for (const held of side.pending) {
      const start = Math.max(from, base);
      const end = Math.min(from + size, base + held.size);
      if (start < end) out.push({ held, from: start - base, size: end - start });
      base += held.size;
      if (base >= from + size) break;
    }
    return out;
  }

  /** Notes a message that is not shown in place with each of its segments. */
  #noteJoined(parts: readonly PlacedPiece[], bytes: Uint8Array, frame: number): void {
    let offset = 0;
    const pieces = parts.map(({ held, from: at, size }): Piece => {
      const captured = held.at >= 0;
      const piece: Piece = {
        frame: held.frame,
        at: captured ? held.at + held.offset + at : -1,
        size,
        offset,
        bytes: captured ? undefined : bytes.slice(offset, offset + size),
      };
      offset += size;
      return piece;
    });
    const message: Joined = { key: '', pieces, size: bytes.length, frame, notes: [] };
    for (const { held, from: at, size } of parts) {
      this.#note(held.frame, { kind: 'piece', offset: held.offset + at, size, message });
    }
    this.#show(frame, { kind: 'joined', message });
  }

  /** Drops the first `octets` pending octets; what stays is copied, because views die with their window. */
  #release(side: Direction, octets: number): void {
    let left = octets;
    let gone = 0;
    for (const [i, held] of side.pending.entries()) {
      if (left < held.size) {
        side.pending[i] = { ...held, offset: held.offset + left, size: held.size - left };
        break;
      }
      left -= held.size;
      gone++;
    }
    if (gone > 0) side.pending.splice(0, gone);
    side.size -= octets;
    this.#held -= octets;
    if (side.size === 0) {
      side.buffer = NOTHING;
      side.owned = false;
    } else if (octets > 0) {
      side.buffer = side.buffer.slice(octets, octets + side.size);
      side.owned = true;
    } else if (!side.owned) this.#own(side, side.size);
  }

  /** Gives up what is pending: it stays what it is, octets of no whole message. */
  #abandon(side: Direction, begins = true): void {
    for (const [i, { frame, offset, size }] of side.pending.entries())
      this.#note(frame, { kind: 'unfinished', offset, size, begins: begins && i === 0 });
    this.#held -= side.size;
    side.pending = [];
    side.size = 0;
    side.wanted = 0;
    side.seen = 0;
    side.buffer = NOTHING;
    side.owned = false;
  }

  #keepEarly(run: Run, sequence: number): void {
    const { side, segment } = run;
    const { frame, at, payload } = segment;
    if (side.early.length === 0) side.holeAcknowledged = side.acknowledged;
    const index = side.early.findIndex((other) => distance(sequence, other.sequence) > 0);
    side.early.splice(index < 0 ? side.early.length : index, 0, { sequence, frame, at, bytes: payload.slice() });
    side.earlySize += payload.length;
    this.#held += payload.length;
    const { maxEarly, maxEarlyOctets, maxHeld } = this.#limits;
    if (side.early.length <= maxEarly && side.earlySize <= maxEarlyOctets && this.#held <= maxHeld) return;
    // The hole will not be filled any more: go on behind it.
    this.#abandon(side);
    side.next = side.early[0]?.sequence;
    this.#takeEarly(run);
  }

  #takeEarly(run: Run): void {
    const { side } = run;
    for (;;) {
      const [first] = side.early;
      if (first === undefined || side.next === undefined) return;
      const ahead = distance(side.next, first.sequence);
      if (ahead > 0) return;
      side.early.shift();
      const { frame, at, bytes } = first;
      side.earlySize -= bytes.length;
      this.#held -= bytes.length;
      const known = Math.min(-ahead, bytes.length);
      if (known > 0) this.#note(frame, { kind: 'repeated', offset: 0, size: known });
      if (known === bytes.length) continue;
      this.#take(side, { frame, at, offset: known, size: bytes.length - known }, bytes.subarray(known));
      this.#cut(run);
    }
  }

  /** Ends the reading: what is pending or behind a hole was never finished. */
  finish(): void {
    for (let i = this.#forgotten; i < this.#order.length; i++) this.#finishFlow(this.#flows[this.#order[i]!]!);
    this.#index = new PairIndex();
    this.#flows = [];
    this.#order = [];
    this.#forgotten = 0;
    this.#count = 0;
  }

  #finishFlow({ sides }: Flow): void {
    for (const side of sides) {
      if (side === undefined) continue;
      this.#abandon(side);
      while (this.#dropEarly(side) !== undefined);
    }
  }

  #note(frame: number, part: SegmentPart): void {
    const known = this.#parts.get(frame);
    if (known === undefined) this.#parts.set(frame, [part]);
    else known.push(part);
  }

  #show(frame: number, shown: Shown): void {
    const known = this.#shown.get(frame);
    if (known === undefined) this.#shown.set(frame, [shown]);
    else known.push(shown);
  }

  #forgetOldest(): void {
    const place = this.#order[this.#forgotten++];
    const flow = place === undefined ? undefined : this.#flows[place];
    if (place === undefined || flow === undefined) return;
    this.#finishFlow(flow);
    this.#flows[place] = undefined;
    this.#count--;
  }

  /** Makes the index anew, of the flows that are there. */
  #forgetPlaces(): void {
    const index = new PairIndex();
    const flows: (Flow | undefined)[] = [];
    for (let i = this.#forgotten; i < this.#order.length; i++) {
      const place = this.#order[i]!;
      index.id(this.#index.first(place), this.#index.second(place));
      flows.push(this.#flows[place]);
    }
    this.#index = index;
    this.#flows = flows;
    this.#order = flows.map((_, i) => i);
    this.#forgotten = 0;
  }
}

function sideOf({ sides }: Flow, number: 0 | 1): Direction {
  const side = sides[number] ?? new Direction();
  sides[number] = side;
  return side;
}

/** What stays the same while one segment is added. */
interface Run {
  readonly flow: Flow;
  readonly side: Direction;
  readonly segment: Segment;
  readonly measure: Measure;
  readonly onMessage: OnMessage;
}

interface PlacedPiece {
  readonly held: Held;
  readonly from: number;
  readonly size: number;
}

/** Octets from sequence number `from` to `to`, negative when `to` lies before; numbers wrap at 2^32. */
function distance(from: number, to: number): number {
  return (to - from) | 0;
}
