import type { Field } from '../../codec/field.ts';
import {
  type Aside,
  type Attribute,
  type Element,
  type Leaf,
  Lost,
  MAX_ELEMENTS_OPEN,
  type MarkupDocument,
  type Node,
  type Opaque,
  type Text,
  textBudget,
} from '../markup.ts';
import { isCharacter } from './decode-text.ts';
import { type Dialect, opaqueText } from './dialect.ts';
import { W } from './fields.ts';
import type { Header } from './header.ts';
import type { Input } from './input.ts';
import { WBXML } from './rules.ts';

const SWITCH_PAGE = 0x00;
const END = 0x01;
const ENTITY = 0x02;
const STR_I = 0x03;
const LITERAL = 0x04;
const PI = 0x43;
const STR_T = 0x83;
const OPAQUE = 0xc3;
const ATTRIBUTES = 0x80;
const CONTENT = 0x40;

const ESCAPES = ['escape', 'unesc', 'noesc'];

/** What one character token stands for. */
interface Piece {
  readonly text: string;
  readonly leaves: readonly Leaf[];
  /** Octets that are the text itself. */
  readonly exact?: { readonly start: number; readonly end: number };
  /** Octets of an OPAQUE. */
  readonly data?: { readonly start: number; readonly end: number };
}

const hex = (token: number): string => token.toString(16).toUpperCase().padStart(2, '0');
const isName = (name: string): boolean => /^[\p{L}_:][\p{L}\p{N}\p{M}_:.\u00B7-]*$/u.test(name);

/**
 * Reads the body behind a header. Elements are kept on a stack of its own: the depth of the input is not that of calls.
 * @param open elements that are open around this document, when it stands inside another one
 */
export function readBody(input: Input, header: Header, dialect: Dialect, open = 0): MarkupDocument {
  const reader = new BodyReader(input, header, dialect, open);
  try {
    reader.read();
    return reader.document(true);
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    input.problems.push(error.problem);
    return reader.document(false);
  }
}

class BodyReader {
  readonly #input: Input;
  readonly #header: Header;
  readonly #dialect: Dialect;
  readonly #limit: number;
  readonly #nodes: Node[] = [];
  readonly #open: { readonly element: Element; readonly literal: boolean }[] = [];
  #root: Element | undefined;
  #tagPage = 0;
  #attributePage = 0;
  #budget: number;
  /** Octet behind the last token that was read whole. */
  #reached: number;

  constructor(input: Input, header: Header, dialect: Dialect, open: number) {
    this.#input = input;
    this.#header = header;
    this.#dialect = dialect;
    this.#limit = MAX_ELEMENTS_OPEN - open;
    this.#budget = textBudget(input.end - header.table.start);
    this.#reached = input.at;
  }

