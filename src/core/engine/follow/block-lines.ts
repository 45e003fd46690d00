import { Column } from '../../base/column.ts';
import type { FollowLine, FollowSide } from '../follow-views.ts';
import type { Lines } from './lines.ts';
import { notice } from './notice.ts';
import type { Said, Side } from './said.ts';

/** How a form writes one piece after the other. */
export interface BlockForm {
  /** Lines before the first piece. */
  readonly head: readonly string[];
  /** Lines of a piece of `size` octets. */
  lines(size: number): number;
  line(block: Block, index: number): { readonly label: string; readonly text: string };
  notice(text: string): string;
}

/** Octets that a packet brought. */
export interface Block {
  readonly side: Side;
  readonly packet: number;
  /** Number of the piece among those of its side. */
  readonly ordinal: number;
  /** Octets that its side has said before. */
  readonly offset: number;
  readonly size: number;
  octets(from: number, to: number): Uint8Array;
}

/** Lines packet by packet: how many one has follows from its size. */
export class BlockLines implements Lines {
  readonly #said: Said;
  readonly #side: FollowSide;
  readonly #form: BlockForm;
  /** Per piece: the line behind its last. */
  readonly #ends = new Column(Uint32Array);
  /** Per piece: its number among those of its side. */
  readonly #ordinals = new Column(Uint32Array);
  readonly #last: [number, number] = [0, 0];

  constructor(said: Said, side: FollowSide, form: BlockForm) {
    this.#said = said;
    this.#side = side;
    this.#form = form;
  }

  get count(): number {
    const { length } = this.#ends;
    return length === 0 ? this.#form.head.length : this.#ends.get(length - 1);
  }

  extend(): void {
    const said = this.#said;
    for (let piece = this.#ends.length; piece < said.length; piece++) {
      const kind = said.kind(piece);
      const side = said.side(piece);
      const isShown = this.#side === 'both' || kind === 'opening' || side === this.#side;
      const lines = !isShown ? 0 : kind === 'octets' ? this.#form.lines(said.sizeOf(piece)) : 1;
      const { count } = this;
      this.#ordinals.push(this.#last[side]);
      if (kind === 'octets') this.#last[side]++;
      this.#ends.push(count + lines);
    }
  }

  line(index: number): FollowLine {
    const said = this.#said;
    const { head } = this.#form;
    if (index < head.length)
      return { side: undefined, label: '', spans: [{ packet: said.packet(0), text: head[index]! }] };
    const piece = this.#pieceOf(index);
    if (said.kind(piece) !== 'octets') return notice(said, piece, (text) => this.#form.notice(text));
    const from = said.from(piece);
    const block: Block = {
      side: said.side(piece),
      packet: said.packet(piece),
      ordinal: this.#ordinals.get(piece),
      offset: said.offset(piece),
      size: said.sizeOf(piece),
      octets: (start, end) => said.octets(from + start, from + Math.min(end, said.sizeOf(piece))),
    };
    const { label, text } = this.#form.line(block, index - this.lineOf(piece));
    return { side: block.side, label, spans: [{ packet: block.packet, text }] };
  }

  lineOf(piece: number): number {
    return piece === 0 ? this.#form.head.length : this.#ends.get(piece - 1);
  }

  #pieceOf(line: number): number {
    let low = 0;
    for (let high = this.#ends.length; low < high; ) {
      const middle = (low + high) >>> 1;
      if (this.#ends.get(middle) <= line) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
