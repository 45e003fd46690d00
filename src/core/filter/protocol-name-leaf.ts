import type { ColumnBlock, ColumnProgram } from './column-table.ts';
import { evaluator } from './evaluate.ts';
import { KeptVerdicts } from './kept-verdicts.ts';
import { namesIn } from './names-in.ts';
import type { PacketValues } from './packet-values.ts';
import type { NameRef, Test } from './typed.ts';
import { UNKNOWN, verdictOf } from './verdict.ts';

/** The text of the Protocol column. */
export const PROTOCOL_NAME = '_ws.col.protocol';

/** True for a test of nothing but the text of the Protocol column. */
export function asksProtocolName(test: Test): boolean {
  const names = namesIn(test);
  return names.length > 0 && names.every(({ info }) => info.name === PROTOCOL_NAME);
}

/** A test of the Protocol column: each protocol is asked once, by all names that it may have there. */
export class ProtocolNameLeaf implements ColumnProgram {
  readonly isSlow = false;
  readonly #ask: ReturnType<typeof evaluator>;
  readonly #kept = new KeptVerdicts();

  constructor(test: Test) {
    this.#ask = evaluator(test);
  }

  fill({ protocols, table, length }: ColumnBlock, verdicts: Uint8Array): void {
    this.#kept.fill(protocols, verdicts, length, (protocol) => this.#verdict(table.protocolNames(protocol)));
  }

  /** Only the tree can tell where the names differ in it. */
  #verdict(names: readonly string[]): number {
    const [first = UNKNOWN, ...others] = names.map((name) => verdictOf(this.#ask(new OneName(name))));
    return others.every((verdict) => verdict === first) ? first : UNKNOWN;
  }
}

/** The name of a protocol, and of the packet no more. */
class OneName implements PacketValues {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  exists(): boolean {
    return true;
  }

  count(): number {
    return 1;
  }

  values(): readonly string[] {
    return [this.#name];
  }

  sizes(_ref: NameRef): undefined {
    return undefined;
  }
}
