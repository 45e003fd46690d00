import { grouped } from '../widgets/grouped.ts';

/** Numbers as people read them; English, as all of the page. */
const PERCENT = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const PREFIXES = ['', 'k', 'M', 'G', 'T'] as const;

export const whole = (value: number): string => grouped(Math.round(value));
export const percent = (part: number, of: number): string => (of === 0 ? '' : `${PERCENT.format((part / of) * 100)} %`);

/** `12.3 kbit/s`: units of 1000. */
export function rate(value: number | undefined, unit: string): string {
  if (value === undefined) return '';
  let scaled = value;
  let prefix = 0;
  while (scaled >= 1000 && prefix < PREFIXES.length - 1) {
    scaled /= 1000;
    prefix++;
  }
  const digits = scaled >= 100 || Number.isInteger(scaled) ? 0 : scaled >= 10 ? 1 : 2;
  return `${scaled.toFixed(digits)} ${PREFIXES[prefix]}${unit}`;
}

/** Seconds with as many digits as tell something: `0.000 123`, `12.5`, `3 600`. */
export function seconds(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return value.toFixed(size >= 1000 ? 1 : size >= 1 ? 3 : 6);
}

/** Seconds in a column, whose digits stand below each other: as many as tell microseconds apart, or times that are multiples of `step` microseconds. */
export function columnSeconds(value: number, step = 1): string {
  return value.toFixed(step % 1_000_000 === 0 ? 0 : step % 1000 === 0 ? 3 : 6);
}

/** Length of an interval in microseconds: `10 ms`, `2 min`. */
export function interval(microseconds: number): string {
  const units = [
    [86_400_000_000, 'd'],
    [3_600_000_000, 'h'],
    [60_000_000, 'min'],
    [1_000_000, 's'],
    [1000, 'ms'],
  ] as const;
  for (const [size, unit] of units) if (microseconds >= size) return `${microseconds / size} ${unit}`;
  return `${microseconds} µs`;
}
