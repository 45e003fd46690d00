import { fromBase64, toUtf8 } from '../base/bytes.ts';
import { Cursor } from '../codec/cursor.ts';
import type { Field } from '../codec/field.ts';
import { GENERIC } from '../codec/rule.ts';
import type { Context } from './context.ts';
import {
  type Attribute,
  type Element,
  type Leaf,
  localName,
  MAX_DOCUMENTS_OPEN,
  type MarkupDocument,
  type Node,
  type Opaque,
  type Text,
} from './markup.ts';
import { M, MARKUP } from './markup-fields.ts';
import { markupForm } from './markup-sniff.ts';
import type { ElementDeclaration, Embedded, Vocabulary } from './vocabulary.ts';
import { W } from './wbxml/fields.ts';
import { publicIdAt } from './wbxml/public-id-at.ts';
import { WBXML } from './wbxml/rules.ts';
import { X } from './xml/fields.ts';
import { rootNameAt } from './xml/root-name.ts';

/** Lays the rows of one document in the order of its bits, with the documents inside it. */
export class MarkupRows {
  readonly #document: MarkupDocument;
  readonly #vocabulary: Vocabulary | undefined;
  readonly #cursor: Cursor;
  readonly #context: Context;
  readonly #around: Element[] = [];

  constructor(document: MarkupDocument, vocabulary: Vocabulary | undefined, cursor: Cursor, context: Context) {
    this.#document = document;
    this.#vocabulary = vocabulary;
    this.#cursor = cursor;
    this.#context = context;
  }

  /** The leaves before the nodes; strings of the table stand under a row of their own. */
  header(): void {
    const { tree, source } = this.#cursor;
    const items = this.#document.header.filter(({ field }) => field === W.tableItem);
    for (const leaf of this.#document.header) if (leaf.field !== W.tableItem) this.#leaf(leaf);
    const [first] = items;
    if (first === undefined) return;
    const row = tree.open(W.table, source, first.start);
    tree.setNote(row, `${items.length} ${items.length === 1 ? 'string' : 'strings'}`);
    for (const leaf of items) this.#leaf(leaf);
    tree.close(row, items.at(-1)?.end ?? first.end);
  }

  body(): void {
    for (const node of this.#document.nodes) this.#node(node);
  }

  /** Says what is wrong with the document's form. True when it ends where the rest of the packet is missing: what it lacks is no fault. */
  problems(): boolean {
    const { cutAt, end: stop } = this.#cursor;
    const { cut, bytes } = this.#cursor.tree.sources[this.#cursor.source]!;
    let wasCut = false;
    for (const { rule, message, start, end, severity, ended } of this.#document.problems) {
      const isCut = ended === true && (stop === cutAt || (cut && stop === bytes.length * 8));
      wasCut ||= isCut;
      if (isCut) this.#cursor.find(GENERIC['X-CUT'], `${message}: the rest of the packet is not here`, start, end);
      else this.#cursor.find(rule, message, start, end, severity);
    }
    return wasCut;
  }

  #node(node: Node): void {
    switch (node.kind) {
      case 'leaf':
        this.#leaf(node);
        break;
      case 'element':
        this.#element(node);
        break;
      case 'attribute':
        this.#attribute(node);
        break;
      case 'text':
        this.#text(node);
        break;
      case 'opaque':
        this.#opaque(node);
        break;
      case 'instruction':
      case 'comment':
        this.#aside(node);
        break;
    }
  }

  #leaf({ field, start, end, num, text, note }: Leaf): void {
    this.#lay(field, start, end, num, text, note);
  }

