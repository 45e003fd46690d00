import { ebcdicCharacter } from '../../../core/base/ebcdic.ts';

/** What the characters beside octets are read as. */
export type OctetText = 'ascii' | 'ebcdic';

/** How an octet is drawn, as far as it tells whether its neighbour looks the same. */
export interface OctetLook {
  /** Its place among the octets of the source. */
  readonly at: number;
  readonly octet: number;
  /** What tells the fields that it is of. */
  readonly fields: string;
  readonly classes: string;
  /** Classes of its outlines; empty without one. */
  readonly outline: string;
  readonly hover: string;
  /** True when several fields share it: its background is its own. */
  readonly split: boolean;
}

/** Octets side by side that one element shows: an element for an octet took most of what the grid takes to lay out and paint. */
export interface OctetRun<T extends OctetLook> {
  readonly first: T;
  readonly octets: readonly number[];
}

/** Characters of a row: octets are one element where they look the same but for their text. */
export function asciiRuns<T extends OctetLook>(cells: readonly T[]): readonly OctetRun<T>[] {
  return joined(cells, isAlike);
}

/**
 * Digits of a row: octets of the same fields that look the same are one cell.
 *
 * @param cursor the octet that is a cell of its own: the cursor is at it
 * @param half octets from one gap between columns to the next
 */
export function hexRuns<T extends OctetLook>(
  cells: readonly T[],
  cursor: number,
  half: number,
): readonly OctetRun<T>[] {
  return joined(
    cells,
    (run, next) =>
      isAlike(run, next) &&
      run.fields === next.fields &&
      run.at !== cursor &&
      next.at !== cursor &&
      next.at % half !== 0,
  );
}

function joined<T extends OctetLook>(cells: readonly T[], isOne: (run: T, next: T) => boolean): readonly OctetRun<T>[] {
  const runs: { readonly first: T; readonly octets: number[] }[] = [];
  for (const cell of cells) {
    const last = runs.at(-1);
    if (last !== undefined && isOne(last.first, cell)) last.octets.push(cell.octet);
    else runs.push({ first: cell, octets: [cell.octet] });
  }
  return runs;
}

function isAlike(a: OctetLook, b: OctetLook): boolean {
  return !a.split && !b.split && a.classes === b.classes && a.outline === b.outline && a.hover === b.hover;
}

/** Text in pieces that are characters, or dots for octets that are none. */
export function characterParts(
  octets: readonly number[],
  text: OctetText,
): readonly { readonly text: string; readonly isCharacters: boolean }[] {
  const parts: { text: string; readonly isCharacters: boolean }[] = [];
  for (const octet of octets) {
    const character = text === 'ebcdic' ? ebcdicCharacter(octet) : String.fromCharCode(octet);
    const isCharacters = isSeen(character.charCodeAt(0), text);
    const shown = isCharacters ? character : '.';
    const last = parts.at(-1);
    if (last?.isCharacters === isCharacters) last.text += shown;
    else parts.push({ text: shown, isCharacters });
  }
  return parts;
}

/** Printable ASCII; of EBCDIC also what stands above in ISO 8859-1, but for the blank and the hyphen that cannot be seen. */
function isSeen(code: number, text: OctetText): boolean {
  return (code >= 0x20 && code < 0x7f) || (text === 'ebcdic' && code > 0xa0 && code !== 0xad);
}
