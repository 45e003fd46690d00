import {
  askRow,
  ConstantLeaf,
  FlowLeaf,
  JoinLeaf,
  LengthLeaf,
  NotLeaf,
  NumbersLeaf,
  OrderLeaf,
  RowLeaf,
  ShapeLeaf,
  XorLeaf,
} from './column-leaves.ts';
import type { ColumnProgram } from './column-table.ts';
import { asksEndpoints, EndpointLeaf, type EndpointTest, endpointTest, NameInShapes } from './endpoint-leaf.ts';
import { asksFindings, FindingLeaf } from './finding-leaf.ts';
import { FEW, type NumberRange } from './many-elements.ts';
import { namesIn } from './names-in.ts';
import { numberTest } from './number-test.ts';
import { PairLeaf, pairTest } from './pair-leaf.ts';
import { asksProtocolName, ProtocolNameLeaf } from './protocol-name-leaf.ts';
import type { Operand, Relation, Test } from './typed.ts';
import { NO, UNKNOWN, YES } from './verdict.ts';

/**
 * Makes a test into passes over the columns of a packet list, block by block. Most rows of a capture have one of few shapes
 * and flows, and what a part of the test says of these is worked out once: then a row costs a look-up or two a part, and a
 * million rows take some milliseconds.
 */
export function columnProgram(test: Test): ColumnProgram {
  return new Maker().program(test);
}

/** Parts of one test share what shapes say of a name. */
class Maker {
  readonly #shapes = new Map<string, NameInShapes>();

