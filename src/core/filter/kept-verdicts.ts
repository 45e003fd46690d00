import { lookUpShapes } from './verdict-loops.ts';

/** Verdicts by a number of 16 bits that each row has: what is said of a number is worked out once. */
export class KeptVerdicts {
  readonly #kept = new Uint8Array(1 << 16);

  /** Writes the verdicts of rows with these numbers. @param verdictOf is asked about numbers that are met for the first time */
  fill(numbers: Uint16Array, verdicts: Uint8Array, length: number, verdictOf: (number: number) => number): void {
    const kept = this.#kept;
    if (lookUpShapes(kept, numbers, verdicts, length)) return;
    for (let i = 0; i < length; i++) {
      if (verdicts[i] !== 0) continue;
      const number = numbers[i]!;
      kept[number] ||= verdictOf(number);
      verdicts[i] = kept[number];
    }
  }
}
