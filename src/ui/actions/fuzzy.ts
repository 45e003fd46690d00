/**
 * How well typed letters fit a label: all of them in order, better when they start words or follow each other.
 * Undefined when they do not fit.
 */
export function fuzzyScore(typed: string, label: string): number | undefined {
  const letters = typed.toLowerCase().replace(/\s/g, '');
  const text = label.toLowerCase();
  let score = 0;
  let at = -1;
  for (const letter of letters) {
    const found = text.indexOf(letter, at + 1);
    if (found < 0) return undefined;
    if (found === at + 1) score += 2;
    if (found === 0 || text[found - 1] === ' ') score += 3;
    score -= (found - at - 1) * 0.1;
    at = found;
  }
  return score;
}

/** What fits, best first; everything in its order while nothing is typed. */
export function fuzzySort<T>(items: readonly T[], typed: string, labelOf: (item: T) => string): readonly T[] {
  return items
    .map((item) => ({ item, score: fuzzyScore(typed, labelOf(item)) }))
    .filter((entry) => entry.score !== undefined)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0))
    .map(({ item }) => item);
}
