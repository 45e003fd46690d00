import { readBits } from '../base/bits.ts';
import type { Field } from '../codec/field.ts';
import type { TableKeys, TableName } from './registry.ts';
import type { Secret } from './secrets.ts';

/** A part of a packet that is being built, or of one that is described: a layer, a group or a field. Positions are bits. */
export interface Part {
  /** Filter name. */
  readonly name: string;
  readonly field: Field | undefined;
  readonly parent: Part | undefined;
  /** Place among the parts of its parent. */
  readonly index: number;
  /** Undefined for fields without parts. */
  readonly children: readonly Part[] | undefined;
  readonly start: number;
  readonly end: number;
  /** The value where it is given or has been worked out. */
  readonly value: number | string | undefined;
}

/** What a computation knows: the field's place among the parts, and the packet's octets as far as they have been built. */
export interface Place {
  readonly part: Part;
  readonly bytes: Uint8Array;
  readonly secrets: readonly Secret[];
  /** The key under which a table has the protocol of a layer; undefined when it has none. */
  key<T extends TableName>(table: T, layer: string): TableKeys[T] | undefined;
}

/** Works out the value of a field from the rest of the packet; undefined where it does not follow from it. */
export type Compute = (place: Place) => number | string | Uint8Array | undefined;

export interface Computation {
  readonly compute: Compute;
  /** True for checksums and digests: worked out when all else is in its place, with zeros where the field itself stands. */
  readonly isSeal: boolean;
}

/** What stands behind the last layer and belongs to the link. */
const TRAILERS: ReadonlySet<string> = new Set(['eth.padding', 'eth.trailer', 'eth.fcs']);

export function isTrailer(part: Part): boolean {
  if (TRAILERS.has(part.name)) return true;
  return part.name === 'eth' && part.children?.every(({ name }) => TRAILERS.has(name)) === true;
}

/** Whole octets of a part. */
export function octetsOf(part: Part | undefined): number {
  return part === undefined ? 0 : Math.ceil((part.end - part.start) / 8);
}

/** The layer that a part is in; for a layer, itself. */
export function layerOf(part: Part): Part {
  let at = part;
  while (at.field?.type !== 'protocol' && at.parent !== undefined) at = at.parent;
  return at;
}

/** Parts beside a part, in order. */
function beside(part: Part): readonly Part[] {
  return part.parent?.children ?? [part];
}

/** Parts of one group that are looked at behind a part: real packets have a few. */
const MOST_BESIDE = 4096;

/** What stands behind a part in the same group. */
export function behind(part: Part, count = MOST_BESIDE): readonly Part[] {
  return beside(part).slice(part.index + 1, part.index + 1 + count);
}

/** What stands before a part in the same group, the nearest first. */
export function before(part: Part): readonly Part[] {
  return beside(part)
    .slice(Math.max(0, part.index - MOST_BESIDE), part.index)
    .toReversed();
}

/** The part of the same group with that name: the nearest one behind, else before. */
export function sibling(part: Part, name: string): Part | undefined {
  return behind(part).find((other) => other.name === name) ?? before(part).find((other) => other.name === name);
}

/** The first part with that name in a layer or group, however deep. */
export function inside(part: Part, name: string): Part | undefined {
  for (const child of part.children ?? []) {
    const found = child.name === name ? child : inside(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The number that stands in a part: its bits, whatever its field makes of them; undefined for more than 53. */
export function numberIn(bytes: Uint8Array, part: Part | undefined): number | undefined {
  if (part === undefined || part.end - part.start > 53 || part.end <= part.start) return undefined;
  return readBits(bytes, part.start, part.end - part.start);
}

/** The part that stands directly behind, when it is a layer: what this one carries. */
export function nextLayer(part: Part): Part | undefined {
  const [next] = behind(part, 1);
  return next?.field?.type === 'protocol' && !isTrailer(next) ? next : undefined;
}

/** Bit behind all that a layer carries: what stands behind it, without what belongs to the link. */
export function reach(layer: Part): number {
  let { end } = layer;
  for (const part of behind(layer)) if (!isTrailer(part)) end = Math.max(end, part.end);
  return end;
}

/** Octets of a layer and of all that it carries. */
export function wholeOctets(layer: Part): number {
  return Math.ceil((reach(layer) - layer.start) / 8);
}

/** Octets that a layer carries. */
export function carriedOctets(layer: Part): number {
  return Math.ceil((reach(layer) - layer.end) / 8);
}

/** Octets of the packet from one bit to another. */
export function slice(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return bytes.subarray(start >>> 3, Math.ceil(end / 8));
}

/** A length: octets from behind the field to the end of its group, and `more`. */
export function restOfGroup(more = 0): Compute {
  return ({ part }) => (part.parent === undefined ? undefined : Math.ceil((part.parent.end - part.end) / 8) + more);
}

/** A length: octets of the parts that stand directly behind the field, `count` of them. */
export function octetsBehind(count = 1): Compute {
  return ({ part }) => {
    const parts = behind(part, count);
    return parts.length === 0 ? 0 : Math.ceil(((parts.at(-1)?.end ?? part.end) - part.end) / 8);
  };
}

/** A length: octets of the group that the field is in. */
export const octetsOfGroup: Compute = ({ part }) => octetsOf(part.parent);

/** A key: the protocol of the layer that stands behind this one, by a table. */
export function keyOfNext(table: 'eth.type' | 'ip.proto' | 'ppp.protocol'): Compute {
  return ({ part, key }) => {
    const next = nextLayer(layerOf(part));
    return next === undefined ? undefined : key(table, next.name);
  };
}

/** Bit behind a message of a stream: what its layer carries, up to the next message of the same protocol. */
export function messageEnd(layer: Part): number {
  let { end } = layer;
  for (const part of behind(layer)) {
    if (part.name === layer.name) break;
    if (!isTrailer(part)) end = Math.max(end, part.end);
  }
  return end;
}

/** Bit behind a group and what it carries: content that is decoded stands as layers of its own behind the last group. */
export function groupEnd(group: Part): number {
  const layer = layerOf(group);
  return group.end === layer.end ? messageEnd(layer) : group.end;
}

/** A length: octets of a message of a stream, header included. */
export const messageOctets: Compute = ({ part }) => {
  const layer = layerOf(part);
  return Math.ceil((messageEnd(layer) - layer.start) / 8);
};

/** A length: octets of the field's layer alone. */
export const layerOctets: Compute = ({ part }) => octetsOf(layerOf(part));

/** A length: octets of what the field's layer carries. */
export const carried: Compute = ({ part }) => carriedOctets(layerOf(part));

/** A count: the parts with that name beside the field. */
export function countBeside(name: string): Compute {
  return ({ part }) => beside(part).reduce((count, other) => count + (other.name === name ? 1 : 0), 0);
}

/** A length: octets of the parts with these names beside the field. */
export function octetsBeside(...names: readonly string[]): Compute {
  return ({ part }) => beside(part).reduce((sum, other) => sum + (names.includes(other.name) ? octetsOf(other) : 0), 0);
}

/** Octets behind the header lines that a field stands in: a Content-Length. */
export const bodyOctets: Compute = ({ part }) => {
  for (let at: Part | undefined = part; at?.parent !== undefined; at = at.parent) {
    const last = behind(at).find(({ name }) => name.endsWith('header.end'));
    if (last === undefined) continue;
    const end = at.parent.field?.type === 'protocol' ? messageEnd(at.parent) : at.parent.end;
    return Math.ceil((end - last.end) / 8);
  }
  return undefined;
};
