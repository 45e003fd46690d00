import { assert } from '../base/assert.ts';
import type { Cursor } from '../codec/cursor.ts';
import { type Field, UNDECODED } from '../codec/field.ts';
import { GENERIC, type Rule } from '../codec/rule.ts';
import type { FixedRecord } from '../codec/tree.ts';
import type { Computation, Compute } from './computed.ts';
import type { Context, Start } from './context.ts';
import type { Measure } from './streams.ts';
import type { Summary } from './summary.ts';

/** The tables in which protocols meet, and the type of their keys. */
export interface TableKeys {
  /** Registered link type of capture files. */
  'link.type': number;
  'eth.type': number;
  'ppp.protocol': number;
  'ip.proto': number;
  'udp.port': number;
  'tcp.port': number;
  /** Lower-case media type without parameters. */
  'media.type': string;
  /** Content that is known by its octets alone, where nothing says what it is: guesses only. */
  'content.guess': string;
  /** Formal public identifier of a marked-up document: `-//WAPFORUM//DTD SI 1.0//EN`. */
  'document.public_id': string;
  /** Root element of an XML document, without its prefix. */
  'document.root': string;
  /** Start layer as people name it: `udp`, `wsp`, `dm-1.3`. */
  layer: string;
  /** Wireshark's dissector names in exported PDUs. */
  'dissector.name': string;
}
export type TableName = keyof TableKeys;

/** The record of fixed width that the octets of a protocol begin with, whenever they are enough for it. */
export interface FixedHeader {
  /** Records that it may be, all of one width. */
  readonly records: readonly FixedRecord[];
  /** The one that begins at octet `start`; all its octets are there. */
  at(bytes: Uint8Array, start: number): FixedRecord;
  /** Numbers of fields of the records whose rows get another one than that of their bits. */
  readonly numbers?: ReadonlyMap<Field, (bytes: Uint8Array, start: number) => number>;
  /**
   * Numbers of further rows, which follow from the record at octet `start` and from the octets that the lower layers state from
   * there on, the header's own among them; undefined where there is no such row.
   */
  readonly lengths?: ReadonlyMap<Field, (bytes: Uint8Array, start: number, octets: number) => number | undefined>;
  /** True when what it carries says itself that it ends at octet `end`, where the packet does: no check sequence is looked for. */
  isFilled?(bytes: Uint8Array, start: number, end: number): boolean;
  /**
   * Octet at which the packet whose record begins at `start` says itself that it ends, at most `end`: what is behind it is padding.
   * Undefined where that cannot be.
   */
  endAt?(bytes: Uint8Array, start: number, end: number): number | undefined;
}

export interface Dissector {
  /** Short name, Wireshark's where it has one: `udp`. */
  readonly id: string;
  /** Name for the Protocol column: `UDP`. */
  readonly name: string;
  /**
   * Pass 1: fills columns from octets `start` to `end`. It makes no objects, does not throw, and checks lengths itself.
   * It gives the same values as `dissect`.
   */
  summarize?(bytes: Uint8Array, start: number, end: number, row: Summary): void;
  /**
   * Set where pass 1 passes over content that pass 2 finds: `packets` (quoted ones: anything may be in them), `content`
   * (anything but what carries packets), `noted` (as `content`, but pass 1 notes it in `contents` or says that it cannot).
   */
  readonly hides?: 'packets' | 'content' | 'noted';
  /**
   * True when pass 1 notes in `contents` where the octets of each message are, and all rows that are not generated follow
   * from these octets and the destination port alone (generated ones where their field says so).
   */
  readonly isPlaced?: boolean;
  /** Ids of protocols whose rows this one lays by itself, so that pass 1 does not meet them: the form of a document, say. */
  readonly lays?: readonly string[];
  /** Fields of a placed protocol of which that does not hold: what a dissector of the content leaves, say. */
  readonly unplaced?: readonly Field[];
  /** Fields of rows that only packets have of which pass 1 has noted something (`Streams.isNoted`). */
  readonly noted?: readonly Field[];
  /** Fields of rows that depend on where what it carries has ended: padding behind it, say. */
  readonly trailing?: readonly Field[];
  /** The record that it lays first, once; other rows have other fields. */
  readonly header?: FixedHeader;
  /** True when its own header says where it ends: nothing outside it depends on what it carries. */
  readonly isBounded?: boolean;
  /** Pass 1 of content behind the one that the columns tell of: notes in `contents` what `summarize` would note, and no more. */
  place?(bytes: Uint8Array, start: number, end: number, row: Summary): void;
  /**
   * Over TCP: octets of the first message, so that `summarize` and `dissect` get whole messages, one at a time, however
   * they were cut into segments. It changes nothing: it is asked again when more octets have come.
   */
  readonly measure?: Measure;
  /** Pass 2: makes the rows and findings of the cursor's window. */
  dissect(cursor: Cursor, context: Context): void;
}

