import type { Field } from '../../codec/field.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import type { FilterCatalogue } from '../../filter/catalogue.ts';
import type { CheckedFilter } from '../../filter/checked.ts';
import { type CompiledFilter, compileFilter } from '../../filter/compile.ts';
import { contentPart } from '../../filter/content-part.ts';

/** By filter name: the protocols that lay its rows; undefined where contents by themselves do not answer for all of them. */
type PlacedNames = ReadonlyMap<string, ReadonlySet<string> | undefined>;

/** Made once for a registry: a filter asks for several names, and looking through all fields for each took longer than reading the filter. */
const KNOWN = new WeakMap<Registry, PlacedNames>();

/** True when contents by themselves answer for rows of this filter name. */
export function isPlacedName(registry: Registry, name: string): boolean {
  return placedNames(registry).get(name) !== undefined;
}

/** The protocols that lay the rows that decide a filter; undefined when contents by themselves do not answer it. */
export function placedProtocols(registry: Registry, filter: CompiledFilter): ReadonlySet<string> | undefined {
  const { rows } = filter.needs;
  if (rows === undefined || rows.size === 0) return undefined;
  const placed = placedNames(registry);
  const protocols = new Set<string>();
  for (const name of rows) {
    const some = placed.get(name);
    if (some === undefined) return undefined;
    for (const protocol of some) protocols.add(protocol);
  }
  return protocols;
}

/** The part of a filter that contents answer; undefined when there is none, or the filter has a fault. */
export function contentFilter(
  text: string,
  registry: Registry,
  catalogue: FilterCatalogue,
): CompiledFilter | undefined {
  const compiled = compileFilter(text, catalogue);
  if ('fault' in compiled) return undefined;
  return compiled.filter.parted((name) => isPlacedName(registry, name))?.content;
}

/** True when a filter has a part that contents answer. */
export function asksContents(checked: CheckedFilter, registry: Registry): boolean {
  if ('fault' in checked || checked.test === undefined) return false;
  return contentPart(checked.test, (name) => isPlacedName(registry, name)) !== undefined;
}

function placedNames(registry: Registry): PlacedNames {
  let names = KNOWN.get(registry);
  if (names === undefined) {
    names = findNames(registry);
    KNOWN.set(registry, names);
  }
  return names;
}

function findNames(registry: Registry): PlacedNames {
  const names = new Map<string, Set<string> | undefined>();
  const add = (dissector: Dissector, field: Field): void => {
    const isPlaced = dissector.isPlaced === true && isOfContent(field) && dissector.unplaced?.includes(field) !== true;
    for (const name of [field.filter, ...(field.also ?? [])]) {
      const known = names.get(name);
      if (!isPlaced) names.set(name, undefined);
      else if (known !== undefined) known.add(dissector.id);
      else if (!names.has(name)) names.set(name, new Set([dissector.id]));
    }
  };
  for (const { dissector, fields } of registry.declared) {
    for (const field of fields) add(dissector, field);
    // Pass 1 says of such packets that only their trees can tell.
    if (dissector.hides === 'noted') continue;
    for (const id of dissector.lays ?? []) for (const field of registry.fieldsOf(id)) add(dissector, field);
  }
  return names;
}

/** True when the row's value follows from the content that has it; where a protocol ends may depend on what it carries. */
function isOfContent({ generated, inherent, type }: Field): boolean {
  return (generated !== true || inherent === true) && type !== 'protocol';
}
