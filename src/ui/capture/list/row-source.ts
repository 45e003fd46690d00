import type { PacketRow } from '../../../worker/api.ts';

/** What the packet list shows: how many rows there are, and those of a window; undefined while they are on their way. */
export interface RowSource {
  readonly count: number;
  rows(from: number, to: number): readonly (PacketRow | undefined)[];
}

/** Rows that are all at hand. */
export function memoryRows(rows: readonly PacketRow[]): RowSource {
  return { count: rows.length, rows: (from, to) => rows.slice(from, to) };
}
