import type { StateCreator } from 'zustand';
import type { SecretInput } from '../../worker/api.ts';
import type { AppState } from './store.ts';

/** Secrets stand in memory only: they are never stored and never part of an address. */
export interface SecretsSlice {
  readonly secrets: readonly SecretInput[];
  readonly setSecrets: (secrets: readonly SecretInput[]) => void;
}

export const createSecretsSlice: StateCreator<AppState, [], [], SecretsSlice> = (set) => ({
  secrets: [],
  setSecrets: (secrets) => set({ secrets }),
});
