import type { FilterCatalogue, NameInfo } from './catalogue.ts';
import { type Token, tokenize } from './lexer.ts';
import { quoteText } from './literal-text.ts';
import { argumentAt, macroNames, withoutMacros } from './macros/macro-completions.ts';
import { rankNames } from './rank.ts';
import { FUNCTIONS } from './typed.ts';
import type { Kind } from './values.ts';

/** Something that can stand at the cursor: `text` replaces what is between `from` and `to`. */
export interface Completion {
  readonly text: string;
  readonly label: string;
  readonly doc: string;
  readonly kind: 'field' | 'operator' | 'function' | 'value' | 'macro';
  readonly from: number;
  readonly to: number;
}

const MAX_COMPLETIONS = 100;

const COMPARISONS: ReadonlySet<string> = new Set([
  ...['==', '===', '!=', '!==', '<', '<=', '>', '>=', 'contains', 'matches', 'in'],
]);
const JOINS: ReadonlySet<string> = new Set(['&&', '||', '^^']);

const OPERATORS: Readonly<Record<string, string>> = {
  '==': 'is equal (any of the values)',
  '!=': 'is not equal (none of the values)',
  '>': 'is greater',
  '<': 'is less',
  '>=': 'is greater or equal',
  '<=': 'is less or equal',
  contains: 'has the text or octets in it',
  matches: 'fits the regular expression, upper and lower case alike',
  in: 'is one of a list: {1, 5..9}',
  '===': 'all values are equal',
  '!==': 'any value is not equal',
  '&': 'bits in common',
  '&&': 'and',
  '||': 'or',
};

const IN = { text: 'in', label: 'in', doc: OPERATORS['in'] ?? '', kind: 'operator' } as const;

const ORDERED = ['==', '!=', '>', '<', '>=', '<=', 'in'];
const SEARCHED = ['==', '!=', 'contains', 'matches', 'in'];
const OPERATORS_OF: Readonly<Record<Kind, readonly string[]>> = {
  number: [...ORDERED, '&'],
  text: SEARCHED,
  octets: SEARCHED,
  ipv4: ['==', '!=', 'in', '>', '<'],
  ipv6: ['==', '!=', 'in', '>', '<'],
  ether: ['==', '!=', 'in', 'contains'],
  time: ORDERED,
  seconds: ORDERED,
};

/** What fits at the cursor, best first. */
export function completionsAt(text: string, cursor: number, catalogue: FilterCatalogue): readonly Completion[] {
  if (!text.includes('$')) return completions(text, text, cursor, catalogue);
  const argument = argumentAt(text, cursor, catalogue.macros);
  if (argument === undefined) return completions(text, withoutMacros(text, catalogue.macros), cursor, catalogue);
  const { start, end } = argument;
  return completionsAt(text.slice(start, end), cursor - start, catalogue).map((one) => ({
    ...one,
    from: one.from + start,
    to: one.to + start,
  }));
}

/** @param read the text as tokens can be read of it: with words in place of macros */
function completions(text: string, read: string, cursor: number, catalogue: FilterCatalogue): readonly Completion[] {
  const { tokens, fault } = tokenize(read);
  const before = tokens.filter(({ kind, end }) => kind !== 'end' && end < cursor);
  const touching = tokens.find(({ kind, start, end }) => kind !== 'end' && start < cursor && cursor <= end);
  // A string that is still open reaches to the end of the text.
  const open = fault !== undefined && text.charAt(fault.start) === '"' && fault.start < cursor;
  if (open) return values(before, { from: fault.start, to: text.length }, text.slice(fault.start, cursor), catalogue);
  if (touching?.kind === 'string')
    return values(before, { from: touching.start, to: touching.end }, text.slice(touching.start, cursor), catalogue);
  // Offsets in brackets and octets in single quotes are nothing that a name could stand for.
  if (fault !== undefined && "['".includes(text.charAt(fault.start)) && fault.start < cursor) return [];
  if ((touching?.kind === 'slice' || touching?.kind === 'char') && cursor < touching.end) return [];
  const word = touching?.kind === 'word' || isWordOperator(touching, text) ? touching : undefined;
  if (word !== undefined && text.charAt(word.start) === '$')
    return macroNames(text, word.start, cursor, catalogue.macros) ?? [];
  if (touching !== undefined && word === undefined) before.push(touching);
  const place = { from: word?.start ?? cursor, to: word?.end ?? cursor };
  const typed = word === undefined ? '' : text.slice(word.start, cursor);
  const last = before.at(-1);
  if (isNotIn(before)) return 'in'.startsWith(typed) ? [{ ...IN, ...place }] : [];
  if (last === undefined || opensOperand(last)) {
    const compared = last !== undefined && (COMPARISONS.has(last.text) || isInSet(before));
    const fitting = compared ? values(before, place, typed, catalogue) : [];
    // After a comparison a field is rarely meant; it is offered once it is begun.
    // Digits are a number: names are looked for by letters.
    const names = (compared ? /^[a-z_]/i : /^(?!\d)/).test(typed) ? fields(place, typed, catalogue) : [];
    return [...fitting, ...names].slice(0, MAX_COMPLETIONS);
  }
  // Behind an element of a set there is no operator.
  return isInSet(before) ? [] : operators(before, place, typed, catalogue);
}

