import { fromUtf8, toBase64, toHex } from '../../base/bytes.ts';
import type { CodePages } from './code-pages.ts';
import { NO_CODES } from './code-pages.ts';
import { isXmlText } from './decode-text.ts';

/** How the octets of an OPAQUE read as text. */
export type OpaqueForm = 'date' | 'base64';

/** What the reader of a body needs to know of the document type. */
export interface Dialect {
  readonly codes: CodePages;
  /** Namespace by tag page. */
  readonly namespaces: ReadonlyMap<number, string>;
  /** True when extension tokens are variable references, as in WML. */
  readonly variables: boolean;
  /** Elements and attributes whose OPAQUE has a form of its own. */
  readonly opaque: Readonly<Record<string, OpaqueForm>>;
}

export const NO_DIALECT: Dialect = { codes: NO_CODES, namespaces: new Map(), variables: false, opaque: {} };

export interface OpaqueText {
  readonly text: string;
  /** What is wrong with the octets. */
  readonly fault?: string;
}

export function opaqueText(bytes: Uint8Array, form: OpaqueForm | undefined): OpaqueText {
  if (form === 'date') return dateText(bytes);
  const text = form === undefined ? fromUtf8(bytes) : undefined;
  return { text: text !== undefined && isXmlText(text) ? text : toBase64(bytes) };
}

/** `YYYY-MM-DDThh:mm:ssZ` of BCD octets; missing octets at the end are zero. */
export function dateText(bytes: Uint8Array): OpaqueText {
  const digits = toHex(bytes);
  if (/[a-f]/.test(digits)) return { text: digits, fault: `${digits} has digits above 9` };
  if (bytes.length < 4 || bytes.length > 7) {
    return { text: digits, fault: `a date has 4 to 7 octets, not ${bytes.length}: day and month are never 0` };
  }
  const all = digits.padEnd(14, '0');
  const text = `${all.slice(0, 4)}-${all.slice(4, 6)}-${all.slice(6, 8)}T${all.slice(8, 10)}:${all.slice(10, 12)}:${all.slice(12)}Z`;
  return isDate(text) ? { text } : { text, fault: `${text} is no date` };
}

/** Octets of a date, zero octets at the end left out; undefined when the text is no date. */
export function dateOctets(text: string): Uint8Array | undefined {
  if (!isDate(text)) return undefined;
  const digits = text.replace(/\D/g, '');
  const octets = Uint8Array.from({ length: 7 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
  let size = 7;
  while (size > 4 && octets[size - 1] === 0) size--;
  return octets.subarray(0, size);
}

/** True for a date and time of the calendar, as `YYYY-MM-DDThh:mm:ssZ`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)) return false;
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 19) === text.slice(0, 19);
}
