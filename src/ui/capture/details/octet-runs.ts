/** How an octet is drawn, as far as it tells whether its neighbour looks the same. */
export interface OctetLook {
  readonly octet: number;
  readonly classes: string;
  /** Classes of its outlines; empty without one. */
  readonly outline: string;
  readonly hover: string;
  /** True when several fields share it: its background is its own. */
  readonly split: boolean;
}

/** Octets side by side that look the same but for their text. */
export interface AsciiRun<T extends OctetLook> {
  readonly first: T;
  readonly octets: readonly number[];
}

/** Runs of a row of octets: an element each, for an element an octet was half of what the grid took to lay out and paint. */
export function asciiRuns<T extends OctetLook>(cells: readonly T[]): readonly AsciiRun<T>[] {
  const runs: { readonly first: T; readonly octets: number[] }[] = [];
  for (const cell of cells) {
    const last = runs.at(-1);
    if (last !== undefined && isAlike(last.first, cell)) last.octets.push(cell.octet);
    else runs.push({ first: cell, octets: [cell.octet] });
  }
  return runs;
}

function isAlike(a: OctetLook, b: OctetLook): boolean {
  return !a.split && !b.split && a.classes === b.classes && a.outline === b.outline && a.hover === b.hover;
}

/** Text in pieces that are characters, or dots for octets that are none. */
export function asciiParts(
  octets: readonly number[],
): readonly { readonly text: string; readonly isCharacters: boolean }[] {
  const parts: { text: string; readonly isCharacters: boolean }[] = [];
  for (const octet of octets) {
    const isCharacters = octet >= 0x20 && octet < 0x7f;
    const text = isCharacters ? String.fromCharCode(octet) : '.';
    const last = parts.at(-1);
    if (last?.isCharacters === isCharacters) last.text += text;
    else parts.push({ text, isCharacters });
  }
  return parts;
}
