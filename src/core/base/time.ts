/** `seconds.nanoseconds` with nine decimals; the difference of two such times when a second one is given. */
export function decimalSeconds(seconds: number, nanos: number, fromSeconds = 0, fromNanos = 0): string {
  let whole = seconds - fromSeconds;
  let part = nanos - fromNanos;
  if (part < 0) {
    whole--;
    part += 1e9;
  }
  const negative = whole < 0;
  if (negative && part > 0) {
    whole++;
    part = 1e9 - part;
  }
  const digits = part < 1e9 ? nineDigits(Math.trunc(part)) : String(part);
  return negative ? `-${-whole}.${digits}` : `${whole}.${digits}`;
}

const THREE_DIGITS: readonly string[] = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'));

/** This is asked three times for each packet; making texts of numbers takes longer than putting readied ones together. */
function nineDigits(value: number): string {
  const thousands = Math.floor(value / 1000);
  const millions = Math.floor(thousands / 1000);
  return THREE_DIGITS[millions]! + THREE_DIGITS[thousands - millions * 1000]! + THREE_DIGITS[value - thousands * 1000]!;
}
