import type { ColumnBlock, ColumnProgram, ColumnTable, KeyedRow } from './column-table.ts';
import { grown, NameInShapes } from './endpoint-leaf.ts';
import { COLUMN_NAMES, isColumnName } from './shapes.ts';
import type { NameRef, Relation, Test } from './typed.ts';
import { NO, UNKNOWN, YES } from './verdict.ts';
import { BY_ROW, comparePairs, IN_FLOW, lookUpFlows, type Order } from './verdict-loops.ts';

/** Flows that are asked together. */
const AT_ONCE = 4096;

type ColumnName = keyof typeof COLUMN_NAMES;

interface Side {
  readonly name: ColumnName;
  readonly ref: NameRef;
}

/** A test that compares both ends of a packet's way: `ip.src != ip.dst`. */
export interface PairTest {
  readonly left: Side;
  readonly right: Side;
  readonly isAddress: boolean;
  /** Verdicts of numbers on the left that are below, at and above those on the right. */
  readonly order: Order;
}

/** The test as one of two names with one value each, both addresses of a kind or both ports; undefined when it is anything else. */
export function pairTest(test: Test): PairTest | undefined {
  if (test.kind !== 'compare' || test.left.kind !== 'name' || test.right.kind !== 'name') return undefined;
  const { relation, left, right } = test;
  const one = sideOf(left.ref);
  const other = sideOf(right.ref);
  if (one === undefined || other === undefined || familyOf(one) !== familyOf(other)) return undefined;
  // Addresses have numbers of their own, which say that two are the same and no more.
  const isAddress = familyOf(one) !== PORT;
  const isOfSame = relation === '==' || relation === '!=';
  if (relation === 'contains' || (isAddress && !isOfSame)) return undefined;
  return { left: one, right: other, isAddress, order: orderOf(relation) };
}

/** An address or port name of one value; undefined for all others, and where octets or layers of it are asked. */
function sideOf(ref: NameRef): Side | undefined {
  const { info, raw, layers } = ref;
  const name = info.source.from === 'rows' ? info.source.row : '';
  if (raw || layers !== undefined || !isColumnName(name) || COLUMN_NAMES[name].length !== 1) return undefined;
  if (name.endsWith('.stream')) return undefined;
  return { name, ref };
}

const PORT = 'port';

function familyOf({ name }: Side): string {
  return name.endsWith(PORT) ? PORT : name.slice(0, name.indexOf('.'));
}

function orderOf(relation: Exclude<Relation, 'contains'>): Order {
  return {
    below: relation === '<' || relation === '<=' || relation === '!=' ? YES : NO,
    same: relation === '<=' || relation === '==' || relation === '>=' ? YES : NO,
    above: relation === '>' || relation === '>=' || relation === '!=' ? YES : NO,
  };
}

/** Compares both ends of flows as numbers, each flow once; rows of flows that do not tell are asked one by one. */
export class PairLeaf implements ColumnProgram {
  readonly isSlow = false;
  readonly #pair: PairTest;
  readonly #left: NameInShapes;
  readonly #right: NameInShapes;
  readonly #ask: (row: KeyedRow) => number;
  /** By number of the shape: a verdict, `IN_FLOW`, or 0. */
  readonly #byShape = new Uint8Array(1 << 16);
  #byFlow = new Uint8Array(0);
  /** Flows that have been asked. */
  #flowCount = 0;

  /** @param ask asks one row for itself */
  constructor(pair: PairTest, ask: (row: KeyedRow) => number) {
    this.#pair = pair;
    this.#left = new NameInShapes(pair.left.name, pair.left.ref);
    this.#right = new NameInShapes(pair.right.name, pair.right.ref);
    this.#ask = ask;
  }

  fill({ table, shapes, flows, from, length }: ColumnBlock, verdicts: Uint8Array): void {
    if (this.#flowCount < table.flowCount) this.#askFlows(table);
    if (lookUpFlows(this.#byShape, shapes, this.#byFlow, flows, verdicts, length)) return;
    for (let i = 0; i < length; i++) {
      if (verdicts[i]! >= NO) continue;
      const shape = shapes[i]!;
      let known = this.#byShape[shape]! || this.#look(table, shape);
      if (known === IN_FLOW) known = this.#byFlow[flows[i]!]!;
      verdicts[i] = known === BY_ROW ? this.#ask(table.row(from + i)) : known;
    }
  }

  #look(table: ColumnTable, shape: number): number {
    const left = this.#left.look(table, shape);
    const right = this.#right.look(table, shape);
    // Nothing compares with a field that is not there.
    const known = left === NO || right === NO ? NO : left === IN_FLOW && right === IN_FLOW ? IN_FLOW : UNKNOWN;
    this.#byShape[shape] = known;
    return known;
  }

  #askFlows(table: ColumnTable): void {
    const { flowCount } = table;
    const { left, right, isAddress, order } = this.#pair;
    if (this.#byFlow.length < flowCount) this.#byFlow = grown(this.#byFlow, flowCount);
    const ones = new Int32Array(AT_ONCE);
    const others = new Int32Array(AT_ONCE);
    while (this.#flowCount < flowCount) {
      const from = this.#flowCount;
      const to = Math.min(flowCount, from + AT_ONCE);
      for (const [{ name }, out] of [[left, ones] as const, [right, others] as const]) {
        const end = COLUMN_NAMES[name][0].startsWith('source') ? 'source' : 'destination';
        if (isAddress) table.flowAddresses(end, from, to, out);
        else table.flowPorts(end, from, to, out);
      }
      comparePairs(ones, others, order, this.#byFlow.subarray(from, to), to - from);
      this.#flowCount = to;
    }
  }
}
