import { endOf, leafIndexAt, startOf, type TreeModel } from './tree-model.ts';

/** How many `--field-n` colours there are. */
export const TINTS = 8;

/** A stretch of bits that belong to one leaf. `tint` is undefined outside the layer that is looked at. */
export interface Run {
  readonly row: number;
  readonly start: number;
  readonly end: number;
  readonly tint: number | undefined;
}

/**
 * Runs of leaves over bits `start` to `end` of a source, cut to that window.
 * Only leaves of one protocol are tinted, so that the colours tell its fields apart instead of filling the packet; neighbours
 * never share a tint, since it is the leaf's place among its neighbours that chooses it.
 */
export function runsOf(
  model: TreeModel,
  source: number,
  start: number,
  end: number,
  protocol: number | undefined,
): readonly Run[] {
  const leaves = model.leaves[source];
  if (leaves === undefined || end <= start) return [];
  const runs: Run[] = [];
  for (let i = Math.max(0, leafIndexAt(model, source, start)); i < leaves.length; i++) {
    const row = leaves[i] ?? 0;
    const from = Math.max(start, startOf(model.view, row));
    if (from >= end) break;
    const to = Math.min(end, endOf(model.view, row));
    if (to <= from) continue;
    const tinted = protocol !== undefined && model.protocols[row] === protocol && model.field(row).type !== 'undecoded';
    runs.push({ row, start: from, end: to, tint: tinted ? i % TINTS : undefined });
  }
  return runs;
}

/** The protocol whose fields are tinted: that of the selected row, else the innermost. */
export function tintedProtocol(model: TreeModel, selectedRow: number | undefined): number | undefined {
  const own = selectedRow === undefined ? -1 : (model.protocols[selectedRow] ?? -1);
  const row = own >= 0 && endOf(model.view, own) > startOf(model.view, own) ? own : model.innermost;
  return row < 0 ? undefined : row;
}

/** Colour stops for one octet, as parts of its width from 0 to 1: `(tint, from, to)`; one stop when a single field owns it. */
export function octetStops(runs: readonly Run[], octet: number): readonly Run[] {
  const first = octet * 8;
  const out: Run[] = [];
  for (const run of runs) {
    if (run.end <= first || run.start >= first + 8) continue;
    out.push({ ...run, start: Math.max(run.start, first) - first, end: Math.min(run.end, first + 8) - first });
  }
  return out;
}
