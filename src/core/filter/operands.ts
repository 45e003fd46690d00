import { parseDecimalSeconds } from '../base/parse-time.ts';
import { askedOtherwise } from './asked-otherwise.ts';
import { type ArithmeticOp, printNode, type ValueNode } from './ast.ts';
import type { FilterCatalogue, NameInfo } from './catalogue.ts';
import {
  comparable,
  KIND_NAMES,
  NUMBER,
  named,
  OCTET_KINDS,
  OCTETS,
  TEXT,
  TEXT_KINDS,
  TYPED_SO_FAR,
} from './kind-rules.ts';
import type { Span } from './lexer.ts';
import { type Constant, convertLiteral, type LiteralNode } from './literals.ts';
import { similarName } from './similar.ts';
import { FUNCTIONS, isFunction, type Operand, Stop, type Warning } from './typed.ts';
import type { Kind } from './values.ts';

/** Finds the fields that values name, and reads literals by the kind that is wanted of them. Faults are thrown as `Stop`. */
export class OperandChecker {
  readonly warnings: Warning[] = [];
  readonly #catalogue: FilterCatalogue;
  readonly #size: number;

  constructor(catalogue: FilterCatalogue, size: number) {
    this.#catalogue = catalogue;
    this.#size = size;
  }

  isLiteral(node: ValueNode): boolean {
    switch (node.kind) {
      case 'string':
      case 'char':
        return true;
      case 'word':
        return this.#catalogue.get(node.text) === undefined;
      case 'negate':
        return this.isLiteral(node.of);
      case 'arithmetic':
        return node.parts.every((part) => this.isLiteral(part));
      case 'slice':
      case 'layer':
      case 'raw':
      case 'call':
        return false;
    }
  }

  /** A value where a field must be. */
  needsName(node: ValueNode): never {
    const word = firstWord(node);
    if (word === undefined) return this.stop('expected a field: a value alone says nothing of a packet', node);
    const { text } = word;
    const typing = word.end === this.#size && this.#catalogue.names.some((name) => name.startsWith(text));
    const base = /^(.+?)-\d/.exec(text)?.[1];
    const minus = base !== undefined && this.#catalogue.get(base) !== undefined;
    const hint = minus ? 'write blanks around - to subtract' : this.#hint(text);
    const what = `there is no field or protocol ${JSON.stringify(text)}`;
    return this.stop(hint === undefined ? what : `${what}; ${hint}`, word, typing);
  }

  /** What may have been meant by a name that there is not. */
  #hint(name: string): string | undefined {
    const advice = askedOtherwise(name);
    if (advice !== undefined) return advice;
    const similar = similarName(name, this.#catalogue.names);
    return similar === undefined ? undefined : `did you mean ${similar}?`;
  }

  /** A node that is not a literal. */
  operand(node: ValueNode): Operand {
    switch (node.kind) {
      case 'word': {
        const info = this.#catalogue.get(node.text);
        if (info === undefined) return this.needsName(node);
        return { kind: 'name', ref: { info, layers: undefined, raw: false, carried: false }, kinds: info.kinds };
      }
      case 'string':
      case 'char':
        return this.stop('expected a field, not a value', node);
      case 'slice': {
        const of = this.operand(node.of);
        this.demand(
          of,
          node.of,
          (kind) => kind === 'text' || OCTET_KINDS.has(kind),
          'slices are of text and octets; @name is the octets of any field',
        );
        return { kind: 'slice', of, ranges: node.ranges, kinds: OCTETS };
      }
      case 'layer': {
        const of = this.#rowsName(node.of, '#');
        return { kind: 'name', ref: { ...of.ref, layers: node.ranges }, kinds: of.kinds };
      }
      case 'raw': {
        const of = this.#rowsName(node.of, '@');
        return { kind: 'name', ref: { ...of.ref, raw: true }, kinds: OCTETS };
      }
      case 'call':
        return this.#call(node.name, node.args, node);
      case 'negate': {
        const of = this.operand(node.of);
        this.demand(of, node.of, (kind) => kind === 'number' || kind === 'seconds', 'only numbers have a sign');
        return { kind: 'negate', of, kinds: of.kinds };
      }
      case 'arithmetic': {
        const first = node.parts.find((part) => !this.isLiteral(part));
        // Without a field in it, it is a literal and does not come here.
        const kind = first === undefined ? 'number' : this.#kindToCount(this.operand(first), first);
        return this.#arithmetic(node, kind);
      }
    }
  }

