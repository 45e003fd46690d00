import type { ReactNode } from 'react';
import type { ConversationLine, RelatedKind, RelatedPacket } from '../../state/related.ts';
import './RelatedSign.css';

const LINE_WORDS: Readonly<Record<ConversationLine, string | undefined>> = {
  first: 'First packet of the conversation',
  inside: 'Same conversation',
  between: undefined,
  last: 'Last packet of the conversation',
};

/** On a grid of 10, beside the line. */
const DRAWINGS: Readonly<Record<RelatedKind, ReactNode>> = {
  request: <path d="M0 5h9M6 2l3 3-3 3" />,
  response: <path d="M9 5H1M4 2L1 5l3 3" />,
  acknowledgement: <path d="M1 5.5L4 8.5 9 2" />,
  acknowledged: <path d="M1 5.5L4 8.5 9 2" />,
  same: <path d="M1.5 3.5h7M1.5 6.5h7" />,
  whole: <path d="M5 2.5a2.5 2.5 0 1 0 .01 0z" className="related-full" />,
  part: <path d="M5 2.5a2.5 2.5 0 1 0 .01 0z" className="related-full" />,
  other: <path d="M5 2.5a2.5 2.5 0 1 0 .01 0z" />,
};

interface RelatedSignProps {
  readonly line: ConversationLine | undefined;
  readonly packet: RelatedPacket | undefined;
  /** It is the row of the packet that the others have to do with. */
  readonly isShown: boolean;
}

/** What a row has to do with the shown packet: its place on the line of the conversation, and a sign of what links the two. */
export function RelatedSign({ line, packet, isShown }: RelatedSignProps): ReactNode {
  if (line === undefined && packet === undefined) return null;
  // That it is in its own conversation need not be said of the shown packet.
  const ofLine = line === undefined || (isShown && line === 'inside') ? undefined : LINE_WORDS[line];
  const words = [packet?.words, ofLine].filter((text) => text !== undefined).join(', ');
  return (
    <span
      className={`related${line === undefined ? '' : ` related-${line}`}`}
      {...(words === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': words, title: words })}
    >
      {packet === undefined ? undefined : (
        <svg width="12" height="12" viewBox="0 0 10 10" aria-hidden="true" focusable="false">
          {DRAWINGS[packet.kind]}
        </svg>
      )}
    </span>
  );
}
