import type { DigestRow, FlowRow, HierarchyRow, LengthRow, PushRow, RuleRow } from '../../worker/api.ts';
import { VerdictSign } from '../widgets/SignIcon.tsx';
import { SEVERITIES, SEVERITY_SIGNS, VERDICT_SIGNS } from '../widgets/signs.ts';
import { columnSeconds, percent, rate, whole } from './format.ts';
import type { StatColumn } from './StatTable.tsx';

interface Counted {
  readonly packets: number;
  readonly octets: number;
}

const NUMBER = '110px';

/** Packets, their share, and octets; the bars are shares of `packets` and `octets`. */
function counts<Row extends Counted>(packets: number, octets: number): readonly StatColumn<Row>[] {
  return [
    {
      id: 'packets',
      label: 'Packets',
      isNumber: true,
      width: '130px',
      text: (row) => whole(row.packets),
      value: (row) => row.packets,
      bar: (row) => row.packets / Math.max(1, packets),
    },
    {
      id: 'share',
      label: 'Share',
      isNumber: true,
      width: '80px',
      text: (row) => percent(row.packets, packets),
      value: (row) => (packets === 0 ? 0 : (row.packets / packets) * 100),
    },
    {
      id: 'octets',
      label: 'Octets',
      isNumber: true,
      width: '140px',
      text: (row) => whole(row.octets),
      value: (row) => row.octets,
      bar: (row) => row.octets / Math.max(1, octets),
    },
  ];
}

export function hierarchyColumns(packets: number, octets: number): readonly StatColumn<HierarchyRow>[] {
  return [
    {
      id: 'layer',
      label: 'Layer',
      width: 'minmax(260px, 1fr)',
      text: ({ name, depth }) => `${'   '.repeat(depth)}${name}`,
    },
    ...counts<HierarchyRow>(packets, octets),
    {
      id: 'octet-share',
      label: 'Share',
      isNumber: true,
      width: '80px',
      text: (row) => percent(row.octets, octets),
      value: (row) => (octets === 0 ? 0 : (row.octets / octets) * 100),
    },
    {
      id: 'end',
      label: 'Innermost packets',
      isNumber: true,
      width: '160px',
      text: ({ endPackets }) => (endPackets === 0 ? '' : whole(endPackets)),
      value: ({ endPackets }) => endPackets,
    },
    {
      id: 'end-octets',
      label: 'Innermost octets',
      isNumber: true,
      width: '160px',
      text: ({ endOctets }) => (endOctets === 0 ? '' : whole(endOctets)),
      value: ({ endOctets }) => endOctets,
    },
  ];
}

export function lengthColumns(packets: number, octets: number): readonly StatColumn<LengthRow>[] {
  return [
    {
      id: 'length',
      label: 'Length in octets',
      width: 'minmax(160px, 1fr)',
      text: ({ from, to }) => (to === undefined ? `${whole(from)} and more` : `${whole(from)} to ${whole(to)}`),
      value: ({ from }) => from,
    },
    ...counts<LengthRow>(packets, octets),
    {
      id: 'average',
      label: 'Average',
      isNumber: true,
      width: NUMBER,
      text: (row) => (row.packets === 0 ? '' : (row.octets / row.packets).toFixed(1)),
      value: (row) => (row.packets === 0 ? 0 : row.octets / row.packets),
    },
    {
      id: 'shortest',
      label: 'Shortest',
      isNumber: true,
      width: NUMBER,
      text: (row) => (row.packets === 0 ? '' : whole(row.shortest)),
      value: ({ shortest }) => shortest,
    },
    {
      id: 'longest',
      label: 'Longest',
      isNumber: true,
      width: NUMBER,
      text: (row) => (row.packets === 0 ? '' : whole(row.longest)),
      value: ({ longest }) => longest,
    },
  ];
}

const BEARERS: Readonly<Record<string, string>> = {
  wsp: 'WSP',
  sip: 'SIP',
  http: 'HTTP',
  obex: 'OBEX',
  flute: 'FLUTE',
};

export function pushColumns(label: string, packets: number, octets: number): readonly StatColumn<PushRow>[] {
  return [
    {
      id: 'value',
      label,
      width: 'minmax(280px, 1fr)',
      text: ({ value }) => (value === '' ? '(not stated)' : value),
      value: ({ value }) => value,
    },
    { id: 'bearer', label: 'Bearer', width: '90px', text: ({ bearer }) => BEARERS[bearer] ?? bearer },
    ...counts<PushRow>(packets, octets),
  ];
}

export function digestColumns(packets: number, octets: number): readonly StatColumn<DigestRow>[] {
  return [
    {
      id: 'verdict',
      label: 'Verdict',
      width: 'minmax(260px, 1fr)',
      text: ({ verdict }) => VERDICT_SIGNS[verdict].label,
      draw: ({ verdict }) => (
        <span className={`statistics-verdict statistics-verdict-${verdict}`}>
          <span aria-hidden="true">
            <VerdictSign verdict={verdict} />
          </span>{' '}
          {VERDICT_SIGNS[verdict].label}
        </span>
      ),
    },
    { id: 'format', label: 'Format', width: '120px', text: ({ format }) => format },
    { id: 'formula', label: 'Formula', width: '120px', text: ({ formula }) => formula },
    ...counts<DigestRow>(packets, octets),
  ];
}

