import type { ReactNode } from 'react';
import { VerdictSign } from '../../widgets/SignIcon.tsx';
import type { DigestVerdict } from '../../widgets/signs.ts';
import { VERDICT_WORDS } from './digest-words.ts';
import './VerdictWord.css';

/** The verdict on a digest: its drawing and its word. */
export function VerdictWord({ verdict }: { readonly verdict: DigestVerdict }): ReactNode {
  const { word, tone } = VERDICT_WORDS[verdict];
  return (
    <span className={`verdict-word ${tone}`}>
      <span aria-hidden="true">
        <VerdictSign verdict={verdict} />
      </span>
      {word}
    </span>
  );
}
