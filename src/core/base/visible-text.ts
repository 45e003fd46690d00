// Control characters, and format characters, which turn the direction of the text around them or take no room: a captured name must
// not be able to disguise itself or its neighbours.
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\0': '\\0' };

/** Captured text as it may be shown: characters that cannot be seen stand as escapes. */
export function visibleText(text: string): string {
  return text.replace(UNSEEN, escapeOf);
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x10000) return `\\u{${code.toString(16)}}`;
  return SHORT[character] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
}

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');

// A plain signed number is harmless in a cell, and telephone numbers begin so.
const NUMBER = /^[+-]?\d[\d.,]*$/;
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/**
 * Captured text as it may be copied: no unseen characters but line ends and tabs, and no line or cell that a spreadsheet
 * would run as a formula (such a cell is led by an apostrophe, which spreadsheets take as "this is text").
 */
export function safeText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.split('\t').map(safeCell).join('\t'))
    .join('\n');
}

function safeCell(cell: string): string {
  const text = visibleText(cell);
  return FORMULA.test(text) && !NUMBER.test(text.trim()) ? `'${text}` : text;
}
