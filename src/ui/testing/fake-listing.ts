import type {
  Completion,
  FilterAnalysis,
  FilterFault,
  FindAnswer,
  FindRequest,
  ListingApi,
  ListingStatus,
  PacketRow,
  SortKey,
} from '../../worker/api.ts';
import type { Remote } from '../../worker/rpc.ts';
import { packetRow } from './packet-rows.ts';

/*
 * The list of the fake engine. Its filter language is a word that a row has in its columns; `!` is wrong, a word that
 * ends in a dot is incomplete, `maybe` is questionable.
 */

export interface FakeListing {
  readonly api: Remote<ListingApi>;
  readonly rows: (from: number, count: number) => readonly PacketRow[];
  /** Another capture is listed. */
  readonly open: (packets: number) => void;
  readonly revision: number;
}

interface FakeListingOptions {
  /** Milliseconds that each answer and each step of a filter takes. */
  readonly delay: number;
  /** Packets that a filter decides on in one step. */
  readonly step: number;
  readonly onListing: (listing: ListingStatus) => void;
}

const FIELDS: readonly (readonly [name: string, label: string, doc: string])[] = [
  ['dmnoti', 'DM notification', 'A notification of any version.'],
  ['dmnoti.session_id', 'Session id', 'Names the session that the client is to open. (NOTI-1.3 6.4.8)'],
  ['dmnoti.initiator', 'Initiator', ''],
  ['udp', 'User Datagram Protocol', ''],
  ['udp.port', 'Port', 'Source or destination port.'],
];

const NOTHING: FindAnswer = { found: undefined, isWrapped: false, fault: undefined, isGivenUp: false };

const textOf = ({ source, destination, protocol, info }: PacketRow): string =>
  [source, destination, protocol, info].join('\t').toLowerCase();

function faultOf(text: string): FilterFault | undefined {
  const wrong = text.indexOf('!');
  if (wrong >= 0) return { message: 'This sign is not understood', start: wrong, end: wrong + 1 };
  return text.endsWith('.') ? { message: 'A name is missing', start: text.length, end: text.length } : undefined;
}

function analysisOf(text: string, cursor: number): FilterAnalysis {
  const from = text.slice(0, cursor).search(/[\w.]*$/);
  const typed = text.slice(from, cursor);
  const completions = FIELDS.filter(([name]) => name.startsWith(typed)).map(
    ([name, label, doc]): Completion => ({ text: name, label, doc, kind: 'field', from, to: cursor }),
  );
  const fault = faultOf(text);
  if (text.trim() === '') return { state: 'empty', completions };
  if (fault !== undefined) return { state: text.endsWith('.') ? 'incomplete' : 'wrong', ...fault, completions };
  if (text.startsWith('maybe'))
    return { state: 'questionable', message: 'This may not do what is meant', start: 0, end: 5, completions };
  return { state: 'complete', completions };
}

const sortValue = (row: PacketRow, key: SortKey): number | string => {
  switch (key) {
    case 'source':
      return row.source;
    case 'protocol':
      return row.protocol;
    case 'info':
      return row.info;
    case 'length':
      return row.length;
    default:
      return row.index;
  }
};

