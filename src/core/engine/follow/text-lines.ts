import { fromLatin1 } from '../../base/bytes.ts';
import { Column, RowCount } from '../../base/column.ts';
import type { FollowLine, FollowSide, FollowSpan } from '../follow-views.ts';
import type { Lines } from './lines.ts';
import { notice } from './notice.ts';
import type { Said } from './said.ts';

/** Longer lines go on in the next one: octets. */
const MOST_IN_LINE = 512;
/** Octets of a character of UTF-8 behind its first, at most. */
const MOST_FOLLOWING = 3;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** End of a line that is a notice: its start is a piece. */
const NOTICE = 0xffffffff;

/** Text as it stands, line by line; a turn begins on a line of its own. */
export class TextLines implements Lines {
  readonly #said: Said;
  readonly #side: FollowSide;
  readonly #textsOf: (parts: readonly Uint8Array[]) => readonly string[];
  readonly #rows = new RowCount();
  /** Octet of all at which the line begins, and the one behind its last; of a line that is a notice, its piece. */
  readonly #starts = new Column(Uint32Array, this.#rows);
  readonly #ends = new Column(Uint32Array, this.#rows);
  /** Pieces that have been taken in. */
  #pieces = 0;
  /** True when the last line may go on. */
  #isOpen = false;

  /** @param textsOf texts of octets that follow each other */
  constructor(said: Said, side: FollowSide, textsOf: (parts: readonly Uint8Array[]) => readonly string[]) {
    this.#said = said;
    this.#side = side;
    this.#textsOf = textsOf;
  }

  get count(): number {
    return this.#rows.rows;
  }

  extend(): void {
    const said = this.#said;
    for (; this.#pieces < said.length; this.#pieces++) {
      const piece = this.#pieces;
      const isOctets = said.kind(piece) === 'octets';
      // What another end says in between ends the line, shown or not.
      if (!isOctets || piece === 0 || said.side(piece) !== said.side(piece - 1)) this.#isOpen = false;
      if (this.#side !== 'both' && said.kind(piece) !== 'opening' && said.side(piece) !== this.#side) continue;
      if (isOctets) this.#take(said.from(piece), said.from(piece) + said.sizeOf(piece));
      else this.#push(piece, NOTICE);
    }
  }

  #take(from: number, to: number): void {
    // The octet before belongs to an open line.
    const base = Math.max(0, from - 1);
    const octets = this.#said.octets(base, to);
    if (!this.#isOpen) this.#push(from, from);
    let start = this.#starts.get(this.count - 1);
    for (let at = Math.max(from, start + 1); at < to; at++) {
      const length = at - start;
      const isEnded = octets[at - 1 - base] === LINE_FEED;
      const isFull =
        length >= MOST_IN_LINE && (length >= MOST_IN_LINE + MOST_FOLLOWING || !isFollowing(octets[at - base]!));
      if (!isEnded && !isFull) continue;
      this.#ends.set(this.count - 1, at);
      this.#push(at, at);
      start = at;
    }
    this.#ends.set(this.count - 1, to);
    this.#isOpen = true;
  }

  #push(start: number, end: number): void {
    this.#starts.append(start);
    this.#ends.append(end);
    this.#rows.rows++;
  }

  line(index: number): FollowLine {
    const said = this.#said;
    const start = this.#starts.get(index);
    if (this.#ends.get(index) === NOTICE) return notice(said, start, (text) => text);
    const end = this.#withoutEnd(start, this.#ends.get(index));
    const first = said.pieceAt(start);
    const packets: number[] = [];
    const parts: Uint8Array[] = [];
    for (let piece = first; piece < said.length && said.from(piece) < end; piece++) {
      if (said.kind(piece) !== 'octets') continue;
      const from = Math.max(start, said.from(piece));
      const to = Math.min(end, said.from(piece) + said.sizeOf(piece));
      packets.push(said.packet(piece));
      parts.push(said.octets(from, to));
    }
    const spans = this.#textsOf(parts).map((text, i): FollowSpan => ({ packet: packets[i]!, text }));
    return { side: said.side(first), label: '', spans };
  }

  lineOf(piece: number): number {
    const at = this.#said.from(piece);
    let low = 0;
    for (let high = this.count; low < high; ) {
      const middle = (low + high) >>> 1;
      if (this.#beginOf(middle) <= at) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  #beginOf(line: number): number {
    const start = this.#starts.get(line);
    return this.#ends.get(line) === NOTICE ? this.#said.from(start) : start;
  }

  /** Where the line ends without LF or CR LF. */
  #withoutEnd(start: number, end: number): number {
    const last = this.#said.octets(Math.max(start, end - 2), end);
    if (last.at(-1) !== LINE_FEED) return end;
    return end - (last.at(-2) === CARRIAGE_RETURN ? 2 : 1);
  }
}

/** True for octets inside a character of UTF-8. */
const isFollowing = (octet: number): boolean => (octet & 0xc0) === 0x80;

/** Printable ASCII and tabs, a dot for anything else. */
export function asciiTexts(parts: readonly Uint8Array[]): readonly string[] {
  return parts.map((octets) =>
    fromLatin1(octets.map((octet) => ((octet >= 0x20 && octet < 0x7f) || octet === TAB ? octet : 0x2e))),
  );
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Control characters but tabs: a terminal would obey them. */
const CONTROLS = /[^\P{Cc}\t]/gu;

/** UTF-8, with a replacement character for what is none and a dot for control characters; a character stands where its last octet is. */
export function utf8Texts(parts: readonly Uint8Array[]): readonly string[] {
  return parts.map((octets, i) => decoder.decode(octets, { stream: i < parts.length - 1 }).replace(CONTROLS, '.'));
}
