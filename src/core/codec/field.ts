import type { Encoding } from './encodings.ts';

/**
 * What a field's value is, and so how it is shown, filtered and exported.
 * - `protocol`, `group`: rows that hold other rows; a group may have no value of its own.
 * - `uint`: a number up to 2^53; `bool`: 0 or 1.
 * - `text`: the text set for the row, else the row's octets as UTF-8; `bytes`: the row's octets.
 * - `ipv4`, `ipv6`, `ether`: the row's octets as an address.
 * - `time`: seconds since 1970-01-01T00:00:00Z; `seconds`: a duration.
 * - `frame`: the number of another packet, a link.
 * - `undecoded`: octets that nothing understood.
 */
export type FieldType =
  | 'protocol'
  | 'group'
  | 'uint'
  | 'bool'
  | 'text'
  | 'bytes'
  | 'ipv4'
  | 'ipv6'
  | 'ether'
  | 'time'
  | 'seconds'
  | 'frame'
  | 'undecoded';

/**
 * What the packet that a `frame` field leads to is for the packet with the field: the request it answers, the response to it;
 * what acknowledges it, what it acknowledges; the same message once more; a packet with a part of its message, and the one
 * in which its message is whole.
 */
export type LinkKind = 'request' | 'response' | 'acknowledgement' | 'acknowledged' | 'same' | 'part' | 'whole';

/** Names of a field's values: a table, or a function where the names follow a rule. */
export type ValueNames =
  | Readonly<Record<number, string>>
  | ReadonlyMap<number, string>
  | ((value: number) => string | undefined);

/** What is declared about a field, once; tree, filter, form, schema and documentation all read it from here. */
export interface FieldMeta {
  /** The specification's own words for the field. */
  readonly label: string;
  /** Section of the specification that defines it, with a short name of the document where a protocol has several. */
  readonly spec?: string | undefined;
  /** One sentence: what it is and in which unit. */
  readonly doc?: string | undefined;
  /** How numbers are shown; decimal when left out. */
  readonly show?: 'dec' | 'hex' | 'bin' | undefined;
  readonly names?: ValueNames | undefined;
  /** All texts that the value of a text field may be, each with what it stands for. */
  readonly texts?: Readonly<Record<string, string>> | undefined;
  /** True when only some of the usual values have names, as of ports. */
  readonly isOpen?: boolean | undefined;
  /** Other filter names under which the value counts too: `udp.port` for `udp.srcport`. */
  readonly also?: readonly string[] | undefined;
  /** How the value is written where that is not the plain way of its type. */
  readonly encoding?: Encoding | undefined;
  /** Bits that a number takes, where that is always the same. */
  readonly bits?: number | undefined;
  /** Of a `frame` field: what it leads to, where that is more than a packet which has to do with this one. */
  readonly leadsTo?: LinkKind | undefined;
  /** True when the value is worked out and stands nowhere in the packet; shown in square brackets. */
  readonly generated?: boolean | undefined;
  /**
   * True for a generated value that follows from the octets of its own message and the user's secrets alone: from no other packet,
   * and from nothing that carries the message.
   */
  readonly inherent?: boolean | undefined;
  /** True for a generated value that follows from its packet alone, from what carries it and from the file's record: no other packet changes it. */
  readonly ofPacket?: boolean | undefined;
  /** True of a row for what a protocol has behind all that it carries: it is not the protocol once more. */
  readonly atEnd?: boolean | undefined;
}

export interface Field extends FieldMeta {
  /** Filter name; Wireshark's where Wireshark has the field. */
  readonly filter: string;
  readonly type: FieldType;
  /** Number of the declaration, from 0 without gaps: tables by field are arrays. Given by `field`. */
  readonly number?: number | undefined;
}

/** All declarations have one shape, and so their properties one place: what asks any row for its type need not search it. */
class Declared implements Field {
  static #count = 0;
  // Private and behind a getter: a copy of the declaration with other words must not take the number along.
  readonly #number: number;
  readonly filter: string;
  readonly type: FieldType;
  readonly label: string;
  readonly spec: string | undefined;
  readonly doc: string | undefined;
  readonly show: 'dec' | 'hex' | 'bin' | undefined;
  readonly names: ValueNames | undefined;
  readonly texts: Readonly<Record<string, string>> | undefined;
  readonly isOpen: boolean | undefined;
  readonly also: readonly string[] | undefined;
  readonly encoding: Encoding | undefined;
  readonly bits: number | undefined;
  readonly leadsTo: LinkKind | undefined;
  readonly generated: boolean | undefined;
  readonly inherent: boolean | undefined;
  readonly ofPacket: boolean | undefined;
  readonly atEnd: boolean | undefined;

  constructor(given: Field) {
    this.#number = Declared.#count++;
    this.filter = given.filter;
    this.type = given.type;
    this.label = given.label;
    this.spec = given.spec;
    this.doc = given.doc;
    this.show = given.show;
    this.names = given.names;
    this.texts = given.texts;
    this.isOpen = given.isOpen;
    this.also = given.also;
    this.encoding = given.encoding;
    this.bits = given.bits;
    this.leadsTo = given.leadsTo;
    this.generated = given.generated;
    this.inherent = given.inherent;
    this.ofPacket = given.ofPacket;
    this.atEnd = given.atEnd;
  }

  get number(): number {
    return this.#number;
  }
}

/** Declares one field; what is declared already stays what it is. */
export function field(given: Field): Field {
  return given instanceof Declared ? given : new Declared(given);
}

/** True for what `field` and `fields` have made: everything that protocols register. */
export function isDeclared(given: Field): boolean {
  return given instanceof Declared;
}

/**
 * Declares the fields of a protocol that are read by hand-written code: `const f = fields({ tid: { filter: 'wsp.TID', type: 'uint', label: 'Transaction ID' } })`.
 * The keys stay typed, and `Object.values(f)` is what the protocol registers.
 */
export function fields<const T extends Readonly<Record<string, Field>>>(
  declared: T,
): { readonly [K in keyof T]: Field } {
  const out: Record<string, Field> = {};
  for (const [key, given] of Object.entries(declared)) out[key] = field(given);
  // The keys are those of the argument; the loop cannot say so.
  return out as { readonly [K in keyof T]: Field };
}

/** Name of a value, where the specification names it. */
export function nameOf(field: Field, value: number): string | undefined {
  const { names } = field;
  if (names === undefined) return undefined;
  if (typeof names === 'function') return names(value);
  if (names instanceof Map) return names.get(value);
  return (names as Readonly<Record<number, string>>)[value];
}

/** Octets of the packet that no dissector claimed. */
export const UNDECODED: Field = field({
  filter: 'data.data',
  type: 'undecoded',
  label: 'Undecoded',
  doc: 'Octets that no dissector claimed.',
});
