import type { ReactNode } from 'react';

/** The sign of the app: waves that arrive at a lens. */
export function Logo({ size = 20 }: { readonly size?: number }): ReactNode {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      className="logo"
      aria-hidden="true"
      focusable="false"
    >
      <g stroke="currentColor" strokeWidth="2.2" strokeLinecap="round">
        <circle cx="14" cy="11" r="6" />
        <path d="M18.5 15.5L22 19" />
        <path d="M6 5.5a9 9 0 0 0 0 11" opacity=".75" />
        <path d="M3 2.5a14 14 0 0 0 0 17" opacity=".45" />
      </g>
      <circle cx="14" cy="11" r="2" fill="currentColor" />
    </svg>
  );
}
