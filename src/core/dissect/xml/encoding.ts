import { fromLatin1 } from '../../base/bytes.ts';

/** Characters of a document and the octet of each. */
export interface Characters {
  readonly text: string;
  /** Octets of a byte order mark before them. */
  readonly mark: number;
  readonly encoding: string;
  /** Octet, from the start of the document, at which a UTF-16 unit of `text` begins. */
  octetAt(index: number): number;
  /** First octet that is no text of the encoding; undefined when all are. */
  readonly badAt: number | undefined;
  /** What is wrong with the encoding as such. */
  readonly fault: string | undefined;
}

const SINGLE_OCTET = /^(iso-8859-\d+|windows-125\d|koi8-[ru])$/;

/**
 * Turns octets into characters: by byte order mark, by the zero octets of UTF-16, by the XML declaration, else as UTF-8.
 * @param declared charset of the carrier, used when the document says nothing
 */
export function characters(bytes: Uint8Array, declared?: string): Characters {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes, 2, false);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes, 2, true);
  if (bytes[0] === 0 && bytes[1] !== 0) return utf16(bytes, 0, false);
  if (bytes[1] === 0 && bytes[0] !== 0) return utf16(bytes, 0, true);
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const head = fromLatin1(bytes.subarray(mark, mark + 256));
  const name = (
    /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1] ??
    declared ??
    'utf-8'
  ).toLowerCase();
  if (mark > 0 || name === 'utf-8' || name === 'utf8') return utf8(bytes, mark);
  if (name === 'us-ascii') {
    const at = bytes.findIndex((octet) => octet >= 0x80);
    return plain(bytes, name, fromLatin1(bytes), at < 0 ? undefined : at, undefined);
  }
  if (name === 'iso-8859-1') return plain(bytes, name, fromLatin1(bytes), undefined, undefined);
  if (SINGLE_OCTET.test(name)) {
    try {
      return plain(bytes, name, new TextDecoder(name).decode(bytes), undefined, undefined);
    } catch {
      // No such encoding here: falls through to the fault below.
    }
  }
  if (name.startsWith('utf-16')) {
    return { ...utf8(bytes, 0), fault: `the document declares ${name} but its octets are not` };
  }
  return plain(
    bytes,
    name,
    fromLatin1(bytes),
    undefined,
    `encoding ${name} is not read here; octets are shown as ISO 8859-1`,
  );
}

function plain(
  _bytes: Uint8Array,
  encoding: string,
  text: string,
  badAt: number | undefined,
  fault: string | undefined,
): Characters {
  return { text, mark: 0, encoding, octetAt: (index) => index, badAt, fault };
}

function utf16(bytes: Uint8Array, mark: number, little: boolean): Characters {
  const body = bytes.subarray(mark);
  const encoding = little ? 'utf-16le' : 'utf-16be';
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(body);
  const odd = body.length % 2 === 1;
  return {
    text,
    mark,
    encoding,
    octetAt: (index) => Math.min(mark + 2 * index, bytes.length),
    badAt: odd ? bytes.length - 1 : undefined,
    fault: undefined,
  };
}

/** UTF-8 with the place of each character kept; octets that are none give U+FFFD. */
function utf8(bytes: Uint8Array, mark: number): Characters {
  const ascii = bytes.subarray(mark).every((octet) => octet < 0x80);
  if (ascii) {
    return {
      text: fromLatin1(bytes.subarray(mark)),
      mark,
      encoding: 'utf-8',
      octetAt: (index) => mark + index,
      badAt: undefined,
      fault: undefined,
    };
  }
  const places = new Int32Array(bytes.length + 1);
  const parts: string[] = [];
  let units = 0;
  let badAt: number | undefined;
  let run = '';
  for (let at = mark; at < bytes.length; ) {
    const [code, size] = utf8Character(bytes, at);
    if (code < 0) badAt ??= at;
    const character = code < 0 ? '\uFFFD' : String.fromCodePoint(code);
    for (let unit = 0; unit < character.length; unit++) places[units++] = at;
    run += character;
    if (run.length > 4096) {
      parts.push(run);
      run = '';
    }
    at += size;
  }
  parts.push(run);
  places.fill(bytes.length, units);
  return {
    text: parts.join(''),
    mark,
    encoding: 'utf-8',
    octetAt: (index) => places[Math.min(index, units)]!,
    badAt,
    fault: undefined,
  };
}

/** Number and octets of the character at `at`; -1 and one octet where there is none. */
function utf8Character(bytes: Uint8Array, at: number): readonly [code: number, size: number] {
  const first = bytes[at]!;
  if (first < 0x80) return [first, 1];
  const size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + size > bytes.length) return [-1, 1];
  let code = first & (0x7f >>> size);
  for (let i = 1; i < size; i++) {
    const next = bytes[at + i]!;
    if ((next & 0xc0) !== 0x80) return [-1, 1];
    code = (code << 6) | (next & 0x3f);
  }
  const short = (size === 3 && code < 0x800) || (size === 4 && code < 0x10000);
  if (short || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return [-1, 1];
  return [code, size];
}
