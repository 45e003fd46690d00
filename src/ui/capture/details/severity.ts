import type { DigestView, FindingView } from '../../../worker/api.ts';

export type Severity = FindingView['severity'];
export type Verdict = DigestView['verdict'];

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note', 'info'];

export const SEVERITY_NAMES: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  note: 'Note',
  info: 'Info',
};

/** Verdicts in words, with the tone that colours them. */
export const VERDICTS: Readonly<
  Record<
    Verdict,
    { readonly word: string; readonly tone: 'good' | 'error' | 'warning' | 'info'; readonly sentence: string }
  >
> = {
  match: { word: 'Verified', tone: 'good', sentence: 'The digest is right for one of your secrets' },
  mismatch: { word: 'Mismatch', tone: 'error', sentence: 'No secret that applies gives this digest' },
  zero: {
    word: 'All zero',
    tone: 'warning',
    sentence: 'The sender filled the digest with zeros: it had no secret, or left the last step out',
  },
  absent: { word: 'Absent', tone: 'warning', sentence: 'The message carries no digest' },
  'not-verifiable': {
    word: 'Cannot be checked',
    tone: 'warning',
    sentence: 'The message is broken in or before its digest, so it is not clear what was hashed',
  },
  unchecked: { word: 'Not checked', tone: 'info', sentence: 'No secret was given that applies to this server' },
};
