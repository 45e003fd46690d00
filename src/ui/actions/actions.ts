import type { Session } from '../app/session.ts';
import { TIME_FORMATS, TIME_PRECISIONS } from '../capture/list/time-format.ts';
import { octetsOfBits, octetsOfRow, octetsOfSource } from '../capture/octets/shown-octets.ts';
import { type DetailsTab, type Pane, type Theme, USUAL_COLUMNS } from '../state/layout.ts';
import { listCount } from '../state/listing.ts';
import type { ShownOctets } from '../state/shell.ts';
import type { AppState, AppStore } from '../state/store.ts';
import { createColourActions } from './colour-actions.ts';
import { createCraftActions } from './craft-actions.ts';
import { createListActions } from './list-actions.ts';
import { createMarkActions } from './mark-actions.ts';
import { createPacketActions } from './packet-actions.ts';
import { focusedPane, focusNextPane } from './panes.ts';
import { createRelatedActions } from './related-actions.ts';
import { createStatisticsActions } from './statistics-actions.ts';

export type ActionGroup = 'File' | 'Edit' | 'Go' | 'View' | 'Craft' | 'Tools' | 'Help';

/** Something the user can do: menus, shortcuts, the palette and the sheet of shortcuts all read it from here. */
export interface Action {
  readonly id: string;
  readonly group: ActionGroup;
  readonly label: string;
  /** Class of a colour that stands beside the label. */
  readonly swatch?: string;
  /** The first is printed in menus, all of them work. */
  readonly keys: readonly string[];
  /** Keys that a browser keeps for itself in a tab: only the installed app gets them. */
  readonly appKeys?: readonly string[];
  /** The submenu of its menu that it stands in together with its neighbours, and what it is called there. */
  readonly submenu?: { readonly label: string; readonly short: string };
  readonly when: (state: AppState) => boolean;
  /** Of a choice: whether it is the one that holds. */
  readonly isOn?: (state: AppState) => boolean;
  readonly run: () => void;
}

const always = (): boolean => true;
const hasCapture = (state: AppState): boolean => state.opened !== undefined;
const hasPackets = (state: AppState): boolean => state.place === 'capture' && (state.status?.packets ?? 0) > 0;
/** What is marked, the selected field, or all of what the pane of octets shows. */
function selectedOctets({ view, catalogue, marked, row, source }: AppState): ShownOctets | undefined {
  if (view === undefined || catalogue === undefined) return undefined;
  const chosen =
    marked !== undefined
      ? octetsOfBits(view, marked)
      : row === undefined
        ? undefined
        : octetsOfRow(view, catalogue, row);
  return chosen ?? octetsOfSource(view, Math.min(source, view.sources.length - 1));
}

const hasPanes = (state: AppState): boolean => state.place === 'craft' || hasPackets(state);

/** What is done to packets of the list is done where the list is; files are the business of every place. */
const inCapture = (action: Action): Action =>
  action.group === 'File' ? action : { ...action, when: (state) => state.place === 'capture' && action.when(state) };

