import type { Field } from '../../codec/field.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import type { FilterCatalogue } from '../../filter/catalogue.ts';
import type { CheckedFilter } from '../../filter/checked.ts';
import { type CompiledFilter, compileFilter } from '../../filter/compile.ts';
import { contentPart, type IsContent } from '../../filter/content-part.ts';

/** What contents by themselves say of the rows of a filter name. */
interface Placed {
  /** The protocols that lay them. */
  readonly protocols: Set<string>;
  /** True when they say the rows' values too, and not only whether there are such rows. */
  hasValues: boolean;
}

/** By filter name; undefined where contents by themselves do not answer for all of the rows. */
type PlacedNames = ReadonlyMap<string, Placed | undefined>;

/** Made once for a registry: a filter asks for several names, and looking through all fields for each took longer than reading the filter. */
const KNOWN = new WeakMap<Registry, PlacedNames>();

/** Tells the names of a filter that contents by themselves answer. */
export function placedIn(registry: Registry): IsContent {
  return (row, isPresence) => isPlacedName(registry, row, isPresence);
}

/** True when contents by themselves answer for rows of this filter name; `isPresence` where only it is asked whether there are some. */
export function isPlacedName(registry: Registry, name: string, isPresence = false): boolean {
  const placed = placedNames(registry).get(name);
  return placed !== undefined && (isPresence || placed.hasValues);
}

/** The protocols that lay the rows that decide a filter; undefined when contents by themselves do not answer it. */
export function placedProtocols(registry: Registry, filter: CompiledFilter): ReadonlySet<string> | undefined {
  const { rows } = filter.needs;
  const parted = filter.parted(placedIn(registry));
  if (rows === undefined || parted === undefined || parted.beside !== undefined) return undefined;
  const placed = placedNames(registry);
  return new Set([...rows].flatMap((name) => [...(placed.get(name)?.protocols ?? [])]));
}

/** The part of a filter that contents answer; undefined when there is none, or the filter has a fault. */
export function contentFilter(
  text: string,
  registry: Registry,
  catalogue: FilterCatalogue,
): CompiledFilter | undefined {
  const compiled = compileFilter(text, catalogue);
  if ('fault' in compiled) return undefined;
  return compiled.filter.parted(placedIn(registry))?.content;
}

/** True when a filter has a part that contents answer. */
export function asksContents(checked: CheckedFilter, registry: Registry): boolean {
  if ('fault' in checked || checked.test === undefined) return false;
  return contentPart(checked.test, placedIn(registry)) !== undefined;
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
  const names = new Map<string, Placed | undefined>();
  const add = (dissector: Dissector, field: Field): void => {
    const isPlaced = dissector.isPlaced === true && isOfContent(field) && dissector.unplaced?.includes(field) !== true;
    for (const name of [field.filter, ...(field.also ?? [])]) {
      const isNew = !names.has(name);
      const known = isNew ? { protocols: new Set<string>(), hasValues: true } : names.get(name);
      if (isNew || !isPlaced) names.set(name, isPlaced ? known : undefined);
      known?.protocols.add(dissector.id);
      // Where a protocol ends may depend on what it carries.
      if (known !== undefined && field.type === 'protocol') known.hasValues = false;
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

/** True when the row follows from the content that has it. */
function isOfContent({ generated, inherent }: Field): boolean {
  return generated !== true || inherent === true;
}