  #rowsName(node: ValueNode, sign: string): Operand & { readonly kind: 'name' } {
    const of = this.operand(node);
    if (of.kind === 'name' && of.ref.info.source.from === 'rows') return of;
    return this.stop(`${sign} goes with a field of the packet`, node);
  }

  /** The one kind in which a value takes part in arithmetic. */
  #kindToCount(operand: Operand, node: ValueNode): Kind {
    const kind = (['number', 'seconds', 'time', 'ipv4', 'ipv6', 'ether', 'octets'] as const).find((one) =>
      operand.kinds.has(one),
    );
    return kind ?? this.stop('text cannot be calculated with', node);
  }

  /** `kind`: of the first part that is no literal, or of what it is compared with. */
  #arithmetic(node: ValueNode & { readonly kind: 'arithmetic' }, kind: Kind): Operand {
    let result: Kind | undefined;
    const parts = node.parts.map((part, i) => {
      const wanted: readonly Kind[] =
        result === undefined ? [kind] : result === 'time' ? ['seconds', 'time'] : [result];
      const operand = this.isLiteral(part) ? this.#firstFitting(part, wanted) : this.operand(part);
      const own = operand.kind === 'constant' ? [...operand.kinds][0]! : this.#kindToCount(operand, part);
      const op = node.ops[i - 1];
      result = result === undefined || op === undefined ? own : this.#combined(op, result, own, part);
      return operand;
    });
    return { kind: 'arithmetic', parts, ops: node.ops, kinds: new Set([result ?? kind]) };
  }

  #firstFitting(node: ValueNode, kinds: readonly Kind[]): Operand {
    for (const kind of kinds.slice(0, -1)) {
      if (node.kind !== 'word' && node.kind !== 'string' && node.kind !== 'char') break;
      if ('constant' in convertLiteral(node, kind, undefined)) return this.typed(node, new Set([kind]), undefined);
    }
    return this.typed(node, new Set([kinds.at(-1)!]), undefined);
  }

  #combined(op: ArithmeticOp, left: Kind, right: Kind, node: Span): Kind {
    const isOctets = OCTET_KINDS.has(left);
    if (op === '&' && left === right && (left === 'number' || isOctets)) return left;
    if (op !== '&' && left === 'number' && right === 'number') return left;
    if (op === '+' || op === '-') {
      if (left === 'seconds' && right === 'seconds') return 'seconds';
      if (left === 'time' && right === 'seconds') return 'time';
      if (left === 'seconds' && right === 'time' && op === '+') return 'time';
      if (left === 'time' && right === 'time' && op === '-') return 'seconds';
    }
    return this.stop(`${KIND_NAMES[left]} ${op} ${KIND_NAMES[right]} has no meaning`, node);
  }

  #call(name: string, nodes: readonly ValueNode[], node: Span): Operand {
    if (!isFunction(name))
      return this.stop(`there is no function ${JSON.stringify(name)}: ${Object.keys(FUNCTIONS).join(', ')}`, node);
    const several = name === 'max' || name === 'min';
    if (nodes.length === 0 || (nodes.length > 1 && !several))
      return this.stop(`${name} takes ${several ? 'values' : 'one value'}`, node);
    for (const part of nodes)
      if (this.isLiteral(part) && (!several || nodes.every((one) => this.isLiteral(one)))) this.needsName(part);
    const known = nodes.filter((part) => !this.isLiteral(part)).map((part) => this.operand(part));
    const [first] = known;
    const kinds = first?.kinds ?? NUMBER;
    const args = nodes.map((part) => (several ? this.typed(part, kinds, undefined) : this.operand(part)));
    const demand = (has: (kind: Kind) => boolean, message: string) => this.demand(args[0]!, nodes[0]!, has, message);
    switch (name) {
      case 'len':
        return { kind: 'call', name, args, kinds: NUMBER };
      case 'count':
        if (first?.kind !== 'name') return this.stop('count takes a field', nodes[0]!);
        return { kind: 'call', name, args, kinds: NUMBER };
      case 'upper':
      case 'lower':
        demand((kind) => TEXT_KINDS.has(kind), `${name} takes text`);
        return { kind: 'call', name, args, kinds: TEXT };
      case 'string':
        return { kind: 'call', name, args, kinds: TEXT };
      case 'vals':
        if (first?.kind !== 'name') return this.stop('vals takes a field', nodes[0]!);
        demand((kind) => kind === 'number', 'vals takes a number');
        return { kind: 'call', name, args, kinds: TEXT };
      case 'abs':
        demand((kind) => kind === 'number' || kind === 'seconds', 'abs takes a number');
        return { kind: 'call', name, args, kinds };
      case 'max':
      case 'min':
        return { kind: 'call', name, args, kinds };
    }
  }

  /** A value that must fit to one of `kinds`: a literal is read as these. */
  typed(node: ValueNode, kinds: ReadonlySet<Kind>, info: NameInfo | undefined): Operand {
    if (kinds.size === 0)
      return this.stop('a protocol without octets of its own can only be tested for presence', node);
    if (!this.isLiteral(node)) {
      const operand = this.operand(node);
      const fits = [...operand.kinds].some((kind) => [...kinds].some((other) => comparable(kind, other)));
      if (!fits) return this.stop(`${printNode(node)} is ${named(operand.kinds)}, not ${named(kinds)}`, node);
      if (operand.kind === 'name' && kinds.has('text') && !operand.kinds.has('text') && node.kind === 'word')
        this.warn(`${node.text} is a field here; as text it is written "${node.text}"`, node);
      return operand;
    }
    if (node.kind === 'negate') {
      const before1970 = kinds.has('time') && node.of.kind === 'word' ? parseDecimalSeconds(node.of.text) : undefined;
      if (before1970 !== undefined)
        return { kind: 'constant', constants: [{ value: -before1970 }], kinds: new Set<Kind>(['time']) };
      const signed = new Set([...kinds].filter((kind) => kind === 'number' || kind === 'seconds'));
      if (signed.size === 0) return this.stop(`a number is not ${named(kinds)}`, node);
      return { kind: 'negate', of: this.typed(node.of, signed, info), kinds: signed };
    }
    if (node.kind === 'arithmetic') {
      const kind = (['number', 'seconds', 'time', 'ipv4', 'ipv6', 'ether', 'octets'] as const).find((one) =>
        kinds.has(one),
      );
      return kind === undefined ? this.stop('text cannot be calculated with', node) : this.#arithmetic(node, kind);
    }
    if (node.kind === 'word' || node.kind === 'string' || node.kind === 'char')
      return this.#constant(node, kinds, info);
    return this.operand(node);
  }

  #constant(node: LiteralNode, kinds: ReadonlySet<Kind>, info: NameInfo | undefined): Operand {
    if (node.kind === 'string' && node.unknownEscape !== undefined)
      return this.stop(`${node.unknownEscape} is no escape; a backslash is written \\\\, or once in r"..."`, node);
    const constants: Constant[] = [];
    const read = new Set<Kind>();
    let refused: { readonly message: string; readonly kind: Kind } | undefined;
    let warning: string | undefined;
    for (const kind of kinds) {
      const converted = convertLiteral(node, kind, info);
      if ('message' in converted) refused ??= { message: converted.message, kind };
      else {
        constants.push(converted.constant);
        read.add(kind);
        warning ??= converted.warning;
      }
    }
    if (refused !== undefined && constants.length === 0)
      return this.stop(
        refused.message,
        node,
        node.kind === 'word' && node.end === this.#size && TYPED_SO_FAR[refused.kind].test(node.text),
      );
    if (warning !== undefined) this.warn(warning, node);
    return { kind: 'constant', constants, kinds: read };
  }

  demand({ kinds }: Operand, node: ValueNode, has: (kind: Kind) => boolean, message: string): void {
    if (![...kinds].some(has)) this.stop(`${message}; ${printNode(node)} is ${named(kinds)}`, node);
  }

  warn(message: string, { start, end }: Span): void {
    this.warnings.push({ message, start, end });
  }

  stop(message: string, { start, end }: Span, incomplete = false): never {
    throw new Stop({ message, start, end, incomplete });
  }
}

function firstWord(node: ValueNode): (ValueNode & { readonly kind: 'word' }) | undefined {
  if (node.kind === 'word') return /^[\d.:]/.test(node.text) ? undefined : node;
  if (node.kind === 'negate') return firstWord(node.of);
  return node.kind === 'arithmetic' ? node.parts.map(firstWord).find((word) => word !== undefined) : undefined;
}
