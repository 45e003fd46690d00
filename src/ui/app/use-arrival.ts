import { useEffect } from 'react';

/**
 * Gives the keyboard to what a person came for, where it would be nowhere: what had it has gone with what was shown before.
 * Who came by a button that is still there keeps it.
 * @param find what takes it, asked whenever the caller comes into view; one function as long as it finds the same
 * @param shown what is shown: it is asked again when that changes
 */
export function useArrival(find: () => HTMLElement | null, shown = ''): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown says when to ask again
  useEffect(() => {
    const { activeElement, body } = document;
    // What is hidden loses the keyboard only when the page is painted next.
    if (activeElement === null || activeElement === body || !activeElement.checkVisibility()) find()?.focus();
  }, [find, shown]);
}
