import type { Field } from '../codec/field.ts';

/**
 * What is asked of a packet where it is not all: values of rows for a filter. Whatever is left out then must not change
 * a row that is asked for. Texts for people, findings, digests and documents are not asked for, but for Info where `info` says so.
 */
export interface Wants {
  /** True when a row counts under this filter name (its own or an `also` name). */
  has(name: string): boolean;
  /** True for protocols without any row that is asked for, in themselves and in all that they can carry. */
  skips(protocol: string): boolean;
  /** True when a row of one of these fields counts. The answer is kept for the array: give one that is made once. */
  any(fields: readonly Field[]): boolean;
  /** True when rows of these fields are all that counts. The answer is kept as that of `any`. */
  only(fields: readonly Field[]): boolean;
  /** True when the rows of one protocol are asked for, and none of what it carries: nothing need be known of that. */
  readonly isAlone: boolean;
  /** True for protocols that lay rows which are asked for. Only where it is known how often they are met (`Context.isDone`). */
  lays?(protocol: string): boolean;
  /** True when Info is asked for. */
  readonly info?: boolean;
}

/** Nothing but Info: no row, and nothing that is not needed to say what the packet is. */
export const INFO_ALONE: Wants = {
  has: () => false,
  skips: () => false,
  any: () => false,
  only: () => false,
  isAlone: false,
  info: true,
};

/** Wants of these names. @param skips as in `Wants` */
export function wantsOf(names: ReadonlySet<string>, skips: Wants['skips'], isAlone: boolean): Wants {
  const known = new Map<readonly Field[], boolean>();
  const alone = new Map<readonly Field[], boolean>();
  return {
    has: (name) => names.has(name),
    skips,
    any(fields) {
      let answer = known.get(fields);
      if (answer === undefined) {
        answer = fields.some(({ filter, also }) => names.has(filter) || also?.some((name) => names.has(name)) === true);
        known.set(fields, answer);
      }
      return answer;
    },
    only(fields) {
      let answer = alone.get(fields);
      if (answer === undefined) {
        answer = names.size > 0 && [...names].every((name) => fields.some(({ filter }) => filter === name));
        alone.set(fields, answer);
      }
      return answer;
    },
    isAlone,
  };
}
