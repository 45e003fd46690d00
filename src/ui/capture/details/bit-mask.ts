/** Beyond this many octets a mask is no longer read at a glance. */
const MASK_OCTETS = 4;

/**
 * `.... 0001`: the octets around a field with its bits shown and the others as dots, in groups of four.
 * Undefined for fields on octet boundaries, and for fields over too many octets.
 */
export function bitMask(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (end <= start || (start % 8 === 0 && end % 8 === 0)) return undefined;
  const from = Math.floor(start / 8) * 8;
  const to = Math.ceil(end / 8) * 8;
  if (to - from > MASK_OCTETS * 8) return undefined;
  let out = '';
  for (let bit = from; bit < to; bit++) {
    if (bit > from && bit % 4 === 0) out += ' ';
    out += bit < start || bit >= end ? '.' : bitAt(bytes, bit);
  }
  return out;
}

/** 0 or 1; bits beyond the end read as 0. */
export function bitAt(bytes: Uint8Array, bit: number): 0 | 1 {
  return ((bytes[Math.floor(bit / 8)] ?? 0) >>> (7 - (bit % 8))) & 1 ? 1 : 0;
}

/** All bits from `start` to `end`, in groups of four that stand on the source's own boundaries. */
export function bitText(bytes: Uint8Array, start: number, end: number): string {
  let out = '';
  for (let bit = start; bit < end; bit++) {
    if (bit > start && bit % 4 === 0) out += ' ';
    out += bitAt(bytes, bit);
  }
  return out;
}
