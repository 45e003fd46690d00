import { expect, test } from 'vitest';
import { type KeyPress, matches, printed, worksWhileTyping } from './shortcut.ts';

const press = (key: string, ...held: ('ctrl' | 'meta' | 'alt' | 'shift')[]): KeyPress => ({
  key,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
  shiftKey: held.includes('shift'),
});

test.each([
  ['Ctrl+G', press('g', 'ctrl')],
  ['Ctrl+G', press('G', 'ctrl')],
  ['Ctrl+G', press('g', 'meta')],
  ['Ctrl+Shift+P', press('P', 'ctrl', 'shift')],
  ['Ctrl+Down', press('ArrowDown', 'ctrl')],
  ['Alt+Left', press('ArrowLeft', 'alt')],
  ['F8', press('F8')],
  ['?', press('?', 'shift')],
  ['?', press('?')],
  ['\\', press('\\')],
])('%s', (keys, event) => expect(matches(keys, event)).toBe(true));

test.each([
  ['Ctrl+G', press('g')],
  ['Ctrl+G', press('g', 'ctrl', 'shift')],
  ['Ctrl+G', press('g', 'ctrl', 'alt')],
  ['F8', press('F8', 'shift')],
  ['?', press('?', 'ctrl')],
  ['Ctrl+Down', press('ArrowUp', 'ctrl')],
])('not %s', (keys, event) => expect(matches(keys, event)).toBe(false));

test('what may be pressed while typing', () => {
  expect(['Ctrl+G', 'Alt+Left', 'F6'].every(worksWhileTyping)).toBe(true);
  expect(['?', '\\', 'Home'].some(worksWhileTyping)).toBe(false);
});

test('printed for people', () => {
  expect(printed('Ctrl+Shift+P', false)).toBe('Ctrl+Shift+P');
  expect(printed('Ctrl+Down', false)).toBe('Ctrl+↓');
  expect(printed('Ctrl+Down', true)).toBe('⌘↓');
});

test('a digit is known by its key where a modifier makes a sign of it', () => {
  const digit = { ...press('!', 'ctrl', 'shift'), code: 'Digit1' };
  expect(matches('Ctrl+Shift+1', digit)).toBe(true);
  expect(matches('Ctrl+Shift+2', digit)).toBe(false);
  expect(matches('Ctrl+1', digit)).toBe(false);
  expect(matches('Alt+1', { ...press('&', 'alt'), code: 'Digit1' })).toBe(true);
  expect(matches('Ctrl+Space', press(' ', 'ctrl'))).toBe(true);
});
