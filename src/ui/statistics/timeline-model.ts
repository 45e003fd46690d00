import { decimalSeconds } from '../../core/base/time.ts';
import type { TimelineView } from '../../worker/api.ts';
import type { TimeRange, Unit } from '../state/statistics.ts';

/** Beginnings of the intervals in seconds since the first packet, with the end of the last one. */
export function times({ start, interval, count }: TimelineView): number[] {
  return Array.from({ length: count + 1 }, (_, i) => (start + i * interval) / 1e6);
}

/** Values of a series for a chart that draws steps: the last one stands twice. */
export function values(view: TimelineView, series: number, unit: Unit): number[] {
  const one = view.series[series];
  if (one === undefined) return [];
  const perSecond = 1e6 / view.interval;
  const from = unit === 'packets' || unit === 'packets/s' ? one.packets : one.octets;
  const factor = unit === 'packets/s' ? perSecond : unit === 'bit/s' ? perSecond * 8 : 1;
  const out = Array.from(from, (value) => value * factor);
  out.push(out.at(-1) ?? 0);
  return out;
}

/** The whole intervals that a stretch of seconds touches. */
export function rounded(view: TimelineView, fromSeconds: number, toSeconds: number): TimeRange {
  const { start, interval, count } = view;
  const number = (seconds: number, round: (value: number) => number): number =>
    Math.min(count, Math.max(0, round((seconds * 1e6 - start) / interval)));
  const from = number(Math.min(fromSeconds, toSeconds), Math.floor);
  const to = Math.max(from + 1, number(Math.max(fromSeconds, toSeconds), Math.ceil));
  return { from: start + from * interval, to: start + to * interval };
}

/** `1700000000.25`: decimal seconds since 1970 of a time since the first packet, exact to the microsecond; before 1970 `-0.25`. */
export function epoch({ zeroSeconds, zeroNanos }: TimelineView, microseconds: number): string {
  const whole = Math.floor(microseconds / 1e6);
  // One second more and 1e9 nanoseconds less: what passes the second is carried.
  const nanos = zeroNanos + (microseconds - whole * 1e6) * 1000 - 1e9;
  return decimalSeconds(zeroSeconds + whole + 1, nanos).replace(/\.?0+$/, '');
}

/** The display filter of the packets in a stretch of time. */
export function rangeFilter(view: TimelineView, { from, to }: TimeRange): string {
  return `frame.time_epoch >= ${epoch(view, from)} && frame.time_epoch < ${epoch(view, to)}`;
}
