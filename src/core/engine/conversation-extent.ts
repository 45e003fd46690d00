import type { Capture } from './capture.ts';
import type { Conversation } from './conversation.ts';
import { type Clock, Slices } from './listing/slices.ts';

/** Milliseconds of looking through packets between two chances for requests: whoever selects the next packet does not wait. */
const SLICE_MS = 4;
/** Packets between two looks at the clock. */
const STRIDE = 4096;

/** From which packet to which one a conversation goes. Of a capture that grows, only what has come since is looked through. */
export class ConversationExtent {
  readonly conversation: Conversation;
  readonly #capture: { readonly length: number };
  #first: number;
  #last: number;
  /** How many packets the capture had when it was looked through; 0 while it has not been. */
  #seen = 0;

  /** @param index any packet of the conversation */
  constructor(capture: { readonly length: number }, conversation: Conversation, index: number) {
    this.#capture = capture;
    this.conversation = conversation;
    this.#first = index;
    this.#last = index;
  }

  /** Index of its first packet, once it has been looked for. */
  get first(): number {
    return this.#first;
  }

  /** Index of its last packet, as far as the capture had come when it was looked for. */
  get last(): number {
    return this.#last;
  }

  isOf(capture: Capture, conversation: Conversation): boolean {
    return capture === this.#capture && conversation.isSameAs(this.conversation);
  }

  /** Looks for both ends in slices; false when it was given up since nobody wants to know any more. */
  async find(clock: Clock, isWanted: () => boolean): Promise<boolean> {
    const slices = new Slices(clock, SLICE_MS);
    const { length } = this.#capture;
    const first = this.#seen > 0 ? this.#first : await this.#look(0, this.#first, slices, isWanted);
    if (first === undefined) return false;
    const last = await this.#look(length - 1, Math.max(this.#last, this.#seen - 1), slices, isWanted);
    if (last === undefined) return false;
    this.#first = Math.min(this.#first, first);
    if (this.conversation.has(last)) this.#last = Math.max(this.#last, last);
    this.#seen = Math.max(this.#seen, length);
    return true;
  }

  /** The first of its packets on the way, else `to`; undefined when it was given up. */
  async #look(from: number, to: number, slices: Slices, isWanted: () => boolean): Promise<number | undefined> {
    const step = from < to ? 1 : -1;
    for (let index = from, steps = 1; index !== to; index += step, steps++) {
      if (this.conversation.has(index)) return index;
      if (steps % STRIDE !== 0 || !slices.isOver) continue;
      await slices.pause();
      if (!isWanted()) return undefined;
    }
    return to;
  }
}
