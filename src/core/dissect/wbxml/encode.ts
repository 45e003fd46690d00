import { joinBytes, toUtf8 } from '../../base/bytes.ts';
import type { Element } from '../markup.ts';
import type { AttributeStart, CodedText } from './code-pages.ts';
import { isCharacter } from './decode-text.ts';
import { type Dialect, dateOctets } from './dialect.ts';
import { PUBLIC_IDS } from './public-ids.ts';

/** An element to be written. */
export interface ElementDraft {
  readonly name: string;
  /** Where it differs from that of the element around it. */
  readonly namespace?: string | undefined;
  readonly attributes?: readonly { readonly name: string; readonly value: string }[];
  /** Text, octets for OPAQUE, and elements, in order. */
  readonly content?: readonly (string | Uint8Array | ElementDraft)[];
}

export interface EncodeOptions {
  /** Version octet; 3 when left out. */
  readonly version?: 0 | 1 | 2 | 3;
  /** Public identifier; without one the document does not state its type. */
  readonly publicId?: string | undefined;
  /** True to put strings that are used more than once into the string table. */
  readonly stringTable?: boolean;
}

const UTF8 = 106;
const PUBLIC_NUMBERS: ReadonlyMap<string, number> = new Map(
  [...PUBLIC_IDS].toReversed().map(([number, text]) => [text, number]),
);

/** An element of a document that was read, to be changed and written again. Comments and instructions are left out. */
export function draftOf(element: Element): ElementDraft {
  return {
    name: element.name,
    namespace: element.namespace,
    attributes: element.attributes.map(({ name, value }) => ({ name, value })),
    content: element.nodes.flatMap((node): (string | ElementDraft)[] =>
      node.kind === 'element' ? [draftOf(node)] : node.kind === 'text' || node.kind === 'opaque' ? [node.text] : [],
    ),
  };
}

/**
 * Writes a document in WBXML, UTF-8, with the tokens of a dialect; names without a token become literals.
 * @throws RangeError for text with U+0000, which no string can hold
 */
export function encodeWbxml(root: ElementDraft, dialect: Dialect, options: EncodeOptions = {}): Uint8Array {
  const number = options.publicId === undefined ? 1 : PUBLIC_NUMBERS.get(options.publicId);
  const table = new TableBuilder();
  if (number === undefined && options.publicId !== undefined) table.add(options.publicId);
  if (options.stringTable === true) {
    const dry = new BodyWriter(dialect, new TableBuilder());
    dry.element(root, 0, true);
    for (const [text, count] of dry.inline) {
      const size = toUtf8(text).length;
      // Inline: token, text, terminator each time; in the table: text and terminator once, token and offset each time.
      if (count > 1 && size + 1 + count * 2 < count * (size + 2)) table.add(text);
    }
  }
  const body = new BodyWriter(dialect, table, true);
  body.element(root, 0, true);
  const strings = table.octets();
  const version = options.version ?? 3;
  return Uint8Array.from([
    version,
    ...(number === undefined ? [0, 0] : multiByte(number)),
    ...(version === 0 ? [] : [UTF8]),
    ...multiByte(strings.length),
    ...strings,
    ...body.octets,
  ]);
}

/** Seven bits an octet, most significant group first. */
export function multiByte(value: number): readonly number[] {
  const octets = [value & 0x7f];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    octets.unshift((rest & 0x7f) | 0x80);
  return octets;
}

class TableBuilder {
  readonly #offsets = new Map<string, number>();
  readonly #parts: Uint8Array[] = [];
  #size = 0;

  add(text: string): number {
    const known = this.#offsets.get(text);
    if (known !== undefined) return known;
    const octets = Uint8Array.from([...toUtf8(text), 0]);
    const offset = this.#size;
    this.#offsets.set(text, offset);
    this.#parts.push(octets);
    this.#size += octets.length;
    return offset;
  }

  get(text: string): number | undefined {
    return this.#offsets.get(text);
  }

  octets(): Uint8Array {
    return joinBytes(this.#parts);
  }
}

class BodyWriter {
  readonly octets: number[] = [];
  /** How often each string stands inline. */
  readonly inline = new Map<string, number>();
  readonly #dialect: Dialect;
  readonly #table: TableBuilder;
  readonly #useTable: boolean;
  #tagPage = 0;
  #attributePage = 0;

