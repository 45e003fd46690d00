import type { DocumentView } from '../../../worker/api.ts';
import { type Tint, type Tints, tintAt, tintIndexAt, tintsOf } from './xml-tints.ts';

/** Numbers per part in `spans`. */
const STRIDE = 4;
/** Longer lines are continued on the next one: no browser lays out a line of a million characters quickly. */
const MAX_LINE = 800;

/** A document with what its columns imply: lines, parts inside each other, tints. */
export interface DocumentModel {
  readonly document: DocumentView;
  /** Per shown line: where it starts in the text. */
  readonly starts: Int32Array;
  /** Per shown line: its number from 1; 0 where it continues the one before. */
  readonly numbers: Int32Array;
  /** How many lines the text has. */
  readonly lines: number;
  readonly parts: number;
  /** Per part: the part around it, -1 at the top. */
  readonly parents: Int32Array;
  readonly tints: Tints;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** One stretch of a line: of one part, in one tint. */
export interface Piece extends Range {
  /** Deepest part over it, -1 for none. */
  readonly part: number;
  readonly tint: Tint;
}

export const textOf = ({ document }: DocumentModel, part: number): Range => ({
  start: document.spans[part * STRIDE] ?? 0,
  end: document.spans[part * STRIDE + 1] ?? 0,
});

export const bitsOf = ({ document }: DocumentModel, part: number): Range => ({
  start: document.spans[part * STRIDE + 2] ?? 0,
  end: document.spans[part * STRIDE + 3] ?? 0,
});

export function documentModel(document: DocumentView): DocumentModel {
  const { text, spans } = document;
  const starts: number[] = [];
  const numbers: number[] = [];
  let lines = 0;
  for (let at = 0; at <= text.length; lines++) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    starts.push(at);
    numbers.push(lines + 1);
    for (let cut = at + MAX_LINE; cut < end; cut += MAX_LINE) {
      // A character of two units stays whole.
      if (isHighHalf(text.charCodeAt(cut - 1))) cut++;
      if (cut >= end) break;
      starts.push(cut);
      numbers.push(0);
    }
    at = end + 1;
  }
  const parts = Math.floor(spans.length / STRIDE);
  const parents = new Int32Array(parts).fill(-1);
  const open: number[] = [];
  for (let part = 0; part < parts; part++) {
    const end = spans[part * STRIDE + 1] ?? 0;
    while (open.length > 0 && (spans[(open.at(-1) ?? 0) * STRIDE + 1] ?? 0) < end) open.pop();
    while (open.length > 0 && (spans[(open.at(-1) ?? 0) * STRIDE + 1] ?? 0) <= (spans[part * STRIDE] ?? 0)) open.pop();
    parents[part] = open.at(-1) ?? -1;
    open.push(part);
  }
  return {
    document,
    starts: Int32Array.from(starts),
    numbers: Int32Array.from(numbers),
    lines,
    parts,
    parents,
    tints: tintsOf(text),
  };
}

const isHighHalf = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

/** Text of a shown line, without its line end. */
export function lineRange({ document, starts, numbers }: DocumentModel, line: number): Range {
  const start = starts[line] ?? 0;
  if (line + 1 >= starts.length) return { start, end: document.text.length };
  const next = starts[line + 1] ?? start;
  return { start, end: numbers[line + 1] === 0 ? next : next - 1 };
}

/** The shown line that holds a place of the text. */
export function lineAt({ starts }: DocumentModel, at: number): number {
  return lastAtOrBefore(starts.length, at, (index) => starts[index] ?? 0);
}

/** The deepest part over a place of the text, -1 for none. */
export function partAt(model: DocumentModel, at: number): number {
  const { spans } = model.document;
  let part = lastAtOrBefore(model.parts, at, (index) => spans[index * STRIDE] ?? 0);
  while (part >= 0 && textOf(model, part).end <= at) part = model.parents[part] ?? -1;
  return part;
}

/** The deepest part whose bits hold `start` to `end`, -1 for none. */
export function partOver(model: DocumentModel, start: number, end: number): number {
  let best = -1;
  let size = Number.POSITIVE_INFINITY;
  for (let part = 0; part < model.parts; part++) {
    const bits = bitsOf(model, part);
    if (bits.start > start || bits.end < end || bits.end <= bits.start || bits.end - bits.start > size) continue;
    best = part;
    size = bits.end - bits.start;
  }
  return best;
}

/** The deepest part that holds both. */
export function partAround(model: DocumentModel, one: number, other: number): number {
  const { end } = textOf(model, other);
  let part = one;
  while (part >= 0 && !(textOf(model, part).start <= textOf(model, other).start && textOf(model, part).end >= end))
    part = model.parents[part] ?? -1;
  return part;
}

/** A line cut where its part or its tint changes. */
export function piecesOf(model: DocumentModel, line: number): readonly Piece[] {
  const { tints } = model;
  const { spans } = model.document;
  const range = lineRange(model, line);
  const pieces: Piece[] = [];
  let tint = tintIndexAt(tints, range.start);
  let next = lastAtOrBefore(model.parts, range.start, (index) => spans[index * STRIDE] ?? 0) + 1;
  for (let at = range.start; at < range.end; ) {
    while ((tints[tint * 2 + 2] ?? Number.POSITIVE_INFINITY) <= at) tint++;
    while (next < model.parts && (spans[next * STRIDE] ?? 0) <= at) next++;
    const part = partAt(model, at);
    const end = Math.min(
      range.end,
      tints[tint * 2 + 2] ?? range.end,
      next < model.parts ? (spans[next * STRIDE] ?? range.end) : range.end,
      part < 0 ? range.end : textOf(model, part).end,
    );
    pieces.push({ start: at, end, part, tint: tintAt(tints, tint) });
    at = end;
  }
  return pieces;
}

/** Where a key moves to among the parts: along the text, in, out, or past all that is inside. */
export function movePart(model: DocumentModel, part: number, key: string): number | undefined {
  const last = model.parts - 1;
  if (last < 0) return undefined;
  switch (key) {
    case 'ArrowDown':
      return Math.min(last, part + 1);
    case 'ArrowUp':
      return Math.max(0, part - 1);
    case 'ArrowLeft':
      return Math.max(0, model.parents[part] ?? 0);
    case 'ArrowRight':
      return model.parents[part + 1] === part ? part + 1 : Math.max(0, part);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

/** Index of the last of `count` ascending numbers that is at or below `at`, -1 when there is none. */
function lastAtOrBefore(count: number, at: number, number: (index: number) => number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (number(middle) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
