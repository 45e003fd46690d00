import type { ArithmeticOp, Quantifier, SliceRange } from './ast.ts';
import type { NameInfo } from './catalogue.ts';
import type { FilterFault, Span } from './lexer.ts';
import type { Constant } from './literals.ts';
import type { Matcher } from './regex.ts';
import type { Kind } from './values.ts';

/** A name as a filter uses it: the values of which layers, and whether as octets. */
export interface NameRef {
  readonly info: NameInfo;
  readonly layers: readonly SliceRange[] | undefined;
  readonly raw: boolean;
  /** True where a protocol is searched: then it counts with all that it carries, as in Wireshark. */
  readonly carried: boolean;
}

export const FUNCTIONS = {
  len: 'Octets of each value.',
  count: 'How many values the packet has of a field.',
  upper: 'Text in upper case.',
  lower: 'Text in lower case.',
  max: 'The largest of all values.',
  min: 'The smallest of all values.',
  abs: 'The value without its sign.',
  string: 'The value as text.',
  vals: 'The name of the value.',
} as const;
export type FunctionName = keyof typeof FUNCTIONS;

export function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}

/** A value of a filter whose types are known. */
export type Operand = { readonly kinds: ReadonlySet<Kind> } & (
  | { readonly kind: 'name'; readonly ref: NameRef }
  /** One constant for each kind that the other side can have. */
  | { readonly kind: 'constant'; readonly constants: readonly Constant[] }
  | { readonly kind: 'slice'; readonly of: Operand; readonly ranges: readonly SliceRange[] }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Operand[] }
  | { readonly kind: 'negate'; readonly of: Operand }
  | { readonly kind: 'arithmetic'; readonly parts: readonly Operand[]; readonly ops: readonly ArithmeticOp[] }
);

export type Relation = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains';

export type Test =
  | { readonly kind: 'or' | 'xor' | 'and'; readonly parts: readonly Test[] }
  | { readonly kind: 'not'; readonly of: Test }
  | {
      readonly kind: 'compare';
      readonly relation: Relation;
      readonly mode: Quantifier;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'matches'; readonly mode: Quantifier; readonly left: Operand; readonly matcher: Matcher }
  | {
      readonly kind: 'in';
      readonly mode: Quantifier;
      readonly value: Operand;
      readonly set: readonly { readonly from: Operand; readonly to: Operand | undefined }[];
    }
  | { readonly kind: 'exists'; readonly operand: Operand };

export interface Warning extends Span {
  readonly message: string;
}

/** Ends a check at the first fault; `checkFilter` catches it. */
export class Stop extends Error {
  readonly fault: FilterFault;
  constructor(fault: FilterFault) {
    super(fault.message);
    this.fault = fault;
  }
}
