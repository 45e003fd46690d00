import type { Catalogue, PacketView } from '../../worker/api.ts';

/** Numbers per row in `positions`. */
const STRIDE = 4;

/** Smallest row over a bit: the deepest, where several have the same size. */
export function rowAtBit(view: PacketView, source: number, bit: number): number | undefined {
  return rowOver(view, source, bit, bit + 1);
}

/** Smallest row over a range of bits. */
export function rowOver(view: PacketView, source: number, from: number, to: number): number | undefined {
  let best: number | undefined;
  let bestSize = Number.POSITIVE_INFINITY;
  for (let row = 0; row < view.fields.length; row++) {
    const start = view.positions[row * STRIDE] ?? 0;
    const end = view.positions[row * STRIDE + 1] ?? 0;
    if (view.positions[row * STRIDE + 3] !== source || from < start || to > end) continue;
    if (end - start > bestSize) continue;
    best = row;
    bestSize = end - start;
  }
  return best;
}

/** Whether a row takes exactly these bits. */
export function isRowOf(
  view: PacketView,
  row: number | undefined,
  bits: { readonly source: number; readonly start: number; readonly end: number },
): boolean {
  return (
    row !== undefined &&
    view.positions[row * STRIDE] === bits.start &&
    view.positions[row * STRIDE + 1] === bits.end &&
    view.positions[row * STRIDE + 3] === bits.source
  );
}

export function sourceOfRow(view: PacketView, row: number): number {
  return view.positions[row * STRIDE + 3] ?? 0;
}

/** The source that the innermost protocol stands in: what a packet is about lies there, in a reassembled message too. */
export function lastSource(view: PacketView, catalogue: Catalogue | undefined): number {
  let source = 0;
  for (let row = 0; row < view.fields.length; row++) {
    if (catalogue?.fields[view.fields[row] ?? -1]?.type === 'protocol') source = sourceOfRow(view, row);
  }
  return source;
}

/** Where the same field stands in another packet, so that a selection can stay on it. */
export function sameField(from: PacketView, row: number, to: PacketView): number | undefined {
  const field = from.fields[row];
  if (field === undefined) return undefined;
  const nth = from.fields.slice(0, row).filter((other) => other === field).length;
  let seen = 0;
  for (let at = 0; at < to.fields.length; at++) {
    if (to.fields[at] === field && seen++ === nth) return at;
  }
  return undefined;
}

/** `2 octets`, `3 bits`, `1 octet, 4 bits`. */
export function lengthInWords(bits: number): string {
  const octets = Math.floor(bits / 8);
  const rest = bits % 8;
  const parts = [
    ...(octets > 0 || rest === 0 ? [`${octets} ${octets === 1 ? 'octet' : 'octets'}`] : []),
    ...(rest > 0 ? [`${rest} ${rest === 1 ? 'bit' : 'bits'}`] : []),
  ];
  return parts.join(', ');
}

/** How many octets or bits a row covers, in words. */
export function rowLength(view: PacketView, row: number): string {
  return lengthInWords((view.positions[row * STRIDE + 1] ?? 0) - (view.positions[row * STRIDE] ?? 0));
}
