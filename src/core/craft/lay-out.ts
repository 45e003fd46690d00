import { type Item, itemsIn, putBits } from './item.ts';

/** Largest packet that is built, in octets. */
const MOST_OCTETS = 16 * 1024 * 1024;

/** Lays the items one behind the other; gives the number of bits. */
export function layOut(item: Item, at: number): number {
  item.start = at;
  let end = at;
  if (item.children === undefined) end += item.bits?.width ?? 0;
  else for (const child of item.children) end = layOut(child, end);
  item.end = end;
  return end;
}

/** The octets of items that have been laid out; undefined when they are too many. */
export function octetsOf(root: Item): Uint8Array | undefined {
  if (root.end > MOST_OCTETS * 8) return undefined;
  const bytes = new Uint8Array((root.end + 7) >>> 3);
  for (const item of itemsIn(root))
    if (item.bits !== undefined && item.children === undefined) putBits(bytes, item.start, item.bits);
  return bytes;
}
