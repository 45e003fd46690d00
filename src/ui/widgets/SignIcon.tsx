import type { ReactNode } from 'react';
import { type DigestVerdict, SEVERITY_SIGNS, type Severity, VERDICT_SIGNS } from './signs.ts';
import './SignIcon.css';

/** Severity as a letter in a box: read without colour as well. */
export function SeveritySign({ severity }: { readonly severity: Severity }): ReactNode {
  const { letter, one } = SEVERITY_SIGNS[severity];
  return (
    <span className={`sign sign-${severity}`} role="img" aria-label={one} title={`Worst finding: ${one}`}>
      {letter}
    </span>
  );
}

const DRAWINGS: Readonly<Record<DigestVerdict, ReactNode>> = {
  match: <path d="M3 8.5l3.5 3.5L13 4.5" />,
  mismatch: <path d="M4 4l8 8M12 4l-8 8" />,
  zero: <path d="M8 3c-2 0-3.2 2-3.2 5S6 13 8 13s3.2-2 3.2-5S10 3 8 3z" />,
  absent: <path d="M4 8h8" />,
  'not-verifiable': <path d="M5.5 6C5.5 4.4 6.6 3.5 8 3.5s2.5.9 2.5 2.3C10.5 7.6 8 7.7 8 9.5M8 12.4v.1" />,
  unchecked: <path d="M8.7 7.3l5-5M11.5 4.5l1.8 1.8M8.4 7.6a3 3 0 1 0-.3 4.6 3 3 0 0 0 .3-4.6z" />,
};

/** Verdict on a digest as a drawing with its words. */
export function VerdictSign({ verdict }: { readonly verdict: DigestVerdict }): ReactNode {
  const { label } = VERDICT_SIGNS[verdict];
  return (
    <span className={`sign-verdict sign-verdict-${verdict}`} role="img" aria-label={label} title={label}>
      <svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        {DRAWINGS[verdict]}
      </svg>
    </span>
  );
}
