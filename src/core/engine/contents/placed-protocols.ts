import type { Registry } from '../../dissect/registry.ts';
import type { CompiledFilter } from '../../filter/compile.ts';

/** True when contents by themselves answer for rows of this filter name. */
export function isPlacedName(registry: Registry, name: string): boolean {
  return protocolsOf(registry, new Set([name])) !== undefined;
}

/** The protocols that lay the rows that decide a filter; undefined when contents by themselves do not answer it. */
export function placedProtocols(registry: Registry, filter: CompiledFilter): ReadonlySet<string> | undefined {
  const { rows } = filter.needs;
  return rows === undefined || rows.size === 0 ? undefined : protocolsOf(registry, rows);
}

/** Undefined when one of the names depends on more than a content's octets. */
function protocolsOf(registry: Registry, names: ReadonlySet<string>): Set<string> | undefined {
  const protocols = new Set<string>();
  const known = new Set<string>();
  for (const { dissector, fields } of registry.declared) {
    for (const field of fields) {
      const { filter, also, generated, inherent, type } = field;
      // Where a protocol ends may depend on what it carries.
      const isOwn = generated !== true || inherent === true;
      const follows = isOwn && type !== 'protocol' && dissector.unplaced?.includes(field) !== true;
      for (const name of [filter, ...(also ?? [])]) {
        if (!names.has(name)) continue;
        if (dissector.isPlaced !== true || !follows) return undefined;
        known.add(name);
        protocols.add(dissector.id);
      }
    }
  }
  return known.size === names.size ? protocols : undefined;
}
