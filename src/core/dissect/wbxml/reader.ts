import type { Field } from '../../codec/field.ts';
import {
  type Element,
  type Leaf,
  Lost,
  MAX_ELEMENTS_OPEN,
  type MarkupDocument,
  type Node,
  type Opaque,
  type Text,
} from '../markup.ts';
import { readAttributes, readInstruction } from './attributes.ts';
import { readCharacter } from './characters.ts';
import type { Dialect } from './dialect.ts';
import { W } from './fields.ts';
import type { Header } from './header.ts';
import type { Input } from './input.ts';
import { WBXML } from './rules.ts';
import { TokenReader } from './token-reader.ts';
import {
  ATTRIBUTES,
  CONTENT,
  END,
  hex,
  isCharacterToken,
  isExtension,
  isLiteralTag,
  PI,
  SWITCH_PAGE,
} from './tokens.ts';

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
  readonly #tokens: TokenReader;
  readonly #limit: number;
  readonly #nodes: Node[] = [];
  readonly #open: { readonly element: Element; readonly literal: boolean }[] = [];
  #root: Element | undefined;

  constructor(input: Input, header: Header, dialect: Dialect, open: number) {
    this.#input = input;
    this.#header = header;
    this.#dialect = dialect;
    this.#limit = MAX_ELEMENTS_OPEN - open;
    this.#tokens = new TokenReader(input, header, dialect);
  }

  document(whole: boolean): MarkupDocument {
    for (const { element } of this.#open) element.end = this.#tokens.reached * 8;
    return {
      form: 'wbxml',
      header: this.#header.leaves,
      nodes: this.#nodes,
      root: this.#root,
      publicId: this.#header.publicId,
      end: this.#tokens.reached * 8,
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
      // The words are made only where the octet is missing: this is asked for every token.
      const isHere = input.at < input.end;
      const token = input.octet(
        isHere ? '' : inside === undefined ? 'the root element' : `the END of ${inside.element.name}`,
      );
      if (token === SWITCH_PAGE) {
        if (switched >= 0) this.#tokens.twice(switched);
        const page = input.octet('the number of a code page');
        this.#push(this.#tokens.token(at), this.#tokens.leaf(W.switchPage, at + 1, { num: page, note: 'tags' }));
        this.#tokens.tagPage = page;
        this.#tokens.reached = input.at;
        switched = at;
        continue;
      }
      if (switched >= 0 && !this.#mayFollowSwitch(token)) this.#tokens.misplaced(switched, token);
      switched = -1;
      if (token === END) this.#closeElement(at);
      else if (token === PI) this.#push(readInstruction(this.#tokens, at));
      else if (isLiteralTag(token)) this.#literalElement(at, token);
      else if (isCharacterToken(token)) this.#characters(at, token);
      else this.#element(at, token);
      this.#tokens.reached = input.at;
    }
  }

  #mayFollowSwitch(token: number): boolean {
    return (token & 0x3f) >= 5 || isExtension(token);
  }

  #push(...nodes: readonly Node[]): void {
    const list = this.#open.at(-1)?.element.nodes ?? this.#nodes;
    for (const node of nodes) list.push(node);
  }

  #closeElement(at: number): void {
    const closed = this.#open.at(-1);
    if (closed === undefined)
      this.#input.lose(WBXML['WBXML-006'], 'END stands where an element must start', at, at + 1);
    this.#push(this.#tokens.leaf(closed.literal ? W.endLiteral : W.endTag, at, { text: closed.element.name }));
    closed.element.end = this.#input.at * 8;
    this.#open.pop();
  }

  #element(at: number, token: number): void {
    const number = token & 0x3f;
    const page = this.#tokens.tagPage;
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
    const tag = this.#tokens.leaf(W.tag, at, { text: name, note: tagNote(token) });
    this.#startElement(name, this.#dialect.namespaces.get(page), at, token, [tag], false);
  }

  #literalElement(at: number, token: number): void {
    const field = LITERAL_FIELDS.get(token) ?? W.literal;
    const [name, leaves] = this.#tokens.name(at, field, 'the offset of a tag name', false);
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
    this.#tokens.spend(name);
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
    this.#tokens.reached = this.#input.at;
    if ((flags & ATTRIBUTES) !== 0) readAttributes(this.#tokens, element);
    if ((flags & CONTENT) !== 0) return;
    element.end = this.#input.at * 8;
    this.#open.pop();
  }

  /** Character data in content: joined with the run before it, except that OPAQUE stands alone. */
  #characters(at: number, token: number): void {
    const inside = this.#open.at(-1)?.element;
    if (inside === undefined) {
      this.#input.lose(WBXML['WBXML-006'], `token 0x${hex(token)} stands before the root element`, at, at + 1);
    }
    const { text, leaves, exact, data } = readCharacter(this.#tokens, at, token, inside.name);
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
