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
  // A digit in front and off again is faster than padding: this is asked four times for each packet.
  const digits = part < 1e9 ? String(1e9 + part).slice(1) : String(part);
  return negative ? `-${-whole}.${digits}` : `${whole}.${digits}`;
}
