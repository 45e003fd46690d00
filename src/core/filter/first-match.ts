import type { Tree } from '../codec/tree.ts';
import type { Context } from '../dissect/context.ts';
import type { FilterCatalogue } from './catalogue.ts';
import { checkedFilter } from './checked.ts';
import { evaluator } from './evaluate.ts';
import { namesIn } from './names-in.ts';
import { TreeValues } from './packet-values.ts';

/** A filter of the list, by its place there. */
interface Entry {
  readonly place: number;
  readonly ask: ReturnType<typeof evaluator>;
}

/**
 * A list of filters of which the first that matches counts. A packet's rows are sorted by name once for all of them, so that a long
 * list costs a packet little more than one filter. Keeps scratch space: one question at a time.
 */
export class FirstMatch {
  readonly #entries: readonly Entry[];
  readonly #values: TreeValues;

  /** @param texts the filters in their order; one that is blank or cannot be read matches nothing */
  constructor(texts: readonly string[], catalogue: FilterCatalogue) {
    const tests = texts.flatMap((text, place) => {
      const checked = checkedFilter(text, catalogue);
      return 'fault' in checked || checked.test === undefined ? [] : [{ place, test: checked.test }];
    });
    this.#entries = tests.map(({ place, test }) => ({ place, ask: evaluator(test) }));
    this.#values = new TreeValues(tests.flatMap(({ test }) => namesIn(test)));
  }

  /** Place of the first filter that the packet with this whole tree matches; undefined when none does. Never throws. */
  placeOf(tree: Tree, context: Context): number | undefined {
    if (this.#entries.length === 0) return undefined;
    this.#values.load(tree, context);
    for (const { place, ask } of this.#entries) if (ask(this.#values) === true) return place;
    return undefined;
  }
}