  constructor(dialect: Dialect, table: TableBuilder, useTable = false) {
    this.#dialect = dialect;
    this.#table = table;
    this.#useTable = useTable;
  }

  element(draft: ElementDraft, pageAround: number, isRoot = false): void {
    const { codes, namespaces } = this.#dialect;
    const attributes = (draft.attributes ?? []).filter(
      ({ name, value }) => !(name === 'xmlns' && [...namespaces.values()].includes(value)),
    );
    const content = (draft.content ?? []).filter((part) => part !== '');
    const flags = (attributes.length > 0 ? 0x80 : 0) | (content.length > 0 ? 0x40 : 0);
    const wanted =
      [...namespaces].find(([, namespace]) => namespace === draft.namespace)?.[0] ?? (isRoot ? undefined : pageAround);
    const tag = codes.tagOf(draft.name, wanted);
    if (tag === undefined) this.octets.push(0x04 | flags, ...multiByte(this.#table.add(draft.name)));
    else {
      if (tag.page !== this.#tagPage) this.octets.push(0, tag.page);
      this.#tagPage = tag.page;
      this.octets.push(tag.token | flags);
    }
    const page = tag?.page ?? pageAround;
    for (const { name, value } of attributes) this.#attribute(name, value);
    if (attributes.length > 0) this.octets.push(0x01);
    for (const part of content) {
      if (typeof part === 'string') this.#text(part);
      else if (part instanceof Uint8Array) this.#opaque(part);
      else this.element(part, page);
    }
    if (content.length > 0) this.octets.push(0x01);
  }

  #attribute(name: string, value: string): void {
    const start = this.#start(name, value);
    if (start === undefined) this.octets.push(0x04, ...multiByte(this.#table.add(name)));
    else {
      this.#switchTo(start.page);
      this.octets.push(start.token);
    }
    const date = this.#dialect.opaque[name] === 'date' ? dateOctets(value) : undefined;
    if (date !== undefined) this.#opaque(date);
    else this.#value(value.slice(start?.prefix.length ?? 0));
  }

  /** The start with the longest prefix; of two alike, the one on the current page. */
  #start(name: string, value: string): AttributeStart | undefined {
    const fitting = this.#dialect.codes.startsOf(name).filter(({ prefix }) => value.startsWith(prefix));
    const longest = fitting.filter(({ prefix }) => prefix.length === fitting[0]?.prefix.length);
    return longest.find(({ page }) => page === this.#attributePage) ?? longest[0];
  }

  #switchTo(page: number): void {
    if (page === this.#attributePage) return;
    this.octets.push(0, page);
    this.#attributePage = page;
  }

  /** Cuts a value into value tokens and the texts between them. */
  #value(value: string): void {
    let text = '';
    for (let at = 0; at < value.length; ) {
      const token = this.#token(value, at);
      if (token === undefined) {
        text += value.charAt(at++);
        continue;
      }
      this.#text(text);
      text = '';
      this.#switchTo(token.page);
      this.octets.push(token.token);
      at += token.text.length;
    }
    this.#text(text);
  }

  /** A token in the middle of a text costs the frame of another string, so that short ones do not pay. */
  #token(value: string, at: number): CodedText | undefined {
    return this.#dialect.codes.values.find(
      ({ page, text }) =>
        value.startsWith(text, at) &&
        ((at === 0 && text.length === value.length) || (page === this.#attributePage && text.length > 3)),
    );
  }

  #text(text: string): void {
    if (text === '') return;
    if (text.includes('\0')) throw new RangeError('a string cannot hold U+0000');
    const offset = this.#useTable ? this.#table.get(text) : undefined;
    if (offset !== undefined) {
      this.octets.push(0x83, ...multiByte(offset));
      return;
    }
    this.inline.set(text, (this.inline.get(text) ?? 0) + 1);
    this.octets.push(0x03);
    for (const octet of toUtf8(text)) this.octets.push(octet);
    this.octets.push(0);
  }

  #opaque(bytes: Uint8Array): void {
    this.octets.push(0xc3, ...multiByte(bytes.length));
    for (const octet of bytes) this.octets.push(octet);
  }
}

/** True for a text that a string can hold. */
export function isEncodable(text: string): boolean {
  return [...text].every((character) => isCharacter(character.codePointAt(0) ?? 0));
}
