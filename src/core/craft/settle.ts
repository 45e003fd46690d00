import { toHex } from '../base/bytes.ts';
import { type Bits, hasOwnWidth } from '../codec/encodings.ts';
import type { Computation, Place } from '../dissect/computed.ts';
import type { Secret } from '../dissect/secrets.ts';
import type { Faults } from './faults.ts';
import { isNumber } from './form-nodes.ts';
import { cutBits, equalBits, type Item, itemsIn, putBits } from './item.ts';
import { layOut, octetsOf } from './lay-out.ts';
import { encodeValue } from './leaf-bits.ts';
import type { Names } from './names.ts';

/** Rounds after which lengths that depend on each other must have settled: each round fixes at least those of one depth. */
const MOST_ROUNDS = 60;
const NO_BITS: Bits = { bytes: new Uint8Array(0), width: 0 };

/** Works out all items that are to be, lengths before seals, and gives the octets of the packet. */
export function settle(root: Item, names: Names, secrets: readonly Secret[], faults: Faults): Uint8Array | undefined {
  const autos: Auto[] = [];
  for (const item of itemsIn(root)) {
    if (!item.isAuto) continue;
    const computation = computationOf(item, names);
    if (computation === undefined) {
      faults.add(item.path, `${label(item)} does not follow from other values: give one`, item.place);
      continue;
    }
    item.bits = startBits(item);
    autos.push({ item, computation });
  }
  layOut(root, 0);
  let bytes = octetsOf(root);
  // Seals whose size the field does not say are asked for it: lengths count them.
  for (const auto of autos) {
    if (!auto.computation.isSeal || bytes === undefined || auto.item.bits?.width !== 0) continue;
    work(auto, bytes, names, secrets);
    const { width } = auto.item.bits;
    auto.item.bits = { bytes: new Uint8Array((width + 7) >>> 3), width };
    layOut(root, 0);
    bytes = octetsOf(root);
  }
  const lengths = autos.filter(({ computation }) => !computation.isSeal);
  for (let round = 0, isChanged = true; bytes !== undefined && isChanged && round < MOST_ROUNDS; round++) {
    isChanged = false;
    for (const auto of lengths) if (work(auto, bytes, names, secrets)) isChanged = true;
    if (!isChanged) break;
    layOut(root, 0);
    bytes = octetsOf(root);
  }
  if (bytes === undefined) {
    faults.add('/layers', 'the packet would be larger than 16 MiB', { from: 0, to: 0 });
    return undefined;
  }
  // Inner seals first: outer ones cover them.
  for (const auto of autos.filter(({ computation }) => computation.isSeal).toReversed()) {
    if (work(auto, bytes, names, secrets)) {
      if ((auto.item.bits?.width ?? 0) === auto.item.end - auto.item.start)
        putBits(bytes, auto.item.start, auto.item.bits ?? NO_BITS);
      else {
        layOut(root, 0);
        bytes = octetsOf(root) ?? bytes;
      }
    }
  }
  for (const { item, problem } of autos) if (problem !== undefined) faults.add(item.path, problem, item.place);
  return bytes;
}

interface Auto {
  readonly item: Item;
  readonly computation: Computation;
  problem?: string | undefined;
}

export function computationOf(item: Item, names: Names): Computation | undefined {
  return item.children === undefined && item.document === undefined ? names.registry.computation(item.name) : undefined;
}

/** The value that a computation gives for an item. */
export function computed(
  item: Item,
  { compute }: Computation,
  bytes: Uint8Array,
  names: Names,
  secrets: readonly Secret[],
): number | string | undefined {
  const place: Place = { part: item, bytes, secrets, key: (table, layer) => names.keyOf(table, layer) };
  const value = compute(place);
  return value instanceof Uint8Array ? toHex(value) : value;
}

/** Works out one item; true when it got other bits. */
function work(auto: Auto, bytes: Uint8Array, names: Names, secrets: readonly Secret[]): boolean {
  const { item, computation } = auto;
  const value = computed(item, computation, bytes, names, secrets);
  auto.problem = undefined;
  if (value === undefined) {
    auto.problem = `${label(item)} does not follow from the rest of this packet: give a value`;
    return false;
  }
  const encoded = item.field && encodeValue(item.field, value, item.width, item.encoding);
  if (encoded === undefined || 'problem' in encoded) {
    auto.problem = `${label(item)} would be ${value}, but ${encoded?.problem ?? 'cannot be written'}`;
    return false;
  }
  item.value = value;
  if (item.bits !== undefined && equalBits(encoded, item.bits)) return false;
  item.bits = encoded;
  return true;
}

/** Zeros of the width that an item is known to have. */
function startBits(item: Item): Bits {
  const { field } = item;
  if (field === undefined) return NO_BITS;
  const width = item.width ?? (isNumber(field.type) ? field.bits : undefined);
  if (width !== undefined && !hasOwnWidth(item.encoding ?? field.encoding)) {
    return { bytes: new Uint8Array((width + 7) >>> 3), width };
  }
  const zero = isNumber(field.type) ? encodeValue(field, 0, item.width, item.encoding) : NO_BITS;
  return 'bytes' in zero ? zero : NO_BITS;
}

function label(item: Item): string {
  return item.field?.label ?? item.name;
}

/** Whether an item's value would follow from the rest of a built packet, if it were not given. */
export function follows(item: Item, bytes: Uint8Array, names: Names, secrets: readonly Secret[]): boolean {
  const computation = computationOf(item, names);
  return computation !== undefined && computed(item, computation, bytes, names, secrets) !== undefined;
}

/** Marks the items of a described packet whose bits are what their computations give. */
export function markAutos(root: Item, bytes: Uint8Array, names: Names, secrets: readonly Secret[]): void {
  const octets = bytes.slice();
  for (const item of itemsIn(root)) {
    const computation = computationOf(item, names);
    if (computation === undefined || item.field === undefined) continue;
    const bits = cutBits(octets, item.start, item.end);
    const zeros = { bytes: new Uint8Array(bits.bytes.length), width: bits.width };
    if (computation.isSeal) putBits(octets, item.start, zeros);
    const value = computed(item, computation, octets, names, secrets);
    if (computation.isSeal) putBits(octets, item.start, bits);
    if (value === undefined) continue;
    const encoded = encodeValue(item.field, value, item.width, item.encoding);
    if ('bytes' in encoded && equalBits(encoded, bits)) item.isAuto = true;
  }
}
