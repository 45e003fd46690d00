/**
 * Compares texts as people order them: numbers in them by their value, letters without regard to case.
 * Negative when `a` comes first. Equal only when the texts are the same.
 */
export function compareNatural(a: string, b: string): number {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(j);
    if (isDigit(x) && isDigit(y)) {
      const endA = digitsEnd(a, i);
      const endB = digitsEnd(b, j);
      const difference = compareDigits(a, i, endA, b, j, endB);
      if (difference !== 0) return difference;
      i = endA;
      j = endB;
      continue;
    }
    const difference = folded(x) - folded(y);
    if (difference !== 0) return difference;
    i++;
    j++;
  }
  const rest = a.length - i - (b.length - j);
  if (rest !== 0) return rest;
  return a < b ? -1 : 1;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function folded(code: number): number {
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : code;
}

function digitsEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && isDigit(text.charCodeAt(at))) at++;
  return at;
}

/** Any number of digits: leading zeros off, then the longer is larger, then digit by digit. */
function compareDigits(a: string, fromA: number, endA: number, b: string, fromB: number, endB: number): number {
  let i = fromA;
  let j = fromB;
  while (i < endA - 1 && a.charCodeAt(i) === 0x30) i++;
  while (j < endB - 1 && b.charCodeAt(j) === 0x30) j++;
  const longer = endA - i - (endB - j);
  if (longer !== 0) return longer;
  for (; i < endA; i++, j++) {
    const difference = a.charCodeAt(i) - b.charCodeAt(j);
    if (difference !== 0) return difference;
  }
  return 0;
}
