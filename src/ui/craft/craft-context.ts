import { createContext, useContext, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { messageOf } from '../../core/base/message-of.ts';
import type { CraftState, CraftStore } from '../state/craft.ts';
import type { CraftSession } from './craft-session.ts';

export interface Craft {
  readonly store: CraftStore;
  readonly session: CraftSession;
}

export const CraftContext = createContext<Craft | undefined>(undefined);

export function useCraft(): Craft {
  const craft = useContext(CraftContext);
  if (craft === undefined) throw new Error('No craft place around this component');
  return craft;
}

/** A value out of the craft place's store; only its views use it. */
export function useCraftState<T>(select: (state: CraftState) => T): T {
  return useStore(useCraft().store, select);
}

export interface Answer<T> {
  /** The newest answer, also while the next one is on its way. */
  readonly value: T | undefined;
  readonly failure: string | undefined;
  readonly isWaiting: boolean;
}

/** What `ask` answers for a key; the newest key wins, the old answer stays until then. An undefined key asks nothing. */
export function useAnswer<T>(key: string | undefined, ask: () => Promise<T>): Answer<T> {
  const [state, setState] = useState<Answer<T> & { readonly key: string | undefined }>({
    key: undefined,
    value: undefined,
    failure: undefined,
    isWaiting: false,
  });
  const now = useRef(ask);
  now.current = ask;
  useEffect(() => {
    if (key === undefined) return;
    let isOver = false;
    setState((before) => ({ ...before, isWaiting: true }));
    now.current().then(
      (value) => isOver || setState({ key, value, failure: undefined, isWaiting: false }),
      (error: unknown) =>
        isOver || setState((before) => ({ key, value: before.value, failure: messageOf(error), isWaiting: false })),
    );
    return () => {
      isOver = true;
    };
  }, [key]);
  return key === undefined ? { value: undefined, failure: undefined, isWaiting: false } : state;
}