interface Place {
  readonly from: number;
  readonly to: number;
}

function isWordOperator(token: Token | undefined, text: string): boolean {
  return token?.kind === 'op' && /[a-z]/.test(text.charAt(token.start));
}

/** True behind a "not" that follows a field or value: then it is that of "not in". */
function isNotIn(tokens: readonly Token[]): boolean {
  const [asked, last] = tokens.slice(-2);
  return asked !== undefined && last?.kind === 'op' && last.text === '!' && !opensOperand(asked);
}

/** True when a field or value must follow. */
function opensOperand({ kind, text }: Token): boolean {
  return kind === 'op' && text !== ')' && text !== '}';
}

/** True inside the braces behind `in`. */
function isInSet(tokens: readonly Token[]): boolean {
  for (let i = tokens.length - 1; i > 0; i--) {
    const { kind, text } = tokens[i]!;
    if (kind === 'op' && text === '{') return tokens[i - 1]?.text === 'in';
    if (kind === 'op' && (text === '}' || JOINS.has(text))) return false;
  }
  return false;
}

/** The field of the comparison that the tokens end in. */
function comparedField(tokens: readonly Token[], catalogue: FilterCatalogue): NameInfo | undefined {
  for (let i = tokens.length - 1; i >= 0; i--) {
    const { kind, text } = tokens[i]!;
    if (kind === 'op' && JOINS.has(text)) return undefined;
    const info = kind === 'word' ? catalogue.get(text) : undefined;
    if (info !== undefined) return info;
  }
  return undefined;
}

function values(before: readonly Token[], place: Place, typed: string, catalogue: FilterCatalogue): Completion[] {
  const info = comparedField(before, catalogue);
  if (info === undefined) return [];
  const wanted = typed.replace(/^"/, '').toLowerCase();
  const quoted = typed.startsWith('"');
  const isBool = info.fields.some(({ type }) => type === 'bool');
  const named = info.named();
  const numbers = isBool && named.length === 0 ? TRUTH : named;
  const all = [
    ...info.values.map(({ text, label }) => ({ text: quoteText(text), label: text, doc: label })),
    ...numbers.map(({ value, name }) => ({
      text: quoted ? quoteText(name) : String(value),
      label: `${value} ${name}`,
      doc: `${info.label}: ${name}`,
    })),
  ];
  return all
    .filter(({ label }) => label.toLowerCase().includes(wanted))
    .slice(0, MAX_COMPLETIONS)
    .map((one) => ({ ...one, kind: 'value', ...place }));
}

const TRUTH = [
  { value: 1, name: 'True' },
  { value: 0, name: 'False' },
];

function fields(place: Place, typed: string, catalogue: FilterCatalogue): Completion[] {
  const functions = Object.entries(FUNCTIONS)
    .filter(([name]) => typed !== '' && name.startsWith(typed))
    .map(([name, doc]): Completion => ({ text: `${name}(`, label: `${name}(...)`, doc, kind: 'function', ...place }));
  const names = rankNames(typed, catalogue.names, MAX_COMPLETIONS - functions.length).map((name): Completion => {
    const info = catalogue.get(name);
    const doc = [info?.doc, info?.spec === undefined ? undefined : `(${info.spec})`].filter(Boolean).join(' ');
    return { text: name, label: info?.label ?? '', doc, kind: 'field', ...place };
  });
  // What begins as it was typed is meant before what only has these letters somewhere.
  const other = names.findIndex(({ text }) => !text.startsWith(typed));
  const at = other < 0 ? names.length : other;
  return [...names.slice(0, at), ...functions, ...names.slice(at)];
}

function operators(before: readonly Token[], place: Place, typed: string, catalogue: FilterCatalogue): Completion[] {
  const lastJoin = before.findLastIndex(({ kind, text }) => kind === 'op' && JOINS.has(text));
  const clause = before.slice(lastJoin + 1);
  const compared = clause.some(({ kind, text }) => kind === 'op' && COMPARISONS.has(text));
  const info = compared ? undefined : comparedField(clause, catalogue);
  const sliced = before.at(-1)?.kind === 'slice';
  const kinds: readonly Kind[] = sliced ? ['octets'] : [...(info?.kinds ?? [])];
  const fitting = new Set([
    ...kinds.flatMap((kind) => OPERATORS_OF[kind]),
    ...(info?.either === true ? ['===', '!=='] : []),
  ]);
  return [...fitting, '&&', '||']
    .filter((text) => text.startsWith(typed))
    .map((text) => ({ text, label: text, doc: OPERATORS[text] ?? '', kind: 'operator', ...place }));
}
