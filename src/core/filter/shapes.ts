import type { Field } from '../codec/field.ts';
import type { Tree } from '../codec/tree.ts';
import type { Context } from '../dissect/context.ts';
import { ElementSets } from './element-sets.ts';
import { familyOf, valueOfRow, valueText } from './values.ts';

/**
 * What a packet is made of, as far as filters over the packet list need it:
 * - `ip.`: it has rows of this family;
 * - `ip`: it has a row of this protocol;
 * - `1ip`: this protocol is met once in it; `+ip`: several times (`callsIn`);
 * - `=ip.src`: the address and port columns hold exactly the values of this name (they do not in tunnels and quoted packets);
 * - `=tcp.stream`: it has one row of this name, which is of the flow's transport if the flow has that one.
 */
export interface Shape {
  /** Undefined where that is not known: then the packet may have it. */
  has(element: string): boolean | undefined;
}

/** Marks of elements that say how often a protocol is met. */
export const ONCE = '1';
export const OFTEN = '+';

/** How often a protocol is met in packets of a shape, once at most; undefined when it may be several times. */
export function callsIn(shape: Shape, protocol: string): 0 | 1 | undefined {
  if (shape.has(`${OFTEN}${protocol}`) !== false) return undefined;
  return shape.has(`${ONCE}${protocol}`) === true ? 1 : 0;
}

/** Columns of a row that filters ask by names of fields. */
export type ColumnName = 'source' | 'destination' | 'sourcePort' | 'destinationPort' | 'tcpStream' | 'udpStream';

/** Names whose values the address and port columns hold in packets without tunnels, in the order of the columns, or that follow from them. */
export const COLUMN_NAMES = {
  'ip.src': ['source'],
  'ip.dst': ['destination'],
  'ip.addr': ['source', 'destination'],
  'ipv6.src': ['source'],
  'ipv6.dst': ['destination'],
  'ipv6.addr': ['source', 'destination'],
  'udp.srcport': ['sourcePort'],
  'udp.dstport': ['destinationPort'],
  'udp.port': ['sourcePort', 'destinationPort'],
  'tcp.srcport': ['sourcePort'],
  'tcp.dstport': ['destinationPort'],
  'tcp.port': ['sourcePort', 'destinationPort'],
  'udp.stream': ['udpStream'],
  'tcp.stream': ['tcpStream'],
} as const satisfies Readonly<Record<string, readonly ColumnName[]>>;

export function isColumnName(name: string): name is keyof typeof COLUMN_NAMES {
  return Object.hasOwn(COLUMN_NAMES, name);
}

/** Shapes that are told apart, so that a number of 16 bits names one; 0 means unknown. */
const MAX_SHAPES = 0xffff;

const NAMES = Object.keys(COLUMN_NAMES) as (keyof typeof COLUMN_NAMES)[];
const COLUMNS: readonly (readonly ColumnName[])[] = NAMES.map((name) => COLUMN_NAMES[name]);

/** What a row of a field says of its packet. */
interface FieldUse {
  /** Numbers of the elements that it has then. */
  readonly elements: readonly number[];
  /** Names of columns that the row has a value of: places in `NAMES`. */
  readonly names: readonly number[];
}

/**
 * Gives each packet the number of its shape. Captures have few shapes, so a column of numbers of 16 bits says of each packet
 * which protocols are in it: a pass that dissects every packet anyway fills it, and filters then skip what cannot match.
 */
export class PacketShapes {
  readonly #shapes: Shape[] = [new Set()];
  readonly #uses = new Map<Field, FieldUse>();
  readonly #elements = new ElementSets();
  /** Elements that say how often a protocol is met. */
  readonly #marks = new Map<string, { readonly once: number; readonly often: number }>();
  /** Number of the shape with the elements of a set, by the set's number; 0 when no packet had it. */
  readonly #shapeOf: number[] = [];
  /** By element: the packet that had it last, counted from 1. */
  readonly #seen: number[] = [];
  #packet = 0;
  /** By place in `NAMES`, of the packet that is looked at: values so far, and 1 where one is not that of its column. */
  readonly #counts = new Uint8Array(NAMES.length);
  readonly #differs = new Uint8Array(NAMES.length);

