import type { FollowForm, FollowSide, FollowView } from '../../../worker/api.ts';
import { grouped } from '../../widgets/grouped.ts';
import { counted } from '../../widgets/signs.ts';

interface Form {
  readonly id: FollowForm;
  readonly label: string;
  /** Of a file of it. */
  readonly extension: string;
}

const ASCII: Form = { id: 'ascii', label: 'ASCII', extension: 'txt' };

/** How what was said can be written. */
export const FORMS: readonly Form[] = [
  ASCII,
  { id: 'utf8', label: 'UTF-8', extension: 'txt' },
  { id: 'dump', label: 'Hex dump', extension: 'txt' },
  { id: 'hex', label: 'Hex digits', extension: 'hex' },
  { id: 'c', label: 'C arrays', extension: 'h' },
  { id: 'yaml', label: 'YAML', extension: 'yaml' },
];

export const formOf = (form: FollowForm): Form => FORMS.find(({ id }) => id === form) ?? ASCII;

const octetsText = (octets: number): string => counted(octets, 'octet');

/** Whose octets are shown, for the list of choices. */
export function sideWords(view: FollowView, side: FollowSide): string {
  if (side === 'both') return `Both ends (${octetsText(view.octets[0] + view.octets[1])})`;
  const [from, to] = side === 0 ? ([0, 1] as const) : ([1, 0] as const);
  return `${side === 0 ? '→' : '←'} ${view.ends[from]} to ${view.ends[to]} (${octetsText(view.octets[side])})`;
}

/** What was said in all. */
export function saidWords({ packets, turns, missing, repeated }: FollowView): string {
  const lacking = missing[0] + missing[1];
  return [
    counted(packets, 'packet'),
    counted(turns, 'turn'),
    ...(lacking === 0 ? [] : [`${octetsText(lacking)} missing`]),
    ...(repeated === 0 ? [] : [`${octetsText(repeated)} sent again`]),
  ].join(', ');
}

/** How far it is, where that is not to the end. */
export function stateWords({ phase, looked, total, next, fault }: FollowView): string {
  switch (phase) {
    case 'reading':
      return `; reading, ${grouped(looked)} of ${grouped(total)} packets looked at`;
    case 'complete':
      return '';
    case 'stopped':
      return fault === undefined ? `; stopped at packet ${grouped(looked)}` : `; stopped: ${fault}`;
    case 'full':
      return `; no more is kept at once, the rest begins at packet ${grouped((next ?? 0) + 1)}`;
  }
}
