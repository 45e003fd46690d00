import type { CompareOp, Quantifier, TestNode, ValueNode } from './ast.ts';
import type { FilterCatalogue, NameInfo } from './catalogue.ts';
import { OCTET_KINDS, OCTETS, TEXT, TEXT_KINDS } from './kind-rules.ts';
import type { FilterFault, Span } from './lexer.ts';
import { OperandChecker } from './operands.ts';
import { compilePattern } from './regex.ts';
import { type Operand, type Relation, Stop, type Test, type Warning } from './typed.ts';
import type { Kind } from './values.ts';

export type Checked = { readonly test: Test; readonly warnings: readonly Warning[] } | { readonly fault: FilterFault };

/** Finds the fields of a filter and reads its literals by their types. `size` is the length of the filter text. */
export function checkFilter(node: TestNode, catalogue: FilterCatalogue, size: number): Checked {
  const values = new OperandChecker(catalogue, size);
  try {
    return { test: new TestChecker(values).test(node), warnings: values.warnings };
  } catch (error) {
    if (error instanceof Stop) return { fault: error.fault };
    throw error;
  }
}

/** Which way a comparison takes fields with several values. `!=` is Wireshark's: no value may be equal. */
const DEFAULT_MODE: Readonly<Record<CompareOp, Quantifier>> = {
  '==': 'any',
  '===': 'all',
  '!=': 'all',
  '!==': 'any',
  '<': 'any',
  '<=': 'any',
  '>': 'any',
  '>=': 'any',
  contains: 'any',
  matches: 'any',
};

class TestChecker {
  readonly #values: OperandChecker;

  constructor(values: OperandChecker) {
    this.#values = values;
  }

  test(node: TestNode): Test {
    switch (node.kind) {
      case 'or':
      case 'xor':
      case 'and':
        if (node.kind === 'or') this.#warnOfMixture(node.parts);
        return { kind: node.kind, parts: node.parts.map((part) => this.test(part)) };
      case 'not':
        return { kind: 'not', of: this.test(node.of) };
      case 'compare': {
        const parts = node.ops.map((op, i) => this.#compare(op, node.quantifier, node.values[i]!, node.values[i + 1]!));
        return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
      }
      case 'in': {
        if (this.#values.isLiteral(node.value)) this.#values.needsName(node.value);
        const value = this.#values.operand(node.value);
        const info = infoOf(value);
        const set = node.set.map(({ from, to }) => ({
          from: this.#values.typed(from, value.kinds, info),
          to: to === undefined ? undefined : this.#values.typed(to, value.kinds, info),
        }));
        return { kind: 'in', mode: node.quantifier ?? 'any', value, set };
      }
      case 'test':
        if (this.#values.isLiteral(node.value)) this.#values.needsName(node.value);
        return { kind: 'exists', operand: this.#values.operand(node.value) };
    }
  }

  #warnOfMixture(parts: readonly TestNode[]): void {
    for (const part of parts)
      if (part.kind === 'and' && part.parts.length > 1 && !this.#parenthesised(part, part.parts))
        this.#values.warn('&& binds tighter than ||; parentheses make it clear', part);
  }

  /** A node in parentheses is longer than what it holds. */
  #parenthesised({ start, end }: Span, parts: readonly Span[]): boolean {
    return start < parts[0]!.start || end > parts.at(-1)!.end;
  }

  #compare(op: CompareOp, quantifier: Quantifier | undefined, left: ValueNode, right: ValueNode): Test {
    const mode = quantifier ?? DEFAULT_MODE[op];
    const relation = op === '===' ? '==' : op === '!==' ? '!=' : op;
    if (this.#values.isLiteral(left)) {
      if (this.#values.isLiteral(right) || relation === 'contains' || relation === 'matches')
        this.#values.needsName(left);
      const typedRight = this.#values.operand(right);
      const typedLeft = this.#values.typed(left, typedRight.kinds, infoOf(typedRight));
      return { kind: 'compare', relation: mirrored(relation), mode, left: typedRight, right: typedLeft };
    }
    const typedLeft = this.#values.operand(left);
    if (relation === 'matches') return this.#matches(mode, typedLeft, left, right);
    if (relation === 'contains') {
      this.#values.demand(
        typedLeft,
        left,
        (kind) => kind === 'text' || OCTET_KINDS.has(kind),
        'contains looks into text and octets',
      );
      const kinds = searchedFor(typedLeft.kinds, this.#values.isLiteral(right));
      return {
        kind: 'compare',
        relation,
        mode,
        left: withCarried(typedLeft),
        right: this.#values.typed(right, kinds, undefined),
      };
    }
    const info = infoOf(typedLeft);
    const typedRight = this.#values.typed(right, typedLeft.kinds, info);
    if (info?.either === true && quantifier === undefined && relation === '!=')
      this.#explainUnequal(op, info, left, right);
    return { kind: 'compare', relation, mode, left: typedLeft, right: typedRight };
  }

  #explainUnequal(op: CompareOp, { name, fields }: NameInfo, left: Span, right: Span): void {
    // A protocol's own fields first: others may lend their values to the name.
    const protocol = name.slice(0, name.lastIndexOf('.') + 1);
    const own = fields.filter(({ filter }) => filter.startsWith(protocol));
    const [one, other] = [...own, ...fields.filter((field) => !own.includes(field))];
    const several = `${name} stands for ${[one, other].map((field) => field?.filter ?? name).join(' and ')}`;
    const message =
      op === '!='
        ? `${several}: true when none of the values is equal; "any ${name} != ..." is true when one differs`
        : `${several}: true as soon as one of the values differs; "!=" is true when none is equal`;
    this.#values.warn(message, { start: left.start, end: right.end });
  }

  #matches(mode: Quantifier, left: Operand, leftNode: ValueNode, right: ValueNode): Test {
    this.#values.demand(
      left,
      leftNode,
      (kind) => TEXT_KINDS.has(kind) || kind === 'ether',
      'matches looks into text and octets',
    );
    if (right.kind !== 'string' && !(right.kind === 'word' && this.#values.isLiteral(right)))
      return this.#values.stop('the pattern is text in quotation marks: "..." or r"..."', right);
    if (right.kind === 'word') this.#values.warn('a pattern is written in quotation marks', right);
    const matcher = compilePattern(right.text);
    if ('message' in matcher) return this.#values.stop(matcher.message, right);
    return { kind: 'matches', mode, left: withCarried(left), matcher };
  }
}

/** What a literal is read as: in text it is text, even if it looks like octets; other values may be either. */
function searchedFor(kinds: ReadonlySet<Kind>, literal: boolean): ReadonlySet<Kind> {
  if (!kinds.has('text')) return OCTETS;
  return literal && kinds.size === 1 ? TEXT : TEXT_KINDS;
}

function infoOf(operand: Operand): NameInfo | undefined {
  return operand.kind === 'name' && !operand.ref.raw ? operand.ref.info : undefined;
}

function withCarried(operand: Operand): Operand {
  return operand.kind === 'name' && !operand.ref.raw ? { ...operand, ref: { ...operand.ref, carried: true } } : operand;
}

/** The relation with its sides exchanged. */
function mirrored(relation: Relation): Relation {
  switch (relation) {
    case '<':
      return '>';
    case '<=':
      return '>=';
    case '>':
      return '<';
    case '>=':
      return '<=';
    case '==':
    case '!=':
    case 'contains':
      return relation;
  }
}