export function fakeListing({ delay, step, onListing }: FakeListingOptions): FakeListing {
  let packets = 0;
  let listed: number[] | undefined;
  let columns: readonly string[] = [];
  let run = 0;
  let status: ListingStatus = {
    version: 1,
    revision: 0,
    filter: '',
    shown: 0,
    scanned: 0,
    total: 0,
    phase: 'complete',
    sort: undefined,
    took: 0,
    fault: undefined,
  };
  const later = <T>(value: T): Promise<T> => new Promise((done) => setTimeout(() => done(value), delay));
  const tell = (change: Partial<ListingStatus>): void => {
    status = { ...status, ...change };
    onListing(status);
  };
  const indexAt = (place: number): number | undefined =>
    listed === undefined ? (place < packets ? place : undefined) : listed[place];
  const ordered = (indexes: readonly number[]): number[] => {
    const { sort } = status;
    if (sort === undefined) return [...indexes];
    const factor = sort.isDescending ? -1 : 1;
    return [...indexes].sort((a, b) => {
      const [left, right] = [sortValue(packetRow(a), sort.key), sortValue(packetRow(b), sort.key)];
      return factor * (left < right ? -1 : left > right ? 1 : 0);
    });
  };
  const count = (): number => listed?.length ?? packets;
  const filter = async (text: string): Promise<void> => {
    const own = ++run;
    const wanted = text.trim().toLowerCase();
    if (wanted === '' && status.sort === undefined) {
      listed = undefined;
      tell({
        revision: own,
        filter: text,
        shown: packets,
        scanned: packets,
        total: packets,
        phase: 'complete',
        took: 0,
      });
      return;
    }
    listed = [];
    tell({ revision: own, filter: text, shown: 0, scanned: 0, total: packets, phase: 'filtering', took: 0 });
    for (let at = 0; at < packets; at += step) {
      await later(undefined);
      if (run !== own) return;
      const part = Array.from({ length: Math.min(step, packets - at) }, (_, i) => at + i);
      listed.push(...part.filter((index) => textOf(packetRow(index)).includes(wanted)));
      tell({ shown: listed.length, scanned: at + part.length });
    }
    listed = ordered(listed);
    tell({ phase: 'complete', took: 12, ...(status.sort === undefined ? {} : { revision: ++run }) });
  };
  const find = (request: FindRequest): FindAnswer => {
    if (request.kind === 'regex' && request.pattern.includes('['))
      return { ...NOTHING, fault: { message: 'The bracket stays open', start: 0, end: 1 } };
    const { from, direction, pattern } = request;
    for (let steps = 1; steps <= count(); steps++) {
      const place = (((from + steps * direction) % count()) + count()) % count();
      const index = indexAt(place) ?? 0;
      if (!textOf(packetRow(index)).includes(pattern.toLowerCase())) continue;
      const at = request.where === 'list' ? undefined : { source: 0, start: 400, end: 416 };
      return { ...NOTHING, found: { place, index, at }, isWrapped: direction > 0 ? place <= from : place >= from };
    }
    return { ...NOTHING, isWrapped: true };
  };
  return {
    open: (total) => {
      packets = total;
      listed = undefined;
      // What was at work for the capture before is given up.
      status = { ...status, revision: ++run, sort: undefined, phase: 'complete' };
      if (status.filter === '') tell({ shown: packets, scanned: packets, total: packets });
      else void filter(status.filter);
    },
    get revision() {
      return status.revision;
    },
    rows: (from, length) =>
      Array.from({ length: Math.min(length, Math.max(0, count() - from)) }, (_, at) => {
        const row = packetRow(indexAt(from + at) ?? 0);
        return { ...row, cells: columns.map((field) => `${field} of ${row.index + 1}`) };
      }),
    api: {
      setFilter: async (text) => {
        const fault = faultOf(text);
        status = fault === undefined ? { ...status, filter: text } : status;
        if (fault !== undefined) return later(fault);
        const done = filter(text);
        await Promise.race([done, later(undefined)]);
        return undefined;
      },
      stopFilter: async () => {
        run++;
        // Its rows are in the order of the capture until all are there.
        tell({ phase: 'stopped', sort: undefined });
      },
      analyseFilter: (text, cursor) => later(analysisOf(text, cursor)),
      filterForRow: (_index, row) => later(row === 0 ? undefined : `dmnoti.row == ${row}`),
      filterForCell: (index, key) => later(`${key} == ${index}`),
      filterForConversation: () => later(undefined),
      nextInConversation: () => later(undefined),
      // Packets of the same parity speak with each other.
      conversationRows: (index, from, length) => {
        const { version, revision } = status;
        const indexes = Array.from({ length: Math.min(length, Math.max(0, count() - from)) }, (_, at) =>
          indexAt(from + at),
        );
        const members = Uint8Array.from(indexes, (listed) =>
          listed !== undefined && listed % 2 === index % 2 ? 1 : 0,
        );
        const last = packets - 1 - ((packets - 1 - index) % 2);
        return later({ version, revision, from, first: index % 2, last, members });
      },
      nextAmong: (wanted, from, direction) => {
        for (let place = from + direction; place >= 0 && place < count(); place += direction) {
          const index = indexAt(place);
          if (index !== undefined && wanted.includes(index)) return later({ place, index });
        }
        return later(undefined);
      },
      sort: async (key, isDescending) => {
        status = { ...status, sort: key === undefined ? undefined : { key, isDescending } };
        await filter(status.filter);
      },
      setColumns: async (fields) => {
        columns = fields;
      },
      placeOf: (index) => {
        const place = listed === undefined ? index : listed.indexOf(index);
        return later(place < 0 || place >= count() ? undefined : place);
      },
      find: (request) => later(find(request)),
      stopFind: async () => undefined,
    },
  };
}
