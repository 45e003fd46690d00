import type { FieldView } from '../../../worker/api.ts';

/** Fields whose name or label has what was typed, each filter name once: names that begin with it first, shorter ones first. */
export function searchFields(fields: readonly FieldView[], typed: string, limit: number): readonly FieldView[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return [];
  const found = new Map<string, { readonly field: FieldView; readonly rank: number }>();
  for (const field of fields) {
    const name = field.filter.toLowerCase();
    if (name === '' || found.has(field.filter)) continue;
    const rank = name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 3;
    if (rank < 3 || field.label.toLowerCase().includes(wanted)) found.set(field.filter, { field, rank });
  }
  return [...found.values()]
    .sort((a, b) => a.rank - b.rank || a.field.filter.length - b.field.filter.length)
    .slice(0, limit)
    .map(({ field }) => field);
}
