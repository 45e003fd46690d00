import type { Bits } from '../codec/encodings.ts';
import type { Secret } from '../dissect/secrets.ts';
import { documentBits } from './documents.ts';
import { type Item, itemsIn } from './item.ts';
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
  return { ...read, bytes: buildItems(read, names, secrets) };
}

function buildItems(
  { root, faults }: ReadDescription,
  names: Names,
  secrets: readonly Secret[],
): Uint8Array | undefined {
  for (const item of itemsIn(root)) {
    if (item.children !== undefined) continue;
    item.bits = item.isAuto
      ? undefined
      : (leafBits(item, (message) => faults.add(item.path, message, item.place)) ?? NO_BITS);
  }
  if (!faults.isEmpty) return undefined;
  const bytes = settle(root, names, secrets, faults);
  return faults.isEmpty ? bytes : undefined;
}

/** Bits of a leaf whose value is given. */
export function leafBits(item: Item, fault: (message: string) => void): Bits | undefined {
  if (item.document !== undefined) {
    const bits = documentBits(item.name, item.document);
    if ('bytes' in bits) return bits;
    fault(`the document cannot be written: ${bits.problem}`);
    return undefined;
  }
  const { exact, field, value, width, encoding } = item;
  if (exact !== undefined) return exact;
  if (field === undefined || value === undefined) return undefined;
  const bits = encodeValue(field, value, width, encoding);
  if ('bytes' in bits) return bits;
  fault(`${field.label} ${bits.problem}`);
  return undefined;
}
