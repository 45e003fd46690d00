import type { ColumnOrderState, ColumnSizingState, ColumnVisibilityState } from '@tanstack/react-table';
import type { StateCreator } from 'zustand';
import type { Colours } from '../capture/colours/colour-rule.ts';
import type { OctetText } from '../capture/details/octet-runs.ts';
import { resized } from '../capture/list/columns.ts';
import type { TimeFormat, TimePrecision } from '../capture/list/time-format.ts';
import type { AppState } from './store.ts';

export type Theme = 'system' | 'light' | 'dark';
export type FontSize = 'normal' | 'large';
export type Pane = 'list' | 'details' | 'bytes';
export type DetailsTab = 'fields' | 'findings' | 'digest' | 'capture' | 'document';
export type BytesMode = 'hex' | 'bits';

/** A column that shows the values of fields. */
export interface AddedColumn {
  /** What it shows and how (see `columnKey`), which names the column too: of a field as usual, its filter name. */
  readonly field: string;
  readonly label: string;
  /** Its values are numbers, which stand to the right. */
  readonly isNumber: boolean;
}

/** Where texts stand in a column. */
export type Align = 'left' | 'center' | 'right';

export interface Columns {
  readonly order: ColumnOrderState;
  readonly sizing: ColumnSizingState;
  readonly visibility: ColumnVisibilityState;
  readonly added: readonly AddedColumn[];
  /** Names that the user has given, by column. */
  readonly labels: Readonly<Record<string, string>>;
  /** What the user has aligned otherwise than usual, by column; nothing when left out. */
  readonly aligns?: Readonly<Record<string, Align>>;
}

export const USUAL_COLUMNS: Columns = { order: [], sizing: {}, visibility: {}, added: [], labels: {} };

/** How the user has arranged the app; all of it is kept on the device between visits. */
export interface Layout {
  readonly theme: Theme;
  readonly font: FontSize;
  readonly timeFormat: TimeFormat;
  readonly timePrecision: TimePrecision;
  readonly columns: Columns;
  readonly colours: Colours;
  /** Sizes in percent by group of panes, then by pane. */
  readonly panes: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** A small map of the rows stands beside the list's scroll bar. */
  readonly hasMap: boolean;
  readonly bytesMode: BytesMode;
  readonly octetText: OctetText;
  /** Kinds of tree rows that the user has opened (true) or closed. */
  readonly openKinds: Readonly<Record<string, boolean>>;
}

export const DEFAULT_LAYOUT: Layout = {
  theme: 'system',
  font: 'normal',
  timeFormat: 'first',
  timePrecision: 'auto',
  columns: USUAL_COLUMNS,
  colours: { isOn: true, rules: undefined },
  panes: {},
  hasMap: true,
  bytesMode: 'hex',
  octetText: 'ascii',
  openKinds: {},
};

export interface LayoutSlice {
  readonly layout: Layout;
  /** One pane alone on the screen; not kept between visits. */
  readonly maximised: Pane | undefined;
  readonly detailsTab: DetailsTab;
  readonly changeLayout: (change: Partial<Layout>) => void;
  readonly setColumns: (columns: Columns) => void;
  readonly setTimeFormat: (format: TimeFormat) => void;
  readonly setTimePrecision: (precision: TimePrecision) => void;
  readonly setPanes: (group: string, sizes: Readonly<Record<string, number>>) => void;
  readonly setMaximised: (pane: Pane | undefined) => void;
  readonly setDetailsTab: (tab: DetailsTab) => void;
}

export const createLayoutSlice =
  (stored: Layout): StateCreator<AppState, [], [], LayoutSlice> =>
  (set) => ({
    layout: stored,
    maximised: undefined,
    detailsTab: 'fields',
    changeLayout: (change) => set(({ layout }) => ({ layout: { ...layout, ...change } })),
    setColumns: (columns) => set(({ layout }) => ({ layout: { ...layout, columns } })),
    // A width chosen for seconds is wrong for dates.
    setTimeFormat: (timeFormat) =>
      set(({ layout }) => ({ layout: { ...layout, timeFormat, columns: resized(layout.columns, 'time', undefined) } })),
    setTimePrecision: (timePrecision) =>
      set(({ layout }) => ({
        layout: { ...layout, timePrecision, columns: resized(layout.columns, 'time', undefined) },
      })),
    setPanes: (group, sizes) =>
      set(({ layout }) => ({ layout: { ...layout, panes: { ...layout.panes, [group]: sizes } } })),
    setMaximised: (maximised) => set({ maximised }),
    setDetailsTab: (detailsTab) => set({ detailsTab, maximised: undefined }),
  });
