import { toUtf8 } from '../base/bytes.ts';
import { related, relatedPairs, relatedToConstant } from './compare.ts';
import { absolute, calculated, changedCase, negated, outermost, sliced } from './functions.ts';
import { lookUpElements } from './many-elements.ts';
import type { PacketValues } from './packet-values.ts';
import type { FunctionName, Operand, Relation, Test } from './typed.ts';
import { type Kind, namesOf, type Value, valueOctets, valueText } from './values.ts';

/** True, false, or undefined: the source of values does not know. */
export type Answer = boolean | undefined;
type Ask = (packet: PacketValues) => Answer;
type Get = (packet: PacketValues) => readonly Value[] | undefined;

/** Makes a test into closures over its constants; what is unknown stays unknown only where it matters. */
export function evaluator(test: Test): Ask {
  switch (test.kind) {
    case 'and':
      return decided(test.parts.map(evaluator), false);
    case 'or':
      return decided(test.parts.map(evaluator), true);
    case 'xor': {
      const parts = test.parts.map(evaluator);
      return (packet) => {
        let odd = false;
        for (const part of parts) {
          const answer = part(packet);
          if (answer === undefined) return undefined;
          odd = odd !== answer;
        }
        return odd;
      };
    }
    case 'not': {
      const of = evaluator(test.of);
      return (packet) => {
        const answer = of(packet);
        return answer === undefined ? undefined : !answer;
      };
    }
    case 'compare':
      return comparison(test);
    case 'matches': {
      const get = getter(test.left);
      const { matcher, mode } = test;
      return (packet) => {
        const values = get(packet);
        return values && anyOrAll(mode, values, (value) => matcher.search(octetsToSearch(value)));
      };
    }
    case 'in': {
      const get = getter(test.value);
      const { known, others } = lookUpElements(test.set);
      const items = others.map(({ from, to }) => membership(from, to));
      const { mode } = test;
      return (packet) => {
        const values = get(packet);
        if (values === undefined) return undefined;
        const holds = items.map((item) => item(packet));
        if (holds.includes(undefined)) return undefined;
        return anyOrAll(
          mode,
          values,
          (value) => known?.(value) === true || holds.some((hold) => hold?.(value) === true),
        );
      };
    }
    case 'exists':
      return existence(test.operand);
  }
}

/** `decisive`: the answer of a part that decides for all. */
function decided(parts: readonly Ask[], decisive: boolean): Ask {
  return (packet) => {
    let unknown = false;
    for (const part of parts) {
      const answer = part(packet);
      if (answer === decisive) return decisive;
      if (answer === undefined) unknown = true;
    }
    return unknown ? undefined : !decisive;
  };
}

/** No value is neither any nor all. */
function anyOrAll(mode: 'any' | 'all', values: readonly Value[], holds: (value: Value) => boolean): boolean {
  if (values.length === 0) return false;
  return mode === 'any' ? values.some(holds) : values.every(holds);
}

function octetsToSearch(value: Value): Uint8Array {
  return typeof value === 'string' ? toUtf8(value) : valueOctets(value);
}

function comparison({ relation, mode, left, right }: Test & { readonly kind: 'compare' }): Ask {
  if (right.kind === 'constant') {
    const get = getter(left);
    const { constants } = right;
    return (packet) => {
      const values = get(packet);
      return values && anyOrAll(mode, values, (value) => relatedToConstant(relation, value, constants));
    };
  }
  // Beside octets text counts as its octets, of which the longer are greater.
  const get = isOctets(left) === isOctets(right) ? getter : inOctets;
  const getLeft = get(left);
  const getRight = get(right);
  return (packet) => {
    const a = getLeft(packet);
    // Nothing is equal or unequal to a field that is not there.
    if (a?.length === 0) return false;
    const b = getRight(packet);
    if (b?.length === 0) return false;
    return a && b && relatedPairs(relation, mode, a, b);
  };
}

function isOctets({ kinds }: Operand): boolean {
  return kinds.size === 1 && kinds.has('octets');
}

/** The values of an operand, texts among them as their octets where it is text. */
function inOctets(operand: Operand): Get {
  const get = getter(operand);
  return operand.kinds.has('text') ? mapped(get, (value) => (typeof value === 'string' ? toUtf8(value) : value)) : get;
}

