import type { Dissector } from './registry.ts';
import type { Summary } from './summary.ts';

/** As deep as pass 2 follows. */
const MAX_DEPTH = 47;

/**
 * Pass 1 of the next protocol, nested no deeper than pass 2 goes.
 * @returns false when nothing knows the octets
 */
export function summarizeNext(
  dissector: Dissector | undefined,
  bytes: Uint8Array,
  start: number,
  end: number,
  row: Summary,
): boolean {
  if (dissector?.summarize === undefined || row.depth >= MAX_DEPTH) return false;
  row.depth++;
  dissector.summarize(bytes, start, end, row);
  return true;
}
