import { readBits, writeBits } from '../base/bits.ts';
import type { Bits, Encoding } from '../codec/encodings.ts';
import type { Field } from '../codec/field.ts';
import type { Place } from './json-text.ts';

/**
 * One node of a description, whether it was read from text or made from a packet: a layer or group with children, or a leaf.
 * Positions are bits of the packet.
 */
export interface Item {
  /** Filter name. */
  readonly name: string;
  /** The field that the name stands for in its layer; undefined for the root. */
  readonly field: Field | undefined;
  readonly parent: Item | undefined;
  /** Place among the children of its parent. */
  readonly index: number;
  /** Undefined for leaves. */
  readonly children: Item[] | undefined;
  /** JSON pointer into the description. */
  readonly path: string;
  /** Where its value stands in the text, and the whole object that holds it. */
  readonly place: Place;
  readonly whole: Place;
  value: number | string | undefined;
  /** The exact bits, where they are stated. */
  exact: Bits | undefined;
  /** Stated width in bits. */
  width: number | undefined;
  /** How the value is written, where it is not the field's usual way. */
  encoding: Encoding | undefined;
  /** Worked out from other items. */
  isAuto: boolean;
  /** Written as a document of its own: WBXML from XML. */
  document: DocumentText | undefined;
  start: number;
  end: number;
  /** The bits that it has got, before they stand in the packet. */
  bits: Bits | undefined;
}

/** A marked-up document as text, to be encoded. */
export interface DocumentText {
  readonly xml: string;
  readonly publicId: string | undefined;
  readonly version: 0 | 1 | 2 | 3;
  readonly stringTable: boolean;
  /** Place of the XML in the text of the description, where it was read from one. */
  readonly place?: Place | undefined;
}

export const NOWHERE: Place = { from: 0, to: 0 };

/** The item around all layers. */
export function rootItem(): Item {
  return makeItem({ name: '', field: undefined, parent: undefined, path: '/layers', children: [] });
}

export function makeItem(given: Pick<Item, 'name' | 'field' | 'parent' | 'children' | 'path'> & Partial<Item>): Item {
  return {
    index: given.parent?.children?.length ?? 0,
    place: NOWHERE,
    whole: NOWHERE,
    value: undefined,
    exact: undefined,
    width: undefined,
    encoding: undefined,
    isAuto: false,
    document: undefined,
    start: 0,
    end: 0,
    bits: undefined,
    ...given,
  };
}

/** Path of a child: its place in the list, and its name as a JSON pointer writes it. */
export function childPath(parent: string, index: number, name: string): string {
  return `${parent}/${index}/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`;
}

/** The item and everything in it, in order. */
export function* itemsIn(item: Item): Generator<Item> {
  yield item;
  if (item.children !== undefined) for (const child of item.children) yield* itemsIn(child);
}

/** Name of the layer that an item is in; for a layer, its own. */
export function layerName(item: Item | undefined): string | undefined {
  for (let at = item; at !== undefined; at = at.parent) if (at.field?.type === 'protocol') return at.name;
  return undefined;
}

/** A copy of bits of a packet. */
export function cutBits(bytes: Uint8Array, start: number, end: number): Bits {
  const width = end - start;
  if (start % 8 === 0 && width % 8 === 0) return { bytes: bytes.slice(start / 8, end / 8), width };
  const out = new Uint8Array((width + 7) >>> 3);
  for (let bit = 0; bit < width; bit += 32) {
    const some = Math.min(32, width - bit);
    writeBits(out, bit, some, readBits(bytes, start + bit, some));
  }
  return { bytes: out, width };
}

export function equalBits(a: Bits, b: Bits): boolean {
  return a.width === b.width && a.bytes.every((octet, i) => octet === b.bytes[i]);
}

/** Puts bits at a place of a packet. */
export function putBits(bytes: Uint8Array, at: number, bits: Bits): void {
  if (at % 8 === 0 && bits.width % 8 === 0) {
    bytes.set(bits.bytes, at / 8);
    return;
  }
  for (let bit = 0; bit < bits.width; bit += 32) {
    const some = Math.min(32, bits.width - bit);
    writeBits(bytes, at + bit, some, readBits(bits.bytes, bit, some));
  }
}
