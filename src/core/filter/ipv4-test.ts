import { u32 } from '../base/bits.ts';
import type { Constant } from './literals.ts';
import type { Operand, Relation, Test } from './typed.ts';

type Holds = (address: number) => boolean;

/**
 * A test of one IPv4 address as one of its number: hundreds of thousands of addresses are asked without an array for each.
 * Undefined where numbers do not say the same.
 */
export function ipv4Test(test: Test): Holds | undefined {
  switch (test.kind) {
    case 'or':
    case 'and': {
      const parts = test.parts.map(ipv4Test);
      if (!parts.every((part) => part !== undefined)) return undefined;
      const [only] = parts;
      if (parts.length === 1) return only;
      return test.kind === 'or'
        ? (address) => parts.some((part) => part(address))
        : (address) => parts.every((part) => part(address));
    }
    case 'compare':
      return compared(test.relation, test.right);
    case 'in': {
      const items = test.set.map(({ from, to }) => (to === undefined ? compared('==', from) : between(from, to)));
      if (!items.every((item) => item !== undefined)) return undefined;
      return (address) => items.some((item) => item(address));
    }
    default:
      return undefined;
  }
}

function compared(relation: Relation, operand: Operand): Holds | undefined {
  if (operand.kind !== 'constant' || operand.constants.length !== 1) return undefined;
  const [constant] = operand.constants;
  const mask = constant === undefined ? undefined : maskOf(constant);
  if (constant === undefined || mask === undefined) return undefined;
  const wanted = (numberOf(constant) & mask) >>> 0;
  switch (relation) {
    case '==':
      return (address) => (address & mask) >>> 0 === wanted;
    case '!=':
      return (address) => (address & mask) >>> 0 !== wanted;
    case '<':
      return (address) => (address & mask) >>> 0 < wanted;
    case '<=':
      return (address) => (address & mask) >>> 0 <= wanted;
    case '>':
      return (address) => (address & mask) >>> 0 > wanted;
    case '>=':
      return (address) => (address & mask) >>> 0 >= wanted;
    case 'contains':
      return undefined;
  }
}

/** Ranges count the values of their ends alone, without a prefix. */
function between(from: Operand, to: Operand): Holds | undefined {
  if (from.kind !== 'constant' || to.kind !== 'constant') return undefined;
  const [first, ...moreFirst] = from.constants;
  const [last, ...moreLast] = to.constants;
  if (first === undefined || last === undefined || moreFirst.length + moreLast.length > 0) return undefined;
  if (maskOf(first) === undefined || maskOf(last) === undefined) return undefined;
  const least = numberOf(first);
  const most = numberOf(last);
  return (address) => address >= least && address <= most;
}

/** The bits that count; undefined for what is no IPv4 address. */
function maskOf({ value, mask }: Constant): number | undefined {
  if (typeof value !== 'object' || value.length !== 4) return undefined;
  if (mask === undefined) return 0xffff_ffff;
  return mask.length === 4 ? u32(mask, 0) : undefined;
}

function numberOf({ value }: Constant): number {
  return typeof value === 'object' ? u32(value, 0) : 0;
}
