import {
  type ArithmeticOp,
  type CompareOp,
  type Node,
  POWER,
  powerOf,
  type Quantifier,
  type SetItem,
  type SliceRange,
  type TestNode,
  type ValueNode,
} from './ast.ts';
import { type FilterFault, type Span, type Token, tokenize } from './lexer.ts';
import { isArithmetic, isCompare, isTest, isWholeTest, LOGIC, spanOf } from './node-kinds.ts';
import { numbered, rangeOf } from './slice-ranges.ts';

/** Parentheses, functions and signs inside each other. */
export const MAX_NESTING = 100;

export type Parsed =
  /** `test` undefined: the text is blank, and every packet matches. */
  { readonly test: TestNode | undefined } | { readonly fault: FilterFault };

/** Reads a filter. Nothing is known of fields here: a word may be a name or a literal. */
export function parseFilter(text: string): Parsed {
  const { tokens, fault } = tokenize(text);
  try {
    return { test: new Parser(tokens, fault).filter() };
  } catch (error) {
    if (error instanceof Stop) return { fault: error.fault };
    throw error;
  }
}

/** Ends the parser at the first fault; it never leaves this file. */
class Stop extends Error {
  readonly fault: FilterFault;
  constructor(fault: FilterFault) {
    super(fault.message);
    this.fault = fault;
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #lexerFault: FilterFault | undefined;
  #at = 0;
  #nesting = 0;

  constructor(tokens: readonly Token[], lexerFault: FilterFault | undefined) {
    this.#tokens = tokens;
    this.#lexerFault = lexerFault;
  }

  filter(): TestNode | undefined {
    if (this.#next.kind === 'end' && this.#lexerFault === undefined) return undefined;
    const test = this.#test(this.#node(0));
    if (this.#next.kind !== 'end' || this.#lexerFault !== undefined) {
      this.#expected(isWholeTest(test) ? 'an operator such as && or ||' : 'an operator such as == or &&');
    }
    return test;
  }

  get #next(): Token {
    return this.#tokens[this.#at]!;
  }

  #take(): Token {
    return this.#tokens[this.#at++]!;
  }

