import { CHUNK } from '../../base/column.ts';
import { type Finding, type Rule, SEVERITIES, type Severity } from '../../codec/rule.ts';
import { ElementSets } from '../../filter/element-sets.ts';
import type { FindingKind } from '../../filter/finding-leaf.ts';

/** Not looked at yet, or of more kinds than are told apart. */
const UNKNOWN_SET = 0;
/** Sets of findings that are told apart, in numbers of 16 bits. */
const MOST_SETS = 0xffff;

/**
 * Which rules each packet breaks, and how badly: 2 octets a packet, filled by the pass that dissects every packet anyway. Filters over
 * findings then need no tree.
 */
export class FindingColumn {
  readonly #sets = new ElementSets();
  /** Kinds by their element in the sets. */
  readonly #kinds = new Map<string, FindingKind>();
  readonly #elements = new Map<Rule, Map<Severity, number>>();
  /** By element: the packet that had it last, counted from 1. */
  readonly #seen: number[] = [];
  #packet = 0;
  readonly #kindsOf: (readonly FindingKind[] | undefined)[] = [];
  #chunks: (Uint16Array | undefined)[] = [];

  /** Notes the findings of a packet whose tree was made with all of them. */
  set(index: number, findings: readonly Finding[]): void {
    const at = Math.floor(index / CHUNK);
    let chunk = this.#chunks[at];
    if (chunk === undefined) {
      chunk = new Uint16Array(CHUNK);
      this.#chunks[at] = chunk;
    }
    chunk[index % CHUNK] = this.#numberOf(findings);
  }

  /** Numbers of the sets of packets `from` up to but not including `to`, which lie in one chunk; undefined when none is known. */
  view(from: number, to: number): Uint16Array | undefined {
    const start = from % CHUNK;
    return this.#chunks[Math.floor(from / CHUNK)]?.subarray(start, start + to - from);
  }

  /** Kinds of findings behind a number; undefined when nothing is known. */
  kinds(number: number): readonly FindingKind[] | undefined {
    if (number === UNKNOWN_SET) return undefined;
    this.#kindsOf[number] ??= this.#sets.members(number - 1).map((element) => this.#kinds.get(element)!);
    return this.#kindsOf[number];
  }

  /** Packets have other findings now. Numbers keep their meaning. */
  forget(): void {
    this.#chunks = [];
  }

  #numberOf(findings: readonly Finding[]): number {
    const packet = ++this.#packet;
    let set: number | undefined = 0;
    for (const { rule, severity } of findings) {
      const element = this.#elementOf(rule, severity);
      if (this.#seen[element] === packet) continue;
      this.#seen[element] = packet;
      set = this.#sets.with(set, element);
      if (set === undefined || set >= MOST_SETS) return UNKNOWN_SET;
    }
    return set + 1;
  }

  #elementOf(rule: Rule, severity: Severity): number {
    let known = this.#elements.get(rule);
    if (known === undefined) {
      known = new Map(
        SEVERITIES.map((each) => {
          const name = `${rule.id} ${each}`;
          this.#kinds.set(name, { rule, severity: each });
          return [each, this.#sets.number(name)];
        }),
      );
      this.#elements.set(rule, known);
    }
    return known.get(severity)!;
  }
}
