import type { FilterFault, Span } from '../lexer.ts';

/** A use of a macro in a text: `${name:first;second}`, `${name;first;second}`, `$name(first, second)`. */
export interface MacroCall extends Span {
  readonly kind: 'call';
  readonly name: string;
  /** Behind the name. */
  readonly nameEnd: number;
  readonly form: '{' | '(';
  /** Of each argument, as it is written; none for `${name}` and `$name()`. */
  readonly args: readonly Span[];
  /** Why it is none as it stands; its end is then that of what can be understood. */
  readonly fault: FilterFault | undefined;
}

/** `$1` in the text of a macro. */
export interface Placeholder extends Span {
  readonly kind: 'placeholder';
  /** From 1. */
  readonly number: number;
}

export type MacroPart = MacroCall | Placeholder;

/** Macros inside each other, in arguments and in texts. */
export const MAX_DEPTH = 32;

export interface PartsWish {
  /** True for the text of a macro, in which `$1` is a placeholder. */
  readonly isTemplate: boolean;
  /** Quoted text may hold a `$` of its own: there, nothing is a macro but the names that are. */
  readonly macros: MacroNames;
}

export interface MacroNames {
  has(name: string): boolean;
  /** True when a name may go on so. */
  begins(name: string): boolean;
}

const PLACEHOLDER = /\$([1-9]\d{0,2})/y;
const BRACE = /\$\{(\w*)/y;
const PARENTHESIS = /\$([A-Za-z_]\w*)\(/y;
const LOOSE_NAME = /\$\w*/y;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** What in a text stands for other text, from left to right; in time linear in the text, but for calls inside calls. */
export function macroParts(text: string, wish: PartsWish): readonly MacroPart[] {
  const parts: MacroPart[] = [];
  let quote = '';
  for (let at = 0; at < text.length; ) {
    const char = text.charAt(at);
    const part = char === '$' ? partAt(text, at, wish, quote !== '') : undefined;
    if (part !== undefined) {
      parts.push(part);
      at = part.end;
      continue;
    }
    if (char === '"' || char === "'") quote = quote === '' ? char : quote === char ? '' : quote;
    // What is escaped ends no quotation and begins nothing.
    at += char === '\\' ? 2 : 1;
  }
  return parts;
}

function partAt(text: string, at: number, wish: PartsWish, isQuoted: boolean): MacroPart | undefined {
  const placeholder = wish.isTemplate ? match(PLACEHOLDER, text, at) : undefined;
  if (placeholder !== undefined)
    return { kind: 'placeholder', number: Number(placeholder[1]), start: at, end: at + placeholder[0].length };
  const call = callAt(text, at, 0);
  if (call !== undefined)
    return isQuoted && (call.fault !== undefined || !wish.macros.has(call.name)) ? undefined : call;
  return isQuoted ? undefined : looseName(text, at, wish);
}

/** `$name` without what makes it a call: a beginning, where the text ends there. */
function looseName(text: string, at: number, { macros }: PartsWish): MacroCall | undefined {
  const end = at + (match(LOOSE_NAME, text, at)?.[0].length ?? 1);
  const name = text.slice(at + 1, end);
  const incomplete = end === text.length;
  const isWhole = macros.has(name);
  if (!isWhole && !(incomplete && macros.begins(name))) return undefined;
  const message = isWhole ? `a macro is written $${name}(...) or \${${name}}` : 'the name of a macro is not complete';
  const span = { start: at, end };
  return { kind: 'call', name, nameEnd: end, form: '(', args: [], fault: { message, ...span, incomplete }, ...span };
}

/** The call that begins at `at`, whose `$` is there. */
function callAt(text: string, at: number, depth: number): MacroCall | undefined {
  const brace = match(BRACE, text, at);
  const found = brace ?? match(PARENTHESIS, text, at);
  if (found === undefined) return undefined;
  const form = brace === undefined ? '(' : '{';
  const name = found[1] ?? '';
  const nameEnd = at + (form === '{' ? 2 : 1) + name.length;
  const call = (end: number, args: readonly Span[], fault?: Omit<FilterFault, keyof Span>): MacroCall => {
    const span = { start: at, end };
    return { kind: 'call', name, nameEnd, form, args, fault: fault && { ...fault, ...span }, ...span };
  };
  const wrong = (message: string, end: number) => call(end, [], { message, incomplete: false });
  if (depth > MAX_DEPTH) return wrong(`more than ${MAX_DEPTH} macros inside each other`, text.length);
  const begin = text.charAt(nameEnd);
  if (form === '{') {
    if (begin === '')
      return call(nameEnd, [], { message: 'the closing brace of the macro is missing', incomplete: true });
    if (begin === '}' && name !== '') return call(nameEnd + 1, []);
    if (begin === '.') return wrong(`references to fields, such as \${udp.port}, are not known here`, nameEnd + 1);
    if (name === '' || (begin !== ':' && begin !== ';'))
      return wrong('the name of a macro has letters, digits and _, and : or } behind it', nameEnd + 1);
  }
  const { end, spans, isClosed, inner } = argumentsFrom(text, nameEnd + 1, form, depth);
  // Nothing between the brackets is no argument.
  const args = spans.length === 1 && spans[0]!.start === spans[0]!.end ? [] : spans;
  if (isClosed) return call(end, args);
  if (inner !== undefined) return { ...call(text.length, args), fault: inner };
  const closing = form === '{' ? 'brace' : 'parenthesis';
  return call(text.length, args, {
    message: `the closing ${closing} of the macro ${name} is missing`,
    incomplete: true,
  });
}

/** Arguments from `from` on up to the closing bracket, which is counted to the end. */
function argumentsFrom(
  text: string,
  from: number,
  form: '{' | '(',
  depth: number,
): {
  readonly end: number;
  readonly spans: readonly Span[];
  readonly isClosed: boolean;
  /** Of a macro in the last argument that reaches to the end of the text. */
  readonly inner: FilterFault | undefined;
} {
  const spans: Span[] = [];
  let reached: FilterFault | undefined;
  const separators = form === '{' ? ';' : ',;';
  let start = from;
  let open = 0;
  let isQuoted = false;
  for (let at = from; at < text.length; ) {
    const char = text.charAt(at);
    const inner = char === '$' && !isQuoted ? callAt(text, at, depth + 1) : undefined;
    if (inner !== undefined) {
      at = inner.end;
      if (at === text.length) reached = inner.fault;
      continue;
    }
    if (char === '\\') {
      at += 2;
      continue;
    }
    // In braces, quotation marks are as any other characters, as in Wireshark.
    if (char === '"' && form === '(') isQuoted = !isQuoted;
    else if (!isQuoted) {
      if ('({'.includes(char) && (form === '(' || char === '{')) open++;
      else if (')}'.includes(char) && (form === '(' || char === '}')) {
        if (open === 0) {
          spans.push({ start, end: at });
          return { end: at + 1, spans, isClosed: true, inner: undefined };
        }
        open--;
      } else if (open === 0 && separators.includes(char)) {
        spans.push({ start, end: at });
        start = at + 1;
      }
    }
    at++;
  }
  spans.push({ start, end: text.length });
  return { end: text.length, spans, isClosed: false, inner: reached };
}
