import type { Span } from '../lexer.ts';

/** A part of a text, from `start` to `end`, that something else stands for in the text that came of it, `from` to `to`. */
export interface Replaced extends Span {
  readonly from: number;
  readonly to: number;
}

/** Where something stands in the text that the user has typed, when its place in the expanded text is known. */
export class ExpandedPlaces {
  readonly #replaced: readonly Replaced[];

  /** @param replaced in ascending order */
  constructor(replaced: readonly Replaced[]) {
    this.#replaced = replaced;
  }

  get isPlain(): boolean {
    return this.#replaced.length === 0;
  }

  /** The place in the typed text: of what a macro stands for, the whole macro. */
  typed({ start, end }: Span): Span {
    const first = this.#around(start, false);
    const last = end > start ? this.#around(end - 1, true) : first;
    return {
      start: first?.start ?? this.#shifted(start),
      end: last?.end ?? this.#shifted(end),
    };
  }

  /** The macro (or placeholder) that a place of the expanded text lies in whole. */
  within({ start, end }: Span): Replaced | undefined {
    const around = this.#around(start, false);
    return around !== undefined && end <= around.to ? around : undefined;
  }

  #around(at: number, isLast: boolean): Replaced | undefined {
    return this.#replaced.find(({ from, to }) => from <= at && (at < to || (isLast && from === to && at === from)));
  }

  /** A place outside of all that was replaced. */
  #shifted(at: number): number {
    const before = this.#replaced.findLast(({ to }) => to <= at);
    return before === undefined ? at : at - before.to + before.end;
  }
}
