import type { FollowLine } from '../follow-views.ts';

/** A line as it is printed, saved and searched: its offset, where it has one, and its text. */
export function lineText({ label, spans }: FollowLine): string {
  return `${label === '' ? '' : `${label}  `}${spans.map(({ text }) => text).join('')}`;
}
