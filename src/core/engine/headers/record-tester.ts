import type { Field } from '../../codec/field.ts';
import { RecordTree } from '../../codec/record-tree.ts';
import type { FixedRecord } from '../../codec/tree.ts';
import { Context, type FrameInfo } from '../../dissect/context.ts';
import { chooserOf } from '../../dissect/dissect-packet.ts';
import type { FixedHeader, Registry } from '../../dissect/registry.ts';
import type { CompiledFilter } from '../../filter/compile.ts';
import { NO, UNKNOWN, type Verdict, YES } from '../../filter/verdict.ts';
import { NO_FRAME } from '../no-frame.ts';
import { HeaderFinder } from './header-finder.ts';
import { FRAME, type HeaderQuestion, isAskedFor } from './header-question.ts';
import { WatchedState } from './watched-state.ts';

/** Numbers of the record in the file, by the names that they have as rows of the frame. */
const OF_RECORD: Readonly<Record<string, (frame: FrameInfo) => number>> = {
  // All octets of the packet, which are not the row's.
  frame: () => Number.NaN,
  'frame.number': ({ number }) => number,
  'frame.len': ({ original }) => original,
  'frame.cap_len': ({ captured }) => captured,
};

/** A row of the frame, and its number. */
interface FrameRow {
  readonly field: Field;
  readonly number: (frame: FrameInfo) => number;
}

/** A row that says how long something is. */
interface LengthRow {
  readonly field: Field;
  readonly number: (bytes: Uint8Array, start: number, octets: number) => number | undefined;
}

/**
 * Answers a filter whose rows stand in records of fixed width that headers begin with, and in the record of the file: where
 * the headers begin is found by pass 1, and nothing is dissected.
 */
export class RecordTester {
  readonly #filter: CompiledFilter;
  readonly #headers: ReadonlyMap<string, FixedHeader>;
  /** Places of the rows that are asked for, by record. */
  readonly #rows: ReadonlyMap<FixedRecord, readonly number[]>;
  readonly #lengths: ReadonlyMap<string, readonly LengthRow[]>;
  /** Rows of protocols that are searched. */
  readonly #searched: ReadonlyMap<string, Field>;
  readonly #frameRows: readonly FrameRow[];
  readonly #finder: HeaderFinder;
  readonly #tree = new RecordTree();
  readonly #context: Context;

  private constructor(
    registry: Registry,
    filter: CompiledFilter,
    headers: ReadonlyMap<string, FixedHeader>,
    rows: ReadonlyMap<FixedRecord, readonly number[]>,
    lengths: ReadonlyMap<string, readonly LengthRow[]>,
    searched: ReadonlyMap<string, Field>,
    frameRows: readonly FrameRow[],
  ) {
    this.#filter = filter;
    this.#headers = headers;
    this.#rows = rows;
    this.#lengths = lengths;
    this.#searched = searched;
    this.#frameRows = frameRows;
    this.#finder = new HeaderFinder(registry, headers);
    this.#context = new Context({
      frame: NO_FRAME,
      tree: this.#tree,
      secrets: [],
      state: new WatchedState(),
      choose: chooserOf(registry),
      frameBytes: () => undefined,
    });
  }

  /** Undefined when rows are asked for that stand elsewhere. */
  static of(registry: Registry, filter: CompiledFilter, question: HeaderQuestion): RecordTester | undefined {
    if (question.bounds.size > 0) return undefined;
    const headers = new Map<string, FixedHeader>();
    const rows = new Map<FixedRecord, number[]>();
    const lengths = new Map<string, LengthRow[]>();
    const searched = new Map<string, Field>();
    const frameRows: FrameRow[] = [];
    for (const { dissector, fields } of registry.declared) {
      const { id, header } = dissector;
      const asked = question.protocols.has(id) ? fields.filter((field) => isAskedFor(question, field)) : [];
      for (const field of asked) {
        if (id === FRAME) {
          const number = OF_RECORD[field.filter];
          if (number === undefined) return undefined;
          frameRows.push({ field, number });
          continue;
        }
        if (header === undefined) return undefined;
        headers.set(id, header);
        if (question.isSearch && field.type === 'protocol') {
          // Others of the protocol, such as extension headers, do not begin where it does.
          if (field.filter !== id) return undefined;
          searched.set(id, field);
          continue;
        }
        const number = header.lengths?.get(field);
        if (number !== undefined) {
          lengths.set(id, [...(lengths.get(id) ?? []), { field, number }]);
          continue;
        }
        const records = header.records.filter((record) => record.fields.includes(field));
        if (records.length === 0) return undefined;
        for (const record of records) {
          const places = rows.get(record) ?? [];
          if (!places.includes(record.fields.indexOf(field))) places.push(record.fields.indexOf(field));
          rows.set(record, places);
        }
      }
    }
    for (const places of rows.values()) places.sort((a, b) => a - b);
    return new RecordTester(registry, filter, headers, rows, lengths, searched, frameRows);
  }

  /** As `HeaderTester.test`. */
  test(octets: Uint8Array, frame: FrameInfo, calls: number): Verdict {
    // The frame is one of those that are met, and has no header.
    const headers = calls - 1;
    if (!this.#finder.find(octets, frame, headers) || !this.#lay(octets, frame, headers, false)) return UNKNOWN;
    if (!this.#filter.test(this.#tree, this.#context)) return NO;
    if (this.#searched.size === 0) return YES;
    // What stands behind a protocol may not be its own: it is searched again without what may be.
    if (!this.#lay(octets, frame, headers, true)) return UNKNOWN;
    return this.#filter.test(this.#tree, this.#context) ? YES : UNKNOWN;
  }

  /**
   * Lays the rows that are asked for.
   * @param isStated true for protocols up to where the layers below say that they end; else they have all octets that may be theirs
   * @returns false where only the packet's tree tells how long something is
   */
  #lay(octets: Uint8Array, frame: FrameInfo, headers: number, isStated: boolean): boolean {
    const finder = this.#finder;
    const tree = this.#tree;
    tree.begin(octets);
    for (const { field, number } of this.#frameRows) tree.say(field, number(frame));
    for (let i = 0; i < headers; i++) {
      const start = finder.startAt(i);
      const id = finder.idAt(i);
      const header = this.#headers.get(id)!;
      const record = header.at(octets, start);
      const rows = this.#rows.get(record);
      if (rows !== undefined) tree.pick(record, rows, start, header.numbers);
      const searched = this.#searched.get(id);
      const lengths = this.#lengths.get(id);
      const needsEnd = lengths !== undefined || (searched !== undefined && isStated);
      const limit = finder.limitAt(i);
      const stated = needsEnd ? finder.octetsAt(i) : limit - start;
      if (stated === undefined) return false;
      if (searched !== undefined) tree.span(searched, start, isStated ? start + stated : limit);
      for (const { field, number } of lengths ?? []) {
        const length = number(octets, start, stated);
        if (length !== undefined) tree.say(field, length);
      }
    }
    return true;
  }
}
