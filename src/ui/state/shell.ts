import type { StateCreator } from 'zustand';
import type { AppState } from './store.ts';

export type DialogId =
  | 'paste'
  | 'keys'
  | 'decode-as'
  | 'go-to'
  | 'export'
  | 'comment'
  | 'time-shift'
  | 'columns'
  | 'colours'
  | 'filters'
  | 'save-filter'
  | 'add-button'
  | 'macros'
  | 'shortcuts'
  | 'palette'
  | 'octets';

/** Octets that are to be shown in other ways. */
export interface ShownOctets {
  /** All octets of the source that they are of. */
  readonly bytes: Uint8Array;
  /** The chosen ones, up to but without `end`. */
  readonly start: number;
  readonly end: number;
  /** What they are, for people. */
  readonly name: string;
}

/** A walk through the packet list for the next one that fits. */
export interface Search {
  /** `Looking for ...`, for people. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
  readonly stop: AbortController;
}

/** What stands around the capture: dialogs, notices, the update that waits. */
export interface ShellSlice {
  readonly dialog: DialogId | undefined;
  readonly pasteText: string;
  /** What the dialog of octets shows. */
  readonly shownOctets: ShownOctets | undefined;
  /** One sentence about what has just happened. */
  readonly notice: string | undefined;
  /** Said to screen readers and shown for a moment, such as what was copied. */
  readonly said: string;
  /** The user has read the notice about the file's damage and put it away. */
  readonly faultsSeen: boolean;
  readonly updateWaiting: (() => void) | undefined;
  readonly search: Search | undefined;
  readonly showDialog: (dialog: DialogId | undefined) => void;
  readonly showPaste: (text: string) => void;
  readonly showOctets: (octets: ShownOctets) => void;
  readonly notify: (notice: string | undefined) => void;
  readonly say: (said: string) => void;
  readonly dismissFaults: () => void;
  readonly setSearch: (search: Search | undefined) => void;
  readonly setUpdateWaiting: (activate: (() => void) | undefined) => void;
}

export const createShellSlice: StateCreator<AppState, [], [], ShellSlice> = (set) => ({
  dialog: undefined,
  pasteText: '',
  shownOctets: undefined,
  notice: undefined,
  said: '',
  faultsSeen: false,
  updateWaiting: undefined,
  search: undefined,
  showDialog: (dialog) => set({ dialog }),
  showPaste: (pasteText) => set({ dialog: 'paste', pasteText }),
  showOctets: (shownOctets) => set({ dialog: 'octets', shownOctets }),
  notify: (notice) => set({ notice }),
  say: (said) => set({ said }),
  setSearch: (search) => set({ search }),
  dismissFaults: () => set({ faultsSeen: true }),
  setUpdateWaiting: (updateWaiting) => set({ updateWaiting }),
});
