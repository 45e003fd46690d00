import type { DifferenceRow } from '../../worker/api.ts';

/** Rows that are shown: all, or those that differ with what is around them. Numbers are places in the comparison. */
export function shownDifferences(rows: readonly DifferenceRow[], isOnlyChanges: boolean): readonly number[] {
  if (!isOnlyChanges) return rows.map((_, at) => at);
  const shown: number[] = [];
  /** Rows around the present one, outermost first. */
  const open: number[] = [];
  rows.forEach((row, at) => {
    open.length = Math.min(open.length, row.depth);
    if (row.kind !== 'same') {
      for (const outer of open) if (!shown.includes(outer)) shown.push(outer);
      shown.push(at);
    }
    open.push(at);
  });
  return shown;
}

/** The deepest rows that differ: a group whose parts differ is no difference of its own. */
export function differences(rows: readonly DifferenceRow[]): readonly number[] {
  return rows.flatMap(({ kind, depth }, at) => {
    if (kind === 'same') return [];
    if (kind === 'changed') {
      for (let inner = at + 1; (rows[inner]?.depth ?? -1) > depth; inner++) {
        if (rows[inner]?.kind !== 'same') return [];
      }
      return [at];
    }
    // What stands on one side only is one difference with all that it holds.
    const outer = outerOf(rows, at);
    return outer !== undefined && rows[outer]?.kind === kind ? [] : [at];
  });
}

function outerOf(rows: readonly DifferenceRow[], at: number): number | undefined {
  const depth = rows[at]?.depth ?? 0;
  for (let outer = at - 1; outer >= 0; outer--) if ((rows[outer]?.depth ?? 0) < depth) return outer;
  return undefined;
}

/** The difference behind (1) or before (-1) a row, round the end. */
export function nextDifference(
  places: readonly number[],
  from: number | undefined,
  direction: 1 | -1,
): number | undefined {
  if (places.length === 0) return undefined;
  if (direction === 1) return places.find((place) => from === undefined || place > from) ?? places[0];
  return places.findLast((place) => from !== undefined && place < from) ?? places.at(-1);
}