/** Says how likely octets `start` to `end` are of a protocol, 0 to 1; it checks lengths first and never throws. */
export type Guess = (bytes: Uint8Array, start: number, end: number) => number;

export interface Choice {
  readonly dissector: Dissector;
  /** For people: `udp.port 2948`, `guess 0.6`, `decode as`. */
  readonly chosenBy: string;
}

/** A protocol and its fields. */
export interface Declared {
  readonly dissector: Dissector;
  readonly fields: readonly Field[];
  readonly rules: readonly Rule[];
}

interface Guesser {
  readonly dissector: Dissector;
  readonly guess: Guess;
}

const MIN_LIKELY = 0.5;
/** Place of a dissector that is in the map alone. */
const OUTSIDE = 0xff;
/** Numbers of 16 bits: ports, types, protocols. */
const NUMBERS = 0x1_0000;

/** One meeting place: keys to dissectors, overridden by the user ("decode as"), else the best guess. */
export class Table<K> {
  readonly name: TableName;
  readonly #bound = new Map<K, Dissector>();
  /**
   * What is bound to numbers of 16 bits: for each the place of its dissector in the list, 0 where there is none. Each packet asks
   * several tables, most of them for ports that nothing is bound to: an octet is read in a fraction of what a map takes.
   */
  #places: Uint8Array | undefined;
  readonly #placed: (Dissector | undefined)[] = [undefined];
  readonly #guessers: Guesser[] = [];
  #overrides: ReadonlyMap<K, Dissector> = new Map();
  /** What has been chosen by key: a million packets ask for the same few. */
  readonly #choices = new Map<K, Choice>();

  constructor(name: TableName) {
    this.name = name;
  }

