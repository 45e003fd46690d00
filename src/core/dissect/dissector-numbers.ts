import type { Dissector, Registry } from './registry.ts';

/**
 * Numbers of the dissectors of a registry, by which another thread finds the same ones in its own: both were made by the
 * same registrations. Choices of the user change nothing, they only choose among these.
 */
export class DissectorNumbers {
  readonly #dissectors: readonly Dissector[];
  readonly #numbers: ReadonlyMap<Dissector, number>;

  constructor(registry: Registry) {
    this.#dissectors = [...new Set(registry.dissectors())];
    this.#numbers = new Map(this.#dissectors.map((dissector, number) => [dissector, number]));
  }

  /** Undefined for a dissector that no table has. */
  numberOf(dissector: Dissector): number | undefined {
    return this.#numbers.get(dissector);
  }

  dissectorOf(number: number): Dissector | undefined {
    return this.#dissectors[number];
  }
}
