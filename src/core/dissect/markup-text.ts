import type { TextDocument } from '../codec/tree.ts';
import type { Element, MarkupDocument, Node, Opaque, Text } from './markup.ts';

export interface MarkupText {
  readonly text: string;
  /** Four numbers a part: start and end in the text, first bit and bit after the last; outer parts first. */
  readonly spans: Int32Array;
}

/** Deep documents are indented no further: the blanks would outgrow the document. */
const MAX_INDENT = 16;

/** A document as XML: `lines` with one element a line, or else on one line with nothing added. */
export function markupText(document: MarkupDocument, lines: boolean): MarkupText {
  const writer = new XmlWriter(lines);
  writer.nodes(document.nodes, undefined, 0, lines);
  return writer.done();
}

/** A document of a packet; its texts are written when they are asked for: most packets are never shown. */
export class ShownDocument implements TextDocument {
  readonly label: string;
  readonly language = 'xml';
  readonly source: number;
  readonly #document: MarkupDocument;
  #written: MarkupText | undefined;

  constructor(document: MarkupDocument, label: string, source: number) {
    this.#document = document;
    this.label = label;
    this.source = source;
  }

  get text(): string {
    return this.#lines().text;
  }

  get spans(): Int32Array {
    return this.#lines().spans;
  }

  get canonical(): string {
    return markupText(this.#document, false).text;
  }

  #lines(): MarkupText {
    this.#written ??= markupText(this.#document, true);
    return this.#written;
  }
}

class XmlWriter {
  readonly #lines: boolean;
  readonly #parts: string[] = [];
  readonly #spans: number[] = [];
  #length = 0;

  constructor(lines: boolean) {
    this.#lines = lines;
  }

  done(): MarkupText {
    return { text: this.#parts.join(''), spans: new Int32Array(this.#spans) };
  }

  #write(text: string): void {
    if (text === '') return;
    this.#parts.push(text);
    this.#length += text.length;
  }

  /** Remembers where a part stands; `finish` with what this gives sets its end in the text. */
  #begin(start: number, end: number): number {
    this.#spans.push(this.#length, this.#length, start, end);
    return this.#spans.length - 3;
  }

  #finish(span: number): void {
    this.#spans[span] = this.#length;
  }

  /** @param apart true when each element stands on a line of its own */
  nodes(nodes: readonly Node[], namespace: string | undefined, depth: number, apart: boolean): void {
    for (const node of nodes) {
      switch (node.kind) {
        case 'leaf':
        case 'attribute':
          break;
        case 'element':
          this.#indent(depth, apart);
          this.#element(node, namespace, depth);
          break;
        case 'text':
        case 'opaque':
          if (apart && this.#lines && node.text.trim() === '') break;
          this.#characters(node, namespace, depth);
          break;
        case 'instruction':
        case 'comment': {
          this.#indent(depth, apart);
          const span = this.#begin(node.start, node.end);
          if (node.kind === 'comment') this.#write(`<!--${node.text}-->`);
          else this.#write(`<?${safeName(node.name)}${node.text === '' ? '' : ` ${node.text}`}?>`);
          this.#finish(span);
          break;
        }
      }
    }
  }

  #indent(depth: number, apart: boolean): void {
    if (this.#lines && apart && this.#length > 0) this.#write(`\n${'  '.repeat(Math.min(depth, MAX_INDENT))}`);
  }

  #characters(node: Text | Opaque, namespace: string | undefined, depth: number): void {
    const span = this.#begin(node.start, node.end);
    const inner = inlined(node);
    if (inner !== undefined) {
      this.nodes(inner.nodes, namespace, depth, true);
      this.#indent(Math.max(0, depth - 1), true);
    } else this.#write(escapeText(node.text));
    this.#finish(span);
  }

  #element(element: Element, namespace: string | undefined, depth: number): void {
    const name = safeName(element.name);
    const span = this.#begin(element.start, element.end);
    this.#write(`<${name}`);
    const given = element.attributes.some(
      (attribute) => attribute.name === 'xmlns' || attribute.name.startsWith('xmlns:'),
    );
    if (element.namespace !== undefined && element.namespace !== namespace && !given && !element.name.includes(':')) {
      this.#write(` xmlns="${escapeValue(element.namespace)}"`);
    }
    for (const attribute of element.attributes) {
      this.#write(' ');
      const own = this.#begin(attribute.start, attribute.end);
      this.#write(`${safeName(attribute.name)}="${escapeValue(attribute.value)}"`);
      this.#finish(own);
    }
    const filled = element.nodes.some(
      (node) =>
        node.kind === 'element' ||
        node.kind === 'instruction' ||
        node.kind === 'comment' ||
        ((node.kind === 'text' || node.kind === 'opaque') && (node.text !== '' || inlined(node) !== undefined)),
    );
    if (filled) {
      this.#write('>');
      const apart = element.elements.length > 0 && element.text.trim() === '';
      this.nodes(element.nodes, element.namespace, depth + 1, apart);
      this.#indent(depth, apart);
      this.#write(`</${name}>`);
    } else this.#write('/>');
    this.#finish(span);
  }
}

/** A binary document inside stands as XML in the place of its octets. */
function inlined(node: Text | Opaque): MarkupDocument | undefined {
  const inner = node.kind === 'opaque' && node.apart !== true ? node.document : undefined;
  return inner?.form === 'wbxml' && inner.root !== undefined ? inner : undefined;
}

/** A name that XML can carry: literal names of WBXML may hold anything. */
function safeName(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N}\p{M}_:.\u00B7-]/gu, '_');
  return /^[\p{L}_:]/u.test(safe) ? safe : `_${safe}`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}

function escapeValue(text: string): string {
  return text.replace(/[&<>"\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
