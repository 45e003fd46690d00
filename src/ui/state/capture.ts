import type { StateCreator } from 'zustand';
import type { CaptureStatus, Catalogue, DecodeAs, Input, PacketView, RowWindow } from '../../worker/api.ts';
import { unsearched } from './find.ts';
import { NOT_FOLLOWING } from './follow.ts';
import { NO_VISITS } from './history.ts';
import { PLAIN_LIST } from './listing.ts';
import { NO_MARKS } from './marks.ts';
import { lastSource, sameField, sourceOfRow } from './packet-tree.ts';
import { RowCache } from './row-cache.ts';
import type { AppState } from './store.ts';

/** What the user opened, kept so that it can be opened again after a crash. */
export interface Opened {
  readonly input: Input;
  readonly name: string;
  /** Name of the sample capture, when it is one. */
  readonly sample?: string;
  /** The address that holds the packet, when it came from one. */
  readonly link?: string;
}

export type EngineState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'ready' }
  | { readonly phase: 'crashed'; readonly reason: string };

/** How a capture is shown at first. */
export interface OpeningWish {
  /** Packet to show, counted from 0. */
  readonly packet?: number | undefined;
  /** Display filter. */
  readonly filter?: string | undefined;
  /** It is the capture that was shown before a reload or a crash: the times that were chosen are times of it. */
  readonly isAgain?: boolean;
}

export interface CaptureSlice {
  readonly engine: EngineState;
  readonly catalogue: Catalogue | undefined;
  readonly opened: Opened | undefined;
  /** True from the wish to open until the engine has answered. */
  readonly isOpening: boolean;
  /** Why the last input could not be opened. */
  readonly openError: string | undefined;
  readonly status: CaptureStatus | undefined;
  /** Packets that the capture has, as far as is known: while it is read anew, as many as before. */
  readonly knownPackets: number;
  /** Changes when rows and packets may read differently. */
  readonly epoch: number;
  readonly rows: RowCache;
  /** Changes with the content of `rows`. */
  readonly rowsRevision: number;
  /** Details of a packet: the selected one, or the one before while that is on its way. */
  readonly view: PacketView | undefined;
  readonly decodeAs: readonly DecodeAs[];
  readonly setEngine: (engine: EngineState) => void;
  readonly setCatalogue: (catalogue: Catalogue) => void;
  readonly beginOpening: (opened: Opened, wish?: OpeningWish) => void;
  readonly failOpening: (reason: string) => void;
  /** Takes what the engine says of a capture that it has opened: `rows` are the first ones of its list. */
  readonly takeOpened: (status: CaptureStatus, rows: RowWindow | undefined) => void;
  readonly takeStatus: (status: CaptureStatus) => void;
  readonly takeRows: (window: RowWindow, epoch: number) => void;
  readonly takeView: (view: PacketView | undefined) => void;
  readonly readAnew: () => void;
  readonly clearCapture: () => void;
  readonly setDecodeAs: (choices: readonly DecodeAs[]) => void;
}

const NOTHING_OPEN = {
  marks: NO_MARKS,
  exportFault: undefined,
  ...PLAIN_LIST,
  ...NOT_FOLLOWING,
  status: undefined,
  knownPackets: 0,
  isOpening: false,
  openError: undefined,
  view: undefined,
  packet: undefined,
  awaited: undefined,
  row: undefined,
  hoveredRow: undefined,
  source: 0,
  marked: undefined,
  hoveredBits: undefined,
  aimedBits: undefined,
  visits: NO_VISITS,
  related: undefined,
} as const;

/** Status messages come many times a second; only these two changes make rows and packets read differently. */
function readsAnew(before: CaptureStatus, after: CaptureStatus): boolean {
  return before.version !== after.version || before.judging !== after.judging || after.judged < before.judged;
}

export const createCaptureSlice: StateCreator<AppState, [], [], CaptureSlice> = (set, get) => ({
  ...NOTHING_OPEN,
  engine: { phase: 'starting' },
  catalogue: undefined,
  opened: undefined,
  epoch: 0,
  rows: new RowCache(),
  rowsRevision: 0,
  decodeAs: [],
  setEngine: (engine) => set({ engine }),
  setCatalogue: (catalogue) => set({ catalogue }),
  beginOpening: (opened, { packet, filter = '', isAgain = false } = {}) => {
    get().rows.clear();
    // Times of another capture are no range of this one; the address may have brought them.
    if (!isAgain) get().setTimeline({ range: undefined });
    set(({ epoch, find }) => ({
      ...NOTHING_OPEN,
      // A dialog over it would be about packets of the capture before.
      dialog: undefined,
      find: unsearched(find),
      filter,
      draft: filter,
      opened,
      awaited: packet,
      isOpening: true,
      epoch: epoch + 1,
    }));
  },
  failOpening: (openError) => set({ openError, isOpening: false }),
  takeOpened: (status, rows) => {
    const { filter, epoch, rows: cache, awaited } = get();
    // Under a filter the places of rows are known only with the state of the list.
    if (rows !== undefined && filter === '') cache.put(rows.from, rows.rows, epoch);
    const { packets: knownPackets } = status;
    set(({ rowsRevision }) => ({
      status,
      knownPackets,
      isOpening: false,
      faultsSeen: false,
      rowsRevision: rowsRevision + 1,
    }));
    get().showPacket(awaited ?? 0);
    if (awaited !== undefined && awaited >= knownPackets && status.phase === 'loading') set({ awaited });
  },
  takeStatus: (status) => {
    const { packets, phase } = status;
    set((state) => ({
      status,
      knownPackets: phase === 'loading' ? Math.max(state.knownPackets, packets) : packets,
      epoch: state.status !== undefined && readsAnew(state.status, status) ? state.epoch + 1 : state.epoch,
    }));
    const { packet, awaited, showPacket } = get();
    // Behind the end of the capture, its last packet is the nearest.
    if (awaited !== undefined && (awaited < packets || phase !== 'loading')) showPacket(awaited);
    // The file has become shorter, or reading it anew was stopped: the packet is not there any more.
    if (packet !== undefined && packet >= packets && packets > 0 && phase !== 'loading') showPacket(packets - 1);
  },
  takeRows: (window, epoch) => {
    get().rows.put(window.from, window.rows, epoch);
    set(({ rowsRevision }) => ({ rowsRevision: rowsRevision + 1 }));
  },
  takeView: (view) => {
    const { view: before, row } = get();
    const isSame = before?.index === view?.index && before?.fields.length === view?.fields.length;
    const kept =
      before === undefined || view === undefined || row === undefined || isSame ? row : sameField(before, row, view);
    const source =
      view === undefined ? 0 : kept === undefined ? lastSource(view, get().catalogue) : sourceOfRow(view, kept);
    set(
      isSame
        ? { view }
        : {
            view,
            row: view === undefined ? undefined : kept,
            source,
            hoveredRow: undefined,
            hoveredBits: undefined,
            marked: undefined,
          },
    );
    const { aimedBits, selectBits } = get();
    if (view === undefined || aimedBits?.packet !== view.index) return;
    set({ aimedBits: undefined });
    selectBits(aimedBits);
  },
  readAnew: () => set(({ epoch }) => ({ epoch: epoch + 1 })),
  clearCapture: () => {
    get().rows.clear();
    set(({ find }) => ({ ...NOTHING_OPEN, find: unsearched(find), opened: undefined }));
  },
  setDecodeAs: (decodeAs) => set({ decodeAs }),
});
