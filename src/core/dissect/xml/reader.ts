import { QuoteType, Tokenizer } from 'htmlparser2';
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
  type Problem,
  type Text,
} from '../markup.ts';
import { isXmlText } from '../wbxml/decode-text.ts';
import { type Characters, characters } from './encoding.ts';
import { X } from './fields.ts';
import { unreferenced } from './references.ts';
import { XML } from './rules.ts';
import { withoutSubset } from './subset.ts';

const MAX_PROBLEMS = 100;
const XML_NAMESPACES: ReadonlyMap<string, string> = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);
const NAME = /^[\p{L}_:][\p{L}\p{N}\p{M}_:.\u00B7-]*$/u;
const BLANK = /^[ \t\r\n]*$/;

interface Started {
  readonly name: string;
  /** Index of `<`. */
  readonly at: number;
  readonly nodes: Node[];
  readonly attributes: Attribute[];
  readonly names: Set<string>;
}

/**
 * Reads octets `start` to `end` as XML. Nothing outside the octets is read and no entity is expanded but the predefined ones;
 * where the document stops being well-formed, reading stops.
 * @param open elements that are open around this document, when it stands inside another one
 */
export function readXml(bytes: Uint8Array, start: number, end: number, open = 0): MarkupDocument {
  return new XmlReader(bytes, start, end, open).read();
}

class XmlReader {
  readonly #characters: Characters;
  readonly #text: string;
  readonly #base: number;
  readonly #limit: number;
  readonly #nodes: Node[] = [];
  readonly #open: Element[] = [];
  readonly #scopes: ReadonlyMap<string, string>[] = [XML_NAMESPACES];
  readonly #problems: Problem[] = [];
  #root: Element | undefined;
  #publicId: string | undefined;
  #started: Started | undefined;
  #name: readonly [start: number, end: number] = [0, 0];
  /** True when what is left at the end of the data is looked at: a fault there may come of the end. */
  #ending = false;
  /** Index behind what was read. */
  #at = 0;

  constructor(bytes: Uint8Array, start: number, end: number, open: number) {
    this.#characters = characters(bytes.subarray(start, end));
    this.#text = this.#characters.text;
    this.#base = start;
    this.#limit = MAX_ELEMENTS_OPEN - open;
  }

