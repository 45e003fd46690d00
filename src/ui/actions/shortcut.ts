/** A key with its modifiers, as in `Ctrl+Shift+P`. On a Mac, Command stands for Ctrl. */
interface Shortcut {
  readonly ctrl: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly key: string;
}

/** The part of a keyboard event that is looked at. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> &
  Partial<Pick<KeyboardEvent, 'code'>>;

const NAMES: Readonly<Record<string, string>> = {
  Up: 'ArrowUp',
  Down: 'ArrowDown',
  Left: 'ArrowLeft',
  Right: 'ArrowRight',
  Space: ' ',
};

function parse(text: string): Shortcut {
  const parts = text.split('+');
  const last = parts.pop() ?? '';
  return {
    ctrl: parts.includes('Ctrl'),
    shift: parts.includes('Shift'),
    alt: parts.includes('Alt'),
    key: NAMES[last] ?? last,
  };
}

/** Signs such as `?` need Shift on some keyboards and not on others, so only the sign counts. */
const isSign = (key: string): boolean => key.length === 1 && key.toLowerCase() === key.toUpperCase() && !/\d/.test(key);

/** With a modifier, keys of digits give signs that differ from keyboard to keyboard: then the key counts, wherever it is. */
const isKey = (key: string, press: KeyPress): boolean =>
  key.toLowerCase() === press.key.toLowerCase() || (/^\d$/.test(key) && press.code === `Digit${key}`);

export function matches(text: string, press: KeyPress): boolean {
  const shortcut = parse(text);
  return (
    isKey(shortcut.key, press) &&
    shortcut.ctrl === (press.ctrlKey || press.metaKey) &&
    shortcut.alt === press.altKey &&
    (isSign(shortcut.key) || shortcut.shift === press.shiftKey)
  );
}

/** Plain signs are typed into a text field; shortcuts with a modifier and function keys work there too. */
export function worksWhileTyping(text: string): boolean {
  const { ctrl, alt, key } = parse(text);
  return ctrl || alt || /^F\d+$/.test(key);
}

const ARROWS: Readonly<Record<string, string>> = { Up: '↑', Down: '↓', Left: '←', Right: '→' };

/** For people: `Ctrl+↓`, on a Mac `⌘↓`. */
export function printed(text: string, isMac: boolean): string {
  const parts = text.split('+').map((part) => ARROWS[part] ?? part);
  if (!isMac) return parts.join('+');
  const signs: Readonly<Record<string, string>> = { Ctrl: '⌘', Shift: '⇧', Alt: '⌥' };
  return parts.map((part) => signs[part] ?? part).join('');
}
