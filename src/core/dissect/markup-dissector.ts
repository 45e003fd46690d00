import type { Cursor } from '../codec/cursor.ts';
import type { Field } from '../codec/field.ts';
import type { Context } from './context.ts';
import { localName, type MarkupDocument } from './markup.ts';
import { judgeContent } from './markup-content.ts';
import { M, MARKUP } from './markup-fields.ts';
import { MarkupRows } from './markup-rows.ts';
import { looksLikeXml } from './markup-sniff.ts';
import { ShownDocument } from './markup-text.ts';
import type { Dissector, Registry, Table } from './registry.ts';
import { placeNext, summarizeNext } from './summarize-next.ts';
import type { Learner, Summary } from './summary.ts';
import { fieldsOf, type Subject, type Vocabulary } from './vocabulary.ts';
import { type Dialect, NO_DIALECT } from './wbxml/dialect.ts';
import { W } from './wbxml/fields.ts';
import { publicIdAt } from './wbxml/public-id-at.ts';
import { readWbxml } from './wbxml/read.ts';
import { WBXML } from './wbxml/rules.ts';
import { X } from './xml/fields.ts';
import { readXml } from './xml/reader.ts';
import { rootNameAt } from './xml/root-name.ts';

export type Form = 'wbxml' | 'xml';

/** Rows of the forms themselves. */
const FORM_FIELDS: Readonly<Record<Form, readonly Field[]>> = {
  wbxml: [...Object.values(W), ...Object.values(M)],
  xml: [...Object.values(X), ...Object.values(M), W.instruction],
};

/** Where documents of a vocabulary are met. */
export interface Meeting {
  readonly wbxml?: readonly string[];
  readonly xml?: readonly string[];
  /** Name of a layer from which dissection may start. */
  readonly layers: readonly string[];
  /** Namespaces whose elements it declares; undefined for elements without one. */
  readonly namespaces: readonly (string | undefined)[];
}

/** Registers a vocabulary: its protocol, fields and rules, media types in both forms, public identifiers and roots. */
export function registerVocabulary(to: Registry, vocabulary: Vocabulary, meeting: Meeting): void {
  const either = markupDissector(to, vocabulary);
  to.protocol(either, fieldsOf(vocabulary, meeting.namespaces), vocabulary.rules);
  for (const type of meeting.wbxml ?? []) to.bind('media.type', type, markupDissector(to, vocabulary, 'wbxml'));
  for (const type of meeting.xml ?? []) to.bind('media.type', type, markupDissector(to, vocabulary, 'xml'));
  for (const name of meeting.layers) to.bind('layer', name, either);
  for (const { publicIds } of vocabulary.editions)
    for (const id of publicIds) to.bind('document.public_id', id, either);
  for (const root of vocabulary.roots) to.bind('document.root', root, either);
}

/**
 * Dissects documents of a vocabulary, in the form that they have; a document that names another type is given to that one.
 * @param said the form that the media type names
 */
export function markupDissector(to: Registry, vocabulary: Vocabulary, said?: Form): Dissector {
  const byPublicId = to.table('document.public_id');
  const byRoot = to.table('document.root');
  const own = new Set(vocabulary.editions.flatMap(({ publicIds }) => publicIds));
  const roots = new Set(vocabulary.roots);
  /** 0 before the first document: the dissector is made before its protocol is registered. */
  let number = 0;
  const learners = vocabulary.learns && { xml: learner(vocabulary, 'xml'), wbxml: learner(vocabulary, 'wbxml') };
  const remember = (form: Form, bytes: Uint8Array, start: number, end: number, row: Summary): void => {
    row.state.contents.note(dissector, bytes, start, end, row);
    if (learners !== undefined) row.learn(learners[form], bytes, start, end);
  };
  const otherOf = (form: Form, bytes: Uint8Array, start: number, end: number): Dissector | undefined =>
    form === 'xml'
      ? otherThan(roots, byRoot, rootNameAt(bytes, start, end))
      : otherThan(own, byPublicId, publicIdAt(bytes, start, end));
  const fields: Partial<Record<Form, readonly Field[]>> = {};
  /** True when rows are asked for that a document in this form may have. */
  const asksForm = (form: Form, context: Context): boolean => {
    fields[form] ??= [...to.fieldsOf(vocabulary.id), ...FORM_FIELDS[form]];
    return context.asksAny(fields[form]);
  };
  const dissector: Dissector = {
    id: vocabulary.id,
    name: vocabulary.name,
    isPlaced: true,
    lays: ['wbxml', 'xml'],
    // Documents stand in documents where the vocabulary says so, and nowhere else.
    ...(vocabulary.embedded !== undefined && { hides: 'content' }),
    summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
      if (number === 0) number = to.protocolNumber(vocabulary.id);
      row.protocol = number;
      const form: Form = looksLikeXml(bytes, start, end) ? 'xml' : 'wbxml';
      const other = otherOf(form, bytes, start, end);
      if (other === undefined) remember(form, bytes, start, end, row);
      else summarizeNext(other, bytes, start, end, row);
    },
    place(bytes: Uint8Array, start: number, end: number, row: Summary): void {
      const other = otherOf(looksLikeXml(bytes, start, end) ? 'xml' : 'wbxml', bytes, start, end);
      if (other === undefined) row.state.contents.note(dissector, bytes, start, end, row);
      else placeNext(other, bytes, start, end, row);
    },
    dissect(cursor: Cursor, context: Context): void {
      const end = cursor.end >>> 3;
      const form: Form = looksLikeXml(cursor.bytes, cursor.at, end) ? 'xml' : 'wbxml';
      if (context.wants?.isAlone === true && !asksForm(form, context)) {
        cursor.bit = cursor.end;
        return;
      }
      if (said !== undefined && said !== form) {
        const [is, should] = form === 'xml' ? ['XML text', 'WBXML'] : ['no XML text', 'XML'];
        cursor.find(
          WBXML['WBXML-032'],
          `the content type says ${should}, the content is ${is}`,
          cursor.bit,
          cursor.end,
        );
      }
      if (form === 'xml') {
        const root = rootNameAt(cursor.bytes, cursor.at, end);
        if (root !== undefined && !roots.has(root) && byRoot.has(root)) {
          cursor.find(MARKUP['DOC-003'], `root element ${root} is none of ${vocabulary.name}`, cursor.bit, cursor.end);
          context.next('document.root', root, cursor);
          return;
        }
      } else {
        const id = publicIdAt(cursor.bytes, cursor.at, end);
        if (id !== undefined && !own.has(id)) {
          cursor.find(
            WBXML['WBXML-023'],
            `the document says it is ${id}, what carries it says ${vocabulary.name}`,
            Math.min(cursor.bit + 8, cursor.end),
            Math.min(cursor.bit + 16, cursor.end),
          );
          if (byPublicId.has(id)) {
            context.next('document.public_id', id, cursor);
            return;
          }
        }
      }
      dissectMarkup(cursor, context, form, vocabulary);
    },
  };
  return dissector;
}

