import type { FieldType } from '../../src/core/codec/field.ts';

/*
 * The same value is written in two ways. Here both become one text, by the type that the field has in this tool:
 *
 * | type               | here                      | tshark                                         | compared as        |
 * | ------------------ | ------------------------- | ---------------------------------------------- | ------------------ |
 * | uint, bool, frame  | a number                  | decimal, 0x.., True, False                     | decimal            |
 * | uint of > 53 bits  | hexadecimal digits        | decimal, 0x.., octets with colons              | decimal            |
 * | time               | seconds since 1970        | Nov 21, 2026 04:00:00.000000000 UTC, seconds   | seconds, to the us |
 * | seconds            | seconds                   | seconds, 0 days with words                     | seconds, to the us |
 * | bytes              | hexadecimal digits        | the same, with colons, dots or none            | digits             |
 * | text               | as it is                  | controls, quotes and backslashes with \        | as it is           |
 * | ipv4, ipv6, ether  | as usual                  | the same                                       | lower case         |
 *
 * A field of octets here may be text there (and the other way round): when `show` is not octets, the octets that tshark
 * gives beside it are compared.
 */

export function ourText(field: string, type: FieldType, value: number | string): string {
  const text = ourPlainText(type, value);
  return WAYS[field]?.(text) ?? text;
}

/** @param numbers of packets, where tshark counts otherwise */
export function theirText(
  field: string,
  type: FieldType,
  value: { readonly show: string; readonly octets: string },
  numbers: ReadonlyMap<number, number>,
): string {
  const text = theirPlainText(type, value);
  if (type === 'frame' || field === 'frame.number') return String(numbers.get(Number(text)) ?? text);
  return WAYS[field]?.(text) ?? text;
}

/** A line or boundary without the line ends around it. */
const line = (text: string) => text.replace(/^(\r?\n)+|(\r?\n)+$/g, '');
/** `href='http://'` and `href=http://`, `id=` and `id`. */
const attribute = (text: string) => text.replaceAll("'", '').replace(/=$/, '');
/** `1d 05 CIPHER, MAC` with blanks for underscores, and one behind. */
const suite = (text: string) => text.replaceAll('_', ' ').trim();

/** Fields that show the same octets in another way; both sides go through this. */
const WAYS: Readonly<Record<string, (text: string) => string>> = {
  'http.request.line': line,
  'http.response.line': line,
  'mime_multipart.boundary': line,
  'mime_multipart.first_boundary': line,
  'mime_multipart.last_boundary': line,
  // The content type is written with and without blanks behind semicolons.
  'mime_multipart.header.content-type': (text) => text.replace(/;\s*/g, ';'),
  'sip.contact.parameter': line,
  'smpp.service_type': (text) => (text === '(Default)' ? '' : text),
  'wbxml.known_attrstart': attribute,
  'wbxml.known_attrvalue': attribute,
  // tshark takes the token and the length with the data.
  'wbxml.opaque_data': (text) => text.replace(/^c3(?:[89a-f].)*[0-7].(?=.)/, ''),
  'wtls.handshake.client_hello.cipher': suite,
  // tshark shows the whole tag and of a document type its name.
  'xml.tag': (text) => text.replace(/^<([^\s/>]+).*$/s, '$1'),
  'xml.doctype': (text) => text.replace(/^DOCTYPE\s+(\S+).*$/s, '$1'),
};

function ourPlainText(type: FieldType, value: number | string): string {
  switch (type) {
    case 'uint':
    case 'bool':
    case 'frame':
      return typeof value === 'number' ? String(value) : numberText(`0x${value}`);
    case 'time':
    case 'seconds':
      return secondsText(Number(value));
    case 'ipv4':
    case 'ipv6':
    case 'ether':
      return String(value).toLowerCase();
    default:
      return String(value);
  }
}

function theirPlainText(type: FieldType, { show, octets }: { readonly show: string; readonly octets: string }): string {
  switch (type) {
    case 'uint':
    case 'bool':
    case 'frame':
      return numberText(show);
    case 'time': {
      const date = /[A-Z][a-z]{2} +\d+, \d{4} [\d:]+/.exec(show)?.[0];
      const fraction = /\d:\d\d(\.\d+)/.exec(show)?.[1] ?? '';
      if (date === undefined) return secondsText(Number(show));
      return secondsText(Date.parse(`${date} UTC`) / 1000 + Number(`0${fraction}`));
    }
    case 'seconds':
      return secondsText(Number(show));
    case 'bytes': {
      const digits = show.replace(/[:.]/g, '').toLowerCase();
      return /^(?:[0-9a-f]{2})+$/.test(digits) ? digits : octets;
    }
    case 'text':
    case 'group':
      return unescaped(show);
    default:
      return show.toLowerCase();
  }
}

function numberText(show: string): string {
  if (/^true$/i.test(show)) return '1';
  if (/^false$/i.test(show)) return '0';
  const digits = /^([0-9a-f]{2}:)+[0-9a-f]{2}$/.test(show) ? `0x${show.replaceAll(':', '')}` : show;
  // Wider than a double is exact.
  return /^(0x[0-9a-f]+|\d+)$/i.test(digits) ? BigInt(digits).toString() : show;
}

function secondsText(seconds: number): string {
  return Number.isFinite(seconds) ? seconds.toFixed(6) : 'not a time';
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', a: '\x07', b: '\b', f: '\f', v: '\v' };

function unescaped(show: string): string {
  return show.replace(/\\(?:x([0-9a-f]{1,2})|(.))/gs, (_all, hex: string | undefined, char: string) =>
    hex === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
