/** Letters of a part that names are searched for. */
const LEAST_PART = 2;

/**
 * The name that a mistyped one most likely means: two slips at most, in short names one, in the whole of it or in its first words
 * (`dmnoti.sesion` for `dmnoti.session_id`); or else a field of the same protocol that has what stands behind the dot.
 */
export function similarName(typed: string, names: readonly string[]): string | undefined {
  if (typed.length > 60) return undefined;
  const wanted = typed.toLowerCase();
  const dot = wanted.lastIndexOf('.');
  const part = wanted.slice(dot + 1);
  const alike = mistyped(wanted, names, Math.min(2, Math.floor(part.length / 2)));
  if (alike !== undefined || dot < 0 || part.length < LEAST_PART) return alike;
  return withPart(wanted.slice(0, dot + 1), part, names);
}

/** The name with the fewest slips. @param most slips at most */
function mistyped(wanted: string, names: readonly string[], most: number): string | undefined {
  let best: string | undefined;
  let bestDistance = most + 1;
  for (const name of names) {
    if (!beginsAlike(name, wanted)) continue;
    const lower = name.toLowerCase();
    // The whole name comes before its first words, which are as near.
    for (let end = lower.length; end > 0; end = lower.lastIndexOf('_', end - 1)) {
      if (Math.abs(end - wanted.length) >= bestDistance) continue;
      const distance = slips(wanted, lower.slice(0, end));
      if (distance >= bestDistance) continue;
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** The shortest name that begins with `family` and has `part` behind it. */
function withPart(family: string, part: string, names: readonly string[]): string | undefined {
  let best: string | undefined;
  for (const name of names) {
    const lower = name.toLowerCase();
    if (!lower.startsWith(family) || !lower.includes(part, family.length)) continue;
    if (best === undefined || name.length < best.length) best = name;
  }
  return best;
}

/** One of the first two letters is right: the others need not be measured. */
function beginsAlike(name: string, wanted: string): boolean {
  return name[0] === wanted[0] || name[1] === wanted[1] || name[1] === wanted[0] || name[0] === wanted[1];
}

/** Letters that were added, left out, changed, or exchanged with their neighbour. */
function slips(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, beforeLast[j - 2]! + 1);
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
