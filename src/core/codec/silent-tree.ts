import { type Field, UNDECODED } from './field.ts';
import { Tree } from './tree.ts';

/**
 * A tree that keeps its sources and lays no rows: dissectors read through it as ever, for what they say beside rows
 * (Info). What it answers of rows is that there are none.
 */
export class SilentTree extends Tree {
  override get isSilent(): boolean {
    return true;
  }

  override get keepsNotes(): boolean {
    return false;
  }

  override open(): number {
    return 0;
  }

  override close(): void {}

  override leaf(): number {
    return 0;
  }

  override record(): number {
    return 0;
  }

  override generated(): number {
    return 0;
  }

  override finish(): void {}

  override find(): void {}

  override setNum(): void {}

  override setText(): void {}

  override setNote(): void {}

  /** Whoever has made a row may ask for its field. */
  override field(): Field {
    return UNDECODED;
  }
}
