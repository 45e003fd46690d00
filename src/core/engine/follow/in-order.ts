import { distance } from '../../dissect/stream-direction.ts';
import type { Carried } from './carried.ts';
import type { Said, Side } from './said.ts';

/** Octets and segments of one side that may wait behind a hole; then the hole stays one. */
const MOST_EARLY_OCTETS = 1024 * 1024;
const MOST_EARLY = 1024;
/** What lies so many octets before the begin of a connection belongs to another one, whose begin the capture lacks. */
const FAR = 1024 * 1024;

interface Early {
  readonly sequence: number;
  readonly packet: number;
  readonly octets: Uint8Array;
  readonly cutOff: number;
}

interface Sender {
  readonly side: Side;
  /** Sequence number of the first octet of the connection, as far as it is known. */
  begin: number;
  /** Sequence number that comes next; undefined before the first segment. */
  next: number | undefined;
  /** Segments behind a hole, by their sequence number. */
  early: Early[];
  earlyOctets: number;
}

const sender = (side: Side): Sender => ({ side, begin: 0, next: undefined, early: [], earlyOctets: 0 });

/**
 * Puts segments into the order in which they were sent (RFC 9293 3.4): what came before is left out, what comes too early waits for
 * what is missing. A hole stays one when the other end has acknowledged what lies in it, since only the capture lacks that; when too much
 * waits behind it; and at the end.
 */
export class InOrder {
  readonly #said: Said;
  #senders: readonly [Sender, Sender] = [sender(0), sender(1)];
  #repeated = 0;

  constructor(said: Said) {
    this.#said = said;
  }

  /** Octets that came once more. */
  get repeated(): number {
    return this.#repeated;
  }

  /** Takes what packet `packet` brings from a side. */
  take(side: Side, packet: number, carried: Carried): void {
    const { sequence, acknowledged, octets, cutOff } = carried;
    if (sequence === undefined) {
      this.#said.add(side, packet, octets);
      this.#said.addMissing(side, packet, cutOff);
      return;
    }
    const first = carried.isOpening ? (sequence + 1) | 0 : sequence | 0;
    const isEmpty = octets.length + cutOff === 0;
    if (this.#isAnother(side, first, carried.isOpening, isEmpty)) {
      this.finish();
      this.#senders = [sender(0), sender(1)];
      this.#said.addOpening(side, packet);
    }
    if (acknowledged !== undefined) this.#giveUpBefore(this.#senders[side === 0 ? 1 : 0], acknowledged | 0);
    const from = this.#senders[side];
    if (from.next === undefined) {
      from.next = first;
      from.begin = first;
    }
    if (isEmpty) return;
    if (distance(from.next, first) > 0) this.#keep(from, { sequence: first, packet, octets: octets.slice(), cutOff });
    else {
      this.#put(from, first, packet, octets, cutOff);
      this.#putEarly(from);
    }
  }

  /** Nothing more comes: holes stay. */
  finish(): void {
    for (const from of this.#senders) while (from.early.length > 0) this.#giveUp(from);
  }

  /** True for a segment of another connection between the same ports: one that opens it, or has data from nowhere near. */
  #isAnother(side: Side, first: number, isOpening: boolean, isEmpty: boolean): boolean {
    const { next, begin } = this.#senders[side];
    if (next === undefined) return false;
    return isOpening ? first !== begin && first !== next : !isEmpty && distance(first, begin) > FAR;
  }

  #put(from: Sender, first: number, packet: number, octets: Uint8Array, cutOff: number): void {
    const before = -distance(from.next ?? first, first);
    const whole = octets.length + cutOff;
    this.#repeated += Math.min(before, whole);
    if (before >= whole) return;
    this.#said.add(from.side, packet, octets.subarray(Math.min(before, octets.length)));
    this.#said.addMissing(from.side, packet, Math.min(cutOff, whole - before));
    from.next = (first + whole) | 0;
  }

  #keep(from: Sender, early: Early): void {
    const at = from.early.findIndex(({ sequence }) => distance(early.sequence, sequence) > 0);
    from.early.splice(at < 0 ? from.early.length : at, 0, early);
    from.earlyOctets += early.octets.length;
    while (from.early.length > MOST_EARLY || from.earlyOctets > MOST_EARLY_OCTETS) this.#giveUp(from);
  }

  #putEarly(from: Sender): void {
    for (let first = from.early[0]; first !== undefined; first = from.early[0]) {
      if (from.next === undefined || distance(from.next, first.sequence) > 0) return;
      from.early.shift();
      from.earlyOctets -= first.octets.length;
      this.#put(from, first.sequence, first.packet, first.octets, first.cutOff);
    }
  }

  /** The other end has all before `acknowledged`: what is missing there will not come. */
  #giveUpBefore(from: Sender, acknowledged: number): void {
    for (let first = from.early[0]; first !== undefined; first = from.early[0]) {
      if (distance(first.sequence, acknowledged) < 0) return;
      this.#giveUp(from);
    }
  }

  /** Goes on behind the first hole of a sender. */
  #giveUp(from: Sender): void {
    const [first] = from.early;
    if (first === undefined) return;
    this.#said.addMissing(from.side, first.packet, distance(from.next ?? first.sequence, first.sequence));
    from.next = first.sequence;
    this.#putEarly(from);
  }
}
