import type { ReactNode } from 'react';
import './Marks.css';
import { SEVERITY_NAMES, type Severity, VERDICTS, type Verdict } from './severity.ts';

/** Shapes differ as well as letters and colours: octagon, triangle, square, circle. */
const SHAPES: Readonly<Record<Severity, ReactNode>> = {
  error: <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />,
  warning: <path d="M8 .8 15.6 15H.4z" />,
  note: <rect x="1.5" y="1.5" width="13" height="13" rx="2.5" />,
  info: <circle cx="8" cy="8" r="7" />,
};

/** The severity of a finding: a shape with its letter. */
export function SeverityMark({ severity, title }: { readonly severity: Severity; readonly title?: string }): ReactNode {
  const name = SEVERITY_NAMES[severity];
  return (
    <svg className={`severity-mark ${severity}`} viewBox="0 0 16 16" role="img" aria-label={title ?? name}>
      <title>{title ?? name}</title>
      {SHAPES[severity]}
      <text x="8" y={severity === 'warning' ? 13.2 : 11.7}>
        {name[0]}
      </text>
    </svg>
  );
}

const SIGNS: Readonly<Record<Verdict, ReactNode>> = {
  match: <path d="m4.2 8.3 2.6 2.6 5-5.4" />,
  mismatch: <path d="m5 5 6 6m0-6-6 6" />,
  zero: <ellipse cx="8" cy="8" rx="2.4" ry="3.4" />,
  absent: <path d="M4.6 8h6.8" />,
  'not-verifiable': <path d="M8 4.2v4.6m0 2v1" />,
  unchecked: <path d="M6 6.4a2 2 0 1 1 2.9 1.8c-.6.3-.9.6-.9 1.2m0 1.7v.7" />,
};

/** The verdict on a digest: a ring with a sign, and its word when asked for. */
export function VerdictMark({
  verdict,
  word = false,
}: {
  readonly verdict: Verdict;
  readonly word?: boolean;
}): ReactNode {
  const { word: text, tone } = VERDICTS[verdict];
  const drawing = (
    <>
      <circle cx="8" cy="8" r="6.9" />
      {SIGNS[verdict]}
    </>
  );
  return (
    <span className={`verdict-mark ${tone}`}>
      {word ? (
        <svg className="verdict-sign" viewBox="0 0 16 16" aria-hidden="true">
          {drawing}
        </svg>
      ) : (
        <svg className="verdict-sign" viewBox="0 0 16 16" role="img" aria-label={`Digest: ${text}`}>
          <title>{`Digest: ${text}`}</title>
          {drawing}
        </svg>
      )}
      {word ? <span>{text}</span> : null}
    </span>
  );
}
