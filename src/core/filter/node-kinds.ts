import type { ArithmeticOp, CompareOp, Node, TestNode } from './ast.ts';
import type { Span } from './lexer.ts';

/* Which signs are which operators, and which nodes are tests. */

const COMPARE: ReadonlySet<string> = new Set(['==', '===', '!=', '!==', '<', '<=', '>', '>=', 'contains', 'matches']);
const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '&']);
/** Signs that join tests. */
export const LOGIC: ReadonlyMap<string, 'or' | 'xor' | 'and'> = new Map([
  ['||', 'or'],
  ['^^', 'xor'],
  ['&&', 'and'],
]);
const TESTS: ReadonlySet<Node['kind']> = new Set(['or', 'xor', 'and', 'not', 'compare', 'in', 'test']);

/** True of what is true or false; false of what has values. */
export function isTest(node: Node): node is TestNode {
  return TESTS.has(node.kind);
}

export function isCompare(op: string): op is CompareOp {
  return COMPARE.has(op);
}

export function isArithmetic(op: string): op is ArithmeticOp {
  return ARITHMETIC.has(op);
}

export function isWholeTest(node: TestNode): boolean {
  return node.kind !== 'test';
}

/** From the begin of the first to the end of the last. */
export function spanOf(parts: readonly Span[]): Span {
  return { start: parts[0]!.start, end: parts.at(-1)!.end };
}