export function ruleColumns(packets: number, octets: number): readonly StatColumn<RuleRow>[] {
  return [
    {
      id: 'severity',
      label: 'Severity',
      width: '100px',
      text: ({ severity }) => SEVERITY_SIGNS[severity].one,
      draw: ({ severity }) => (
        <>
          <span className={`sign sign-${severity}`} aria-hidden="true">
            {SEVERITY_SIGNS[severity].letter}
          </span>{' '}
          {SEVERITY_SIGNS[severity].one}
        </>
      ),
      value: ({ severity }) => SEVERITIES.indexOf(severity),
    },
    { id: 'rule', label: 'Rule', width: '110px', text: ({ rule }) => rule },
    { id: 'section', label: 'Section', width: '140px', text: ({ section }) => section },
    { id: 'text', label: 'What it demands', width: 'minmax(190px, 1fr)', text: ({ text }) => text },
    ...counts<RuleRow>(packets, octets),
    {
      id: 'first',
      label: 'First packet',
      isNumber: true,
      width: NUMBER,
      text: ({ first }) => whole(first + 1),
      value: ({ first }) => first + 1,
    },
  ];
}

/** Conversations and endpoints; the engine sorts them by the ids. */
/** Numbers that are shown of ends which opened many connections. */
const MOST_STREAMS = 3;

const STREAM: StatColumn<FlowRow> = {
  id: 'stream',
  label: 'Stream',
  isNumber: true,
  width: '84px',
  text: ({ streams }) => `${streams.slice(0, MOST_STREAMS).join(', ')}${streams.length > MOST_STREAMS ? ', ...' : ''}`,
  value: ({ streams: [first, ...more] }) => (more.length === 0 ? (first ?? '') : [first, ...more].join(' ')),
};

export function flowColumns(
  kind: 'conversations' | 'endpoints',
  hasPorts: boolean,
  most: Counted,
): readonly StatColumn<FlowRow>[] {
  const isPair = kind === 'conversations';
  const address = (id: 'a' | 'b', label: string): StatColumn<FlowRow> => ({
    id,
    label,
    width: 'minmax(126px, 1fr)',
    text: (row) => row[id],
  });
  const port = (id: 'portA' | 'portB', label: string): StatColumn<FlowRow> => ({
    id,
    label,
    isNumber: true,
    width: '64px',
    text: (row) => String(row[id] ?? ''),
    value: (row) => row[id] ?? '',
  });
  const count = (id: 'packetsAB' | 'octetsAB' | 'packetsBA' | 'octetsBA', label: string): StatColumn<FlowRow> => ({
    id,
    label,
    isNumber: true,
    width: id.startsWith('packets') ? '112px' : '104px',
    text: (row) => whole(row[id]),
    value: (row) => row[id],
  });
  const total = (id: 'packets' | 'octets', label: string): StatColumn<FlowRow> => ({
    id,
    label,
    isNumber: true,
    width: '104px',
    text: (row) => whole(row[id]),
    value: (row) => row[id],
    bar: (row) => row[id] / Math.max(1, most[id]),
  });
  const time = (id: 'start' | 'duration', label: string): StatColumn<FlowRow> => ({
    id,
    label,
    isNumber: true,
    width: id === 'duration' ? '108px' : '100px',
    text: (row) => columnSeconds(row[id]),
    value: (row) => row[id],
  });
  const speed = (id: 'rateAB' | 'rateBA', label: string): StatColumn<FlowRow> => ({
    id,
    label,
    isNumber: true,
    width: '100px',
    text: (row) => rate(row[id], 'bit/s'),
    value: (row) => row[id] ?? '',
  });
  return [
    address('a', isPair ? 'Address A' : 'Address'),
    ...(hasPorts ? [port('portA', isPair ? 'Port A' : 'Port')] : []),
    ...(isPair ? [address('b', 'Address B')] : []),
    ...(isPair && hasPorts ? [port('portB', 'Port B')] : []),
    total('packets', 'Packets'),
    total('octets', 'Octets'),
    count('packetsAB', isPair ? 'Packets A→B' : 'Packets sent'),
    count('octetsAB', isPair ? 'Octets A→B' : 'Octets sent'),
    count('packetsBA', isPair ? 'Packets B→A' : 'Packets rec.'),
    count('octetsBA', isPair ? 'Octets B→A' : 'Octets rec.'),
    time('start', 'Start (s)'),
    time('duration', 'Duration (s)'),
    speed('rateAB', isPair ? 'Rate A→B' : 'Rate sent'),
    speed('rateBA', isPair ? 'Rate B→A' : 'Rate rec.'),
    ...(isPair && hasPorts ? [STREAM] : []),
  ];
}