  document(whole: boolean): MarkupDocument {
    for (const { element } of this.#open) element.end = this.#reached * 8;
    return {
      form: 'wbxml',
      header: this.#header.leaves,
      nodes: this.#nodes,
      root: this.#root,
      publicId: this.#header.publicId,
      end: this.#reached * 8,
      whole,
      problems: this.#input.problems,
    };
  }

  read(): void {
    const input = this.#input;
    let switched = -1;
    for (;;) {
      const inside = this.#open.at(-1);
      if (inside === undefined && this.#root !== undefined) {
        if (input.at >= input.end) return;
        if (input.bytes[input.at] !== PI) {
          const left = input.end - input.at;
          input.report(
            WBXML['WBXML-013'],
            `${left} ${left === 1 ? 'octet follows' : 'octets follow'} the root element`,
            input.at,
            input.end,
          );
          return;
        }
      }
      const at = input.at;
      const token = input.octet(inside === undefined ? 'the root element' : `the END of ${inside.element.name}`);
      if (token === SWITCH_PAGE) {
        if (switched >= 0) this.#twice(switched);
        const page = input.octet('the number of a code page');
        this.#push(this.#token(at), this.#leaf(W.switchPage, at + 1, { num: page, note: 'tags' }));
        this.#tagPage = page;
        this.#reached = input.at;
        switched = at;
        continue;
      }
      if (switched >= 0 && !this.#mayFollowSwitch(token)) this.#misplaced(switched, token);
      switched = -1;
      if (token === END) this.#closeElement(at);
      else if (token === PI) this.#instruction(at);
      else if (isLiteralTag(token)) this.#literalElement(at, token);
      else if (isCharacterToken(token)) this.#characters(at, token);
      else this.#element(at, token);
      this.#reached = input.at;
    }
  }

  #mayFollowSwitch(token: number): boolean {
    return (token & 0x3f) >= 5 || isExtension(token);
  }

  #twice(at: number): void {
    this.#input.report(
      WBXML['WBXML-017'],
      'two page switches before one token: the last one counts',
      at,
      this.#input.at,
    );
  }

  #misplaced(at: number, token: number): void {
    this.#input.report(
      WBXML['WBXML-018'],
      `a page switch before token 0x${hex(token)} has no place in the grammar; it is applied`,
      at,
      at + 2,
    );
  }

  #push(...nodes: readonly Node[]): void {
    const list = this.#open.at(-1)?.element.nodes ?? this.#nodes;
    for (const node of nodes) list.push(node);
  }

  #leaf(field: Field, from: number, extra: Omit<Leaf, 'kind' | 'field' | 'start' | 'end'> = {}): Leaf {
    return { kind: 'leaf', field, start: from * 8, end: this.#input.at * 8, ...extra };
  }

  #token(at: number): Leaf {
    return { kind: 'leaf', field: W.token, start: at * 8, end: at * 8 + 8, num: this.#input.bytes[at]! };
  }

  #closeElement(at: number): void {
    const closed = this.#open.at(-1);
    if (closed === undefined)
      this.#input.lose(WBXML['WBXML-006'], 'END stands where an element must start', at, at + 1);
    this.#push(this.#leaf(closed.literal ? W.endLiteral : W.endTag, at, { text: closed.element.name }));
    closed.element.end = this.#input.at * 8;
    this.#open.pop();
  }

  #element(at: number, token: number): void {
    const number = token & 0x3f;
    const page = this.#tagPage;
    let name = this.#dialect.codes.tag(page, number);
    if (name === undefined) {
      name = `unknown_${page}_${hex(number)}`;
      this.#input.report(
        WBXML['WBXML-009'],
        `tag 0x${hex(number)} of page ${page} has no name in this document type`,
        at,
        at + 1,
      );
    }
    const tag = this.#leaf(W.tag, at, { text: name, note: tagNote(token) });
    this.#startElement(name, this.#dialect.namespaces.get(page), at, token, [tag], false);
  }

  #literalElement(at: number, token: number): void {
    const field = LITERAL_FIELDS.get(token) ?? W.literal;
    const [name, leaves] = this.#name(at, field, 'the offset of a tag name');
    const flags = (token & ATTRIBUTES) | (token & CONTENT);
    this.#startElement(name, this.#open.at(-1)?.element.namespace, at, flags, leaves, true);
  }

  #startElement(
    name: string,
    namespace: string | undefined,
    at: number,
    flags: number,
    leaves: Leaf[],
    literal: boolean,
  ): void {
    if (this.#open.length >= this.#limit) {
      this.#input.lose(WBXML['WBXML-005'], `more than ${MAX_ELEMENTS_OPEN} elements are open`, at, at + 1);
    }
    this.#spend(name);
    const element: Element = {
      kind: 'element',
      name,
      namespace,
      start: at * 8,
      end: this.#input.at * 8,
      nodes: leaves,
      attributes: [],
      elements: [],
      text: '',
    };
    this.#push(element);
    const parent = this.#open.at(-1)?.element;
    if (parent === undefined) this.#root = element;
    else parent.elements.push(element);
    this.#open.push({ element, literal });
    this.#reached = this.#input.at;
    if ((flags & ATTRIBUTES) !== 0) this.#attributes(element);
    if ((flags & CONTENT) !== 0) return;
    element.end = this.#input.at * 8;
    this.#open.pop();
  }

  /** A name of the string table; the leaves are the token and the offset. */
  #name(at: number, field: Field, wanted: string): [string, Leaf[]] {
    const input = this.#input;
    const offset = input.multiByte(wanted);
    const { table } = this.#header;
    let name = this.#budget > 0 ? table.at(offset) : '';
    if (name === undefined) {
      if (table.size === 0 && offset === 0 && field === W.literal && this.#open.length > 0) {
        // Some handsets write the namespace of the root so.
        input.report(WBXML['WBXML-026'], 'a literal without a string table; it is read as xmlns', at, input.at);
        name = 'xmlns';
      } else {
        this.#beyondTable(offset, at);
        name = `unknown_${offset}`;
      }
    } else if (!isName(name)) {
      input.report(WBXML['WBXML-024'], `"${name.slice(0, 64)}" is no XML name`, at, input.at);
    }
    return [name, [this.#token(at), this.#leaf(field, at + 1, { text: name, note: `offset ${offset}` })]];
  }

  #beyondTable(offset: number, at: number): void {
    this.#input.report(
      WBXML['WBXML-004'],
      `offset ${offset} is behind the string table of ${this.#header.table.size} octets`,
      at,
      this.#input.at,
    );
  }

  #spend(text: string): void {
    this.#budget -= text.length;
    if (this.#budget < 0) {
      this.#input.lose(
        WBXML['WBXML-022'],
        'the strings of the table are referred to so often that the text grows out of proportion',
        this.#reached,
        this.#input.at,
      );
    }
  }

  #attributes(element: Element): void {
    const input = this.#input;
    let current: Attribute | undefined;
    const names = new Set<string>();
    /** Page switches that belong before what comes next. */
    let held: Leaf[] = [];
    let switched = -1;
    const finish = (): void => {
      if (current === undefined) return;
      if (names.has(current.name)) {
        input.report(
          WBXML['WBXML-014'],
          `${element.name} has attribute ${current.name} twice`,
          current.start / 8,
          current.end / 8,
        );
      }
      names.add(current.name);
      element.attributes.push(current);
      current = undefined;
    };
    for (;;) {
      const at = input.at;
      const token = input.octet(`the END of the attributes of ${element.name}`);
      if (token === SWITCH_PAGE) {
        if (switched >= 0) this.#twice(switched);
        const page = input.octet('the number of a code page');
        held.push(this.#token(at), this.#leaf(W.switchPage, at + 1, { num: page, note: 'attributes' }));
        this.#attributePage = page;
        switched = at;
        continue;
      }
      const isStart = isAttributeStart(token);
      if (switched >= 0 && !isStart && !isAttributeValue(token) && !isExtension(token))
        this.#misplaced(switched, token);
      switched = -1;
      if (token === END) {
        finish();
        for (const leaf of held) element.nodes.push(leaf);
        element.nodes.push(this.#leaf(W.endAttributes, at));
        if (element.attributes.length === 0)
          input.report(WBXML['WBXML-027'], `the attribute list of ${element.name} is empty`, at, at + 1);
        this.#reached = input.at;
        return;
      }
      if (isStart || token === LITERAL) {
        finish();
        for (const leaf of held) element.nodes.push(leaf);
        held = [];
        current = this.#startAttribute(at, token);
        element.nodes.push(current);
      } else if (current === undefined || !(isAttributeValue(token) || isCharacterToken(token))) {
        input.lose(
          WBXML['WBXML-006'],
          `token 0x${hex(token)} has no place in an attribute list${current === undefined ? ' before an attribute' : ''}`,
          at,
          at + 1,
        );
      } else {
        for (const leaf of held) current.leaves.push(leaf);
        held = [];
        const piece = isAttributeValue(token)
          ? this.#attributeValue(at, token)
          : this.#character(at, token, current.name);
        current.leaves.push(...piece.leaves);
        current.value += piece.text;
        current.end = input.at * 8;
      }
      this.#reached = input.at;
    }
  }

  #startAttribute(at: number, token: number): Attribute {
    const make = (name: string, value: string, leaves: Leaf[]): Attribute => {
      this.#spend(name);
      return { kind: 'attribute', name, value, start: at * 8, end: this.#input.at * 8, leaves };
    };
    if (token === LITERAL) {
      const [name, leaves] = this.#name(at, W.literal, 'the offset of an attribute name');
      return make(name, '', leaves);
    }
    const page = this.#attributePage;
    const known = this.#dialect.codes.start(page, token);
    if (known === undefined) {
      this.#input.report(
        WBXML['WBXML-010'],
        `attribute start 0x${hex(token)} of page ${page} has no name in this document type`,
        at,
        at + 1,
      );
    }
    const name = known?.name ?? `unknown_${page}_${hex(token)}`;
    const prefix = known?.prefix ?? '';
    return make(name, prefix, [this.#leaf(W.start, at, { text: prefix === '' ? name : `${name}=${prefix}` })]);
  }

  #attributeValue(at: number, token: number): Piece {
    const page = this.#attributePage;
    let text = this.#dialect.codes.value(page, token);
    if (text === undefined) {
      text = `{unknown_${page}_${hex(token)}}`;
      this.#input.report(
        WBXML['WBXML-011'],
        `attribute value 0x${hex(token)} of page ${page} has no text in this document type`,
        at,
        at + 1,
      );
    }
    return { text, leaves: [this.#leaf(W.value, at, { text })] };
  }

  /** Character data in content: joined with the run before it, except that OPAQUE stands alone. */
  #characters(at: number, token: number): void {
    const inside = this.#open.at(-1)?.element;
    if (inside === undefined) {
      this.#input.lose(WBXML['WBXML-006'], `token 0x${hex(token)} stands before the root element`, at, at + 1);
    }
    const { text, leaves, exact, data } = this.#character(at, token, inside.name);
    inside.text += text;
    const end = this.#input.at * 8;
    if (data !== undefined) {
      const opaque: Opaque = { kind: 'opaque', text, start: at * 8, end, leaves, data };
      inside.nodes.push(opaque);
      return;
    }
    const last = inside.nodes.at(-1);
    if (last?.kind === 'text') {
      last.text += text;
      last.end = end;
      for (const leaf of leaves) last.leaves.push(leaf);
      last.exact = undefined;
    } else {
      const run: Text = { kind: 'text', text, start: at * 8, end, leaves: [...leaves], exact };
      inside.nodes.push(run);
    }
  }

  /** One string, entity, extension or OPAQUE; `name` is that of the element or attribute around it. */
  #character(at: number, token: number, name: string): Piece {
    const input = this.#input;
    const from = input.at;
    switch (token) {
      case STR_I: {
        const { text, stop } = this.#inline();
        if (this.#dialect.opaque[name] === 'date') {
          input.report(WBXML['WBXML-031'], `${name} is a string; it should be opaque BCD octets`, at, input.at);
        }
        const exact = this.#header.charset.ascii ? { exact: { start: from * 8, end: stop * 8 } } : {};
        return { text, leaves: [this.#token(at), this.#leaf(W.strI, from, { text })], ...exact };
      }
      case STR_T: {
        const offset = input.multiByte('the offset of a string');
        const text = this.#budget > 0 ? this.#header.table.at(offset) : '';
        if (text === undefined) this.#beyondTable(offset, at);
        this.#spend(text ?? '');
        return {
          text: text ?? '',
          leaves: [this.#token(at), this.#leaf(W.strT, from, { text: text ?? '', note: `offset ${offset}` })],
        };
      }
      case ENTITY: {
        const code = input.multiByte('the number of a character');
        const good = isCharacter(code);
        if (!good) input.report(WBXML['WBXML-012'], `0x${code.toString(16)} is no character`, at, input.at);
        const text = good ? String.fromCodePoint(code) : '\uFFFD';
        return { text, leaves: [this.#token(at), this.#leaf(W.entity, from, { num: code, note: text })] };
      }
      case OPAQUE:
        return this.#opaque(at, name);
      default:
        return this.#extension(at, token);
    }
  }

  #inline(): { readonly text: string; readonly stop: number } {
    const input = this.#input;
    const { charset } = this.#header;
    const from = input.at;
    const stop = input.string(charset);
    const { text, bad } = charset.decode(input.bytes.subarray(from, stop));
    if (bad) input.report(WBXML['WBXML-008'], `the string is not ${charset.name}`, from, stop);
    if (!charset.known)
      input.report(WBXML['WBXML-007'], `${charset.name} is not known; its octets are shown as ISO 8859-1`, from, stop);
    return { text, stop };
  }

  #opaque(at: number, name: string): Piece {
    const input = this.#input;
    const lengthAt = input.at;
    const size = input.multiByte('the length of opaque data');
    const length = this.#leaf(W.opaqueLength, lengthAt, { num: size });
    if (this.#header.version === 0) input.report(WBXML['WBXML-016'], 'OPAQUE in a document of version 1.0', at, at + 1);
    if (size > input.end - input.at) {
      throw new Lost({
        rule: WBXML['WBXML-001'],
        message: `opaque data of ${size} octets, ${input.end - input.at} are left`,
        start: at * 8,
        end: input.end * 8,
        ended: true,
      });
    }
    const from = input.at;
    input.at += size;
    const bytes = input.bytes.subarray(from, input.at);
    const form = this.#dialect.opaque[name];
    const { text, fault } = opaqueText(bytes, form);
    if (fault !== undefined) input.report(WBXML['WBXML-030'], `${name}: ${fault}`, at, input.at);
    const data = this.#leaf(W.opaque, from, form === 'date' ? { note: text } : {});
    const leaves = size === 0 ? [this.#token(at), length] : [this.#token(at), length, data];
    return { text, leaves, data: { start: from * 8, end: input.at * 8 } };
  }

  #extension(at: number, token: number): Piece {
    const input = this.#input;
    const from = input.at;
    const leaves = [this.#token(at)];
    const index = token & 3;
    let name: string | undefined;
    if (token < 0x80) {
      name = this.#inline().text;
      leaves.push(this.#leaf(W.extI, from, { text: name }));
    } else if (token < 0xc0) {
      const offset = input.multiByte('the number of an extension');
      name = this.#dialect.variables && this.#budget > 0 ? this.#header.table.at(offset) : undefined;
      if (this.#dialect.variables && name === undefined) this.#beyondTable(offset, at);
      leaves.push(this.#leaf(W.extT, from, { text: name ?? String(offset), note: `number ${offset}` }));
    }
    if (!this.#dialect.variables || token >= 0xc0) {
      input.report(WBXML['WBXML-020'], `extension 0x${hex(token)} has no meaning in this document type`, at, input.at);
      return { text: '', leaves };
    }
    const text = `$(${name ?? ''}:${ESCAPES[index]})`;
    this.#spend(text);
    return { text, leaves };
  }

  #instruction(at: number): void {
    const input = this.#input;
    const leaves: Leaf[] = [this.#token(at)];
    let current: Attribute | undefined;
    for (;;) {
      const here = input.at;
      const token = input.octet('the END of a processing instruction');
      if (token === END) {
        leaves.push(this.#leaf(W.endInstruction, here));
        break;
      }
      if (token === SWITCH_PAGE) {
        const page = input.octet('the number of a code page');
        this.#attributePage = page;
        leaves.push(this.#token(here), this.#leaf(W.switchPage, here + 1, { num: page, note: 'attributes' }));
      } else if (current === undefined && (isAttributeStart(token) || token === LITERAL)) {
        current = this.#startAttribute(here, token);
        leaves.push(...current.leaves);
      } else if (current !== undefined && (isAttributeValue(token) || isCharacterToken(token))) {
        const piece = isAttributeValue(token) ? this.#attributeValue(here, token) : this.#character(here, token, '');
        current.value += piece.text;
        leaves.push(...piece.leaves);
      } else
        input.lose(
          WBXML['WBXML-006'],
          `token 0x${hex(token)} has no place in a processing instruction`,
          here,
          here + 1,
        );
    }
    const aside: Aside = {
      kind: 'instruction',
      name: current?.name ?? '',
      text: current?.value ?? '',
      start: at * 8,
      end: input.at * 8,
      leaves,
    };
    this.#push(aside);
  }
}

const LITERAL_FIELDS: ReadonlyMap<number, Field> = new Map([
  [0x04, W.literal],
  [0x44, W.literalC],
  [0x84, W.literalA],
  [0xc4, W.literalAc],
]);

function tagNote(token: number): string {
  const has = [(token & ATTRIBUTES) !== 0 && 'attributes', (token & CONTENT) !== 0 && 'content'].filter(
    (word) => word !== false,
  );
  return `token 0x${hex(token & 0x3f)}${has.length === 0 ? '' : `, with ${has.join(' and ')}`}`;
}

const isExtension = (token: number): boolean => (token & 0x3f) < 3 && token >= 0x40;
const isCharacterToken = (token: number): boolean =>
  token === STR_I || token === STR_T || token === ENTITY || token === OPAQUE || isExtension(token);
const isLiteralTag = (token: number): boolean => (token & 0x3f) === LITERAL;
const isAttributeStart = (token: number): boolean => token < 0x80 && (token & 0x3f) >= 5;
const isAttributeValue = (token: number): boolean => token >= 0x80 && (token & 0x3f) >= 5;
