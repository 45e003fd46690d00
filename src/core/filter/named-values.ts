import { type Field, nameOf } from '../codec/field.ts';

/** A value of a field with its name. */
export interface NamedValue {
  readonly value: number;
  readonly name: string;
}

/** Values that are looked at for names that a function gives. */
const NAMED_BY_FUNCTION = 0x400;

/** Values of a field that have a name. */
export function namedValues(fields: readonly Field[]): readonly NamedValue[] {
  const out = new Map<string, NamedValue>();
  for (const field of fields) {
    const { names } = field;
    if (names === undefined) continue;
    const values =
      typeof names === 'function'
        ? Array.from({ length: NAMED_BY_FUNCTION }, (_, value) => value)
        : names instanceof Map
          ? [...names.keys()]
          : Object.keys(names).map(Number);
    for (const value of values) {
      const name = nameOf(field, value);
      if (name !== undefined) out.set(`${value} ${name}`, { value, name });
    }
  }
  return [...out.values()];
}