export function createActions(
  store: AppStore,
  session: Session,
  pickFile: () => void,
  pickToMerge: () => void,
): readonly Action[] {
  const { getState: get } = store;
  const theme = (id: Theme, label: string): Action => ({
    id: `theme-${id}`,
    group: 'View',
    label,
    keys: [],
    when: always,
    isOn: (state) => state.layout.theme === id,
    run: () => get().changeLayout({ theme: id }),
  });
  const maximise = (pane: Pane, label: string): Action => ({
    id: `maximise-${pane}`,
    group: 'View',
    label,
    keys: [],
    when: hasPackets,
    isOn: (state) => state.maximised === pane,
    run: () => get().setMaximised(get().maximised === pane ? undefined : pane),
  });
  const tab = (id: DetailsTab, label: string, key: string): Action => ({
    id: `tab-${id}`,
    group: 'View',
    label,
    keys: [key],
    when: hasPackets,
    isOn: (state) => state.detailsTab === id,
    run: () => get().setDetailsTab(id),
  });
  const timeFormats = TIME_FORMATS.map(
    ({ id, label }): Action => ({
      id: `time-${id}`,
      group: 'View',
      label,
      submenu: { label: 'Time format', short: label },
      keys: [],
      when: always,
      isOn: (state) => state.layout.timeFormat === id,
      run: () => get().setTimeFormat(id),
    }),
  );
  const timePrecisions = TIME_PRECISIONS.map(
    ({ id, label }): Action => ({
      id: `time-precision-${id}`,
      group: 'View',
      label: `Time precision: ${label.toLowerCase()}`,
      submenu: { label: 'Time precision', short: label },
      keys: [],
      when: always,
      isOn: (state) => state.layout.timePrecision === id,
      run: () => get().setTimePrecision(id),
    }),
  );
  return [
    { id: 'open', group: 'File', label: 'Open...', keys: ['Ctrl+O'], when: always, run: pickFile },
    {
      id: 'paste',
      group: 'File',
      label: 'Paste bytes...',
      keys: ['Ctrl+Shift+V'],
      when: always,
      run: () => get().showPaste(''),
    },
    {
      id: 'stop',
      group: 'File',
      label: 'Stop loading',
      keys: [],
      when: (state) => state.status?.phase === 'loading',
      run: () => session.stop(),
    },
    { id: 'close', group: 'File', label: 'Close capture', keys: [], when: hasCapture, run: () => session.close() },
    {
      id: 'go-to',
      group: 'Go',
      label: 'Go to packet...',
      keys: ['Ctrl+G'],
      when: hasPackets,
      run: () => get().showDialog('go-to'),
    },
    {
      id: 'next',
      group: 'Go',
      label: 'Next packet',
      keys: ['Ctrl+Down', 'F8'],
      when: hasPackets,
      run: () => get().moveBy(1),
    },
    {
      id: 'previous',
      group: 'Go',
      label: 'Previous packet',
      keys: ['Ctrl+Up', 'F7'],
      when: hasPackets,
      run: () => get().moveBy(-1),
    },
    {
      id: 'first',
      group: 'Go',
      label: 'First packet',
      keys: ['Ctrl+Home'],
      when: hasPackets,
      run: () => get().selectPlace(0),
    },
    {
      id: 'last',
      group: 'Go',
      label: 'Last packet',
      keys: ['Ctrl+End'],
      when: hasPackets,
      run: () => get().selectPlace(listCount(get()) - 1),
    },
    {
      id: 'back',
      group: 'Go',
      label: 'Back in selection history',
      keys: ['Alt+Left'],
      when: (state) => state.visits.past.length > 0,
      run: () => get().goBack(),
    },
    {
      id: 'forward',
      group: 'Go',
      label: 'Forward in selection history',
      keys: ['Alt+Right'],
      when: (state) => state.visits.future.length > 0,
      run: () => get().goForward(),
    },
    ...createPacketActions(store, session).map(inCapture),
    ...createListActions(store, session),
    ...createRelatedActions(store, session).map(inCapture),
    ...createColourActions(store, session.colours),
    ...createMarkActions(store, session.marking, pickToMerge).map(inCapture),
    { id: 'next-pane', group: 'Go', label: 'Next pane', keys: ['F6'], when: hasPanes, run: () => focusNextPane(1) },
    {
      id: 'previous-pane',
      group: 'Go',
      label: 'Previous pane',
      keys: ['Shift+F6'],
      when: hasPanes,
      run: () => focusNextPane(-1),
    },
    {
      id: 'maximise',
      group: 'View',
      label: 'Maximise pane or restore',
      keys: ['\\'],
      when: hasPackets,
      run: () => get().setMaximised(get().maximised === undefined ? (focusedPane() ?? 'list') : undefined),
    },
    maximise('list', 'Packet list alone'),
    maximise('details', 'Details alone'),
    maximise('bytes', 'Bytes alone'),
    tab('fields', 'Fields', 'Alt+1'),
    tab('findings', 'Findings of the packet', 'Alt+2'),
    tab('digest', 'Digest', 'Alt+3'),
    tab('capture', 'Findings of the capture', 'Alt+4'),
    {
      ...tab('document', 'Document', 'Alt+5'),
      when: (state) => (state.view?.documents.length ?? 0) > 0,
    },
    {
      id: 'show-octets',
      group: 'View',
      label: 'Show octets...',
      keys: ['Ctrl+Shift+O'],
      when: (state) => hasPackets(state) && selectedOctets(state) !== undefined,
      run: () => {
        const octets = selectedOctets(get());
        if (octets !== undefined) get().showOctets(octets);
      },
    },
    ...timeFormats,
    ...timePrecisions,
    theme('light', 'Light theme'),
    theme('dark', 'Dark theme'),
    theme('system', 'Theme of the system'),
    {
      id: 'font',
      group: 'View',
      label: 'Large text',
      keys: [],
      when: always,
      isOn: (state) => state.layout.font === 'large',
      run: () => get().changeLayout({ font: get().layout.font === 'normal' ? 'large' : 'normal' }),
    },
    {
      id: 'octets-as-ebcdic',
      group: 'View',
      label: 'Characters of octets as EBCDIC',
      keys: [],
      when: always,
      isOn: (state) => state.layout.octetText === 'ebcdic',
      run: () => get().changeLayout({ octetText: get().layout.octetText === 'ascii' ? 'ebcdic' : 'ascii' }),
    },
    {
      id: 'reset-layout',
      group: 'View',
      label: 'Reset columns and panes',
      keys: [],
      when: always,
      run: () => get().changeLayout({ columns: USUAL_COLUMNS, panes: {} }),
    },
    ...createCraftActions(store, session),
    ...createStatisticsActions(store),
    {
      id: 'keys',
      group: 'Tools',
      label: 'Keys...',
      keys: ['Ctrl+K'],
      when: always,
      run: () => get().showDialog('keys'),
    },
    {
      id: 'decode-as',
      group: 'Tools',
      label: 'Decode as...',
      keys: ['Ctrl+Shift+U'],
      when: hasCapture,
      run: () => get().showDialog('decode-as'),
    },
    {
      id: 'palette',
      group: 'Help',
      label: 'Command palette...',
      keys: ['Ctrl+Shift+P', 'F1'],
      when: always,
      run: () => get().showDialog('palette'),
    },
    {
      id: 'shortcuts',
      group: 'Help',
      label: 'Keyboard shortcuts',
      keys: ['?'],
      when: always,
      run: () => get().showDialog('shortcuts'),
    },
  ];
}
