import type { ReactNode } from 'react';
import type { Statistics } from '../../worker/api.ts';
import { whole } from './format.ts';

/** Says which packets a table is made of while it is not complete. */
export function SoFar({ statistics }: { readonly statistics: Statistics | undefined }): ReactNode {
  if (statistics === undefined || statistics.dissected >= statistics.packets) return undefined;
  return (
    <span className="statistics-note">
      So far, of {whole(statistics.dissected)} packets of {whole(statistics.packets)}
    </span>
  );
}
