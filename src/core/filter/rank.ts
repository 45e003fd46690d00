/**
 * Names that fit what was typed, best first: those that begin with it, then those whose parts begin with the typed parts in
 * order (`d.ver` for `dmnoti.version`), then those that have it somewhere, then those that have its letters in order.
 */
export function rankNames(typed: string, names: readonly string[], limit: number): readonly string[] {
  const wanted = typed.toLowerCase();
  // Nothing typed: the protocols.
  if (wanted === '') return names.filter((name) => !/[._]/.test(name)).slice(0, limit);
  const ranked: { readonly name: string; readonly rank: number }[] = [];
  for (const name of names) {
    const rank = rankOf(wanted, name.toLowerCase());
    if (rank !== undefined) ranked.push({ name, rank });
  }
  return ranked
    .sort((a, b) => a.rank - b.rank || depth(a.name) - depth(b.name) || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map(({ name }) => name);
}

function depth(name: string): number {
  return name.split('.').length;
}

function rankOf(wanted: string, name: string): number | undefined {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (partsFit(wanted.split(/[._-]/), name.split(/[._-]/))) return 2;
  if (name.includes(wanted)) return 3;
  return wanted.length > 2 && lettersInOrder(wanted, name) ? 4 : undefined;
}

function partsFit(wanted: readonly string[], parts: readonly string[]): boolean {
  let at = 0;
  for (const part of wanted) {
    while (at < parts.length && !parts[at]!.startsWith(part)) at++;
    if (at++ >= parts.length) return false;
  }
  return true;
}

function lettersInOrder(wanted: string, name: string): boolean {
  let at = 0;
  for (const letter of wanted) {
    at = name.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
