import type { NumberedTransport } from '../dissect/conversation-numbers.ts';
import type { ColumnBlock, ColumnProgram, ColumnTable, End } from './column-table.ts';
import { evaluator } from './evaluate.ts';
import { namesIn } from './names-in.ts';
import { ipv4Test, numberTest } from './number-test.ts';
import { OneValue } from './one-value.ts';
import { COLUMN_NAMES, type ColumnName, isColumnName, type Shape } from './shapes.ts';
import type { NameRef, Test } from './typed.ts';
import { familyOf } from './values.ts';
import { NO, UNKNOWN, type Verdict, verdictOf, YES } from './verdict.ts';
import { BY_ROW, IN_FLOW, joinEnds, lookUpFlows, lookUpValues } from './verdict-loops.ts';

/** Flows, addresses and ports that are asked together. */
const AT_ONCE = 4096;
const PORTS = 1 << 16;

/** A test that asks each value of one address, port or conversation name for itself. */
export interface EndpointTest {
  readonly name: keyof typeof COLUMN_NAMES;
  readonly ref: NameRef;
  readonly mode: 'any' | 'all';
  readonly test: Test;
}

/** The test as one of such a name against literals; undefined when it is anything else. */
export function endpointTest(test: Test): EndpointTest | undefined {
  if (test.kind !== 'compare' && test.kind !== 'in') return undefined;
  const operand = test.kind === 'compare' ? test.left : test.value;
  const others = test.kind === 'compare' ? [test.right] : test.set.flatMap(({ from, to }) => [from, to ?? from]);
  if (operand.kind !== 'name' || !others.every(({ kind }) => kind === 'constant')) return undefined;
  const { info, raw, layers } = operand.ref;
  const name = info.source.from === 'rows' ? info.source.row : '';
  if (raw || layers !== undefined || !isColumnName(name)) return undefined;
  return { name, ref: operand.ref, mode: test.mode, test };
}

/** What shapes say of a name, by their numbers: worked out once for all leaves that ask for it. */
export class NameInShapes {
  readonly #name: string;
  readonly #families: readonly string[];
  readonly #kept = new Uint8Array(1 << 16);

  constructor(name: string, ref: NameRef) {
    this.#name = name;
    this.#families = [...new Set(ref.info.fields.map(({ filter }) => `${familyOf(filter)}.`))];
  }

  /** By number: a verdict, `IN_FLOW`, or 0 where `look` has not been asked. */
  get kept(): Uint8Array {
    return this.#kept;
  }

  look(table: ColumnTable, number: number): number {
    const known = this.#of(table.shape(number));
    this.#kept[number] = known;
    return known;
  }

  #of(shape: Shape | undefined): number {
    if (shape === undefined) return UNKNOWN;
    // Nothing compares with a field that is not there.
    if (this.#families.every((family) => shape.has(family) === false)) return NO;
    return shape.has(`=${this.#name}`) === true ? IN_FLOW : UNKNOWN;
  }
}

/** How a table is asked for one column of rows. */
interface EndColumn {
  readonly kind: 'address' | 'port' | 'stream';
  /** Values are below this. */
  readonly count: (table: ColumnTable) => number;
  /** Writes the values of flows `from` up to but not including `to`. */
  readonly ofFlows: (table: ColumnTable, from: number, to: number, out: Int32Array) => void;
  readonly ofRow: (table: ColumnTable, index: number) => number;
}

const addressOf = (end: End): EndColumn => ({
  kind: 'address',
  count: (table) => table.addressCount,
  ofFlows: (table, from, to, out) => table.flowAddresses(end, from, to, out),
  ofRow: (table, index) => table.rowAddress(index, end),
});

const portOf = (end: End): EndColumn => ({
  kind: 'port',
  count: () => PORTS,
  ofFlows: (table, from, to, out) => table.flowPorts(end, from, to, out),
  ofRow: (table, index) => table.rowPort(index, end),
});

const streamOver = (transport: NumberedTransport): EndColumn => ({
  kind: 'stream',
  count: (table) => table.streamCount(transport),
  ofFlows: (table, from, to, out) => table.flowStreams(transport, from, to, out),
  ofRow: (table, index) => table.rowStream(index, transport),
});

const COLUMNS: Readonly<Record<ColumnName, EndColumn>> = {
  source: addressOf('source'),
  destination: addressOf('destination'),
  sourcePort: portOf('source'),
  destinationPort: portOf('destination'),
  tcpStream: streamOver('tcp'),
  udpStream: streamOver('udp'),
};

/**
 * Addresses, ports or conversations against literals. Each distinct value is asked once, then each flow; a row costs two look-ups,
 * one by its shape and one by its flow.
 */
export class EndpointLeaf implements ColumnProgram {
  readonly isSlow = false;
  readonly #shapes: NameInShapes;
  readonly #columns: readonly EndColumn[];
  /** What values are: ids of addresses, ports, or numbers of conversations. */
  readonly #kind: 'address' | 'port' | 'stream';
  /** The verdict of one end that settles it, whatever the other says. */
  readonly #decisive: Verdict;
  readonly #ask: (value: number | Uint8Array) => Verdict;
  /** The same of ports, conversations and IPv4 addresses, where numbers tell. */
  readonly #holds: ((value: number) => boolean) | undefined;
  #byFlow = new Uint8Array(0);
  /** Flows that have been asked. */
  #flowCount = 0;
  /** As the table says, when the first flow was asked. */
  #reopened = 0;
  /** Verdicts by value; 0 where it has not been asked. */
  #byValue = new Uint8Array(0);
  /** Values that have been asked as numbers. */
  #valueCount = 0;