  /** Shape of that number; undefined for 0 and numbers never given. */
  shape(number: number): Shape | undefined {
    return number === 0 ? undefined : this.#shapes[number];
  }

  /** Number of the shape of a packet; 0 when there are too many shapes. */
  numberOf(tree: Tree, context: Context): number {
    const { sources } = tree;
    const hasAlternatives = sources.some(({ alternative }) => alternative === true);
    const seen = this.#seen;
    const packet = ++this.#packet;
    this.#counts.fill(0);
    this.#differs.fill(0);
    let set: number | undefined = 0;
    for (let row = 0; row < tree.length; row++) {
      if (hasAlternatives && sources[tree.source(row)]?.alternative === true) continue;
      const { elements, names } = this.#usageOf(tree.field(row));
      for (let i = 0; i < elements.length; i++) {
        const element = elements[i]!;
        if (seen[element] === packet) continue;
        seen[element] = packet;
        set = set === undefined ? undefined : this.#elements.with(set, element);
      }
      if (names.length > 0) this.#compare(tree, row, names, context);
    }
    for (const { protocol } of context.layers) {
      const { once, often } = this.#marksOf(protocol);
      const element = seen[once] === packet ? often : once;
      if (seen[element] === packet) continue;
      seen[element] = packet;
      set = set === undefined ? undefined : this.#elements.with(set, element);
    }
    for (let name = 0; name < NAMES.length && set !== undefined; name++) {
      const isRight = this.#counts[name] === COLUMNS[name]!.length && this.#differs[name] === 0;
      if (isRight) set = this.#elements.with(set, this.#elements.number(`=${NAMES[name]}`));
    }
    return set === undefined ? 0 : this.#numberOfSet(set);
  }

  /** Counts a value under its names, and notes where it is not that of the column. */
  #compare(tree: Tree, row: number, names: readonly number[], context: Context): void {
    const counts = this.#counts;
    const value = valueOfRow(tree, row);
    let text: string | undefined;
    for (const name of names) {
      const columns = COLUMNS[name]!;
      const count = counts[name]!;
      // More values than columns are not counted on: there may be any number of them.
      if (count > columns.length) continue;
      counts[name] = count + 1;
      const column = columns[count];
      // That of a stream is the flow's, which the list asks for by itself.
      if (column === undefined || column === 'tcpStream' || column === 'udpStream') continue;
      if (column === 'sourcePort' || column === 'destinationPort') {
        if (value === undefined || value !== context[column]?.port) this.#differs[name] = 1;
        continue;
      }
      const kind = NAMES[name]!.startsWith('ipv6') ? 'ipv6' : 'ipv4';
      text ??= value === undefined ? '' : valueText(value, kind);
      if (text !== context[column]) this.#differs[name] = 1;
    }
  }

  #numberOfSet(set: number): number {
    const known = this.#shapeOf[set] ?? 0;
    if (known > 0 || this.#shapes.length > MAX_SHAPES) return known;
    const number = this.#shapes.length;
    this.#shapes.push(new Set(this.#elements.members(set)));
    this.#shapeOf[set] = number;
    return number;
  }

  #marksOf(protocol: string): { readonly once: number; readonly often: number } {
    let marks = this.#marks.get(protocol);
    if (marks === undefined) {
      marks = {
        once: this.#elements.number(`${ONCE}${protocol}`),
        often: this.#elements.number(`${OFTEN}${protocol}`),
      };
      this.#marks.set(protocol, marks);
    }
    return marks;
  }

  #usageOf(field: Field): FieldUse {
    const known = this.#uses.get(field);
    if (known !== undefined) return known;
    const family = `${familyOf(field.filter)}.`;
    const elements = field.type === 'protocol' ? [family, field.filter] : [family];
    const names = [field.filter, ...(field.also ?? [])].filter(isColumnName).map((name) => NAMES.indexOf(name));
    const use = { elements: elements.map((element) => this.#elements.number(element)), names };
    this.#uses.set(field, use);
    return use;
  }
}
