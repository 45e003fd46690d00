import { SparseColumn } from '../base/sparse-column.ts';
import type { FlowMemory, Waiting } from './measure.ts';
import type { Choice } from './registry.ts';
import { StreamParts } from './stream-parts.ts';

const MAX_WAITING = 1000;
const MAX_CHOICES = 1000;

/** What pass 2 looks up of the segments and messages of connections, by packet; pass 1 notes it. */
export class StreamNotes {
  /** Segments that are not simply one whole message, and messages that are shown at them. */
  readonly parts = new StreamParts();
  /** One more than the index of the packet that asks the first message of a packet or answers it. */
  readonly #partners = new SparseColumn();
  /** The same of further messages, by `frame/ordinal`. */
  readonly #morePartners = new Map<string, number>();
  readonly #choices: Choice[] = [];
  /** One more than the place of the packet's guessed dissector in the list. */
  readonly #chosen = new SparseColumn();
  #isForTrees = true;

  /** Where messages and pieces lie is noted; false once nobody will ask for trees. */
  get isForTrees(): boolean {
    return this.#isForTrees;
  }

  /** Notes from now on what columns need, and no more. */
  forColumnsOnly(): void {
    this.#isForTrees = false;
  }

  /** Notes which dissector was guessed for a packet, because a later guess may be another one. */
  choose(frame: number, choice: Choice): void {
    if (!this.#isForTrees) return;
    let index = -1;
    for (let i = 0; i < this.#choices.length && index < 0; i++) {
      const known = this.#choices[i]!;
      if (known.dissector === choice.dissector && known.chosenBy === choice.chosenBy) index = i;
    }
    if (index < 0 && this.#choices.length < MAX_CHOICES) index = this.#choices.push(choice) - 1;
    this.#chosen.set(frame, index + 1);
  }

  /** The dissector that was guessed for a packet's connection. */
  chosenAt(frame: number): Choice | undefined {
    const number = this.#chosen.get(frame);
    // Reading an array at -1 leaves the fast path, and most packets have no choice.
    return number === 0 ? undefined : this.#choices[number - 1];
  }

  /** True when anything can be looked up of packet `frame`. */
  isNoted(frame: number): boolean {
    const { parts } = this;
    // Further messages of a packet are noted as shown.
    return (
      this.#chosen.get(frame) !== 0 ||
      this.#partners.get(frame) !== 0 ||
      parts.partsOf(frame) !== undefined ||
      parts.shownAt(frame) !== undefined
    );
  }

  /** Notes that message `ordinal` of a packet asks, and another one answers. */
  wait(memory: FlowMemory, what: string, frame: number, ordinal: number): void {
    const { waiting } = memory;
    if (waiting.length >= MAX_WAITING) waiting.shift();
    waiting.push({ direction: memory.direction, what, frame, ordinal });
  }

  /** The oldest request of the other side, which message `ordinal` of packet `frame` answers: both are noted with each other. */
  answer(memory: FlowMemory, frame: number, ordinal: number): Waiting | undefined {
    const { waiting, direction } = memory;
    for (let i = 0; i < waiting.length; i++) {
      const request = waiting[i]!;
      if (request.direction === direction) continue;
      // Nearly always the only one.
      if (waiting.length === 1) waiting.length = 0;
      else waiting.splice(i, 1);
      this.#pair(request.frame, request.ordinal, frame);
      this.#pair(frame, ordinal, request.frame);
      return request;
    }
    return undefined;
  }

  /** Index of the packet that has the response to a request, or the request of a response. */
  partner(frame: number, ordinal: number): number | undefined {
    if (ordinal > 0) return this.#morePartners.get(`${frame}/${ordinal}`);
    const partner = this.#partners.get(frame);
    return partner === 0 ? undefined : partner - 1;
  }

  #pair(frame: number, ordinal: number, partner: number): void {
    if (!this.#isForTrees) return;
    if (ordinal > 0) this.#morePartners.set(`${frame}/${ordinal}`, partner);
    else this.#partners.set(frame, partner + 1);
  }
}
