import { messageOf } from '../../core/base/message-of.ts';
import type { PacketRow } from '../../worker/api.ts';
import type { Session } from '../app/session.ts';
import { type ByteFormat, formatBytes } from '../capture/details/copy-formats.ts';
import { copyText } from '../capture/details/copy-text.ts';
import { orderedColumns } from '../capture/list/columns.ts';
import { rowAsCsv, rowAsText } from '../capture/list/row-text.ts';
import { type TimeStyle, timeStyle } from '../capture/list/time-format.ts';
import { selectedPlaces, selectedRow } from '../state/listing.ts';
import { type PlaceRange, placeCount } from '../state/places.ts';
import type { AppState, AppStore } from '../state/store.ts';
import { grouped } from '../widgets/grouped.ts';
import type { DigestVerdict } from '../widgets/signs.ts';
import type { Action } from './actions.ts';

const BYTES: readonly { readonly id: ByteFormat; readonly as: string }[] = [
  { id: 'hex', as: 'hex' },
  { id: 'dump', as: 'hex and ASCII' },
  { id: 'c', as: 'C array' },
  { id: 'base64', as: 'Base64' },
];

export const COPY_BYTES: readonly string[] = BYTES.map(({ id }) => `copy-bytes-${id}`);

/** Rows that are copied at once; each is dissected for it. */
const MOST_COPIED = 5000;

const hasPacket = (state: AppState): boolean => state.packet !== undefined;

/** How the list shows times. */
const timeOf = ({ layout, status }: AppState): TimeStyle =>
  timeStyle(layout.timeFormat, layout.timePrecision, status?.format ?? '');

function verdictOf(state: AppState): DigestVerdict | undefined {
  const { packet, view } = state;
  if (packet === undefined) return undefined;
  return selectedRow(state)?.verdict ?? (view?.index === packet ? view.digests[0]?.verdict : undefined);
}

/** What can be done with the selected packet as a whole: copy it, and look for others like it. */
export function createPacketActions(store: AppStore, session: Session): readonly Action[] {
  const { getState: get } = store;
  const copy = (what: string, text: string): void => {
    void copyText(text).then((done) => get().say(done ? `Copied: ${what}` : `The browser refused to copy ${what}`));
  };
  type Form = (state: AppState, row: PacketRow) => string;
  const copyRows = async (places: readonly PlaceRange[], form: Form): Promise<void> => {
    if (placeCount(places) > MOST_COPIED) {
      get().say(`More than ${grouped(MOST_COPIED)} rows are not copied: export them as CSV`);
      return;
    }
    try {
      const windows = await Promise.all(places.map(({ from, to }) => session.engine().rows(from, to - from)));
      const rows = windows.flatMap((window) => window.rows);
      copy(`${grouped(rows.length)} rows`, rows.map((row) => form(get(), row)).join('\n'));
    } catch (error) {
      get().notify(messageOf(error));
    }
  };
  const copyRow = (what: string, form: Form) => () => {
    const places = selectedPlaces(get());
    if (places !== undefined) {
      void copyRows(places, form);
      return;
    }
    const row = selectedRow(get());
    if (row === undefined)
      get().say(get().isHidden ? 'The filter leaves this packet out of the list' : 'The row is still on its way');
    else copy(what, form(get(), row));
  };
  const copyBytes = async (format: ByteFormat, as: string): Promise<void> => {
    const bytes = (await session.selectedView())?.sources[0]?.bytes;
    if (bytes === undefined) get().say('The packet has no bytes to copy');
    else copy(`${bytes.length} ${bytes.length === 1 ? 'octet' : 'octets'} as ${as}`, formatBytes(bytes, format));
  };
  const finding = (direction: 1 | -1) => () =>
    session.find({ what: 'a finding', fits: ({ severity }) => severity !== undefined }, direction);
  const sameVerdict = (direction: 1 | -1) => () => {
    const wanted = verdictOf(get());
    if (wanted !== undefined)
      session.find({ what: 'this digest verdict', fits: ({ verdict }) => verdict === wanted }, direction);
  };
  return [
    {
      id: 'copy-row',
      group: 'Edit',
      label: 'Copy row as text',
      keys: [],
      when: hasPacket,
      run: copyRow('row', (state, row) =>
        rowAsText(
          row,
          orderedColumns(state.layout.columns).flatMap(({ id, isVisible }) => (isVisible ? [id] : [])),
          timeOf(state),
          state.cellFields,
        ),
      ),
    },
    {
      id: 'copy-csv',
      group: 'Edit',
      label: 'Copy summary as CSV',
      keys: [],
      when: hasPacket,
      run: copyRow('summary as CSV', (state, row) => rowAsCsv(row, timeOf(state))),
    },
    ...BYTES.map(
      ({ id, as }): Action => ({
        id: `copy-bytes-${id}`,
        group: 'Edit',
        label: `Copy packet bytes as ${as}`,
        submenu: { label: 'Copy packet bytes as', short: `${as[0]?.toUpperCase()}${as.slice(1)}` },
        keys: [],
        when: hasPacket,
        run: () => void copyBytes(id, as),
      }),
    ),
    {
      id: 'next-finding',
      group: 'Go',
      label: 'Next packet with a finding',
      keys: ['F4'],
      when: hasPacket,
      run: finding(1),
    },
    {
      id: 'previous-finding',
      group: 'Go',
      label: 'Previous packet with a finding',
      keys: ['Shift+F4'],
      when: hasPacket,
      run: finding(-1),
    },
    {
      id: 'next-verdict',
      group: 'Go',
      label: 'Next packet with this digest verdict',
      keys: ['F9'],
      when: (state) => verdictOf(state) !== undefined,
      run: sameVerdict(1),
    },
    {
      id: 'previous-verdict',
      group: 'Go',
      label: 'Previous packet with this digest verdict',
      keys: ['Shift+F9'],
      when: (state) => verdictOf(state) !== undefined,
      run: sameVerdict(-1),
    },
  ];
}
