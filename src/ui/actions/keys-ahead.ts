import { useEffect } from 'react';
import { useApp } from '../app/context.ts';
import type { DialogId } from '../state/shell.ts';

/** What was typed for a dialog before it stood on the page. */
let ahead: { readonly dialog: DialogId; readonly text: string } | undefined;

/** Takes what was typed for a dialog before its field was there. */
export function takeTypedAhead(dialog: DialogId): string {
  const text = ahead?.dialog === dialog ? ahead.text : '';
  ahead = undefined;
  return text;
}

/** What a key does to a text that is typed; undefined when it is none of a text. */
export function typed(text: string, { key, ctrlKey, altKey, metaKey, isGraph }: TypedKey): string | undefined {
  if (key === 'Backspace') return text.slice(0, -1);
  const isCommand = (ctrlKey || altKey || metaKey) && !isGraph;
  return [...key].length === 1 && !isCommand ? text + key : undefined;
}

export interface TypedKey extends Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'> {
  /** True when AltGr is held, which some systems tell as Ctrl and Alt. */
  readonly isGraph: boolean;
}

/**
 * Keys pressed after a dialog was asked for belong to it, also while its code is loaded or the page is busy: in the list below they
 * would begin a display filter.
 */
export function useKeysAhead(): void {
  const { store } = useApp();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { dialog, showDialog } = store.getState();
      if (dialog === undefined || document.querySelector('[role="dialog"]') !== null) return;
      if (event.key === 'Escape') {
        ahead = undefined;
        showDialog(undefined);
      } else {
        const before = ahead?.dialog === dialog ? ahead.text : '';
        const { key, ctrlKey, altKey, metaKey } = event;
        const text = typed(before, { key, ctrlKey, altKey, metaKey, isGraph: event.getModifierState('AltGraph') });
        // Keys of the browser stay its own.
        if (text === undefined) return;
        ahead = { dialog, text };
      }
      event.preventDefault();
      event.stopPropagation();
    };
    // Before whatever has the keyboard now.
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, [store]);
}
