import type { FilterJoin } from '../details/actions.ts';

/** What the menus offer for a field or a cell, in Wireshark's order. */
export const JOINS: readonly { readonly how: FilterJoin; readonly label: string }[] = [
  { how: 'selected', label: 'Selected' },
  { how: 'not', label: 'Not selected' },
  { how: 'and', label: '... and selected' },
  { how: 'or', label: '... or selected' },
  { how: 'and-not', label: '... and not selected' },
  { how: 'or-not', label: '... or not selected' },
];

/** The filter that comes of the one that is there and an expression; without one that is there, of the expression alone. */
export function joinFilter(now: string, expression: string, how: FilterJoin): string {
  const current = now.trim();
  const negated = `!(${expression})`;
  const term = how === 'not' || how === 'and-not' || how === 'or-not' ? negated : expression;
  if (current === '' || how === 'selected' || how === 'not') return term;
  const sign = how === 'and' || how === 'and-not' ? '&&' : '||';
  return `(${current}) ${sign} ${term === expression ? `(${expression})` : term}`;
}
