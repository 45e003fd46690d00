import { expect, test } from 'vitest';
import type { Action } from './actions.ts';
import { sheetLines } from './sheet-lines.ts';

const action = (label: string, keys: readonly string[], change: Partial<Action> = {}): Action => ({
  id: label,
  group: 'View',
  label,
  keys,
  when: () => true,
  run: () => undefined,
  ...change,
});

test('actions without keys have no line, colours of one submenu one', () => {
  const colour = (number: number): Action =>
    action(`Colour it ${number}`, [`Ctrl+Shift+${number}`], {
      appKeys: [`Ctrl+${number}`],
      submenu: { label: 'Colour it', short: `${number}` },
      swatch: `class-${number}`,
    });
  const clear = action('Clear', ['Ctrl+Space'], { submenu: { label: 'Colour it', short: 'Clear' } });
  expect(sheetLines([action('A', ['F1', 'F2']), action('B', []), colour(1), colour(2), colour(3), clear])).toEqual([
    { label: 'A', keys: ['F1', 'F2'], appKeys: [] },
    { label: 'Colour it', keys: ['Ctrl+Shift+1', 'Ctrl+Shift+3'], appKeys: ['Ctrl+1', 'Ctrl+3'], isRange: true },
    { label: 'Clear', keys: ['Ctrl+Space'], appKeys: [] },
  ]);
});
