/* Classes of octets in patterns: ASCII, as Perl's without Unicode. */

/** Membership of each of the 256 octets, 1 or 0. */
export function octetSet(has: (octet: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, octet) => (has(octet) ? 1 : 0));
}

const between = (from: string, to: string) => (octet: number) =>
  from.charCodeAt(0) <= octet && octet <= to.charCodeAt(0);
const isDigit = between('0', '9');
const isUpper = between('A', 'Z');
const isLower = between('a', 'z');
const isAlpha = (o: number) => isUpper(o) || isLower(o);
const isAlnum = (o: number) => isAlpha(o) || isDigit(o);
const isSpace = (o: number) => o === 0x20 || (o >= 9 && o <= 13);
const isGraph = (o: number) => o > 0x20 && o < 0x7f;
/** Octets of words, for `\w` and `\b`. */
export const isWordOctet = (o: number) => isAlnum(o) || o === 0x5f;

export const CLASSES: Readonly<Record<string, (octet: number) => boolean>> = {
  d: isDigit,
  w: isWordOctet,
  s: isSpace,
  h: (o) => o === 0x20 || o === 9 || o === 0xa0,
  v: (o) => (o >= 10 && o <= 13) || o === 0x85,
  N: (o) => o !== 10,
};
export const NAMED: Readonly<Record<string, (octet: number) => boolean>> = {
  alpha: isAlpha,
  digit: isDigit,
  alnum: isAlnum,
  ascii: (o) => o < 0x80,
  upper: isUpper,
  lower: isLower,
  space: isSpace,
  blank: (o) => o === 0x20 || o === 9,
  punct: (o) => isGraph(o) && !isAlnum(o),
  cntrl: (o) => o < 0x20 || o === 0x7f,
  print: (o) => isGraph(o) || o === 0x20,
  graph: isGraph,
  word: isWordOctet,
  xdigit: (o) => isDigit(o) || between('a', 'f')(o | 0x20),
};

/** Membership in a general category of Unicode (`L`, `Lu`, `Nd`, `Any`) of octets as Latin-1; undefined for others. */
export function propertyOf(name: string): ((octet: number) => boolean) | undefined {
  if (name === 'Any') return () => true;
  if (!/^(?:C[cfnos]?|L[Clmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?)$/.test(name)) return undefined;
  const pattern = new RegExp(`^\\p{${name}}$`, 'u');
  return (octet) => pattern.test(String.fromCharCode(octet));
}

export function unite(set: Uint8Array, other: Uint8Array): void {
  for (let o = 0; o < 256; o++) if (other[o] === 1) set[o] = 1;
}

export function foldCase(set: Uint8Array): void {
  for (let upper = 0x41; upper <= 0x5a; upper++) {
    if (set[upper] === 1 || set[upper + 0x20] === 1) {
      set[upper] = 1;
      set[upper + 0x20] = 1;
    }
  }
}
