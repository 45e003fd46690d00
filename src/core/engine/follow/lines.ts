import type { FollowForm, FollowLine, FollowSide } from '../follow-views.ts';
import { type About, cArrays, dump, hex, yaml } from './block-forms.ts';
import { BlockLines } from './block-lines.ts';
import type { Said } from './said.ts';
import { asciiTexts, TextLines, utf8Texts } from './text-lines.ts';

/** What was said, as lines of a form, of which any can be asked. */
export interface Lines {
  /** Takes in what has been said since. */
  extend(): void;
  readonly count: number;
  line(index: number): FollowLine;
  /** The first line with octets of a piece. */
  lineOf(piece: number): number;
}

/** Lines of one form, of one side or both. */
export function linesOf(said: Said, form: FollowForm, side: FollowSide, about: About): Lines {
  switch (form) {
    case 'ascii':
      return new TextLines(said, side, asciiTexts);
    case 'utf8':
      return new TextLines(said, side, utf8Texts);
    case 'dump':
      return new BlockLines(said, side, dump);
    case 'hex':
      return new BlockLines(said, side, hex);
    case 'c':
      return new BlockLines(said, side, cArrays);
    case 'yaml':
      return new BlockLines(said, side, yaml(about));
  }
}
