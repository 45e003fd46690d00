import { messageOf } from '../../core/base/message-of.ts';
import type { Api, ExportFormat, PacketChoice } from '../../worker/api.ts';
import type { Remote } from '../../worker/rpc.ts';
import { orderedColumns } from '../capture/list/columns.ts';
import { selectedPlaces, selectedRow } from '../state/listing.ts';
import type { AppStore } from '../state/store.ts';
import { counted } from '../widgets/signs.ts';
import type { AskedExport } from './ExportDialog.tsx';
import { goOn } from './go-on.ts';
import { exportName, saveFile } from './save-file.ts';

/** Marks, time references and shifts, comments and packets to leave out, and files that packets are written to. */
export interface Marking {
  /** Marks the selected packets, or takes their marks away: all of them are then as the one is not that has the keyboard. */
  toggleMark(): void;
  mark(which: PacketChoice, isOn: boolean): void;
  /** Leaves the selected packets out, or takes them in again; everything is read anew. */
  toggleIgnore(): void;
  ignore(which: PacketChoice, isOn: boolean): void;
  /** Makes the selected packets time references, or none any more: all of them are then as the one is not that has the keyboard. */
  toggleReference(): void;
  removeReferences(): void;
  /** Selects the next time reference of the list. */
  goToReference(direction: 1 | -1): void;
  /** Moves all packets, or the selected ones, in time by nanoseconds; everything is read anew. */
  shiftTimes(which: 'all' | 'selected', nanos: bigint): void;
  /** Moves all packets in time so that this one has a time, in nanoseconds since 1970. */
  setTime(index: number, nanos: bigint): void;
  undoTimeShifts(): void;
  /** Time of a packet in nanoseconds since 1970. */
  timeOf(index: number): Promise<bigint | undefined>;
  comment(index: number, text: string): void;
  /** The user's comment on a packet; empty when there is none. */
  commentOf(index: number): Promise<string>;
  /** The first two marked packets of the capture. */
  firstMarked(): Promise<readonly number[]>;
  /** The marked packet nearest to another one, undefined when no other is marked. */
  nearestMarked(index: number): Promise<number | undefined>;
  /** Selects the next marked packet of the list. */
  goToMarked(direction: 1 | -1): void;
  exportPackets(asked: AskedExport): void;
  stopExport(): void;
}

/** How files are called whose format has another name than they end with. */
const EXTENSIONS: Partial<Readonly<Record<ExportFormat, string>>> = { text: 'txt' };

/** What is said of packets that were added to those asked for. */
const partsText = (count: number): string =>
  count > 0 ? ` with ${counted(count, 'more packet')} that ${count === 1 ? 'holds' : 'hold'} parts of messages` : '';

/** Marks that are looked through for the nearest one. */
const MOST_MARKED = 10_000;

/** @param remote the engine, started when it is not running */
export function createMarking(store: AppStore, remote: () => Remote<Api>): Marking {
  const { getState: get } = store;

  const refresh = async (): Promise<void> => {
    get().takeMarks(await remote().markCounts());
    get().readAnew();
  };
  const tellFault = (error: unknown): void => get().notify(messageOf(error));
  const change = (work: () => Promise<void>): void => void work().then(refresh).catch(tellFault);
  // Of files that others are merged into, marks stay: how many there are is known when all packets are read.
  store.subscribe(({ status, opened }, before) => {
    if (opened?.input.kind !== 'merged' || opened.input.keeps === 0) return;
    if (status === undefined || status.phase === 'loading') return;
    if (status.phase !== before.status?.phase || opened !== before.opened) void refresh().catch(tellFault);
  });
  const selected = (): PacketChoice | undefined => {
    const { packet } = get();
    const places = selectedPlaces(get());
    if (places !== undefined) return { kind: 'places', ranges: places };
    return packet === undefined ? undefined : { kind: 'packets', indexes: [packet] };
  };

  const mark = (which: PacketChoice, isOn: boolean): void => change(() => remote().mark(which, isOn));
  const setReference = (which: PacketChoice, isOn: boolean): void => change(() => remote().setReference(which, isOn));
  const ignore = (which: PacketChoice, isOn: boolean): void => change(() => remote().ignore(which, isOn));

  const write = async ({ choice, format, packets, withParts }: AskedExport): Promise<void> => {
    const which = choice === 'selected' ? selected() : { kind: choice };
    if (which === undefined) return;
    const name = exportName(get().opened?.name ?? '', choice, EXTENSIONS[format] ?? format);
    const columns = orderedColumns(get().layout.columns).flatMap(({ id, label, isVisible }) =>
      isVisible ? [{ key: id, label }] : [],
    );
    get().setExportFault(undefined);
    get().setExporting({ done: 0, total: packets });
    try {
      const file = await remote().exportPackets({ which, format, columns, withParts });
      if (file === undefined) get().say('Export stopped');
      else {
        const added = (get().exporting?.total ?? packets) - packets;
        saveFile(file, name);
        get().showDialog(undefined);
        get().say(`Saved ${name}${withParts ? partsText(added) : ''}`);
      }
    } catch (error) {
      get().setExportFault(messageOf(error));
    } finally {
      get().setExporting(undefined);
    }
  };

  return {
    toggleMark() {
      const { packet } = get();
      const places = selectedPlaces(get());
      if (places !== undefined) mark({ kind: 'places', ranges: places }, selectedRow(get())?.isMarked !== true);
      else if (packet !== undefined) change(() => remote().toggleMark(packet));
    },
    mark,
    toggleIgnore() {
      const { packet } = get();
      const places = selectedPlaces(get());
      if (places !== undefined) ignore({ kind: 'places', ranges: places }, selectedRow(get())?.isIgnored !== true);
      else if (packet !== undefined) change(() => remote().toggleIgnore(packet));
    },
    ignore,
    toggleReference() {
      const { packet } = get();
      const places = selectedPlaces(get());
      if (places !== undefined)
        setReference({ kind: 'places', ranges: places }, selectedRow(get())?.isReference !== true);
      else if (packet !== undefined) change(() => remote().toggleReference(packet));
    },
    removeReferences: () => setReference({ kind: 'all' }, false),
    goToReference(direction) {
      if (get().packet === undefined) return;
      const next = (from: number) => remote().nextReference(from, direction);
      void goOn(store, direction, next, 'No time reference further on in the list').catch(tellFault);
    },
    shiftTimes(which, nanos) {
      const packets = which === 'all' ? ({ kind: 'all' } as const) : selected();
      if (packets !== undefined) change(() => remote().shiftTimes(packets, nanos));
    },
    setTime: (index, nanos) => change(() => remote().setTime(index, nanos)),
    undoTimeShifts: () => change(() => remote().undoTimeShifts()),
    timeOf: (index) => remote().timeOf(index),
    commentOf: (index) => remote().commentOf(index),
    comment: (index, text) => change(() => remote().comment(index, text)),
    firstMarked: () => remote().marked(2),
    async nearestMarked(index) {
      const others = (await remote().marked(MOST_MARKED)).filter((other) => other !== index);
      const [first] = others.sort((a, b) => Math.abs(a - index) - Math.abs(b - index));
      return first;
    },
    goToMarked(direction) {
      if (get().packet === undefined) return;
      const next = (from: number) => remote().nextMarked(from, direction);
      void goOn(store, direction, next, 'No marked packet in the list').catch(tellFault);
    },
    exportPackets: (asked) => void write(asked),
    stopExport: () =>
      void remote()
        .stopExport()
        .catch(() => undefined),
  };
}
