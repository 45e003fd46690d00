/** Neighbouring places of the list, counted from 0; `to` is left out. */
export interface PlaceRange {
  readonly from: number;
  readonly to: number;
}

/** The same places in order, each once: ranges that touch become one. */
export function joinedPlaces(ranges: readonly PlaceRange[]): readonly PlaceRange[] {
  const joined: PlaceRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last === undefined || range.from > last.to) joined.push(range);
    else joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
  }
  return joined;
}

/** All but one place of them. */
export function placesWithout(ranges: readonly PlaceRange[], place: number): readonly PlaceRange[] {
  return ranges.flatMap(({ from, to }) =>
    hasPlace([{ from, to }], place)
      ? [
          { from, to: place },
          { from: place + 1, to },
        ].filter((part) => part.from < part.to)
      : [{ from, to }],
  );
}

export function hasPlace(ranges: readonly PlaceRange[], place: number): boolean {
  return ranges.some(({ from, to }) => place >= from && place < to);
}

/** How many places joined ranges have. */
export function placeCount(ranges: readonly PlaceRange[]): number {
  return ranges.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** The place of theirs that is nearest to another one; undefined where they have none. */
export function nearestPlace(ranges: readonly PlaceRange[], place: number): number | undefined {
  const nearest = ranges.map(({ from, to }) => Math.min(Math.max(from, place), to - 1));
  return nearest.sort((a, b) => Math.abs(a - place) - Math.abs(b - place))[0];
}
