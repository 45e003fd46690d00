import type { FilterState } from '../../../worker/api.ts';
import { visibleText } from '../details/visible-text.ts';

/** What is said of a filter text: a word that is seen, and a sentence for those who hear it. */
export const STATE_WORDS: Readonly<Record<FilterState, { readonly word: string; readonly spoken: string }>> = {
  empty: { word: '', spoken: '' },
  complete: { word: 'Valid', spoken: 'The filter is valid' },
  questionable: { word: 'Check', spoken: 'The filter works, but check it' },
  incomplete: { word: 'Incomplete', spoken: 'The filter is incomplete' },
  wrong: { word: 'Wrong', spoken: 'The filter is wrong' },
};

/** The state in one sentence, with the column (from 1) that the message is about. */
export function spokenState(state: FilterState, message: string | undefined, start: number | undefined): string {
  const { spoken } = STATE_WORDS[state];
  if (message === undefined) return spoken;
  return `${spoken}: ${brief(message)}${start === undefined ? '' : `, column ${start + 1}`}`;
}

/** What is wrong with a filter as a sentence: with a capital, unless it begins with a name out of the filter. */
export function faultSentence(message: string, filter: string): string {
  const [word = ''] = message.split(' ', 1);
  const shown = brief(message);
  return filter.includes(word) ? shown : `${shown.charAt(0).toUpperCase()}${shown.slice(1)}`;
}

/** A message with what it quotes cut short: who pasted a whole file into the bar need not see it twice. */
const brief = (message: string): string =>
  message.replace(/"([^"]*)"/g, (quoted, text: string) => (text.length > 63 ? `"${text.slice(0, 60)}..."` : quoted));

/** `12.3 %`; shares that are not 0 or 100 never read so. */
export function percent(part: number, whole: number): string {
  if (whole === 0 || part === 0) return '0 %';
  if (part >= whole) return '100 %';
  const share = (part / whole) * 100;
  if (share < 0.1) return '<0.1 %';
  return `${Math.min(share, 99.9).toFixed(1)} %`;
}

/** `8 ms`, `1.24 s`. */
export function tookInWords(milliseconds: number): string {
  if (milliseconds < 1) return '<1 ms';
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}

/** Characters of a filter that stand where there is something else to see or to press. */
const BEGIN = 240;
const END = 60;

/** A filter as it may be shown; of one that a program has written, its beginning and its end. */
export function filterInShort(text: string): string {
  if (text.length <= BEGIN + END) return visibleText(text);
  return `${visibleText(text.slice(0, BEGIN))} ... ${visibleText(text.slice(-END))}`;
}
