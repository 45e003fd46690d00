import { octetChar, unescapeText } from './literal-text.ts';

/** Place in the filter text, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What is wrong with a filter: where, and whether more text could make it right. */
export interface FilterFault extends Span {
  readonly message: string;
  /** True when the text ends too early: typing on may complete it. */
  readonly incomplete: boolean;
}

/**
 * - `word`: a field name, a number, an address, an octet string: which of these, the place in the filter says.
 * - `slice`: brackets with all that is in them; `text` is the inside.
 * - `op`: an operator or a mark; English operators have the form of their signs.
 */
export interface Token extends Span {
  readonly kind: 'word' | 'string' | 'char' | 'slice' | 'op' | 'end';
  /** Of a string and a character: what it stands for. */
  readonly text: string;
  /** Of a string: an escape in it that is none. */
  readonly unknownEscape?: string;
}

const WORD_OPS: ReadonlyMap<string, string> = new Map([
  ['eq', '=='],
  ['any_eq', '=='],
  ['all_eq', '==='],
  ['ne', '!='],
  ['all_ne', '!='],
  ['any_ne', '!=='],
  ['gt', '>'],
  ['ge', '>='],
  ['lt', '<'],
  ['le', '<='],
  ['contains', 'contains'],
  ['matches', 'matches'],
  ['in', 'in'],
  ['not', '!'],
  ['and', '&&'],
  ['or', '||'],
  ['xor', '^^'],
  ['bitand', '&'],
  ['bitwise_and', '&'],
  ['any', 'any'],
  ['all', 'all'],
]);

/** Words that are operators, and so no names. */
export const RESERVED_WORDS: readonly string[] = [...WORD_OPS.keys()];

/** Longest first. */
const SIGNS = ['===', '!==', '==', '!=', '~=', '>=', '<=', '&&', '||', '^^', '..', ...'(){},!<>~&+-*/%#@'];
const SAME_SIGN: ReadonlyMap<string, string> = new Map([
  ['~=', '!=='],
  ['~', 'matches'],
]);

const BLANK = /\s+/y;
// A dot ends the word before another dot (a range), a hyphen unless the word goes on behind it.
const WORD = /(?:[\w:]|\.(?!\.)|-(?=[\w:]))+/y;
const ADDRESS = /^(?:\d+\.\d+\.\d+\.\d+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)$/;
const PREFIX = /\/\d(?:[\d]|\.(?!\.))*/y;
const STRING = /"((?:[^"\\]|\\[\s\S])*)"/y;
const CHAR = /'((?:[^'\\]|\\[\s\S])*)'/y;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** Cuts a filter into tokens, the last of kind `end`; in time linear in the text. */
export function tokenize(text: string): { readonly tokens: readonly Token[]; readonly fault: FilterFault | undefined } {
  const tokens: Token[] = [];
  let at = 0;
  let fault: FilterFault | undefined;
  const push = (kind: Token['kind'], length: number, value: string, unknownEscape?: string): void => {
    const token = { kind, text: value, start: at, end: at + length };
    tokens.push(unknownEscape === undefined ? token : { ...token, unknownEscape });
    at += length;
  };
  const stop = (message: string, end: number, incomplete: boolean): void => {
    fault = { message, start: at, end, incomplete };
  };
  while (fault === undefined) {
    at += match(BLANK, text, at)?.[0].length ?? 0;
    if (at >= text.length) break;
    const char = text.charAt(at);
    const raw = (char === 'r' || char === 'R') && text.charAt(at + 1) === '"';
    if (char === '"' || raw) {
      const from = raw ? at + 1 : at;
      const found = match(STRING, text, from);
      if (found === undefined) stop('the closing quotation mark is missing', text.length, true);
      else {
        const inside = found[1] ?? '';
        const { text: value, unknown } = raw ? { text: inside, unknown: undefined } : unescapeText(inside);
        push('string', found[0].length + from - at, value, unknown);
      }
    } else if (char === "'") {
      const found = match(CHAR, text, at);
      if (found === undefined) stop('the closing quote is missing', text.length, true);
      else {
        const { text: value } = unescapeText(found[1] ?? '');
        if (isOctet(value)) push('char', found[0].length, value);
        else stop('single quotes hold one character of one octet; use "..." for text', at + found[0].length, false);
      }
    } else if (char === '[') {
      const end = text.indexOf(']', at);
      if (end < 0) stop('the closing bracket is missing', text.length, true);
      else push('slice', end + 1 - at, text.slice(at + 1, end));
    } else {
      const word = char === '-' ? undefined : match(WORD, text, at)?.[0];
      if (word !== undefined) {
        const op = WORD_OPS.get(word);
        const prefix = ADDRESS.test(word) ? (match(PREFIX, text, at + word.length)?.[0] ?? '') : '';
        if (op === undefined) push('word', word.length + prefix.length, word + prefix);
        else push('op', word.length, op);
      } else {
        const sign = SIGNS.find((candidate) => text.startsWith(candidate, at));
        if (sign !== undefined) push('op', sign.length, SAME_SIGN.get(sign) ?? sign);
        else {
          const [bad] = [...text.slice(at, at + 2)];
          // One more sign makes these right.
          const partial = '=|^'.includes(char) && at + 1 === text.length;
          stop(`unexpected ${JSON.stringify(bad)}`, at + (bad?.length ?? 1), partial);
        }
      }
    }
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return { tokens, fault };
}

function isOctet(value: string): boolean {
  if (value.length !== 1) return false;
  const code = value.charCodeAt(0);
  return code < 0x80 || value === octetChar(code & 0xff);
}
