/*
 * Undo of a crafted packet. Form, text and octets edit one thing, so there is one history: each step is the whole text of
 * the description, with what was typed into fields and documents but cannot be built (yet), so that no typing is lost.
 */

/** What the user has typed for a path of the description, where it could not be taken over. */
export type Drafts = Readonly<Record<string, string>>;

export interface Step {
  readonly text: string;
  readonly drafts: Drafts;
}

export interface History {
  /** Nearest last. */
  readonly past: readonly Step[];
  readonly present: Step;
  /** Nearest last. */
  readonly future: readonly Step[];
  /** What made the present step, and when (milliseconds): typing on in the same place does not make a step a key. */
  readonly mark: { readonly what: string; readonly at: number } | undefined;
  /** How many times the user has gone back and forth: what is being typed gives way to it. */
  readonly travels: number;
}

const SAME_STEP_MS = 900;
const MAX_STEPS = 500;
/** UTF-16 units of all past texts together. */
const MAX_UNITS = 16_000_000;

export function newHistory(text: string): History {
  return { past: [], present: { text, drafts: {} }, future: [], mark: undefined, travels: 0 };
}

const isSame = (a: Step, b: Step): boolean => a.text === b.text && a.drafts === b.drafts;

/** Goes on to a step; `what` names the place that was edited. */
export function advance(history: History, step: Step, what: string, at: number): History {
  if (isSame(history.present, step)) return history;
  const mark = { what, at };
  const isTypingOn = history.future.length === 0 && history.mark?.what === what && at - history.mark.at < SAME_STEP_MS;
  if (isTypingOn) return { ...history, present: step, mark };
  return { ...history, past: bounded([...history.past, history.present]), present: step, future: [], mark };
}

/** Replaces the present step without making a new one: a typed value was taken over, a draft put away. */
export function amend(history: History, step: Step): History {
  return isSame(history.present, step) ? history : { ...history, present: step };
}

export function undo(history: History): History {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [...history.future, history.present],
    mark: undefined,
    travels: history.travels + 1,
  };
}

export function redo(history: History): History {
  const after = history.future.at(-1);
  if (after === undefined) return history;
  return {
    past: [...history.past, history.present],
    present: after,
    future: history.future.slice(0, -1),
    mark: undefined,
    travels: history.travels + 1,
  };
}

function bounded(past: readonly Step[]): readonly Step[] {
  let units = 0;
  let from = past.length;
  while (from > 0 && past.length - from < MAX_STEPS) {
    units += past[from - 1]?.text.length ?? 0;
    if (units > MAX_UNITS && from < past.length) break;
    from--;
  }
  return from === 0 ? past : past.slice(from);
}
