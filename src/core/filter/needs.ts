import type { NameRef, Operand, Test } from './typed.ts';
import { familyOf } from './values.ts';

/** Families of names of which a packet must have one to match; undefined when any packet may. */
export function neededFamilies(test: Test): ReadonlySet<string> | undefined {
  switch (test.kind) {
    case 'or': {
      const all = new Set<string>();
      for (const part of test.parts) {
        const some = neededFamilies(part);
        if (some === undefined) return undefined;
        for (const family of some) all.add(family);
      }
      return all;
    }
    case 'and':
      return smallest(test.parts.map(neededFamilies));
    case 'xor':
    case 'not':
      return undefined;
    case 'compare':
      return smallest([ofOperand(test.left), ofOperand(test.right)]);
    case 'matches':
      return ofOperand(test.left);
    case 'in':
      return ofOperand(test.value);
    case 'exists':
      return ofOperand(test.operand);
  }
}

function smallest(sets: readonly (ReadonlySet<string> | undefined)[]): ReadonlySet<string> | undefined {
  let best: ReadonlySet<string> | undefined;
  for (const set of sets) if (set !== undefined && (best === undefined || set.size < best.size)) best = set;
  return best;
}

/** Without a value on each side nothing compares, and a calculation has no result. */
function ofOperand(operand: Operand): ReadonlySet<string> | undefined {
  switch (operand.kind) {
    case 'name':
      return familiesOf(operand.ref);
    case 'constant':
      return undefined;
    case 'slice':
    case 'negate':
      return ofOperand(operand.of);
    case 'arithmetic':
      return smallest(operand.parts.map(ofOperand));
    case 'call':
      return operand.args.length === 1 ? ofOperand(operand.args[0]!) : undefined;
  }
}

/** Families of the fields that a name stands for; undefined for what is no field. */
export function familiesOf({ info }: NameRef): ReadonlySet<string> | undefined {
  if (info.source.from !== 'rows') return undefined;
  return new Set(info.fields.map(({ filter }) => familyOf(filter)));
}
