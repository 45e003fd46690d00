import { grouped } from '../widgets/grouped.ts';

/** Numbers as people read them; English, as all of the page. */
const PERCENT = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
/** Below, a number with all its zeros is harder to read than its power of ten. */
const LEAST_RATE = 0.01;
const PREFIXES = ['', 'k', 'M', 'G', 'T'] as const;

export const whole = (value: number): string => grouped(Math.round(value));
export const percent = (part: number, of: number): string => (of === 0 ? '' : `${PERCENT.format((part / of) * 100)} %`);

/** `12.3 kbit/s`: units of 1000. */
export function rate(value: number | undefined, unit: string): string {
  if (value === undefined) return '';
  let scaled = value;
  let prefix = 0;
  // What would be rounded to 1000 has the next prefix.
  while (scaled >= 999.5 && prefix < PREFIXES.length - 1) {
    scaled /= 1000;
    prefix++;
  }
  const digits = scaled >= 100 || Number.isInteger(scaled) ? 0 : scaled >= 10 ? 1 : 2;
  const text =
    scaled === 0 || scaled >= 0.1
      ? scaled.toFixed(digits)
      : scaled >= LEAST_RATE
        ? scaled.toPrecision(2)
        : scaled.toExponential(1);
  return `${text} ${PREFIXES[prefix]}${unit}`;
}

/** Seconds with as many digits as tell something: `0.000123`, `12.500`, `3,600.0`, `4,294,967,295`. */
export function seconds(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return groupedDecimal(value.toFixed(size >= 1e6 ? 0 : size >= 1000 ? 1 : size >= 1 ? 3 : 6));
}

/** `-12345.5` as `-12,345.5`. */
function groupedDecimal(text: string): string {
  const [whole = '', part] = text.split('.');
  const sign = whole.startsWith('-') ? '-' : '';
  return `${sign}${grouped(Math.abs(Number(whole)))}${part === undefined ? '' : `.${part}`}`;
}

const SPANS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

/** Seconds in the two largest units that they have: `17 d 14 h`, `2 min`; undefined below a minute. */
export function span(value: number): string | undefined {
  const rest = Math.round(value);
  const first = SPANS.findIndex(([size]) => rest >= size);
  const [large, small] = [SPANS[first], SPANS[first + 1]];
  if (large === undefined || small === undefined) return undefined;
  const over = Math.floor((rest % large[0]) / small[0]);
  return `${whole(Math.floor(rest / large[0]))} ${large[1]}${over === 0 ? '' : ` ${over} ${small[1]}`}`;
}

/** Steps of a time axis in seconds: decimal below a minute, then what divides hours and days. */
export const TIME_STEPS: readonly number[] = [
  ...[-6, -5, -4, -3, -2, -1, 0].flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`))),
  ...[10, 20, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200],
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8].flatMap((power) => [1, 2, 5].map((digit) => digit * 86_400 * 10 ** power)),
];

/** A mark of a time axis whose marks stand `step` seconds apart: `0.25 s`, `10 min`, `1,200 d`. */
export function timeMark(value: number, step: number): string {
  const [size, unit] = SPANS.find(([length]) => step >= length) ?? [1, 's'];
  const digits = step >= 1 ? 0 : Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  return `${groupedDecimal((value / size).toFixed(digits))} ${unit}`;
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