  read(): MarkupDocument {
    const { mark, fault, badAt } = this.#characters;
    const first = this.#base * 8;
    const header: Leaf[] = mark === 0 ? [] : [{ kind: 'leaf', field: X.bom, start: first, end: first + mark * 8 }];
    if (fault !== undefined)
      this.#problems.push({ rule: XML['XML-005'], message: fault, start: first, end: this.#bit(this.#text.length) });
    if (badAt !== undefined) {
      const at = first + badAt * 8;
      this.#problems.push({
        rule: XML['XML-005'],
        message: `the octet is no text in ${this.#characters.encoding}`,
        start: at,
        end: at + 8,
      });
    }
    const whole = this.#tokenize();
    for (const element of this.#open) element.end = this.#bit(this.#at);
    return {
      form: 'xml',
      header,
      nodes: this.#nodes,
      root: this.#root,
      publicId: this.#publicId,
      end: this.#bit(this.#at),
      whole,
      problems: this.#problems,
    };
  }

  #tokenize(): boolean {
    const tokenizer = new Tokenizer(
      { xmlMode: true, decodeEntities: false },
      {
        ontext: (start, end) => this.#characterData(start, end),
        oncdata: (start, end, tail) => this.#section(start, end, tail),
        oncomment: (start, end, tail) => this.#comment(start, end, tail),
        onprocessinginstruction: (start, end) => this.#instruction(start, end),
        ondeclaration: (start, end) => this.#declaration(start, end),
        onopentagname: (start, end) => this.#startTag(start, end),
        onattribname: (start, end) => {
          this.#name = [start, end];
        },
        onattribdata: () => undefined,
        onattribentity: () => undefined,
        onattribend: (quote, end) => this.#attribute(quote, end),
        onopentagend: (end) => this.#startTagEnd(end, false),
        onselfclosingtag: (end) => this.#startTagEnd(end, true),
        onclosetag: (start, end) => this.#endTag(start, end),
        ontextentity: () => undefined,
        onend: () => this.#end(),
      },
    );
    try {
      tokenizer.write(withoutSubset(this.#text));
      this.#ending = true;
      tokenizer.end();
      return true;
    } catch (error) {
      if (!(error instanceof Lost)) throw error;
      this.#problems.push(error.problem);
      return false;
    }
  }

  #bit(index: number): number {
    return (this.#base + this.#characters.octetAt(index)) * 8;
  }

  #leaf(field: Field, start: number, end: number, text?: string): Leaf {
    this.#at = end;
    return { kind: 'leaf', field, start: this.#bit(start), end: this.#bit(end), ...(text !== undefined && { text }) };
  }

  #report(rule: Problem['rule'], message: string, start: number, end: number): void {
    if (this.#problems.length < MAX_PROBLEMS)
      this.#problems.push({ rule, message, start: this.#bit(start), end: this.#bit(end) });
  }

  #lose(message: string, at = this.#at, ended = false): never {
    const length = this.#text.length;
    const end = ended ? length : Math.min(at + 1, length);
    throw new Lost({
      rule: XML['XML-001'],
      message,
      start: this.#bit(Math.min(at, length)),
      end: this.#bit(end),
      ended: ended || this.#ending,
    });
  }

  #push(node: Node): void {
    (this.#open.at(-1)?.nodes ?? this.#nodes).push(node);
  }

  /** The tokenizer passes over nothing but what the checks here have seen. */
  #expectAt(start: number): void {
    if (start !== this.#at) this.#lose('the markup is not well-formed here');
  }

  #characterData(start: number, end: number): void {
    this.#expectAt(start);
    const raw = this.#text.slice(start, end);
    const stray = raw.indexOf('<');
    if (stray >= 0) this.#lose('"<" begins no tag; in text it is written &lt;', start + stray);
    const blank = BLANK.test(raw);
    if (this.#open.length === 0) {
      if (!blank)
        this.#lose(
          `text stands ${this.#root === undefined ? 'before' : 'behind'} the root element`,
          start + raw.search(/[^ \t\r\n]/),
        );
      this.#push(this.#leaf(X.space, start, end, raw));
      return;
    }
    const text = this.#unreferenced(raw, start, false);
    if (!isXmlText(text)) this.#report(XML['XML-006'], 'the text has characters that XML does not allow', start, end);
    const exact = raw.includes('&') || raw.includes('\r') ? undefined : this.#exact(start, end);
    this.#addText(text, [this.#leaf(blank ? X.space : X.text, start, end, text)], exact);
  }

  #exact(start: number, end: number): Text['exact'] {
    return this.#characters.encoding.startsWith('u') && !this.#characters.encoding.startsWith('utf-16')
      ? { start: this.#bit(start), end: this.#bit(end) }
      : undefined;
  }

  #addText(text: string, leaves: Leaf[], exact: Text['exact']): void {
    const inside = this.#open.at(-1);
    if (inside === undefined) return;
    inside.text += text;
    const last = inside.nodes.at(-1);
    const start = leaves[0]?.start ?? this.#bit(this.#at);
    if (last?.kind !== 'text') {
      inside.nodes.push({ kind: 'text', text, start, end: this.#bit(this.#at), leaves, exact });
      return;
    }
    // Blanks around a section do not keep a document in it from being read in place.
    if (BLANK.test(last.text)) last.exact = exact;
    else if (!BLANK.test(text)) last.exact = undefined;
    last.text += text;
    last.end = this.#bit(this.#at);
    for (const leaf of leaves) last.leaves.push(leaf);
  }

  #section(start: number, end: number, tail: number): void {
    const open = start - '<![CDATA['.length;
    this.#expectAt(open);
    if (tail !== 2) this.#lose('the CDATA section has no end', open, true);
    if (this.#open.length === 0) this.#lose('a CDATA section stands outside the root element', open);
    const text = this.#text.slice(start, end - tail).replace(/\r\n?/g, '\n');
    const leaves = [this.#leaf(X.delimiter, open, start, '<![CDATA[')];
    if (end - tail > start) leaves.push(this.#leaf(X.section, start, end - tail, text));
    leaves.push(this.#leaf(X.delimiter, end - tail, end + 1, ']]>'));
    this.#addText(text, leaves, this.#exact(start, end - tail));
  }

  #comment(start: number, end: number, tail: number): void {
    const open = start - '<!--'.length;
    this.#expectAt(open);
    if (tail !== 2) this.#lose('the comment has no end', open, true);
    this.#aside('comment', '', this.#text.slice(start, end - tail), X.comment, open, end + 1);
  }

  #aside(kind: Aside['kind'], name: string, text: string, field: Field, start: number, end: number): void {
    const leaf = this.#leaf(field, start, end, name === '' ? text : `${name} ${text}`.trim());
    this.#push({ kind, name, text, start: leaf.start, end: leaf.end, leaves: [leaf] });
  }

  #instruction(start: number, end: number): void {
    const open = start - '<?'.length;
    this.#expectAt(open);
    if (this.#text.slice(end, end + 2) !== '?>') this.#lose('the processing instruction has no end', open, true);
    const [, name = '', text = ''] = /^(\S+)\s*([\s\S]*)$/.exec(this.#text.slice(start, end)) ?? [];
    if (!NAME.test(name)) this.#lose('a processing instruction has no name', open);
    if (name.toLowerCase() === 'xml') {
      if (open !== 0) this.#lose('the XML declaration does not stand at the start', open);
      this.#nodes.push(this.#leaf(X.instruction, open, end + 2, `${name} ${text}`));
      return;
    }
    this.#aside('instruction', name, text, X.instruction, open, end + 2);
  }

  #declaration(start: number, end: number): void {
    const open = start - '<!'.length;
    this.#expectAt(open);
    const text = this.#text.slice(start, end);
    if (!/^DOCTYPE\s/.test(text) || this.#text[end] !== '>') this.#lose('this declaration is none of a document', open);
    if (this.#root !== undefined || this.#open.length > 0)
      this.#lose('the document type stands behind the start of the root element', open);
    this.#publicId = /^DOCTYPE\s+\S+\s+PUBLIC\s+(["'])(.*?)\1/.exec(text)?.[2]?.replace(/\s+/g, ' ').trim();
    if (/<!ENTITY\s/.test(text))
      this.#report(XML['XML-003'], 'the document type declares entities; they are not expanded', open, end + 1);
    this.#push(this.#leaf(X.doctype, open, end + 1, text));
  }

  #startTag(start: number, end: number): void {
    const at = start - 1;
    this.#expectAt(at);
    const name = this.#text.slice(start, end);
    if (!NAME.test(name)) this.#lose(`"${name.slice(0, 32)}" is no name of an element`, at);
    if (this.#open.length === 0 && this.#root !== undefined) this.#lose('a second root element', at);
    if (this.#open.length >= this.#limit) {
      throw new Lost({
        rule: XML['XML-004'],
        message: `more than ${MAX_ELEMENTS_OPEN} elements are open`,
        start: this.#bit(at),
        end: this.#bit(end),
      });
    }
    this.#started = { name, at, nodes: [this.#leaf(X.tag, at, end, name)], attributes: [], names: new Set() };
  }

  #attribute(quote: QuoteType, end: number): void {
    const started = this.#started;
    const [nameAt, nameEnd] = this.#name;
    if (started === undefined) this.#lose('an attribute outside a start tag');
    const name = this.#text.slice(nameAt, nameEnd);
    const before = this.#text.slice(this.#at, nameAt);
    if (before === '' || !BLANK.test(before)) this.#lose('attributes are parted by white space');
    if (!NAME.test(name)) this.#lose(`"${name.slice(0, 32)}" is no name of an attribute`, nameAt);
    if (quote !== QuoteType.Single && quote !== QuoteType.Double)
      this.#lose(`attribute ${name} has no quoted value`, nameAt);
    let valueAt = nameEnd;
    while (valueAt < end && this.#text[valueAt] !== '"' && this.#text[valueAt] !== "'") valueAt++;
    valueAt++;
    const raw = this.#text.slice(valueAt, end - 1);
    const stray = raw.indexOf('<');
    if (stray >= 0) this.#lose('"<" stands in an attribute value; there it is written &lt;', valueAt + stray);
    if (started.names.has(name)) {
      this.#lose(`attribute ${name} stands twice`, nameAt);
    }
    const value = this.#unreferenced(raw, valueAt, true);
    const leaf = this.#leaf(X.attribute, this.#at, end, `${name}="${raw}"`);
    const attribute: Attribute = { kind: 'attribute', name, value, start: leaf.start, end: leaf.end, leaves: [leaf] };
    started.nodes.push(attribute);
    started.attributes.push(attribute);
    started.names.add(name);
  }

  #startTagEnd(at: number, empty: boolean): void {
    const started = this.#started;
    if (started === undefined) this.#lose('the end of a tag that has not begun');
    this.#started = undefined;
    const gap = this.#text.slice(this.#at, at);
    if (!(empty ? /^[ \t\r\n]*\/$/ : BLANK).test(gap)) this.#lose('the start tag is not well-formed');
    const { name, nodes, attributes } = started;
    nodes.push(this.#leaf(X.tagEnd, this.#at, at + 1));
    const scope = this.#scope(attributes);
    const element: Element = {
      kind: 'element',
      name,
      namespace: scope.get(name.includes(':') ? name.slice(0, name.indexOf(':')) : ''),
      start: this.#bit(started.at),
      end: this.#bit(at + 1),
      nodes,
      attributes,
      elements: [],
      text: '',
    };
    this.#push(element);
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else parent.elements.push(element);
    if (empty) return;
    this.#open.push(element);
    this.#scopes.push(scope);
  }

  /** Namespaces by prefix, those of the element added to those around it. */
  #scope(attributes: readonly Attribute[]): ReadonlyMap<string, string> {
    const around = this.#scopes.at(-1) ?? XML_NAMESPACES;
    const own = attributes.filter(({ name }) => name === 'xmlns' || name.startsWith('xmlns:'));
    if (own.length === 0) return around;
    return new Map([...around, ...own.map(({ name, value }): [string, string] => [name.slice(6), value])]);
  }

  #endTag(start: number, end: number): void {
    const at = start - '</'.length;
    this.#expectAt(at);
    const name = this.#text.slice(start, end);
    let close = end;
    while (BLANK.test(this.#text[close] ?? '>')) close++;
    if (close >= this.#text.length) this.#lose('the end tag has no end', at, true);
    if (this.#text[close] !== '>') this.#lose(`the end tag of ${name.slice(0, 32)} is not well-formed`, at);
    const element = this.#open.at(-1);
    if (element?.name !== name) {
      this.#lose(
        element === undefined ? `</${name}> ends no element` : `</${name}> stands where </${element.name}> is due`,
        at,
      );
    }
    element.nodes.push(this.#leaf(X.endTag, at, close + 1, name));
    element.end = this.#bit(close + 1);
    this.#open.pop();
    this.#scopes.pop();
  }

  #end(): void {
    const inside = this.#open.at(-1);
    if (this.#at < this.#text.length) this.#lose('the data end inside a tag', this.#at, true);
    if (inside !== undefined) this.#lose(`the data end where </${inside.name}> is due`, this.#at, true);
    if (this.#root === undefined) this.#lose('the document has no element', this.#at, true);
  }

  #unreferenced(raw: string, at: number, inAttribute: boolean): string {
    const { text, faults } = unreferenced(raw, inAttribute);
    for (const { message, start, end } of faults) this.#report(XML['XML-002'], message, at + start, at + end);
    return text;
  }
}