  bind(key: K, dissector: Dissector): void {
    assert(!this.#bound.has(key), `${this.name} ${String(key)} is bound twice`);
    this.#bound.set(key, dissector);
    this.#place(key, dissector);
    this.#choices.clear();
  }

  guessIn(guesser: Guesser): void {
    this.#guessers.push(guesser);
  }

  override(overrides: ReadonlyMap<K, Dissector>): void {
    this.#overrides = overrides;
    this.#choices.clear();
  }

  /** As `get`, with the words that say how it was chosen. */
  choice(key: K): Choice | undefined {
    const known = this.#choices.get(key);
    if (known !== undefined) return known;
    const dissector = this.get(key);
    if (dissector === undefined) return undefined;
    const words = `${this.name} ${String(key)}`;
    const choice = { dissector, chosenBy: this.isOverridden(key) ? `decode as (${words})` : words };
    this.#choices.set(key, choice);
    return choice;
  }

  /** The dissector for a key, without guessing. */
  get(key: K): Dissector | undefined {
    // Users choose seldom, and this is asked for every packet several times.
    if (this.#overrides.size === 0) return this.#boundTo(key);
    return this.#overrides.get(key) ?? this.#boundTo(key);
  }

  #boundTo(key: K): Dissector | undefined {
    if (typeof key !== 'number' || this.#places === undefined) return this.#bound.get(key);
    const place = this.#places[key];
    return place === undefined || place === OUTSIDE ? this.#bound.get(key) : this.#placed[place];
  }

  /** Enters what is bound to a number of 16 bits, while there are few enough dissectors. */
  #place(key: K, dissector: Dissector): void {
    if (typeof key !== 'number' || !(key >= 0 && key < NUMBERS && Number.isInteger(key))) return;
    this.#places ??= new Uint8Array(NUMBERS);
    let place = this.#placed.indexOf(dissector);
    if (place < 0) place = this.#placed.length < OUTSIDE ? this.#placed.push(dissector) - 1 : OUTSIDE;
    this.#places[key] = place;
  }

  has(key: K): boolean {
    return this.#overrides.has(key) || this.#bound.has(key);
  }

  isOverridden(key: K): boolean {
    return this.#overrides.has(key);
  }

  /** The likeliest dissector by content; undefined when none is likely. */
  guess(
    bytes: Uint8Array,
    start: number,
    end: number,
  ): { readonly dissector: Dissector; readonly likely: number } | undefined {
    let best: { readonly dissector: Dissector; readonly likely: number } | undefined;
    for (const { dissector, guess } of this.#guessers) {
      const likely = guess(bytes, start, end);
      if (likely >= MIN_LIKELY && likely > (best?.likely ?? 0)) best = { dissector, likely };
    }
    return best;
  }

  /** How likely octets are of one dissector: the best of its guesses. */
  likely(dissector: Dissector | undefined, bytes: Uint8Array, start: number, end: number): number {
    let best = 0;
    for (const guesser of this.#guessers)
      if (guesser.dissector === dissector) best = Math.max(best, guesser.guess(bytes, start, end));
    return best;
  }

  /** Every dissector whose guess is not zero, likeliest first: what a paste could be. */
  candidates(bytes: Uint8Array): readonly { readonly dissector: Dissector; readonly likely: number }[] {
    return this.#guessers
      .map(({ dissector, guess }) => ({ dissector, likely: guess(bytes, 0, bytes.length) }))
      .filter(({ likely }) => likely > 0)
      .sort((a, b) => b.likely - a.likely);
  }

  /** The first key that was bound to a dissector. */
  keyOf(dissector: Dissector): K | undefined {
    for (const [key, bound] of this.#bound) if (bound === dissector) return key;
    return undefined;
  }

  keys(): Iterable<K> {
    return this.#bound.keys();
  }

  /** All that were bound or guess, in the order of their registration, some of them several times. */
  *dissectors(): Generator<Dissector> {
    yield* this.#bound.values();
    for (const { dissector } of this.#guessers) yield dissector;
  }
}

/** Every protocol, field and rule, and the tables in which they meet. Protocols know this, and never each other. */
export class Registry {
  readonly #tables = new Map<TableName, Table<unknown>>();
  readonly #fields: Field[] = [UNDECODED];
  readonly #rules: Rule[] = Object.values(GENERIC);
  readonly #protocols: Dissector[] = [];
  readonly #declared: Declared[] = [];
  readonly #computations = new Map<string, Computation>();
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly #fieldsOf = new Map<string, readonly Field[]>();

  /** Adds a protocol; its number stands in the protocol column (0 is "none"). */
  protocol(dissector: Dissector, fields: readonly Field[], rules: readonly Rule[] = []): number {
    this.#protocols.push(dissector);
    this.#declared.push({ dissector, fields, rules });
    this.#fields.push(...fields);
    this.#fieldsOf.set(dissector.id, [...(this.#fieldsOf.get(dissector.id) ?? []), ...fields]);
    this.#rules.push(...rules);
    let number = this.#numbers.get(dissector.id);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(dissector.id, number);
    }
    return number;
  }

  /** Says how fields with that filter name follow from the rest of a packet. */
  computes(filter: string, compute: Compute): this {
    return this.#compute(filter, { compute, isSeal: false });
  }

  /** As `computes`, for checksums and digests: worked out last, with zeros where the field stands. */
  seals(filter: string, compute: Compute): this {
    return this.#compute(filter, { compute, isSeal: true });
  }

  #compute(filter: string, computation: Computation): this {
    assert(!this.#computations.has(filter), `${filter} is computed twice`);
    this.#computations.set(filter, computation);
    return this;
  }

  /** How a field with that filter name is worked out. */
  computation(filter: string): Computation | undefined {
    return this.#computations.get(filter);
  }

  table<T extends TableName>(name: T): Table<TableKeys[T]> {
    let table = this.#tables.get(name);
    if (table === undefined) {
      table = new Table<unknown>(name);
      this.#tables.set(name, table);
    }
    return table as Table<TableKeys[T]>;
  }

  bind<T extends TableName>(name: T, key: TableKeys[T], dissector: Dissector): this {
    this.table(name).bind(key, dissector);
    return this;
  }

  guessIn<T extends TableName>(name: T, guesser: { readonly dissector: Dissector; readonly guess: Guess }): this {
    this.table(name).guessIn(guesser);
    return this;
  }

  /** Exact key first (the user's choice before the registered one), then the best guess. */
  choose<T extends TableName>(
    name: T,
    key: TableKeys[T],
    bytes: Uint8Array,
    start: number,
    end: number,
  ): Choice | undefined {
    const table = this.table(name);
    const choice = table.choice(key);
    if (choice !== undefined) return choice;
    const guess = table.guess(bytes, start, end);
    return guess && { dissector: guess.dissector, chosenBy: `guess ${guess.likely.toFixed(2)}` };
  }

  get fields(): readonly Field[] {
    return this.#fields;
  }
  get rules(): readonly Rule[] {
    return this.#rules;
  }
  get protocols(): readonly Dissector[] {
    return this.#protocols;
  }
  /** Protocols with the fields that each has declared. */
  get declared(): readonly Declared[] {
    return this.#declared;
  }

  /** All that were registered, in an order that depends on the registrations alone, some of them several times. */
  *dissectors(): Generator<Dissector> {
    yield* this.#protocols;
    for (const table of this.#tables.values()) yield* table.dissectors();
  }

  /** Fields that a protocol has declared. */
  fieldsOf(id: string): readonly Field[] {
    return this.#fieldsOf.get(id) ?? [];
  }

  /** Number of a protocol in the protocol column. */
  protocolNumber(id: string): number {
    return this.#numbers.get(id) ?? 0;
  }

  /** Protocol with that number. */
  protocolByNumber(number: number): Dissector | undefined {
    for (const [id, n] of this.#numbers) if (n === number) return this.#protocols.find((p) => p.id === id);
    return undefined;
  }
}

/** Names that protocols have in the Protocol column, by their numbers: several where dissectors of one protocol have others. */
export function columnNames(registry: Registry): readonly (readonly string[] | undefined)[] {
  const names: string[][] = [];
  for (const { id, name } of registry.dissectors()) {
    const number = registry.protocolNumber(id);
    // 0 stands for none.
    if (number > 0 && names[number]?.includes(name) !== true) names[number] = [...(names[number] ?? []), name];
  }
  return names;
}

/** What protocols hide from pass 1, by their numbers. */
export function hiddenBy(registry: Registry): readonly Dissector['hides'][] {
  const hidden: Dissector['hides'][] = [];
  for (const { id, hides } of registry.protocols) hidden[registry.protocolNumber(id)] ??= hides;
  return hidden;
}

/** The dissector that a packet starts with. */
export function dissectorAt(registry: Registry, start: Start): Dissector | undefined {
  switch (start.table) {
    case 'link.type':
      return registry.table('link.type').get(start.key);
    case 'layer':
      return registry.table('layer').get(start.key);
    case 'media.type':
      return registry.table('media.type').get(start.key);
  }
}
