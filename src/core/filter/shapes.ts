import type { Field } from '../codec/field.ts';
import type { Tree } from '../codec/tree.ts';
import type { Context } from '../dissect/context.ts';
import { familyOf, valueOfRow, valueText } from './values.ts';

/**
 * What a packet is made of, as far as filters over the packet list need it:
 * - `ip.`: it has rows of this family;
 * - `ip`: it has a row of this protocol;
 * - `=ip.src`: the address and port columns hold exactly the values of this name (they do not in tunnels and quoted packets).
 */
export interface Shape {
  /** Undefined where that is not known: then the packet may have it. */
  has(element: string): boolean | undefined;
}

/** Names whose values the address and port columns hold in packets without tunnels, in the order of the columns. */
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
} as const satisfies Readonly<Record<string, readonly ('source' | 'destination' | 'sourcePort' | 'destinationPort')[]>>;

export function isColumnName(name: string): name is keyof typeof COLUMN_NAMES {
  return Object.hasOwn(COLUMN_NAMES, name);
}

/** Shapes that are told apart, so that a number of 16 bits names one; 0 means unknown. */
const MAX_SHAPES = 0xffff;

interface FieldUse {
  readonly elements: readonly string[];
  readonly columns: readonly (keyof typeof COLUMN_NAMES)[];
}

/**
 * Gives each packet the number of its shape. Captures have few shapes, so a column of numbers of 16 bits says of each packet
 * which protocols are in it: a pass that dissects every packet anyway fills it, and filters then skip what cannot match.
 */
export class PacketShapes {
  readonly #shapes: Shape[] = [new Set()];
  readonly #numbers = new Map<string, number>();
  readonly #uses = new Map<Field, FieldUse>();

  /** Shape of that number; undefined for 0 and numbers never given. */
  shape(number: number): Shape | undefined {
    return number === 0 ? undefined : this.#shapes[number];
  }

  /** Number of the shape of a packet; 0 when there are too many shapes. */
  numberOf(tree: Tree, context: Context): number {
    const elements = new Set<string>();
    const found = new Map<keyof typeof COLUMN_NAMES, string[]>();
    for (let row = 0; row < tree.length; row++) {
      if (tree.sources[tree.source(row)]?.alternative === true) continue;
      const { elements: own, columns } = this.#usageOf(tree.field(row));
      for (const element of own) elements.add(element);
      for (const name of columns) {
        const value = valueOfRow(tree, row);
        const text = value === undefined ? '' : valueText(value, name.startsWith('ipv6') ? 'ipv6' : 'ipv4');
        const texts = found.get(name);
        if (texts === undefined) found.set(name, [text]);
        else texts.push(text);
      }
    }
    const columns = {
      source: context.source,
      destination: context.destination,
      sourcePort: String(context.sourcePort?.port),
      destinationPort: String(context.destinationPort?.port),
    };
    for (const [name, texts] of found) {
      const expected = COLUMN_NAMES[name];
      if (texts.length === expected.length && expected.every((column, i) => columns[column] === texts[i]))
        elements.add(`=${name}`);
    }
    const key = [...elements].sort().join(' ');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#shapes.length > MAX_SHAPES) return 0;
    this.#shapes.push(elements);
    this.#numbers.set(key, this.#shapes.length - 1);
    return this.#shapes.length - 1;
  }

  #usageOf(field: Field): FieldUse {
    const known = this.#uses.get(field);
    if (known !== undefined) return known;
    const family = `${familyOf(field.filter)}.`;
    const use = {
      elements: field.type === 'protocol' ? [family, field.filter] : [family],
      columns: [field.filter, ...(field.also ?? [])].filter(isColumnName),
    };
    this.#uses.set(field, use);
    return use;
  }
}