  #lay(field: Field, start: number, end: number, num?: number, text?: string, note?: string): void {
    const { tree, source } = this.#cursor;
    if (end <= start) return;
    const row = tree.leaf(field, source, start, end, num ?? Number.NaN);
    if (text !== undefined) tree.setText(row, text);
    if (note !== undefined) tree.setNote(row, note);
  }

  #aside(node: Extract<Node, { kind: 'instruction' | 'comment' }>): void {
    if (node.leaves.length === 1) {
      for (const leaf of node.leaves) this.#leaf(leaf);
      return;
    }
    const { tree, source } = this.#cursor;
    const row = tree.open(W.instruction, source, node.start);
    tree.setText(row, `${node.name} ${node.text}`.trim());
    for (const leaf of node.leaves) this.#leaf(leaf);
    tree.close(row, node.end);
  }

  #element(element: Element): void {
    const { tree, source } = this.#cursor;
    const declared = this.#declaration(element);
    const row = tree.open(
      declared?.field ?? (this.#document.form === 'wbxml' ? W.element : X.element),
      source,
      element.start,
    );
    if (declared === undefined) {
      tree.setText(row, element.name);
      if (element.elements.length === 0 && element.text.trim() !== '') tree.setNote(row, shorten(element.text));
    } else {
      this.#value(row, declared.field, element);
      const meaning = element.elements.length === 0 ? declared.explain?.(element.text.trim()) : undefined;
      if (meaning !== undefined) tree.setNote(row, shorten(meaning));
    }
    this.#around.push(element);
    for (const node of element.nodes) this.#node(node);
    this.#around.pop();
    this.#noteDocument(row, element);
    tree.close(row, element.end);
  }

  /** Octets of a binary document say nothing as text. */
  #noteDocument(row: number, element: Element): void {
    const { tree } = this.#cursor;
    for (const node of element.nodes) {
      if ((node.kind !== 'opaque' && node.kind !== 'text') || node.document === undefined) continue;
      tree.setNote(row, node.document.form === 'wbxml' ? 'WBXML document' : 'XML document');
      if (node.document.form === 'wbxml') tree.setText(row, '');
    }
  }

  #value(row: number, field: Field, element: Element): void {
    const { tree } = this.#cursor;
    const text = element.text.trim();
    if (field.type === 'bool') tree.setNum(row, 1);
    else if (field.type === 'uint' && /^\d{1,15}$/.test(text)) tree.setNum(row, Number(text));
    else if (field.type === 'text' || field.type === 'uint')
      tree.setText(row, element.elements.length > 0 ? text : element.text);
  }

  #declaration(element: Element): ElementDeclaration | undefined {
    const declarations = this.#vocabulary?.elements(element.namespace);
    if (declarations === undefined) return undefined;
    const name = localName(element.name);
    const parent = this.#around.at(-1);
    const placed = parent === undefined ? undefined : declarations.get(`${localName(parent.name)}/${name}`);
    return placed ?? declarations.get(name);
  }

  #attribute(attribute: Attribute): void {
    const { tree, source } = this.#cursor;
    const element = localName(this.#around.at(-1)?.name ?? '');
    const fields = this.#vocabulary?.attributes;
    const declared = fields?.get(`${element}@${attribute.name}`) ?? fields?.get(`@${attribute.name}`);
    const [only] = attribute.leaves;
    if (this.#document.form === 'xml' && only !== undefined) {
      const { value } = attribute;
      const num = declared?.type === 'uint' && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : Number.NaN;
      if (declared === undefined) this.#leaf(only);
      else this.#lay(declared, only.start, only.end, num, value, only.note);
      return;
    }
    const row = tree.open(declared ?? W.attribute, source, attribute.start);
    tree.setText(row, declared === undefined ? `${attribute.name}="${attribute.value}"` : attribute.value);
    for (const leaf of attribute.leaves) this.#leaf(leaf);
    tree.close(row, attribute.end);
  }

  #text(node: Text): void {
    const embedded = this.#embedded(node);
    const { exact } = node;
    let inPlace = false;
    for (const leaf of node.leaves) {
      // Strings of WBXML end with a terminator that is no part of the document in them.
      if (
        embedded !== undefined &&
        exact !== undefined &&
        leaf.start <= exact.start &&
        exact.end <= leaf.end &&
        exact.start < exact.end
      ) {
        const inner = embedded.base64 ? undefined : this.#inside(exact.start, exact.end, embedded);
        if (inner !== undefined) {
          inPlace = true;
          node.document = inner;
          this.#leaf({ ...leaf, start: exact.end, text: '' });
          continue;
        }
      }
      this.#leaf(leaf);
    }
    if (embedded !== undefined && !inPlace) this.#unwrapped(node, node.text, embedded, exact !== undefined);
  }

  #opaque(node: Opaque): void {
    const embedded = this.#embedded(node);
    const { start, end } = node.data;
    for (const leaf of node.leaves) {
      if (embedded !== undefined && leaf.start === start && leaf.end === end && leaf.field === W.opaque) {
        const inner =
          embedded.base64 && markupForm(this.#cursor.bytes, start >>> 3, end >>> 3) === undefined
            ? undefined
            : this.#inside(start, end, embedded);
        if (inner !== undefined) {
          node.document = inner;
          continue;
        }
        this.#leaf(leaf);
        this.#unwrapped(node, node.text, embedded, true);
      } else this.#leaf(leaf);
    }
  }

  #embedded(node: Text | Opaque): Embedded | undefined {
    const element = this.#around.at(-1);
    if (element === undefined || element.elements.length > 0 || node.text.trim() === '') return undefined;
    return this.#vocabulary?.embedded?.(element, this.#around.slice(0, -1));
  }

  /** Dissects a document in octets of this source; undefined when they are none. */
  #inside(start: number, end: number, embedded: Embedded): MarkupDocument | undefined {
    const { tree, source, bytes } = this.#cursor;
    const form = markupForm(bytes, start >>> 3, end >>> 3);
    this.#judgeForm(form, embedded, start, end);
    if (form === undefined) return undefined;
    return this.#dissect(new Cursor(tree, source, start, end), form, embedded);
  }

  /** Data says of itself what it is; its type may say something else. */
  #judgeForm(form: 'wbxml' | 'xml' | undefined, { type, base64 }: Embedded, start: number, end: number): void {
    const said = type?.endsWith('+wbxml') === true ? 'wbxml' : type?.endsWith('+xml') === true ? 'xml' : undefined;
    if (said === undefined || said === form || (base64 && form === undefined)) return;
    const is = form === undefined ? 'neither WBXML nor XML' : form === 'xml' ? 'XML text' : 'WBXML';
    this.#cursor.find(MARKUP['DOC-005'], `the type says ${type}, the data are ${is}`, start, end);
  }

  /** Data that had to be unescaped or unwrapped becomes a source of its own. */
  #unwrapped(node: Text | Opaque, text: string, embedded: Embedded, exact: boolean): void {
    const { tree } = this.#cursor;
    let bytes: Uint8Array | undefined;
    if (embedded.base64) {
      bytes = fromBase64(text.replace(/\s/g, ''));
      if (bytes === undefined) {
        this.#cursor.find(MARKUP['DOC-004'], 'the format is b64 but the data are not base64', node.start, node.end);
        return;
      }
    } else if (!exact && /^\s*<[\w?!]/.test(text)) bytes = toUtf8(text);
    if (bytes === undefined || bytes.length === 0) return;
    if (this.#context.documents >= MAX_DOCUMENTS_OPEN) {
      this.#tooDeep(this.#cursor, node.start, node.end);
      return;
    }
    const label = embedded.base64 ? 'base64 data' : 'unescaped data';
    const cursor = new Cursor(tree, tree.addSource({ label, bytes, cut: false }));
    const form = markupForm(bytes, 0, bytes.length);
    const inner = form === undefined ? undefined : this.#dissect(cursor, form, embedded);
    if (inner !== undefined) {
      node.document = inner;
      node.apart = true;
    }
    if (cursor.bit < cursor.end) tree.leaf(M.decoded, cursor.source, cursor.bit, cursor.end, Number.NaN);
  }

  #tooDeep(cursor: Cursor, start: number, end: number): void {
    cursor.find(WBXML['WBXML-029'], `more than ${MAX_DOCUMENTS_OPEN} documents inside each other`, start, end);
  }

  #dissect(cursor: Cursor, form: 'wbxml' | 'xml', { type }: Embedded): MarkupDocument | undefined {
    const context = this.#context;
    if (context.documents >= MAX_DOCUMENTS_OPEN) {
      this.#tooDeep(cursor, cursor.bit, cursor.end);
      return undefined;
    }
    const { protocolName, info } = context;
    const { at } = cursor;
    const end = cursor.end >>> 3;
    context.documents++;
    context.elements += this.#around.length;
    context.lastDocument = undefined;
    const known =
      form === 'wbxml'
        ? context.next('document.public_id', publicIdAt(cursor.bytes, at, end) ?? '', cursor)
        : context.next('document.root', rootNameAt(cursor.bytes, at, end) ?? '', cursor);
    const said = type !== undefined && (type.includes('xml') || type.endsWith('wbxml'));
    if (
      !known &&
      said &&
      !(type?.endsWith(`+${form}`) === true && context.next('media.type', type.toLowerCase(), cursor))
    ) {
      context.next('layer', form, cursor);
    }
    context.documents--;
    context.elements -= this.#around.length;
    context.protocolName = protocolName;
    context.info = info;
    return context.lastDocument;
  }
}

function shorten(text: string): string {
  const trimmed = text.trim();
  return trimmed.length <= 200 ? trimmed : `${trimmed.slice(0, 200)}...`;
}