  #is(op: string): boolean {
    return this.#next.kind === 'op' && this.#next.text === op;
  }

  #accept(op: string): boolean {
    if (!this.#is(op)) return false;
    this.#at++;
    return true;
  }

  #close(op: string, what: string): Token {
    if (!this.#is(op)) this.#expected(what);
    return this.#take();
  }

  /** Everything that binds at least as tightly as `power`. */
  #node(power: number): Node {
    let left = this.#prefix();
    for (;;) {
      const { kind, text } = this.#next;
      if (kind !== 'op') return left;
      const logic = LOGIC.get(text);
      if (logic !== undefined && POWER[logic] >= power) left = this.#logic(left, logic, text);
      else if (isArithmetic(text) && powerOf(text) >= power) left = this.#arithmetic(left, powerOf(text));
      else if (POWER.compare >= power && isCompare(text)) left = this.#compare(left, undefined);
      else if (POWER.compare >= power && (text === 'in' || this.#isNotIn())) left = this.#in(left, undefined);
      else {
        // At the end "not" can only be the begin of "not in".
        if (text === '!' && this.#tokens[this.#at + 1]?.kind === 'end' && this.#lexerFault === undefined) {
          this.#take();
          this.#expected('in and a list of values');
        }
        return left;
      }
    }
  }

  #isNotIn(): boolean {
    const after = this.#tokens[this.#at + 1];
    return this.#is('!') && after?.kind === 'op' && after.text === 'in';
  }

  #logic(first: Node, kind: 'or' | 'xor' | 'and', sign: string): TestNode {
    const parts = [this.#test(first)];
    while (this.#accept(sign)) parts.push(this.#test(this.#node(POWER[kind] + 1)));
    return { kind, parts, ...spanOf(parts) };
  }

  #arithmetic(first: Node, power: number): ValueNode {
    const parts = [this.#value(first)];
    const ops: ArithmeticOp[] = [];
    for (;;) {
      const { kind, text } = this.#next;
      if (kind !== 'op' || !isArithmetic(text) || powerOf(text) !== power) break;
      this.#take();
      ops.push(text);
      parts.push(this.#value(this.#node(power + 1)));
    }
    return { kind: 'arithmetic', parts, ops, ...spanOf(parts) };
  }

  #compare(first: Node, quantifier: Quantifier | undefined): TestNode {
    const values = [this.#value(first)];
    const ops: CompareOp[] = [];
    for (;;) {
      const { kind, text } = this.#next;
      if (kind !== 'op' || !isCompare(text)) break;
      this.#take();
      ops.push(text);
      values.push(this.#value(this.#node(POWER.compare + 1)));
    }
    return { kind: 'compare', quantifier, values, ops, ...spanOf(values) };
  }

  #in(first: Node, quantifier: Quantifier | undefined): TestNode {
    const value = this.#value(first);
    const negated = this.#accept('!');
    this.#take();
    this.#close('{', '{ and a list of values');
    const set: SetItem[] = [];
    do {
      const from = this.#value(this.#node(POWER['&']));
      set.push({ from, to: this.#accept('..') ? this.#value(this.#node(POWER['&'])) : undefined });
      this.#accept(',');
    } while (!this.#is('}') && this.#next.kind !== 'end' && this.#startsValue());
    const { end } = this.#close('}', 'a comma, a range or }');
    const span = { start: value.start, end };
    // "not in" is true when none of the values is in the set, whatever the quantifier, as in Wireshark.
    const test: TestNode = { kind: 'in', quantifier: negated ? undefined : quantifier, value, set, ...span };
    return negated ? { kind: 'not', of: test, ...span } : test;
  }

  #startsValue(): boolean {
    const { kind, text } = this.#next;
    return kind !== 'op' || ['-', '+', '(', '{', '@'].includes(text);
  }

  #prefix(): Node {
    return this.#nested(() => this.#postfix(this.#primary()));
  }

  #nested(inner: () => Node): Node {
    if (++this.#nesting > MAX_NESTING) this.#fail(`more than ${MAX_NESTING} levels inside each other`, this.#next);
    const node = inner();
    this.#nesting--;
    return node;
  }

  #primary(): Node {
    const token = this.#take();
    const { kind, text, start } = token;
    switch (kind) {
      case 'word':
        return this.#is('(') ? this.#call(token) : { kind, text, start, end: token.end };
      case 'string': {
        const { end, unknownEscape } = token;
        return { kind, text, start, end, ...(unknownEscape === undefined ? {} : { unknownEscape }) };
      }
      case 'char':
        return { kind, text, start, end: token.end };
      case 'op':
        break;
      case 'slice':
      case 'end':
        this.#at--;
        return this.#expected('a field, a value or (');
    }
    switch (text) {
      case '(':
      case '{': {
        const inner = this.#node(text === '(' ? 0 : POWER['&']);
        const { end } = text === '(' ? this.#close(')', 'an operator or )') : this.#close('}', 'an operator or }');
        return { ...inner, start, end };
      }
      case '!': {
        const of = this.#test(this.#node(POWER.not));
        return { kind: 'not', of, start, end: of.end };
      }
      case '-':
      case '+': {
        const of = this.#value(this.#node(POWER.unary));
        return text === '-' ? { kind: 'negate', of, start, end: of.end } : of;
      }
      case '@': {
        const of = this.#value(this.#nested(() => this.#primary()));
        return { kind: 'raw', of, start, end: of.end };
      }
      case 'any':
      case 'all':
        return this.#quantified(text, start);
      default:
        this.#at--;
        return this.#expected('a field, a value or (');
    }
  }

  #quantified(quantifier: Quantifier, start: number): TestNode {
    const first = this.#node(POWER['&']);
    const { kind, text } = this.#next;
    if (kind === 'op' && isCompare(text)) return { ...this.#compare(first, quantifier), start };
    if (kind === 'op' && (text === 'in' || this.#isNotIn())) return { ...this.#in(first, quantifier), start };
    return this.#expected('a comparison such as ==');
  }

  #call({ text: name, start }: Token): ValueNode {
    this.#take();
    const args: ValueNode[] = [];
    while (!this.#is(')')) {
      args.push(this.#value(this.#node(POWER['&'])));
      if (!this.#accept(',')) break;
    }
    const { end } = this.#close(')', 'a comma or )');
    return { kind: 'call', name, args, start, end };
  }

  /** Slices and layers behind a value. */
  #postfix(node: Node): Node {
    let out = node;
    for (let count = 0; ; count++) {
      const token = this.#next;
      if (count > MAX_NESTING) this.#fail(`more than ${MAX_NESTING} slices behind each other`, token);
      if (token.kind === 'slice') {
        this.#take();
        out = { kind: 'slice', of: this.#value(out), ranges: this.#ranges(token), start: out.start, end: token.end };
      } else if (this.#accept('#')) {
        const negative = this.#accept('-');
        const layer = this.#next;
        if (layer.kind !== 'slice' && !(layer.kind === 'word' && /^\d+$/.test(layer.text)))
          this.#expected('the number of a layer');
        this.#take();
        const ranges = layer.kind === 'slice' ? this.#ranges(layer) : [numbered(layer.text, negative)];
        out = { kind: 'layer', of: this.#value(out), ranges, start: out.start, end: layer.end };
      } else return out;
    }
  }

  #ranges({ text, start }: Token): SliceRange[] {
    const ranges: SliceRange[] = [];
    let at = start + 1;
    for (const part of text.split(',')) {
      const range = rangeOf(part);
      if (typeof range === 'string') this.#stop(range, { start: at, end: Math.max(at + part.length, at + 1) }, false);
      ranges.push(range);
      at += part.length + 1;
    }
    return ranges;
  }

  #test(node: Node): TestNode {
    return isTest(node) ? node : { kind: 'test', value: node, start: node.start, end: node.end };
  }

  #value(node: Node): ValueNode {
    if (!isTest(node)) return node;
    if (node.kind === 'test') return node.value;
    return this.#fail('a comparison is no value; join comparisons with && or ||', node);
  }

  #expected(what: string): never {
    const token = this.#next;
    const fault = this.#lexerFault;
    // What the lexer could not read stands where the tokens end.
    if (token.kind === 'end' && fault !== undefined) throw new Stop(fault);
    if (token.kind === 'end') return this.#stop(`the filter ends too early: expected ${what}`, token, true);
    return this.#stop(`expected ${what}`, token, false);
  }

  #fail(message: string, span: Span): never {
    return this.#stop(message, span, false);
  }

  #stop(message: string, { start, end }: Span, incomplete: boolean): never {
    throw new Stop({ message, start, end, incomplete });
  }
}
