import type { PacketRow } from '../../../worker/api.ts';

export type TimeFormat = 'first' | 'previous' | 'utc' | 'epoch';

export const TIME_FORMATS: readonly { readonly id: TimeFormat; readonly label: string }[] = [
  { id: 'first', label: 'Seconds since the first packet' },
  { id: 'previous', label: 'Seconds since the previous packet' },
  { id: 'utc', label: 'Date and time (UTC)' },
  { id: 'epoch', label: 'Seconds since 1970' },
];

/** What a time is shown against, and how finely. */
export interface TimeBase {
  readonly firstSeconds: number;
  readonly firstNanos: number;
  /** Decimal places: 6 or 9. */
  readonly digits: 6 | 9;
}

const NANOS = 1_000_000_000;

/** Seconds and nanoseconds are kept apart: one double would lose the last digits of today's times. */
function decimal(seconds: number, nanos: number, digits: number): string {
  const isNegative = seconds < 0;
  const whole = isNegative && nanos > 0 ? -seconds - 1 : Math.abs(seconds);
  const part = isNegative && nanos > 0 ? NANOS - nanos : nanos;
  return `${isNegative ? '-' : ''}${whole}.${String(part).padStart(9, '0').slice(0, digits)}`;
}

function difference(seconds: number, nanos: number, fromSeconds: number, fromNanos: number, digits: number): string {
  const borrowed = nanos < fromNanos ? 1 : 0;
  return decimal(seconds - fromSeconds - borrowed, nanos - fromNanos + borrowed * NANOS, digits);
}

function utc(seconds: number, nanos: number, digits: number): string {
  const date = new Date(seconds * 1000);
  // A hostile file may state a second that no calendar has.
  if (Number.isNaN(date.getTime())) return decimal(seconds, nanos, digits);
  return `${date.toISOString().slice(0, 19).replace('T', ' ')}.${String(nanos).padStart(9, '0').slice(0, digits)}`;
}

export function formatTime(
  row: Pick<PacketRow, 'seconds' | 'nanos' | 'previousSeconds' | 'previousNanos'>,
  format: TimeFormat,
  base: TimeBase,
): string {
  switch (format) {
    case 'first':
      return difference(row.seconds, row.nanos, base.firstSeconds, base.firstNanos, base.digits);
    case 'previous':
      return difference(row.seconds, row.nanos, row.previousSeconds, row.previousNanos, base.digits);
    case 'utc':
      return utc(row.seconds, row.nanos, base.digits);
    case 'epoch':
      return decimal(row.seconds, row.nanos, base.digits);
  }
}
