import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Action } from '../actions/actions.ts';
import type { AppState, AppStore } from '../state/store.ts';
import type { Session } from './session.ts';

export interface App {
  readonly store: AppStore;
  readonly session: Session;
  readonly actions: readonly Action[];
}

export const AppContext = createContext<App | undefined>(undefined);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === undefined) throw new Error('No app around this component');
  return app;
}

/** A value out of the store; only places and the shell use it, components below them get values and callbacks. */
export function useAppState<T>(select: (state: AppState) => T): T {
  return useStore(useApp().store, select);
}
