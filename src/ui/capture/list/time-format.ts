import type { PacketRow } from '../../../worker/api.ts';

export type TimeFormat = 'first' | 'previous' | 'shown' | 'utc' | 'local' | 'day-utc' | 'day-local' | 'epoch';

/** In the order of menus; `signs` are those before the decimal point that most times have. */
export const TIME_FORMATS: readonly { readonly id: TimeFormat; readonly label: string; readonly signs: number }[] = [
  { id: 'first', label: 'Seconds since the first packet or reference', signs: 6 },
  { id: 'previous', label: 'Seconds since the previous captured packet', signs: 6 },
  { id: 'shown', label: 'Seconds since the previous shown packet', signs: 6 },
  { id: 'utc', label: 'Date and time (UTC)', signs: 20 },
  { id: 'local', label: 'Date and time (local)', signs: 20 },
  { id: 'day-utc', label: 'Time of day (UTC)', signs: 9 },
  { id: 'day-local', label: 'Time of day (local)', signs: 9 },
  { id: 'epoch', label: 'Seconds since 1970', signs: 11 },
];

export type TimePrecision = 'auto' | 's' | 'ds' | 'cs' | 'ms' | 'us' | 'ns';
type Digits = 0 | 1 | 2 | 3 | 6 | 9;

/** In the order of menus; `digits` behind the decimal point, undefined for as many as the file has. */
export const TIME_PRECISIONS: readonly {
  readonly id: TimePrecision;
  readonly label: string;
  readonly digits: Digits | undefined;
}[] = [
  { id: 'auto', label: 'Automatic', digits: undefined },
  { id: 's', label: 'Seconds', digits: 0 },
  { id: 'ds', label: 'Tenths of a second', digits: 1 },
  { id: 'cs', label: 'Hundredths of a second', digits: 2 },
  { id: 'ms', label: 'Milliseconds', digits: 3 },
  { id: 'us', label: 'Microseconds', digits: 6 },
  { id: 'ns', label: 'Nanoseconds', digits: 9 },
];

/** How times are shown. */
export interface TimeStyle {
  readonly format: TimeFormat;
  /** Decimal places; what is behind them is cut off. */
  readonly digits: Digits;
}

/** @param fileFormat what the capture file is, for people: it says how fine its times are */
export function timeStyle(format: TimeFormat, precision: TimePrecision, fileFormat: string): TimeStyle {
  const chosen = TIME_PRECISIONS.find(({ id }) => id === precision)?.digits;
  return { format, digits: chosen ?? (fileFormat.includes('nano') ? 9 : 6) };
}

/** Stands in the place of the time since the reference, at the reference itself. */
const AT_REFERENCE = '*REF*';

const NANOS = 1_000_000_000;

/** The part of a second, with the point before it. */
function fraction(nanos: number, digits: Digits): string {
  return digits === 0 ? '' : `.${String(nanos).padStart(9, '0').slice(0, digits)}`;
}

/** Seconds and nanoseconds are kept apart: one double would lose the last digits of today's times. */
function decimal(seconds: number, nanos: number, digits: Digits): string {
  const isNegative = seconds < 0;
  const whole = isNegative && nanos > 0 ? -seconds - 1 : Math.abs(seconds);
  const part = isNegative && nanos > 0 ? NANOS - nanos : nanos;
  return `${isNegative ? '-' : ''}${whole}${fraction(part, digits)}`;
}

function difference(seconds: number, nanos: number, fromSeconds: number, fromNanos: number, digits: Digits): string {
  const borrowed = nanos < fromNanos ? 1 : 0;
  return decimal(seconds - fromSeconds - borrowed, nanos - fromNanos + borrowed * NANOS, digits);
}

const two = (value: number): string => String(value).padStart(2, '0');

/** As `toISOString` writes it, in the time of the place where the user is. */
function localIso(date: Date): string {
  const year = date.getFullYear();
  // Years beyond four digits are as rare as they are wrong; they stay readable.
  const day = `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function calendar(seconds: number, nanos: number, { format, digits }: TimeStyle): string {
  const date = new Date(seconds * 1000);
  // A hostile file may state a second that no calendar has.
  if (Number.isNaN(date.getTime())) return decimal(seconds, nanos, digits);
  const isLocal = format === 'local' || format === 'day-local';
  const [day = '', time = ''] = (isLocal ? localIso(date) : date.toISOString().replace(/\..*/, '')).split('T');
  const clock = `${time}${fraction(nanos, digits)}`;
  return format === 'day-utc' || format === 'day-local' ? clock : `${day} ${clock}`;
}

/** A time in nanoseconds since 1970 as a date in UTC, or where no calendar has it as seconds: whole, and as dates are typed. */
export function utcText(time: bigint): string {
  const part = ((time % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return calendar(Number((time - part) / 1_000_000_000n), Number(part), { format: 'utc', digits: 9 });
}

type Times = Pick<
  PacketRow,
  | 'seconds'
  | 'nanos'
  | 'previousSeconds'
  | 'previousNanos'
  | 'shownSeconds'
  | 'shownNanos'
  | 'originSeconds'
  | 'originNanos'
  | 'isReference'
>;

/** The time of a packet as the list shows it. */
export function formatTime(row: Times, style: TimeStyle): string {
  const { seconds, nanos } = row;
  const { format, digits } = style;
  switch (format) {
    case 'first':
      if (row.isReference) return AT_REFERENCE;
      return difference(seconds, nanos, row.originSeconds, row.originNanos, digits);
    case 'previous':
      return difference(seconds, nanos, row.previousSeconds, row.previousNanos, digits);
    case 'shown':
      return difference(seconds, nanos, row.shownSeconds, row.shownNanos, digits);
    case 'utc':
    case 'local':
    case 'day-utc':
    case 'day-local':
      return calendar(seconds, nanos, style);
    case 'epoch':
      return decimal(seconds, nanos, digits);
  }
}
