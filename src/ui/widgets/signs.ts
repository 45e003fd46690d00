import type { DigestView, FindingView } from '../../worker/api.ts';
import { grouped } from './grouped.ts';

export type Severity = FindingView['severity'];
export type DigestVerdict = DigestView['verdict'];

/** From worst to mildest. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note', 'info'];

interface Sign {
  readonly letter: string;
  readonly one: string;
  readonly many: string;
}

export const SEVERITY_SIGNS: Readonly<Record<Severity, Sign>> = {
  error: { letter: 'E', one: 'error', many: 'errors' },
  warning: { letter: 'W', one: 'warning', many: 'warnings' },
  note: { letter: 'N', one: 'note', many: 'notes' },
  info: { letter: 'I', one: 'remark', many: 'remarks' },
};

/** What a verdict means, in words and in a class of its own. */
export const VERDICT_SIGNS: Readonly<Record<DigestVerdict, { readonly label: string; readonly short: string }>> = {
  match: { label: 'Digest verified', short: 'verified' },
  mismatch: { label: 'Digest does not match', short: 'mismatch' },
  zero: { label: 'Digest is all zeros', short: 'zero' },
  absent: { label: 'No digest', short: 'absent' },
  'not-verifiable': { label: 'Digest cannot be checked: the message is broken', short: 'cannot check' },
  unchecked: { label: 'Digest not checked: no key was given', short: 'unchecked' },
};

/** In the order they are told. */
export const VERDICTS: readonly DigestVerdict[] = [
  'match',
  'mismatch',
  'zero',
  'not-verifiable',
  'unchecked',
  'absent',
];

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}
