import { ANY_PROTOCOLS, type ProtocolSets } from '../../dissect/protocol-sets.ts';
import { type Dissector, hiddenBy, type Registry } from '../../dissect/registry.ts';
import { OFTEN, ONCE, type Shape } from '../../filter/shapes.ts';
import { familyOf } from '../../filter/values.ts';
import { BARE } from '../headers/bare-protocols.ts';

/** Protocols that pass 1 meets where pass 2 may not lay their row. */
const RELUCTANT: ReadonlySet<string> = new Set(['wtls']);

/** Families of rows that stand inside many protocols. */
const COMMON = ['sll', 'pppoe', 'data'];
/** Families that every packet has, or may have. */
const ALWAYS = ['frame', 'data'];

/** What the protocols that pass 1 has met in packets say of their rows. */
export class PassOneShapes {
  readonly #sets: ProtocolSets;
  readonly #registry: Registry;
  readonly #ids: readonly (string | undefined)[];
  /** What protocols hide from pass 1, by their numbers. */
  readonly #hides: readonly Dissector['hides'][];
  /** Protocols whose rows others lay, by the others' ids. */
  readonly #lays: ReadonlyMap<string, readonly string[]>;
  readonly #shapes: (Shape | undefined)[] = [];
  /** Families of protocols that pass 1 has no eyes for. */
  readonly #unseen: readonly string[];
  /** Families of the protocols that carry packets. */
  readonly #bare: ReadonlySet<string>;

  constructor(registry: Registry, sets: ProtocolSets) {
    this.#registry = registry;
    this.#sets = sets;
    const ids: string[] = [];
    for (const { id } of registry.protocols) ids[registry.protocolNumber(id)] = id;
    this.#ids = ids;
    this.#hides = hiddenBy(registry);
    this.#lays = new Map(registry.protocols.map(({ id, lays = [] }) => [id, lays]));
    const unseen = registry.protocols.filter(({ id, summarize }) => id !== 'frame' && summarize === undefined);
    const familiesOf = (id: string): string[] => registry.fieldsOf(id).map(({ filter }) => familyOf(filter));
    this.#unseen = unseen.flatMap(({ id }) => familiesOf(id));
    this.#bare = new Set([...BARE].flatMap(familiesOf));
  }

  /** Shape of packets with this set of protocols; undefined when nothing is known of them. */
  shape(set: number): Shape | undefined {
    // Nothing met: whoever reads the packet has no pass 1.
    if (set === ANY_PROTOCOLS || set === 0) return undefined;
    this.#shapes[set] ??= this.#make(this.#sets.members(set));
    return this.#shapes[set];
  }

  #make(numbers: readonly number[]): Shape {
    const members = numbers.map((number) => this.#ids[number] ?? '');
    const families = new Set([...ALWAYS, ...this.#unseen]);
    const certain = new Set<string>(['frame']);
    for (const id of members) {
      const fields = this.#registry.fieldsOf(id);
      for (const { filter } of fields) families.add(familyOf(filter));
      for (const other of this.#lays.get(id) ?? [])
        for (const { filter } of this.#registry.fieldsOf(other)) families.add(familyOf(filter));
      const protocols = new Set(fields.filter(({ type }) => type === 'protocol').map(({ filter }) => filter));
      // Which of several rows a protocol lays is not known.
      if (protocols.size === 1 && !RELUCTANT.has(id)) for (const name of protocols) certain.add(name);
    }
    const hides = numbers.map((number) => this.#hides[number]);
    const isQuoting = hides.includes('packets');
    const isOpen = isQuoting || hides.some((hidden) => hidden !== undefined);
    const mayHave = (family: string): boolean =>
      families.has(family) || (isOpen && (isQuoting || !this.#bare.has(family)));
    if (!members.every((id) => BARE.has(id))) for (const family of COMMON) families.add(family);
    const times = (id: string): number => members.filter((member) => member === id).length;
    const isOnly = (id: string, other: string): boolean => !isQuoting && times(id) === 1 && times(other) === 0;
    // Of quoted packets nothing is known, and of hidden content what is in it, but that it carries no packets.
    const isMet = (id: string, count: number): boolean | undefined =>
      isQuoting || (isOpen && !BARE.has(id)) ? undefined : times(id) === count;
    const single: ReadonlyMap<string, boolean> = new Map([
      ['ip', isOnly('ip', 'ipv6')],
      ['ipv6', isOnly('ipv6', 'ip')],
      ['udp', isOnly('udp', 'tcp')],
      ['tcp', isOnly('tcp', 'udp')],
    ]);
    return {
      has: (element) => {
        if (element.startsWith(ONCE)) return isMet(element.slice(1), 1);
        if (element.startsWith(OFTEN)) return isMet(element.slice(1), 2);
        if (element.startsWith('=')) return single.get(familyOf(element.slice(1))) ?? false;
        if (element.endsWith('.')) return mayHave(element.slice(0, -1)) ? undefined : false;
        if (certain.has(element)) return true;
        return mayHave(familyOf(element)) ? undefined : false;
      },
    };
  }
}
