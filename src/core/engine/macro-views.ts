import type { MacroJudgement } from '../filter/macros/judge-macro.ts';
import type { MacroDefinition } from '../filter/macros/macro-set.ts';

export type { MacroJudgement } from '../filter/macros/judge-macro.ts';
export type { MacroDefinition } from '../filter/macros/macro-set.ts';

/** Calls about filter macros; part of the api between page and worker. */
export interface MacroApi {
  /**
   * Replaces the macros that every filter can use. Colours and statistics ask with the new ones from now on; a filter that holds and
   * has macros is set anew by whoever has set it, who hears of its faults.
   */
  setMacros(macros: readonly MacroDefinition[]): void;
  /** A filter with what its macros stand for; undefined when it cannot be told, since they are wrong. */
  expandMacros(text: string): string | undefined;
  /** For an editor, at each key: what is said of each text when these, and no others, are the macros. */
  judgeMacros(macros: readonly MacroDefinition[]): readonly MacroJudgement[];
}
