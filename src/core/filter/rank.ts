/**
 * Names that fit what was typed, best first: those that begin with it, then those whose parts begin with the typed parts in
 * order (`d.ver` for `dmnoti.version`), then those that have it somewhere, then those that have its letters in order.
 */
export function rankNames(typed: string, names: readonly string[], limit: number): readonly string[] {
  const wanted = typed.toLowerCase();
  // Nothing typed: the protocols.
  if (wanted === '') return names.filter((name) => !/[._]/.test(name)).slice(0, limit);
  // Empty parts (a dot at the end) fit anywhere.
  const parts = wanted.split(/[._-]/).filter((part) => part !== '');
  const ranked: { readonly name: string; readonly rank: number }[] = [];
  for (const name of names) {
    const rank = rankOf(wanted, parts, name.toLowerCase());
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

function rankOf(wanted: string, parts: readonly string[], name: string): number | undefined {
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (partsFit(parts, name)) return 2;
  if (name.includes(wanted)) return 3;
  return wanted.length > 2 && lettersInOrder(wanted, name) ? 4 : undefined;
}

/** Each typed part begins a part of the name, in order. Names are not split: this runs over all of them at each key. */
function partsFit(wanted: readonly string[], name: string): boolean {
  let at = 0;
  for (const part of wanted) {
    at = name.indexOf(part, at);
    while (at > 0 && !'._-'.includes(name.charAt(at - 1))) at = name.indexOf(part, at + 1);
    if (at < 0) return false;
    at += Math.max(1, part.length);
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
