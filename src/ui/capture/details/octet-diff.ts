/** One octet of two strings of octets laid side by side; undefined where one of them has ended. */
export interface OctetPair {
  readonly found: string | undefined;
  readonly expected: string | undefined;
  readonly differs: boolean;
}

/** Aligns two strings of hexadecimal digits octet by octet. */
export function octetDiff(found: string, expected: string): readonly OctetPair[] {
  const left = octetsIn(found);
  const right = octetsIn(expected);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => ({
    found: left[i],
    expected: right[i],
    differs: left[i] !== right[i],
  }));
}

/** Two digits each, lower case; an odd last digit stands alone. */
export function octetsIn(digits: string): readonly string[] {
  return digits.toLowerCase().match(/..?/g) ?? [];
}
