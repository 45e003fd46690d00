import type { Field } from '../../codec/field.ts';
import type { Registry } from '../../dissect/registry.ts';
import { type Wants, wantsOf } from '../../dissect/wants.ts';
import type { CompiledFilter } from '../../filter/compile.ts';
import { callsIn, type Shape } from '../../filter/shapes.ts';
import { BARE } from './bare-protocols.ts';

/** The protocol that every packet begins with. */
export const FRAME = 'frame';

/** What a filter asks of the headers of packets. */
export interface HeaderQuestion {
  readonly wants: Wants;
  /** Ids of the protocols that must have been met before the rest of a packet can be left; each packet begins with the frame. */
  readonly protocols: ReadonlySet<string>;
  /** Of these, those of which a packet must have one: rows behind the packet begin where it ends. */
  readonly bounds: ReadonlySet<string>;
  /** True when it asks whether protocols contain octets: where a protocol ends may need the packet's tree. */
  readonly isSearch: boolean;
}

/**
 * What a filter asks of headers: undefined when it asks for anything else than rows of the frame and of protocols that
 * carry packets.
 */
export function headerQuestion(registry: Registry, { needs }: CompiledFilter): HeaderQuestion | undefined {
  const rows = needs.rows ?? needs.searched;
  if (rows === undefined) return undefined;
  const protocols = new Set<string>();
  const known = new Set<string>();
  let isTrailing = false;
  for (const { dissector, fields } of registry.declared)
    for (const field of fields) {
      const names = namesOf(field).filter((name) => rows.has(name));
      if (names.length === 0) continue;
      if (dissector.id !== FRAME && !BARE.has(dissector.id)) return undefined;
      for (const name of names) known.add(name);
      protocols.add(dissector.id);
      if (dissector.trailing?.includes(field) === true) isTrailing = true;
    }
  if (known.size < rows.size) return undefined;
  const bounds = new Set(isTrailing ? bounded(registry) : []);
  for (const id of bounds) protocols.add(id);
  protocols.add(FRAME);
  const wants: Wants = { ...wantsOf(rows, () => false, false), lays: (id) => protocols.has(id) };
  return { wants, protocols, bounds, isSearch: needs.rows === undefined };
}

/** True for fields of which the question asks rows. */
export function isAskedFor({ wants }: HeaderQuestion, field: Field): boolean {
  return namesOf(field).some((name) => wants.has(name));
}

/** How often protocols of the question are met in packets of a shape; undefined where that is not known for certain. */
export function callsOf({ protocols, bounds }: HeaderQuestion, shape: Shape): number | undefined {
  let calls = 1;
  let isBound = bounds.size === 0;
  for (const id of protocols) {
    if (id === FRAME) continue;
    const times = callsIn(shape, id);
    if (times === undefined) return undefined;
    calls += times;
    if (times > 0 && bounds.has(id)) isBound = true;
  }
  return isBound ? calls : undefined;
}

/** Names under which a field's rows count: what a protocol has behind all that it carries is not the protocol once more. */
function namesOf({ filter, also, atEnd }: Field): readonly string[] {
  if (atEnd === true) return [];
  return also === undefined ? [filter] : [filter, ...also];
}

function bounded(registry: Registry): readonly string[] {
  return registry.protocols.filter(({ id, isBounded }) => isBounded === true && BARE.has(id)).map(({ id }) => id);
}
