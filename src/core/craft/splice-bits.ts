import type { Bits } from '../codec/encodings.ts';
import type { Secret } from '../dissect/secrets.ts';
import { Faults } from './faults.ts';
import { cutBits, type Item, itemsIn, putBits } from './item.ts';
import type { Names } from './names.ts';
import { settle } from './settle.ts';

/**
 * Takes bits out of built items and puts others in their place, more or fewer. What is worked out follows, so that layers
 * around grow or shrink with it. The items are changed.
 *
 * @returns the octets, or why there are none; and the items whose own bits were changed
 */
export function spliceBits(
  root: Item,
  start: number,
  end: number,
  added: Bits,
  names: Names,
  secrets: readonly Secret[],
): { readonly bytes: Uint8Array | undefined; readonly touched: ReadonlySet<Item>; readonly faults: Faults } {
  const leaves = [...itemsIn(root)].filter(({ children, bits }) => children === undefined && bits !== undefined);
  const touched = new Set<Item>();
  const home = start === end ? homeOf(leaves, start) : leaves.find((leaf) => leaf.start < end && leaf.end > start);
  for (const leaf of leaves) {
    const { bits } = leaf;
    if (bits === undefined || !(leaf === home || (leaf.start < end && leaf.end > start))) continue;
    const from = Math.max(0, start - leaf.start);
    const to = Math.min(bits.width, Math.max(from, end - leaf.start));
    const parts = [cutBits(bits.bytes, 0, from), leaf === home ? added : NO_BITS, cutBits(bits.bytes, to, bits.width)];
    leaf.bits = joined(parts);
    leaf.isAuto = false;
    touched.add(leaf);
  }
  const faults = new Faults();
  const bytes = home === undefined ? undefined : settle(root, names, secrets, faults);
  return { bytes: faults.isEmpty ? bytes : undefined, touched, faults };
}

const NO_BITS: Bits = { bytes: new Uint8Array(0), width: 0 };

function joined(parts: readonly Bits[]): Bits {
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  const bytes = new Uint8Array((width + 7) >>> 3);
  let at = 0;
  for (const part of parts) {
    putBits(bytes, at, part);
    at += part.width;
  }
  return { bytes, width };
}

/** The item that bits put in at a place belong to: the one around it; between two, one that may have any length. */
function homeOf(leaves: readonly Item[], at: number): Item | undefined {
  const near = leaves.filter(({ start, end }) => start <= at && end >= at);
  const rank = (leaf: Item): number => {
    if (leaf.start < at && leaf.end > at) return 0;
    const type = leaf.field?.type;
    const isOpen = leaf.document === undefined && (type === 'text' || type === 'bytes' || type === 'undecoded');
    return (leaf.isAuto ? 3 : 1) + (isOpen ? 0 : 1);
  };
  return near.toSorted((a, b) => rank(a) - rank(b))[0];
}
