import { u32 } from '../base/bits.ts';
import type { Constant } from './literals.ts';
import { inRanges, type NumberRange } from './many-elements.ts';
import type { Operand, Relation, Test } from './typed.ts';

type Holds = (value: number) => boolean;

/** A literal as a number; of the values that it is compared with, the bits of the mask count. */
interface Literal {
  readonly value: number;
  /** Undefined where all bits do. */
  readonly mask: number | undefined;
}

/** Undefined for what cannot be compared as a number. */
type Reader = (constant: Constant) => Literal | undefined;

/**
 * A test of one IPv4 address as one of its number: hundreds of thousands of addresses are asked without an array for each.
 * Undefined where numbers do not say the same.
 */
export function ipv4Test(test: Test): Holds | undefined {
  return holds(test, ipv4Literal);
}

/** A test of one number, a port or a length, without a list of values for each. Undefined where it compares with anything else. */
export function numberTest(test: Test): Holds | undefined {
  return holds(test, ({ value, mask }) =>
    typeof value === 'number' && mask === undefined ? { value, mask } : undefined,
  );
}

function holds(test: Test, read: Reader): Holds | undefined {
  switch (test.kind) {
    case 'or':
    case 'and': {
      const parts = test.parts.map((part) => holds(part, read));
      if (!parts.every((part) => part !== undefined)) return undefined;
      const [only] = parts;
      if (parts.length === 1) return only;
      return test.kind === 'or'
        ? (value) => parts.some((part) => part(value))
        : (value) => parts.every((part) => part(value));
    }
    case 'compare': {
      const wanted = literalOf(test.right, read);
      return wanted && compared(test.relation, wanted);
    }
    case 'in': {
      const ranges: NumberRange[] = [];
      const items: (Holds | undefined)[] = [];
      for (const { from, to } of test.set) {
        const first = literalOf(from, read);
        const last = to === undefined ? first : literalOf(to, read);
        if (first === undefined || last === undefined) return undefined;
        const [least, most] = [boundsOf(first)?.[0], boundsOf(last)?.[1]];
        if (least !== undefined && most !== undefined) ranges.push([least, most]);
        else if (to === undefined) items.push(compared('==', first));
        else items.push(between(compared('>=', first), compared('<=', last)));
      }
      if (!items.every((item) => item !== undefined)) return undefined;
      const isInRange = inRanges(ranges);
      return (value) => isInRange(value) || items.some((item) => item(value));
    }
    default:
      return undefined;
  }
}

function literalOf(operand: Operand, read: Reader): Literal | undefined {
  if (operand.kind !== 'constant' || operand.constants.length !== 1) return undefined;
  const [constant] = operand.constants;
  return constant && read(constant);
}

function compared(relation: Relation, { value, mask }: Literal): Holds | undefined {
  const plain = comparison(relation, mask === undefined ? value : (value & mask) >>> 0);
  if (plain === undefined || mask === undefined || mask === ALL_BITS) return plain;
  return (one) => plain((one & mask) >>> 0);
}

function comparison(relation: Relation, wanted: number): Holds | undefined {
  switch (relation) {
    case '==':
      return (value) => value === wanted;
    case '!=':
      return (value) => value !== wanted;
    case '<':
      return (value) => value < wanted;
    case '<=':
      return (value) => value <= wanted;
    case '>':
      return (value) => value > wanted;
    case '>=':
      return (value) => value >= wanted;
    case 'contains':
      return undefined;
  }
}

/** The least and the greatest number that are equal to a literal; undefined where others between them are not. */
function boundsOf({ value, mask }: Literal): NumberRange | undefined {
  if (mask === undefined) return [value, value];
  const free = ~mask >>> 0;
  // Only of a prefix the bits that do not count are the last ones.
  return (free & (free + 1)) === 0 ? [(value & mask) >>> 0, (value | free) >>> 0] : undefined;
}

function between(aboveFirst: Holds | undefined, belowLast: Holds | undefined): Holds | undefined {
  return aboveFirst && belowLast && ((value) => aboveFirst(value) && belowLast(value));
}

const ALL_BITS = 0xffff_ffff;

function ipv4Literal({ value, mask }: Constant): Literal | undefined {
  if (typeof value !== 'object' || value.length !== 4) return undefined;
  if (mask === undefined) return { value: u32(value, 0), mask: ALL_BITS };
  return mask.length === 4 ? { value: u32(value, 0), mask: u32(mask, 0) } : undefined;
}