  /** @param tests one, or several of the same name: any of them, or all, as `mode` says of values */
  constructor({ name, ref, mode }: EndpointTest, tests: readonly Test[], shapes: NameInShapes) {
    this.#shapes = shapes;
    this.#columns = COLUMN_NAMES[name].map((column) => COLUMNS[column]);
    this.#kind = this.#columns[0]!.kind;
    this.#decisive = mode === 'any' ? YES : NO;
    const test: Test = { kind: mode === 'any' ? 'or' : 'and', parts: tests };
    const value = new OneValue(ref);
    const ask = evaluator(test);
    this.#ask = (one) => {
      value.set(one);
      return verdictOf(ask(value));
    };
    this.#holds = this.#kind === 'address' ? ipv4Test(test) : numberTest(test);
  }

  fill(block: ColumnBlock, verdicts: Uint8Array): void {
    const { table, shapes, flows, length } = block;
    this.#askNumbers(table);
    if (this.#reopened !== table.reopened) {
      this.#reopened = table.reopened;
      this.#flowCount = 0;
    }
    if (this.#flowCount < table.flowCount) this.#askFlows(table);
    const { kept } = this.#shapes;
    if (!lookUpFlows(kept, shapes, this.#byFlow, flows, verdicts, length))
      this.#complete(block, shapes, flows, verdicts);
  }

  /** Asks the rows without a verdict for themselves: those of new shapes, and of flows that do not tell. */
  #complete({ table, from, length }: ColumnBlock, shapes: Uint16Array, flows: Uint32Array, verdicts: Uint8Array): void {
    for (let i = 0; i < length; i++) {
      if (verdicts[i]! >= NO) continue;
      const shape = shapes[i]!;
      let known = this.#shapes.kept[shape]! || this.#shapes.look(table, shape);
      if (known === IN_FLOW) known = this.#byFlow[flows[i]!]!;
      verdicts[i] = known === BY_ROW ? this.#ofRow(table, from + i) : known;
    }
  }

  /** Asks all ports, and all else that is new, in the order in which they lie in memory, as far as numbers tell. */
  #askNumbers(table: ColumnTable): void {
    const size = this.#columns[0]!.count(table);
    if (this.#byValue.length < size) this.#byValue = grown(this.#byValue, size);
    const holds = this.#holds;
    if (holds === undefined || this.#valueCount >= size) return;
    const numbers = new Float64Array(AT_ONCE);
    while (this.#valueCount < size) {
      const from = this.#valueCount;
      const to = Math.min(size, from + AT_ONCE);
      if (this.#kind === 'address') table.ipv4Numbers(from, to, numbers);
      else for (let value = from; value < to; value++) numbers[value - from] = value;
      askAll(holds, numbers, this.#byValue.subarray(from, to));
      this.#valueCount = to;
    }
  }

  /** Asks all flows that are new, in the order in which they lie in memory: a row that asked its own would wait for memory. */
  #askFlows(table: ColumnTable): void {
    const { flowCount } = table;
    if (this.#byFlow.length < flowCount) this.#byFlow = grown(this.#byFlow, flowCount);
    const values = new Int32Array(AT_ONCE);
    const more = new Uint8Array(AT_ONCE);
    while (this.#flowCount < flowCount) {
      const from = this.#flowCount;
      const to = Math.min(flowCount, from + AT_ONCE);
      const verdicts = this.#byFlow.subarray(from, to);
      for (const [turn, { ofFlows }] of this.#columns.entries()) {
        ofFlows(table, from, to, values);
        this.#ofValues(table, values, turn === 0 ? verdicts : more, to - from);
        if (turn > 0) joinEnds(verdicts, more, this.#decisive, to - from);
      }
      this.#flowCount = to;
    }
  }

  #ofValues(table: ColumnTable, values: Int32Array, verdicts: Uint8Array, length: number): void {
    lookUpValues(this.#byValue, values, verdicts, length);
    // Addresses of other kinds than IPv4.
    for (let i = verdicts.indexOf(0); i >= 0 && i < length; i = verdicts.indexOf(0, i + 1))
      verdicts[i] = this.#ofValue(table, values[i]!);
  }

  #ofRow(table: ColumnTable, index: number): number {
    let verdict: number = this.#decisive === YES ? NO : YES;
    for (const { ofRow } of this.#columns) {
      const value = ofRow(table, index);
      verdict = this.#joined(verdict, value < 0 ? UNKNOWN : this.#ofValue(table, value));
    }
    return verdict;
  }

  #joined(a: number, b: number): number {
    return this.#decisive === YES ? a | b : a & b;
  }

  #ofValue(table: ColumnTable, value: number): number {
    const known = this.#byValue[value]!;
    if (known !== 0) return known;
    const isAddress = this.#kind === 'address';
    const octets = isAddress ? table.octets(value) : undefined;
    const verdict = isAddress && octets === undefined ? UNKNOWN : this.#ask(octets ?? value);
    this.#byValue[value] = verdict;
    return verdict;
  }
}

/** Asks numbers, those below 0 not. */
function askAll(holds: (value: number) => boolean, numbers: Float64Array, verdicts: Uint8Array): void {
  for (let i = 0; i < verdicts.length; i++) {
    const number = numbers[i]!;
    verdicts[i] = number < 0 ? 0 : holds(number) ? YES : NO;
  }
}

/** The same octets in an array of at least `length`. */
export function grown(values: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(Math.max(length, Math.min(2 * values.length, length + 65_536)));
  more.set(values);
  return more;
}

/** True when a test asks for an address, port or conversation name. */
export function asksEndpoints(test: Test): boolean {
  return namesIn(test).some(({ info }) => info.source.from === 'rows' && isColumnName(info.source.row));
}
