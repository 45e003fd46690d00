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
  if (dissector?.summarize === undefined) return false;
  if (row.depth >= MAX_DEPTH) {
    row.state.contents.hide(row.frame);
    return false;
  }
  row.depth++;
  if (row.onlooker?.meets(dissector, start, end) === true) return true;
  dissector.summarize(bytes, start, end, row);
  return true;
}

/** Notes where content is; what cannot be noted makes its packet one that hides content. */
export function placeNext(dissector: Dissector, bytes: Uint8Array, start: number, end: number, row: Summary): void {
  // Documents that say they are others which say they are the first have no end.
  if (dissector.place === undefined || dissector.hides !== undefined || row.depth >= MAX_DEPTH) {
    row.state.contents.hide(row.frame);
    return;
  }
  row.depth++;
  dissector.place(bytes, start, end, row);
  row.depth--;
}
