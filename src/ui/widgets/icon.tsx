import type { ReactNode } from 'react';

/** A small drawing on a grid of 16; words beside it or a label around it say what it means. */
export function icon(drawing: ReactNode): () => ReactNode {
  return () => (
    <svg
      className="icon"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {drawing}
    </svg>
  );
}
