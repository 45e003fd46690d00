import type { PacketValues } from './packet-values.ts';
import type { NameRef } from './typed.ts';
import type { Value } from './values.ts';

/** A packet of which one name with one value is known, to ask a test about that value. */
export class OneValue implements PacketValues {
  readonly #ref: NameRef;
  readonly #values: Value[] = [0];

  constructor(ref: NameRef) {
    this.#ref = ref;
  }

  set(value: Value): void {
    this.#values[0] = value;
  }

  exists(ref: NameRef): boolean | undefined {
    return this.values(ref) && true;
  }

  count(ref: NameRef): number | undefined {
    return this.values(ref)?.length;
  }

  values({ info, raw, layers }: NameRef): readonly Value[] | undefined {
    return info === this.#ref.info && !raw && layers === undefined ? this.#values : undefined;
  }

  sizes(): undefined {
    return undefined;
  }
}