/** Values of one item of a set, asked once a packet. */
function membership(
  from: Operand,
  to: Operand | undefined,
): (packet: PacketValues) => ((value: Value) => boolean) | undefined {
  if (to === undefined) return limit('==', from);
  const aboveFirst = limit('>=', from);
  const belowLast = limit('<=', to);
  return (packet) => {
    const above = aboveFirst(packet);
    const below = belowLast(packet);
    return above && below && ((value) => above(value) && below(value));
  };
}

/** True of values that are so related to any value of an operand; of a prefix, in the bits that count. */
function limit(
  relation: Relation,
  operand: Operand,
): (packet: PacketValues) => ((value: Value) => boolean) | undefined {
  if (operand.kind === 'constant') {
    const holds = (value: Value) => relatedToConstant(relation, value, operand.constants);
    return () => holds;
  }
  const get = getter(operand);
  return (packet) => {
    const values = get(packet);
    return values && ((value) => values.some((one) => related(relation, value, one)));
  };
}

function existence(operand: Operand): Ask {
  if (operand.kind === 'name') return (packet) => packet.exists(operand.ref);
  const get = getter(operand);
  if (operand.kind === 'slice') return (packet) => isAny(get(packet));
  return (packet) => get(packet)?.some(isSomething);
}

function isAny(values: readonly Value[] | undefined): Answer {
  return values && values.length > 0;
}

/** A calculation is true when it is not zero: `tcp.flags & 2`. */
function isSomething(value: Value): boolean {
  if (typeof value === 'object') return value.some((octet) => octet !== 0);
  return typeof value === 'string' ? true : value !== 0 && value !== 0n;
}

function getter(operand: Operand): Get {
  switch (operand.kind) {
    case 'name':
      return (packet) => packet.values(operand.ref);
    case 'constant': {
      // Calculations take the value itself; prefixes count in comparisons and ranges only.
      const values = operand.constants.map(({ value }) => value);
      return () => values;
    }
    case 'slice':
      return mapped(getter(operand.of), (value) => sliced(value, operand.ranges));
    case 'negate':
      return mapped(getter(operand.of), negated);
    case 'arithmetic': {
      const parts = operand.parts.map(getter);
      return (packet) => {
        let left = parts[0]?.(packet);
        for (const [i, op] of operand.ops.entries()) {
          const right = parts[i + 1]?.(packet);
          if (left === undefined || right === undefined) return undefined;
          left = calculated(op, left, right);
        }
        return left;
      };
    }
    case 'call':
      return call(operand.name, operand.args);
  }
}

function mapped(get: Get, change: (value: Value) => Value | undefined): Get {
  return (packet) =>
    get(packet)
      ?.map(change)
      .filter((value) => value !== undefined);
}

function call(name: FunctionName, args: readonly Operand[]): Get {
  const [first] = args;
  if (first === undefined) return () => [];
  const get = getter(first);
  switch (name) {
    case 'len':
      if (first.kind === 'name' && first.ref.info.source.from === 'rows') return (packet) => packet.sizes(first.ref);
      return mapped(get, (value) => valueOctets(value).length);
    case 'count':
      return (packet) => {
        if (first.kind !== 'name') return [];
        const count = packet.count(first.ref);
        // As in Wireshark, a field that is not there has no count, so that "count(x) == 0" is no test for absence.
        return count === undefined ? undefined : count === 0 ? [] : [count];
      };
    case 'upper':
      return mapped(get, (value) => changedCase(value, true));
    case 'lower':
      return mapped(get, (value) => changedCase(value, false));
    case 'abs':
      return mapped(get, absolute);
    case 'string': {
      const [kind = 'text' as Kind] = first.kinds;
      return mapped(get, (value) => valueText(value, kind));
    }
    case 'vals':
      return (packet) => {
        if (first.kind !== 'name') return [];
        const { fields } = first.ref.info;
        return get(packet)?.flatMap((value) => (typeof value === 'number' ? namesOf(fields, value) : []));
      };
    case 'max':
    case 'min': {
      const gets = args.map(getter);
      return (packet) => {
        const values: Value[] = [];
        for (const one of gets) {
          const some = one(packet);
          if (some === undefined) return undefined;
          for (const value of some) values.push(value);
        }
        return outermost(values, name === 'max' ? 1 : -1);
      };
    }
  }
}