  program(test: Test): ColumnProgram {
    switch (test.kind) {
      case 'and':
        return new JoinLeaf(this.#parts(test.parts, 'all'), NO);
      case 'or':
        return new JoinLeaf(this.#parts(test.parts, 'any'), YES);
      case 'xor':
        return new XorLeaf(test.parts.map((part) => this.program(part)));
      case 'not':
        return new NotLeaf(this.program(test.of));
      default: {
        const pair = pairTest(test);
        if (pair !== undefined) return new PairLeaf(pair, askRow(test));
        const endpoint = endpointTest(test);
        return endpoint === undefined ? (numeric(test) ?? leaf(test)) : this.#endpoint(endpoint, [test]);
      }
    }
  }

  /** Parts that ask the same address or port in the same way, or the packet's number, become one: a long list of them costs a row one look-up. */
  #parts(tests: readonly Test[], mode: EndpointTest['mode']): ColumnProgram[] {
    const together = new Map<string, { readonly first: EndpointTest; readonly tests: Test[] }>();
    const parts: ColumnProgram[] = [];
    const numbers: NumberRange[] = [];
    for (const test of tests) {
      const ranges = mode === 'any' ? packetNumbers(test) : undefined;
      if (ranges !== undefined) {
        for (const range of ranges) numbers.push(range);
        continue;
      }
      const endpoint = endpointTest(test);
      if (endpoint?.mode !== mode) {
        parts.push(this.program(test));
        continue;
      }
      const known = together.get(endpoint.name);
      if (known === undefined) together.set(endpoint.name, { first: endpoint, tests: [test] });
      else known.tests.push(test);
    }
    if (numbers.length > 0) parts.push(new NumbersLeaf(numbers));
    for (const { first, tests } of together.values()) parts.push(this.#endpoint(first, tests));
    return parts;
  }

  #endpoint(first: EndpointTest, tests: readonly Test[]): ColumnProgram {
    const { name, ref } = first;
    let shapes = this.#shapes.get(name);
    if (shapes === undefined) {
      shapes = new NameInShapes(name, ref);
      this.#shapes.set(name, shapes);
    }
    return new EndpointLeaf(first, tests, shapes);
  }
}

/** Answers worked out once for each length, shape, or flow in a shape. */
function leaf(test: Test): ColumnProgram {
  if (asksFindings(test)) return new FindingLeaf(test);
  if (asksProtocolName(test)) return new ProtocolNameLeaf(test);
  const names = namesIn(test).map(({ info }) => (info.source.from === 'rows' ? info.source.row : undefined));
  const columns = new Set(names);
  if (columns.size === 1 && columns.has('frame.len')) return length(test, 'original');
  if (columns.size === 1 && columns.has('frame.cap_len')) return length(test, 'captured');
  if (columns.size === 1 && columns.has(undefined)) return new ConstantLeaf(UNKNOWN);
  if (names.some((name) => name?.startsWith('frame.'))) return new RowLeaf(test);
  return asksEndpoints(test) ? new FlowLeaf(test) : new ShapeLeaf(test);
}

function length(test: Test, column: 'original' | 'captured'): ColumnProgram {
  const operand = test.kind === 'compare' ? test.left : test.kind === 'in' ? test.value : undefined;
  const isItself = operand?.kind === 'name' && !operand.ref.raw && operand.ref.layers === undefined;
  return new LengthLeaf(test, column, isItself ? numberTest(test) : undefined);
}

/** Packet numbers and times against literals: numbers compared as they are, without a value made for each row. */
function numeric(test: Test): ColumnProgram | undefined {
  if (test.kind === 'compare') return related(test.relation, test.left, test.right);
  if (test.kind !== 'in') return undefined;
  const numbers = packetNumbers(test);
  if (numbers !== undefined) return new NumbersLeaf(numbers);
  // Of many times it is asked row by row, which looks them up.
  if (test.set.length > FEW) return undefined;
  const items: ColumnProgram[] = [];
  for (const { from, to } of test.set) {
    const least = related(to === undefined ? '==' : '>=', test.value, from);
    const most = to === undefined ? least : related('<=', test.value, to);
    if (least === undefined || most === undefined) return undefined;
    items.push(least === most ? least : new JoinLeaf([least, most], NO));
  }
  return items.length === 0 ? undefined : new JoinLeaf(items, YES);
}

/** The packet numbers that a test names; undefined for all other tests. */
function packetNumbers(test: Test): readonly NumberRange[] | undefined {
  const isSame = test.kind === 'compare' && test.relation === '==';
  if (!isSame && test.kind !== 'in') return undefined;
  const [asked, set] = test.kind === 'in' ? [test.value, test.set] : [test.left, [{ from: test.right, to: undefined }]];
  if (asked.kind !== 'name') return undefined;
  const { info, raw, layers } = asked.ref;
  if (raw || layers !== undefined || info.source.from !== 'rows' || info.source.row !== 'frame.number')
    return undefined;
  const ranges: NumberRange[] = [];
  for (const { from, to } of set) {
    const first = plainNumber(from);
    const last = to === undefined ? first : plainNumber(to);
    if (first === undefined || last === undefined) return undefined;
    ranges.push([first, last]);
  }
  return ranges;
}

function plainNumber(operand: Operand): number | undefined {
  if (operand.kind !== 'constant' || operand.constants.length !== 1) return undefined;
  const [constant] = operand.constants;
  return typeof constant?.value === 'number' && constant.mask === undefined ? constant.value : undefined;
}

const NANOS = 1_000_000_000n;

function related(relation: Relation, left: Operand, right: Operand): ColumnProgram | undefined {
  if (relation === 'contains' || left.kind !== 'name' || right.kind !== 'constant') return undefined;
  if (right.constants.length !== 1) return undefined;
  const { info, raw, layers } = left.ref;
  const [constant] = right.constants;
  if (raw || layers !== undefined || info.source.from !== 'rows' || constant?.mask !== undefined) return undefined;
  const value = constant?.value;
  if (info.source.row === 'frame.number' && typeof value === 'number') return new OrderLeaf(relation, value, undefined);
  if (info.source.row !== 'frame.time_epoch' || typeof value !== 'bigint') return undefined;
  const part = ((value % NANOS) + NANOS) % NANOS;
  return new OrderLeaf(relation, Number((value - part) / NANOS), Number(part));
}
