import { IndexSet } from '../store/index-set.ts';
import { TimeReferences } from './time-references.ts';
import { TimeShifts } from './time-shifts.ts';

/** What the user says of packets, by index. It stays when the same input is read anew. */
export class Annotations {
  readonly marked = new IndexSet();
  /** Left out: not dissected, and no message is put together from them. */
  readonly ignored = new IndexSet();
  readonly references = new TimeReferences();
  readonly shifts = new TimeShifts();
  readonly #comments = new Map<number, string>();

  /** Number of packets with a comment of the user. */
  get commented(): number {
    return this.#comments.size;
  }

  commentOn(index: number): string | undefined {
    return this.#comments.get(index);
  }

  /** An empty text takes the comment away. */
  setComment(index: number, text: string): void {
    if (text === '') this.#comments.delete(index);
    else this.#comments.set(index, text);
  }

  /** True when nothing has been said of any packet. */
  get isEmpty(): boolean {
    const { marked, ignored, references, shifts } = this;
    const isMarked = marked.size > 0 || ignored.size > 0 || references.size > 0;
    return !isMarked && shifts.isEmpty && this.#comments.size === 0;
  }

  /** Says of packet `to` what was said of packet `from` of another reading. */
  take(before: Annotations, from: number, to: number): void {
    if (before.marked.has(from)) this.marked.set(to, true);
    if (before.ignored.has(from)) this.ignored.set(to, true);
    if (before.references.has(from)) this.references.set(to, true);
    if (!before.shifts.isEmpty) this.shifts.shift([to], before.shifts.of(from));
    const comment = before.commentOn(from);
    if (comment !== undefined) this.#comments.set(to, comment);
  }

  /** The file's comments and the user's behind them. */
  commentsWith(index: number, ofFile: readonly string[] | undefined): readonly string[] {
    const own = this.#comments.get(index);
    if (own === undefined) return ofFile ?? NONE;
    return ofFile === undefined ? [own] : [...ofFile, own];
  }
}

const NONE: readonly string[] = [];
