import type { Place } from './json-text.ts';
import type { CraftFault } from './views.ts';

const MOST_FAULTS = 100;

/** What is wrong with a description, the first hundred of it. */
export class Faults {
  readonly list: CraftFault[] = [];

  add(path: string, message: string, { from, to }: Place): void {
    if (this.list.length < MOST_FAULTS) this.list.push({ path, message, from, to });
  }

  get isEmpty(): boolean {
    return this.list.length === 0;
  }
}
