import type { Place } from './json-text.ts';
import type { CraftFault } from './views.ts';

const MOST_FAULTS = 100;

/** What is wrong with a description, the first hundred of it. */
export class Faults {
  readonly list: CraftFault[] = [];

  /** @param within place in a document's XML */
  add(path: string, message: string, { from, to }: Place, within?: Place): void {
    if (this.list.length >= MOST_FAULTS) return;
    this.list.push({ path, message, from, to, ...(within === undefined ? {} : { within }) });
  }

  get isEmpty(): boolean {
    return this.list.length === 0;
  }
}
