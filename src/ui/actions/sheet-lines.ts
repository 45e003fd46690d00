import type { Action } from './actions.ts';

/** A line of the sheet of shortcuts. */
export interface SheetLine {
  readonly label: string;
  readonly keys: readonly string[];
  readonly appKeys?: readonly string[];
  /** The keys are the first and the last of a row of keys. */
  readonly isRange?: boolean;
}

/** The lines of actions that have keys. Neighbours that differ in a colour alone are one line, from the first key to the last. */
export function sheetLines(actions: readonly Action[]): readonly SheetLine[] {
  const lines: SheetLine[] = [];
  let ofColours: { label: string; keys: string[]; appKeys: string[]; isRange: boolean } | undefined;
  for (const { label, keys, appKeys = [], submenu, swatch } of actions) {
    const [key] = keys;
    if (key === undefined) continue;
    if (submenu === undefined || swatch === undefined) {
      lines.push({ label, keys, appKeys });
      ofColours = undefined;
    } else if (ofColours?.label === submenu.label) {
      ofColours.keys.splice(1, 1, key);
      if (appKeys[0] !== undefined) ofColours.appKeys.splice(1, 1, appKeys[0]);
    } else {
      ofColours = { label: submenu.label, keys: [key], appKeys: appKeys.slice(0, 1), isRange: true };
      lines.push(ofColours);
    }
  }
  return lines;
}
