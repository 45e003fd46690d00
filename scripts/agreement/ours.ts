import type { FieldType } from '../../src/core/codec/field.ts';
import { Tree } from '../../src/core/codec/tree.ts';
import { rowValue } from '../../src/core/codec/value.ts';
import type { Registry } from '../../src/core/dissect/registry.ts';
import { loadCapture } from '../../src/core/engine/load-capture.ts';
import { MemorySource } from '../../src/core/files/byte-source.ts';
import { MemorySpill } from '../../src/core/files/spill.ts';

/** Values of a packet by filter name, and the octets of each as hexadecimal digits. */
export type OurPacket = ReadonlyMap<string, readonly OurValue[]>;

export interface OurValue {
  readonly value: number | string;
  readonly octets: string;
}

/** Types by filter name, for names that have values. One name has one type. */
export function typesByName(registry: Registry): ReadonlyMap<string, FieldType> {
  const types = new Map<string, FieldType>();
  for (const { filter, type, also } of registry.fields) {
    if (type === 'protocol' || type === 'undecoded') continue;
    for (const name of [filter, ...(also ?? [])]) if (types.get(name) !== 'group') types.set(name, type);
  }
  return types;
}

/**
 * Packets of a capture file as this tool reads them: the values that `dissect` prints.
 * @param limit packets to give; the whole capture is read whatever it is
 */
export async function readWithOurs(
  registry: Registry,
  name: string,
  bytes: Uint8Array,
  limit = Number.POSITIVE_INFINITY,
): Promise<OurPacket[]> {
  const source = new MemorySource(name, bytes);
  const loading = loadCapture(registry, source, { makeSpill: () => new MemorySpill() }, () => undefined);
  await loading.done;
  const capture = await loading.opened;
  const packets: OurPacket[] = [];
  const tree = new Tree();
  for (let index = 0; index < Math.min(capture.length, limit); index++) {
    capture.dissect(index, await capture.bytes.fetch(capture.needed([index])), [], tree);
    packets.push(valuesOf(tree));
  }
  return packets;
}

function valuesOf(tree: Tree): OurPacket {
  const values = new Map<string, OurValue[]>();
  for (let row = 0; row < tree.length; row++) {
    const value = rowValue(tree, row);
    if (value === undefined || value === null || tree.sources[tree.source(row)]?.alternative === true) continue;
    const { filter, also, generated } = tree.field(row);
    const octets = generated === true ? '' : octetsOf(tree, row);
    for (const name of [filter, ...(also ?? [])]) {
      const list = values.get(name);
      if (list === undefined) values.set(name, [{ value, octets }]);
      else list.push({ value, octets });
    }
  }
  return values;
}

/** The octets that a row lies in, whole ones. */
function octetsOf(tree: Tree, row: number): string {
  const bytes = tree.sources[tree.source(row)]?.bytes;
  return Buffer.from(bytes?.subarray(tree.start(row) >>> 3, (tree.end(row) + 7) >>> 3) ?? []).toString('hex');
}
