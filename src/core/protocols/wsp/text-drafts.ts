import { headerNumberOf } from './header-table.ts';
import type { HeaderInput } from './headers.ts';
import { mediaNumber } from './media.ts';
import type { ParameterInput } from './parameter.ts';
import { APPLICATION_IDS } from './tables/application-ids.ts';
import { CHARSETS } from './tables/charsets.ts';

/*
 * Headers and parameters in their textual form (as MIME and HTTP have them) to their binary form.
 */

/** A name and a value as text. */
export interface TextPair {
  readonly name: string;
  readonly value: string;
}

const numbersOf = (names: ReadonlyMap<number, string>): ReadonlyMap<string, number> =>
  new Map([...names].map(([number, name]) => [name.toLowerCase(), number]));

const APPLICATIONS = numbersOf(APPLICATION_IDS);
const CHARSET_NUMBERS = numbersOf(CHARSETS);
const SEC_NUMBERS: Readonly<Record<string, number>> = { NETWPIN: 0, USERPIN: 1, USERNETWPIN: 2, USERPINMAC: 3 };
const ENCODINGS: Readonly<Record<string, number>> = { gzip: 0, compress: 1, deflate: 2 };

/** Registered number of an application id: of its URI, or written as digits; undefined when it has none. */
export function applicationNumber(id: string): number | undefined {
  const text = id.trim().toLowerCase();
  if (/^(?:0x[0-9a-f]{1,4}|\d{1,5})$/.test(text)) return Number(text);
  return APPLICATIONS.get(text) ?? APPLICATIONS.get(`x-wap-application:${text}`);
}

/** Registered number of a character set's name. */
export function charsetNumber(name: string): number | undefined {
  return CHARSET_NUMBERS.get(name.trim().toLowerCase());
}

const TEXTS = new Set([
  'x-wap-content-uri',
  'x-wap-initiator-uri',
  'content-location',
  'content-base',
  'etag',
  'from',
  'host',
  'location',
  'referer',
  'server',
  'upgrade',
  'user-agent',
  'via',
  'profile',
]);
const NUMBERS = new Set(['content-length', 'age', 'max-forwards', 'push-flag', 'bearer-indication']);
const DATES = new Set(['date', 'expires', 'last-modified', 'x-wap-tod', 'if-modified-since', 'if-unmodified-since']);

/** Value of a header with a number; undefined where only text says it. */
function knownValue(name: string, value: string): unknown {
  if (name === 'x-wap-application-id') {
    const number = applicationNumber(value);
    return number === undefined ? { is: 'text', value } : { is: 'integer', value: number };
  }
  if (TEXTS.has(name)) return value;
  if (NUMBERS.has(name) && /^\d{1,9}$/.test(value)) return Number(value);
  if (DATES.has(name)) {
    const millis = Date.parse(value);
    return Number.isNaN(millis) || millis < 0 ? undefined : Math.floor(millis / 1000);
  }
  if (name === 'content-encoding' && ENCODINGS[value.toLowerCase()] !== undefined)
    return { is: 'short', value: ENCODINGS[value.toLowerCase()] };
  return undefined;
}

/**
 * A header in binary form: by its number where it has one and the value is of its kind, else as text.
 * @param form `text` writes the name out even where it has a number (WAP-230 8.4.2.6)
 */
export function headerDraft({ name, value }: TextPair, form: 'short' | 'text' = 'short'): HeaderInput {
  const number = form === 'short' ? headerNumberOf(name) : undefined;
  const known = number === undefined ? undefined : knownValue(name.toLowerCase(), value);
  if (number === undefined || known === undefined) return { is: 'application', name, value };
  return { is: 'known', number, value: known };
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const untyped = (value: string) => (TOKEN.test(value) ? { is: 'text', value } : { is: 'quoted', value });
const typed = (number: number, value: unknown): ParameterInput => ({
  is: 'typed',
  number,
  value: { is: 'typed', value },
});

/** A parameter of a content type in binary form: by its number where it has one. */
export function parameterDraft({ name, value }: TextPair): ParameterInput {
  const lower = name.toLowerCase();
  if (lower === 'charset') {
    const number = charsetNumber(value);
    if (number !== undefined) return typed(0x01, number);
  }
  if (lower === 'sec') {
    const number = SEC_NUMBERS[value.toUpperCase()] ?? (/^[0-3]$/.test(value) ? Number(value) : undefined);
    if (number !== undefined) return typed(0x11, number);
  }
  if (lower === 'mac' && TOKEN.test(value)) return typed(0x12, value);
  if (lower === 'start' && TOKEN.test(value)) return typed(0x19, value);
  if (lower === 'type') {
    const number = mediaNumber(value);
    const root = number !== undefined && number < 128 ? { is: 'short', value: number } : { is: 'text', value };
    return { is: 'typed', number: 0x09, value: root };
  }
  return { is: 'untyped', name, value: untyped(value) };
}
