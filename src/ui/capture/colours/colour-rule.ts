import type { RowColour } from './palette.ts';

/** A rule that colours rows of the list. */
export interface ColourRule extends RowColour {
  readonly name: string;
  /** Display filter of what it colours. */
  readonly filter: string;
  readonly isOn: boolean;
}

export interface Colours {
  /** False switches all colours of rows off. */
  readonly isOn: boolean;
  /** The first that matches counts; undefined as long as the usual ones hold. */
  readonly rules: readonly ColourRule[] | undefined;
}
