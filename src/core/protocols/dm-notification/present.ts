import { fromUtf8, toHex } from '../../base/bytes.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import type { DigestVerdict } from '../../dissect/digest.ts';
import type { Outcome } from './check-digest.ts';
import { f, VERDICTS } from './fields.ts';
import type { Breach, Reading } from './reading.ts';
import { UI_MODES } from './values.ts';

/** A UI mode in words; undefined when the message leaves it open. */
export function uiModeText(mode: number | undefined): string | undefined {
  return mode === 1 || mode === 2 || mode === 3 ? UI_MODES[mode] : undefined;
}

/** True when it need not be said what became of the digest, nor what is wrong with the message. */
export function isUnjudged(context: Context): boolean {
  return context.wants !== undefined && !context.asksInfo && !context.asksAny(OUTCOME_FIELDS);
}

/** True when rows are asked for, and neither findings nor words about the message. */
export function isUnreported(context: Context): boolean {
  return context.wants !== undefined && !context.asksInfo;
}

const OUTCOME_FIELDS = [f.verdict, f.formula, f.secretForm, f.expected];

/** Rows that say what became of the digest. */
export function outcomeRows(cursor: Cursor, outcome: Outcome): void {
  const row = cursor.generated(f.verdict, outcome.verdict);
  cursor.tree.setNote(row, VERDICTS[outcome.verdict]);
  const { formula, secretForm, expected } = outcome;
  if (formula !== undefined) cursor.tree.setNote(cursor.generated(f.formula, formula.id), formula.reading);
  if (secretForm !== undefined) cursor.generated(f.secretForm, secretForm);
  if (expected !== undefined) cursor.generated(f.expected, toHex(expected));
}

const IN_WORDS: Readonly<Record<DigestVerdict, string>> = {
  match: 'digest verified',
  mismatch: 'wrong digest',
  zero: 'digest all zero',
  absent: 'not signed',
  'not-verifiable': 'digest not verifiable',
  unchecked: 'digest not checked',
};

/** Reports breaches, found in `reading`, about the bits of the cursor's source where the message begins at `start`. */
export function report(cursor: Cursor, breaches: readonly Breach[], reading: Reading, start: number): void {
  for (const breach of breaches) {
    const shift = start - reading.start;
    cursor.find(breach.rule, breach.message, breach.start + shift, breach.end + shift, breach.severity);
  }
}

/** The Info column: name of the format, then what the message says of itself, then the digest. */
export function infoText(
  name: string,
  id: { readonly word: string; readonly value: number | undefined },
  serverId: Uint8Array | undefined,
  more: readonly (string | undefined)[],
  verdict: DigestVerdict,
): string {
  const server = serverId && fromUtf8(serverId);
  return [
    name,
    id.value === undefined ? undefined : `${id.word} 0x${id.value.toString(16).padStart(4, '0')}`,
    server === undefined ? undefined : `server ${JSON.stringify(server)}`,
    ...more,
    IN_WORDS[verdict],
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}
