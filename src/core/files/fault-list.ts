import type { RecordSink } from './record-walker.ts';

/** Faults of one kind that are reported one by one; the others are counted. */
const SHOWN_OF_A_KIND = 20;

/** Passes faults on, but bounds how many of a kind: a damaged file of gigabytes may have one in every record. */
export class FaultList {
  readonly #counts = new Map<string, number>();
  readonly #lastAt = new Map<string, number>();

  /** A fault behind which reading goes on. `kind` names what it has in common with others of its kind, in the plural. */
  note(sink: RecordSink, kind: string, offset: number, message: string): void {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    this.#lastAt.set(kind, offset);
    if (count <= SHOWN_OF_A_KIND) sink.fault({ offset, message, fatal: false });
  }

  /** Says how many were only counted. */
  finish(sink: RecordSink): void {
    for (const [kind, count] of this.#counts) {
      if (count <= SHOWN_OF_A_KIND) continue;
      const offset = this.#lastAt.get(kind)!;
      const message = `${count - SHOWN_OF_A_KIND} more ${kind}, the last at octet ${offset}`;
      sink.fault({ offset, message, fatal: false });
    }
    this.#counts.clear();
  }
}