/** The dissector of a document that says it is none of `own`; undefined when nobody else knows what it says. */
function otherThan(own: ReadonlySet<string>, others: Table<string>, said: string | undefined): Dissector | undefined {
  return said === undefined || own.has(said) ? undefined : others.get(said);
}

/** Octets of a document that pass 1 reads: what ties documents to each other stands in their beginning. */
const MOST_LEARNED = 4096;

function learner(vocabulary: Vocabulary, form: Form): Learner {
  const { learns } = vocabulary;
  return (bytes, start, end, row) => {
    const stop = Math.min(end, start + MOST_LEARNED);
    if (learns === undefined || !learns.wants(bytes, start, stop, row.state)) return;
    const { root } =
      form === 'xml'
        ? readXml(bytes, start, stop)
        : readWbxml(bytes, start, stop, (publicId) => dialectOf(vocabulary, publicId));
    if (root !== undefined) learns.learn(root, bytes, start, end, row);
  };
}

/** Reads the rest of the window as a document and lays its rows; what cannot be read stays undecoded. */
export function dissectMarkup(
  cursor: Cursor,
  context: Context,
  form: Form,
  vocabulary: Vocabulary | undefined,
): MarkupDocument {
  const { tree, source, bytes, at, bit: start, end } = cursor;
  const stop = end >>> 3;
  const document =
    form === 'xml'
      ? readXml(bytes, at, stop, context.elements)
      : readWbxml(bytes, at, stop, (publicId) => dialectOf(vocabulary, publicId), context.elements);
  if (tree.isSilent) {
    cursor.bit = document.end;
    context.info = infoOf(document, form, vocabulary);
    context.lastDocument = document;
    return document;
  }
  if (vocabulary !== undefined) context.encodedAs(form);
  const slot = tree.documents.length;
  const rows = new MarkupRows(document, vocabulary, cursor, context);
  const outer = cursor.open(form === 'xml' ? X.xml : W.wbxml);
  rows.header();
  const inner =
    vocabulary === undefined ? undefined : tree.open(vocabulary.protocol, source, document.header.at(-1)?.end ?? start);
  rows.body();
  cursor.bit = document.end;
  const subject: Subject | undefined = document.root && {
    document,
    root: document.root,
    context,
    bytes: bytes.subarray(at, stop),
    source,
    start,
    end,
    find: finder(cursor),
  };
  // Who asks for none of these rows need not know to which packets they would lead.
  const isRelated = vocabulary?.related !== undefined && context.asksAny(vocabulary.related);
  if (subject !== undefined && isRelated) vocabulary.relate?.(subject, cursor);
  if (inner !== undefined) tree.close(inner, document.end);
  cursor.close(outer);
  const isCut = rows.problems();
  if (context.wants !== undefined) {
    context.lastDocument = document;
    return document;
  }
  context.info = infoOf(document, form, vocabulary);
  if (subject !== undefined) {
    const shown = new ShownDocument(document, vocabulary?.name ?? form.toUpperCase(), source);
    if (slot === tree.documents.length) tree.documents.push(shown);
    else tree.documents.splice(slot, 0, shown);
    if (vocabulary !== undefined && !isCut) judge(subject, vocabulary);
  }
  context.lastDocument = document;
  return document;
}

function infoOf({ root }: MarkupDocument, form: Form, vocabulary: Vocabulary | undefined): string {
  if (vocabulary === undefined) return `${form.toUpperCase()} document`;
  return root === undefined ? `${vocabulary.name} document without a root element` : vocabulary.info(root);
}

const finder =
  (cursor: Cursor): Subject['find'] =>
  (rule, message, part, severity) =>
    cursor.find(rule, message, part.start, part.end, severity);

function judge(subject: Subject, vocabulary: Vocabulary): void {
  const { root } = subject;
  if (!vocabulary.roots.includes(localName(root.name))) {
    subject.find(MARKUP['DOC-003'], `the root element is ${root.name}, not ${vocabulary.roots.join(' or ')}`, {
      start: root.start,
      end: root.start + 8,
    });
  }
  judgeContent(subject, vocabulary);
  vocabulary.check?.(subject);
}

function dialectOf(vocabulary: Vocabulary | undefined, publicId: string | undefined): Dialect {
  if (vocabulary === undefined) return NO_DIALECT;
  const edition = vocabulary.editions.find(({ publicIds }) => publicId !== undefined && publicIds.includes(publicId));
  return (edition ?? vocabulary.editions[0]).dialect;
}
