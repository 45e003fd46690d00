import { useLayoutEffect, useRef } from 'react';

/**
 * Keeps the keyboard where it is while a line moves in its list: an element that is put elsewhere in the page loses it.
 * A button that has nothing to do at its new place gives it to another of its line.
 * @returns to be called before the line moves
 */
export function useKeptFocus(): () => void {
  const kept = useRef<Element | null>(null);
  useLayoutEffect(() => {
    const element = kept.current;
    if (element === null) return;
    kept.current = null;
    const home = element.matches(':disabled') ? element.parentElement?.querySelector('button:enabled') : element;
    if (home instanceof HTMLElement) home.focus();
  });
  return () => {
    kept.current = document.activeElement;
  };
}
