import type { Field } from '../codec/field.ts';
import type { Dissector, Registry, TableKeys, TableName } from '../dissect/registry.ts';

/** What names of a description stand for: fields by layer, layers by name. */
export class Names {
  readonly registry: Registry;
  readonly #byLayer = new Map<string, Map<string, Field>>();
  readonly #byName = new Map<string, Field>();
  /** Fields that stand here for declared ones. */
  readonly #declared = new Map<Field, Field>();
  readonly #dissectors = new Map<string, Dissector>();

  constructor(registry: Registry) {
    this.registry = registry;
    for (const { dissector, fields } of registry.declared) {
      const layer = fields.find(({ type, generated }) => type === 'protocol' && generated !== true)?.filter;
      if (layer !== undefined && !this.#dissectors.has(layer)) this.#dissectors.set(layer, dissector);
      const known = this.#byLayer.get(layer ?? dissector.id) ?? new Map<string, Field>();
      this.#byLayer.set(layer ?? dissector.id, known);
      for (const field of fields) {
        if (field.generated === true) continue;
        this.#add(known, field);
      }
    }
    for (const field of registry.fields) {
      if (field.generated !== true) this.#add(this.#byName, field);
    }
  }

  /** One field a name; where those of a name take different numbers of bits, none is the usual one. */
  #add(known: Map<string, Field>, field: Field): void {
    const before = known.get(field.filter);
    if (before === undefined) known.set(field.filter, field);
    else if (before.bits !== undefined && field.bits !== undefined && before.bits !== field.bits) {
      const { bits: _, ...anyWidth } = before;
      known.set(field.filter, anyWidth);
      this.#declared.set(anyWidth, this.declared(before));
    }
  }

  /** The field as its protocol has declared it. */
  declared(field: Field): Field {
    return this.#declared.get(field) ?? field;
  }

  /** The field of that name in a layer: the layer's own before others'. */
  field(layer: string | undefined, name: string): Field | undefined {
    return (layer === undefined ? undefined : this.#byLayer.get(layer)?.get(name)) ?? this.#byName.get(name);
  }

  /** The protocol whose layers have that name. */
  dissector(layer: string): Dissector | undefined {
    return this.#dissectors.get(layer);
  }

  /** The first key under which a table has the protocol of a layer. */
  keyOf<T extends TableName>(table: T, layer: string): TableKeys[T] | undefined {
    const dissector = this.#dissectors.get(layer);
    return dissector === undefined ? undefined : this.registry.table(table).keyOf(dissector);
  }

  /** Names of all layers. */
  get layers(): readonly string[] {
    return [...this.#dissectors.keys()];
  }

  /** The fields that a layer has declared, one a name. */
  fieldsOf(layer: string): readonly Field[] {
    return [...(this.#byLayer.get(layer)?.values() ?? [])];
  }

  /** All fields that can stand in a description, one a name. */
  get all(): readonly Field[] {
    return [...this.#byName.values()];
  }

  /** Known names that are nearest to a wrong one, those of the layer first. */
  nearest(layer: string | undefined, name: string): readonly string[] {
    const own = new Set(layer === undefined ? [] : this.#byLayer.get(layer)?.keys());
    return nearest(name, [...this.#byName.keys()], (candidate) => (own.has(candidate) ? 0 : 2));
  }
}

const MOST_SHOWN = 3;

/** The few candidates that take the fewest changes to become the text; `penalty` is added to the changes. */
export function nearest(
  text: string,
  candidates: readonly string[],
  penalty: (candidate: string) => number = () => 0,
): readonly string[] {
  const wanted = text.slice(0, 80).toLowerCase();
  return candidates
    .map((candidate) => ({ candidate, changes: distance(wanted, candidate.toLowerCase()) + penalty(candidate) }))
    .filter(({ changes }) => changes <= Math.max(3, wanted.length / 2))
    .sort((a, b) => a.changes - b.changes)
    .slice(0, MOST_SHOWN)
    .map(({ candidate }) => candidate);
}

/** Letters to add, remove or change to make one text of the other. */
function distance(a: string, b: string): number {
  let before = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      row.push(Math.min((before[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (before[j - 1] ?? 0) + change));
    }
    before = row;
  }
  return before[b.length] ?? 0;
}
