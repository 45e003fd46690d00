import type { Finding } from '../codec/rule.ts';
import type { NameInfo } from './catalogue.ts';
import type { ColumnBlock, ColumnProgram } from './column-table.ts';
import { evaluator } from './evaluate.ts';
import { KeptVerdicts } from './kept-verdicts.ts';
import { namesIn } from './names-in.ts';
import type { PacketValues } from './packet-values.ts';
import type { NameRef, Test } from './typed.ts';
import type { Value } from './values.ts';
import { UNKNOWN, verdictOf } from './verdict.ts';

/** What is known of a packet's findings before its tree is made: their rules and severities, each pair once. */
export type FindingKind = Pick<Finding, 'rule' | 'severity'>;

/** True for a test of nothing but findings. */
export function asksFindings(test: Test): boolean {
  const names = namesIn(test);
  return names.length > 0 && names.every(({ info }) => info.source.from === 'findings');
}

/** A test of findings: each set of kinds of findings is asked once. */
export class FindingLeaf implements ColumnProgram {
  readonly isSlow = false;
  readonly #ask: ReturnType<typeof evaluator>;
  readonly #values = new FindingValues();
  readonly #kept = new KeptVerdicts();

  constructor(test: Test) {
    this.#ask = evaluator(test);
  }

  fill(block: ColumnBlock, verdicts: Uint8Array): void {
    const { findings, table, length } = block;
    if (findings === undefined) {
      verdicts.fill(UNKNOWN, 0, length);
      return;
    }
    this.#kept.fill(findings, verdicts, length, (set) => this.#verdict(table.findingKinds(set)));
  }

  #verdict(kinds: readonly FindingKind[] | undefined): number {
    if (kinds === undefined) return UNKNOWN;
    this.#values.kinds = kinds;
    return verdictOf(this.#ask(this.#values));
  }
}

/** Values of findings of which only rule and severity are known. */
class FindingValues implements PacketValues {
  kinds: readonly FindingKind[] = [];

  exists({ info }: NameRef): boolean {
    return this.#of(info).length > 0;
  }

  /** There may be several of one kind. */
  count({ info }: NameRef): number | undefined {
    return this.#of(info).length === 0 ? 0 : undefined;
  }

  /** Each value once, however many findings have it: no comparison asks how many there are. */
  values({ info }: NameRef): readonly Value[] | undefined {
    const { source } = info;
    const kinds = this.#of(info);
    if (source.from !== 'findings' || kinds.length === 0) return [];
    const { ofKind } = source;
    return ofKind && kinds.map(ofKind);
  }

  sizes(): undefined {
    return undefined;
  }

  #of({ source }: NameInfo): readonly FindingKind[] {
    if (source.from !== 'findings') return [];
    const { only } = source;
    return only === undefined ? this.kinds : this.kinds.filter(({ rule }) => rule.id === only);
  }
}
