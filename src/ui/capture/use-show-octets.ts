import { useCallback } from 'react';
import { useApp } from '../app/context.ts';
import type { ShownOctets } from '../state/shell.ts';

/** Opens the dialog of octets, where there are any. */
export function useShowOctets(): (octets: ShownOctets | undefined) => void {
  const { store } = useApp();
  return useCallback(
    (octets) => {
      if (octets !== undefined) store.getState().showOctets(octets);
    },
    [store],
  );
}
