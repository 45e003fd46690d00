import type { Completion } from '../../../worker/api.ts';

/** Text and cursor after a completion was taken, and whether something to choose from follows at once. */
export interface Accepted {
  readonly text: string;
  readonly cursor: number;
  readonly goesOn: boolean;
}

/** Puts a completion in its place; behind an operator there is room for what it asks for. */
export function accept(text: string, { text: inserted, kind, from, to }: Completion): Accepted {
  const rest = text.slice(to);
  const gap = kind === 'operator' && !rest.startsWith(' ') ? ' ' : '';
  const lead = kind === 'operator' && from > 0 && !/[\s(]$/.test(text.slice(0, from)) ? ' ' : '';
  const before = `${text.slice(0, from)}${lead}${inserted}${gap}`;
  return { text: before + rest, cursor: before.length, goesOn: kind === 'operator' || kind === 'function' };
}

/** True when something of the completion has been typed, and not all of it. */
export const isBegun = (text: string, cursor: number, { text: whole, from, to }: Completion): boolean =>
  from < cursor && text.slice(from, to) !== whole;
