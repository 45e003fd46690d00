import { type Field, UNDECODED } from '../codec/field.ts';
import type { Registry } from '../dissect/registry.ts';
import type { Catalogue, FieldView } from './views.ts';

/** Every declared field, rule and protocol as a user interface sees them, and the place of a field in that list. */
export function catalogueOf(registry: Registry): {
  readonly view: Catalogue;
  readonly number: (field: Field) => number;
} {
  const numbers = new Map<Field, number>();
  const fields: FieldView[] = [];
  for (const field of registry.fields) {
    if (numbers.has(field)) continue;
    numbers.set(field, fields.length);
    fields.push({
      filter: field.filter,
      label: field.label,
      type: field.type,
      spec: field.spec,
      doc: field.doc,
      generated: field.generated === true,
      ...(field.names === undefined ? {} : { hasNames: true }),
      ...(field.leadsTo === undefined ? {} : { leadsTo: field.leadsTo }),
    });
  }
  const layers = registry.table('layer');
  const view: Catalogue = {
    fields,
    names: otherNames(registry.fields),
    rules: registry.rules.map(({ id, level, severity, section, text }) => ({ id, level, severity, section, text })),
    layers: [...layers.keys()].sort().map((id) => ({ id, name: layers.get(id)?.name ?? id })),
    protocols: registry.protocols
      .map(({ id, name }) => ({ id, name }))
      .filter(({ id }, i, all) => all.findIndex((other) => other.id === id) === i)
      .sort((a, b) => a.id.localeCompare(b.id)),
  };
  return { view, number: (field) => numbers.get(field) ?? numbers.get(UNDECODED) ?? 0 };
}

/** Names of fields that are no field's own, each with all fields that count under it. */
function otherNames(fields: readonly Field[]): readonly FieldView[] {
  const own = new Set(fields.map(({ filter }) => filter));
  const meant = new Map<string, Field[]>();
  for (const field of fields)
    for (const name of field.also ?? []) {
      if (own.has(name)) continue;
      const known = meant.get(name);
      if (known === undefined) meant.set(name, [field]);
      else known.push(field);
    }
  return [...meant].map(([filter, of]) => ({
    filter,
    label: [...new Set(of.map(({ label }) => label))].join(' or '),
    type: of[0]!.type,
    spec: of[0]!.spec,
    doc: `Stands for ${[...new Set(of.map((field) => field.filter))].join(', ')}.`,
    generated: false,
    ...(of.some(({ names }) => names !== undefined) ? { hasNames: true } : {}),
  }));
}
