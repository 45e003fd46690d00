import type { Span } from './lexer.ts';
import { quoteText } from './literal-text.ts';

/** Order and equality, and search in text. `===` is "all equal", `!==` is "any unequal" (also written `~=`). */
export type CompareOp = '==' | '===' | '!=' | '!==' | '<' | '<=' | '>' | '>=' | 'contains' | 'matches';
export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '&';
export type Quantifier = 'any' | 'all';

/** `length` undefined: to the end. A negative start counts from the end. `last` (inclusive) instead of a length: `[a-b]`. */
export type SliceRange =
  | { readonly start: number; readonly length: number | undefined }
  | { readonly start: number; readonly last: number };

/** What has values. */
export type ValueNode = Span &
  (
    | { readonly kind: 'word'; readonly text: string }
    | { readonly kind: 'string'; readonly text: string; readonly unknownEscape?: string }
    | { readonly kind: 'char'; readonly text: string }
    | { readonly kind: 'slice'; readonly of: ValueNode; readonly ranges: readonly SliceRange[] }
    | { readonly kind: 'layer'; readonly of: ValueNode; readonly ranges: readonly SliceRange[] }
    | { readonly kind: 'raw'; readonly of: ValueNode }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly ValueNode[] }
    | { readonly kind: 'negate'; readonly of: ValueNode }
    | { readonly kind: 'arithmetic'; readonly parts: readonly ValueNode[]; readonly ops: readonly ArithmeticOp[] }
  );

export interface SetItem {
  readonly from: ValueNode;
  /** Of a range `from..to`. */
  readonly to: ValueNode | undefined;
}

/** What is true or false. */
export type TestNode = Span &
  (
    | { readonly kind: 'or' | 'xor' | 'and'; readonly parts: readonly TestNode[] }
    | { readonly kind: 'not'; readonly of: TestNode }
    | {
        readonly kind: 'compare';
        readonly quantifier: Quantifier | undefined;
        /** One more than `ops`; more than two in a chain: `1 < tcp.port < 10`. */
        readonly values: readonly ValueNode[];
        readonly ops: readonly CompareOp[];
      }
    | {
        readonly kind: 'in';
        readonly quantifier: Quantifier | undefined;
        readonly value: ValueNode;
        readonly set: readonly SetItem[];
      }
    | { readonly kind: 'test'; readonly value: ValueNode }
  );

export type Node = TestNode | ValueNode;

/** How tightly operators bind; also the order in which a filter is read. */
export const POWER = { or: 1, xor: 2, and: 3, not: 4, compare: 5, '&': 6, '+': 7, '*': 8, unary: 9 } as const;

export function powerOf(op: ArithmeticOp): number {
  if (op === '&') return POWER['&'];
  return op === '+' || op === '-' ? POWER['+'] : POWER['*'];
}

const SIGN = { or: ' || ', xor: ' ^^ ', and: ' && ' } as const;

/** The filter as text, with no more parentheses than it needs; reading it gives the same tree. */
export function printNode(node: Node, power = 0): string {
  const [text, own] = printed(node);
  return own < power ? `(${text})` : text;
}

const SUFFIXED = 10;
const TIGHT = 11;

function printed(node: Node): readonly [text: string, power: number] {
  switch (node.kind) {
    case 'word':
      return [node.text, TIGHT];
    case 'string':
      return [quoteText(node.text), TIGHT];
    case 'char': {
      const quoted = quoteText(node.text).slice(1, -1);
      return [`'${node.text === "'" ? "\\'" : quoted}'`, TIGHT];
    }
    case 'slice':
      return [`${printNode(node.of, SUFFIXED)}[${node.ranges.map(printRange).join(',')}]`, SUFFIXED];
    case 'layer':
      return [`${printNode(node.of, SUFFIXED)}#[${node.ranges.map(printRange).join(',')}]`, SUFFIXED];
    case 'raw':
      return [`@${printNode(node.of, TIGHT)}`, SUFFIXED];
    case 'call':
      return [`${node.name}(${node.args.map((arg) => printNode(arg)).join(', ')})`, TIGHT];
    case 'negate':
      return [`-${printNode(node.of, POWER.unary)}`, POWER.unary];
    case 'arithmetic': {
      const power = powerOf(node.ops[0] ?? '+');
      return [interleave(node.parts, node.ops, power + 1), power];
    }
    case 'or':
    case 'xor':
    case 'and': {
      const power = POWER[node.kind];
      return [node.parts.map((part) => printNode(part, power + 1)).join(SIGN[node.kind]), power];
    }
    case 'not':
      return [`!${printNode(node.of, POWER.not)}`, POWER.not];
    case 'compare':
      return [quantified(node.quantifier) + interleave(node.values, node.ops, POWER.compare + 1), POWER.compare];
    case 'in': {
      const items = node.set.map(printItem);
      const value = printNode(node.value, POWER.compare + 1);
      return [`${quantified(node.quantifier)}${value} in {${items.join(', ')}}`, POWER.compare];
    }
    case 'test':
      return printed(node.value);
  }
}

function printItem({ from, to }: SetItem): string {
  const first = printNode(from);
  // A dot at the end of the first would join the dots of the range.
  return to === undefined ? first : `${first}${first.endsWith('.') ? ' ' : ''}..${printNode(to)}`;
}

function interleave(values: readonly ValueNode[], ops: readonly string[], power: number): string {
  return values.map((value, i) => (i === 0 ? '' : ` ${ops[i - 1]} `) + printNode(value, power)).join('');
}

function quantified(quantifier: Quantifier | undefined): string {
  return quantifier === undefined ? '' : `${quantifier} `;
}

function printRange(range: SliceRange): string {
  if ('last' in range) return `${range.start}-${range.last}`;
  if (range.length === 1) return String(range.start);
  return `${range.start}:${range.length ?? ''}`;
}
