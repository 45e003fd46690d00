/** Octets in which the root element must begin: prologs are short. */
const MOST = 16_384;

const LT = 0x3c;

/**
 * Name of the root element of an XML document in octets `start` to `end`, without its prefix; undefined where none is found.
 * It reads encodings in which ASCII characters are single octets, and UTF-16.
 */
export function rootNameAt(bytes: Uint8Array, start: number, end: number): string | undefined {
  let at = start;
  let step = 1;
  if (bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3;
  else if ((bytes[at] === 0xfe && bytes[at + 1] === 0xff) || (bytes[at] === 0 && bytes[at + 1] !== 0)) {
    step = 2;
    at += bytes[at] === 0 ? 1 : 3;
  } else if ((bytes[at] === 0xff && bytes[at + 1] === 0xfe) || (bytes[at + 1] === 0 && end - start > 3)) {
    step = 2;
    at += bytes[at] === 0xff ? 2 : 0;
  }
  const stop = Math.min(end, at + MOST);
  while (at < stop) {
    if (bytes[at] !== LT) {
      if (!isBlank(bytes[at]!)) return undefined;
      at += step;
      continue;
    }
    const next = bytes[at + step] ?? 0;
    if (next === 0x3f) at = behind(bytes, at, stop, step, '?>');
    else if (next === 0x21)
      at =
        bytes[at + 2 * step] === 0x2d ? behind(bytes, at, stop, step, '-->') : behindDeclaration(bytes, at, stop, step);
    else return nameAt(bytes, at + step, stop, step);
  }
  return undefined;
}

function isBlank(octet: number): boolean {
  return octet === 0x20 || (octet >= 9 && octet <= 13);
}

function behind(bytes: Uint8Array, from: number, stop: number, step: number, mark: string): number {
  const first = mark.charCodeAt(0);
  for (let at = from; at < stop; at += step) {
    if (bytes[at] !== first) continue;
    let same = true;
    for (let i = 1; i < mark.length; i++) if (bytes[at + i * step] !== mark.charCodeAt(i)) same = false;
    if (same) return at + mark.length * step;
  }
  return stop;
}

/** A declaration ends at the first `>` outside quotes and outside the brackets of its internal subset. */
function behindDeclaration(bytes: Uint8Array, from: number, stop: number, step: number): number {
  let depth = 0;
  let quote = 0;
  for (let at = from; at < stop; at += step) {
    const octet = bytes[at]!;
    if (quote !== 0) {
      if (octet === quote) quote = 0;
    } else if (octet === 0x22 || octet === 0x27) quote = octet;
    else if (octet === 0x5b) depth++;
    else if (octet === 0x5d) depth--;
    else if (octet === 0x3e && depth <= 0) return at + step;
  }
  return stop;
}

function nameAt(bytes: Uint8Array, from: number, stop: number, step: number): string | undefined {
  let name = '';
  for (let at = from; at < stop && name.length < 64; at += step) {
    const octet = bytes[at]!;
    if (isBlank(octet) || octet === 0x2f || octet === 0x3e) break;
    if (octet < 0x2d) return undefined;
    name = octet === 0x3a ? '' : name + String.fromCharCode(octet);
  }
  return name === '' ? undefined : name;
}
