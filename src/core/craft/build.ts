import type { Bits } from '../codec/encodings.ts';
import type { Secret } from '../dissect/secrets.ts';
import { documentBits } from './documents.ts';
import { type Item, itemsIn } from './item.ts';
import { type Place, placeInString } from './json-text.ts';
import { encodeValue } from './leaf-bits.ts';
import type { Names } from './names.ts';
import { type ReadDescription, readDescription } from './read-description.ts';
import { settle } from './settle.ts';

/** A description that was built; `bytes` is undefined when faults leave no packet. */
export interface Built extends ReadDescription {
  readonly bytes: Uint8Array | undefined;
}

const NO_BITS: Bits = { bytes: new Uint8Array(0), width: 0 };

/** The octets that a description describes. It does not throw, whatever the text is. */
export function build(text: string, names: Names, secrets: readonly Secret[] = []): Built {
  const read = readDescription(text, names);
  return { ...read, bytes: buildItems(text, read, names, secrets) };
}

function buildItems(
  text: string,
  { root, faults }: ReadDescription,
  names: Names,
  secrets: readonly Secret[],
): Uint8Array | undefined {
  for (const item of itemsIn(root)) {
    if (item.children !== undefined) continue;
    if (item.isAuto) {
      item.bits = undefined;
      continue;
    }
    const bits = leafBits(item);
    item.bits = bits !== undefined && 'bytes' in bits ? bits : NO_BITS;
    if (bits === undefined || 'bytes' in bits) continue;
    const { problem, within } = bits;
    const { path, document, place } = item;
    const inXml = document?.place !== undefined && within !== undefined;
    faults.add(path, problem, inXml ? placeInString(text, document.place, within) : place, within);
  }
  if (!faults.isEmpty) return undefined;
  const bytes = settle(root, names, secrets, faults);
  return faults.isEmpty ? bytes : undefined;
}

/** Bits of a leaf whose value is given; undefined when its field is not known. */
function leafBits(item: Item): Bits | { readonly problem: string; readonly within?: Place } | undefined {
  if (item.document !== undefined) return documentBits(item.name, item.document);
  const { exact, field, value, width, encoding } = item;
  if (exact !== undefined) return exact;
  if (field === undefined || value === undefined) return undefined;
  const bits = encodeValue(field, value, width, encoding);
  return 'bytes' in bits ? bits : { problem: `${field.label} ${bits.problem}` };
}
