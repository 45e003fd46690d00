import type { StateCreator } from 'zustand';
import type { MarkCounts } from '../../worker/api.ts';
import type { AppState } from './store.ts';

/** What the user has said of packets, and packets that are being written to a file. */
export interface MarksSlice {
  readonly marks: MarkCounts;
  /** Packets written so far; undefined while nothing is exported. */
  readonly exporting: { readonly done: number; readonly total: number } | undefined;
  readonly exportFault: string | undefined;
  readonly takeMarks: (marks: MarkCounts) => void;
  readonly setExporting: (exporting: MarksSlice['exporting']) => void;
  readonly setExportFault: (exportFault: string | undefined) => void;
}

export const NO_MARKS: MarkCounts = { marked: 0, ignored: 0, references: 0, commented: 0, isShifted: false };

export const createMarksSlice: StateCreator<AppState, [], [], MarksSlice> = (set) => ({
  marks: NO_MARKS,
  exporting: undefined,
  exportFault: undefined,
  takeMarks: (marks) => set({ marks }),
  setExporting: (exporting) => set({ exporting }),
  setExportFault: (exportFault) => set({ exportFault }),
});
