import { useEffect, useEffectEvent } from 'react';
import { flushSync } from 'react-dom';
import { useApp } from '../app/context.ts';
import type { DialogId } from '../state/shell.ts';

/** What keys are meant for from the moment that it was asked for, although it has not got the keyboard yet. */
export type Awaited = DialogId | 'find-bar';

interface Ahead {
  readonly target: Awaited;
  readonly text: string;
  /** Enter was pressed behind the text. */
  readonly isEntered: boolean;
  /** Text behind that, meant for what Enter brings about. */
  readonly rest: string;
}

/** What was typed for a target before it had the keyboard; undefined while nothing is awaited. */
let ahead: Ahead | undefined;
/** While Enter does what it does: the text behind it. */
let behindEnter = '';
/** True when what is awaited has the keyboard: keys find it by themselves. */
let hasArrived = false;

/** Takes what was typed for a target before it had the keyboard. */
function takeTypedAhead(target: Awaited): Omit<Ahead, 'target'> {
  if (ahead?.target !== target) return NOTHING;
  const { text, isEntered, rest } = ahead;
  ahead = { target, ...NOTHING };
  return { text, isEntered, rest };
}

const NOTHING = { text: '', isEntered: false, rest: '' } as const;

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

/** What a key does to what was typed ahead; undefined when it is a key of the browser, which stays its own. */
function withKey(before: Ahead, event: KeyboardEvent): Ahead | undefined {
  const { key, ctrlKey, altKey, metaKey } = event;
  const { isEntered } = before;
  if (key === 'Enter') return { ...before, isEntered: true };
  const held = { key, ctrlKey, altKey, metaKey, isGraph: event.getModifierState('AltGraph') };
  const text = typed(isEntered ? before.rest : before.text, held);
  return text === undefined ? undefined : { ...before, [isEntered ? 'rest' : 'text']: text };
}

/**
 * Keys pressed after a dialog or the bar of a search was asked for belong to it, also while its code is loaded or the page is
 * busy: in the list below they would begin a display filter.
 */
export function useKeysAhead(): void {
  const { store } = useApp();
  useEffect(() => {
    const awaits = (target: Awaited | undefined): void => {
      ahead = target && { target, ...NOTHING, text: behindEnter };
      hasArrived = false;
    };
    const forget = store.subscribe((now, before) => {
      if (now.dialog !== before.dialog) awaits(now.dialog);
      if (now.find.isOpen && !before.find.isOpen) awaits('find-bar');
      else if (!now.find.isOpen && ahead?.target === 'find-bar') awaits(undefined);
    });
    const onFocusIn = ({ target }: FocusEvent): void => {
      const place = ahead?.target === 'find-bar' ? '[data-find-input]' : '[role="dialog"]';
      if (target instanceof Element && target.closest(place) !== null) hasArrived = true;
    };
    // Whoever points somewhere else does not wait any more.
    const onPointerDown = (): void => awaits(undefined);
    const onKeyDown = (event: KeyboardEvent): void => {
      if (ahead === undefined || hasArrived) return;
      if (event.key === 'Escape') {
        const { showDialog, changeFind } = store.getState();
        if (ahead.target === 'find-bar') changeFind({ isOpen: false });
        else showDialog(undefined);
      } else {
        const now = withKey(ahead, event);
        if (now === undefined) return;
        ahead = now;
      }
      event.preventDefault();
      event.stopPropagation();
    };
    // Before whatever has the keyboard now.
    const listening = { capture: true };
    window.addEventListener('keydown', onKeyDown, listening);
    window.addEventListener('focusin', onFocusIn, listening);
    window.addEventListener('pointerdown', onPointerDown, listening);
    return () => {
      forget();
      window.removeEventListener('keydown', onKeyDown, listening);
      window.removeEventListener('focusin', onFocusIn, listening);
      window.removeEventListener('pointerdown', onPointerDown, listening);
    };
  }, [store]);
}

/**
 * Gives the first field of a target what was typed ahead for it, once it has the keyboard. Not while it is rendered: what is typed
 * between that and its getting the keyboard counts as well, and a render may be thrown away.
 */
export function useTypedAhead(target: Awaited, onText: (text: string) => void): void {
  const giveText = useEffectEvent(onText);
  useEffect(() => {
    // Behind the effects of those around it: these give it the keyboard and select its text, which the next key would replace.
    queueMicrotask(() => {
      const { text, isEntered, rest } = takeTypedAhead(target);
      if (text !== '') flushSync(() => giveText(text));
      const field = document.activeElement;
      if (!(field instanceof HTMLInputElement)) return;
      if (text !== '') field.setSelectionRange(field.value.length, field.value.length);
      if (!isEntered) return;
      behindEnter = rest;
      if (field.form === null)
        field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
      else field.form.requestSubmit();
      behindEnter = '';
    });
  }, [target]);
}
