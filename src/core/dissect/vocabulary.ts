import type { Cursor } from '../codec/cursor.ts';
import { type Field, field } from '../codec/field.ts';
import type { Rule } from '../codec/rule.ts';
import { type ContentModel, compileContent } from './content-model.ts';
import type { Context } from './context.ts';
import type { Element, MarkupDocument } from './markup.ts';
import type { CaptureState, Summary } from './summary.ts';
import type { Dialect } from './wbxml/dialect.ts';

/** What is declared about an element. */
export interface ElementDeclaration {
  /** The row of the element; its value is the text of the element, a number when the field is one, 1 for a `bool`. */
  readonly field: Field;
  /** What may stand inside; not judged when left out. */
  readonly content?: ContentModel;
  /** What its text means, in words, to be shown behind it. */
  readonly explain?: (text: string) => string | undefined;
}

/** Elements by name, or by `Parent/Name` where the place decides; the longer key wins. */
export type ElementDeclarations = ReadonlyMap<string, ElementDeclaration>;

/** What the document around says of an embedded one. */
export interface Embedded {
  /** Media type; undefined when it is not said. */
  readonly type: string | undefined;
  /** True when the octets are written in base64. */
  readonly base64: boolean;
}

/** One version of a document type. */
export interface Edition {
  readonly publicIds: readonly string[];
  readonly dialect: Dialect;
}

/** A document type: how its documents are read, which rows they make and which rules they can break. */
export interface Vocabulary {
  /** Short name in filters: `si`. */
  readonly id: string;
  /** For the Protocol column: `SI`. */
  readonly name: string;
  readonly protocol: Field;
  /** The first is taken for documents that do not state their public identifier. */
  readonly editions: readonly [Edition, ...Edition[]];
  readonly roots: readonly string[];
  /** Declarations of a namespace (undefined: of elements without one). */
  elements(namespace: string | undefined): ElementDeclarations;
  /** Attributes by `element@name`, or by `@name` in any element. */
  readonly attributes: ReadonlyMap<string, Field>;
  /** Elements of other vocabularies that may stand anywhere, by name: signatures, encrypted parts. */
  readonly guests?: ReadonlySet<string>;
  /** Set for elements whose content may be another document. */
  embedded?(element: Element, around: readonly Element[]): Embedded | undefined;
  /** What the Info column says. */
  info(root: Element): string;
  /** Judges the document as a whole. */
  check?(subject: Subject): void;
  /** Remembers documents in pass 1, where several of a capture have to do with each other. */
  readonly learns?: Learns;
  /** Pass 2: lays rows at the end of the document's that lead to the packets of others, and judges what they show. */
  relate?(subject: Subject, cursor: Cursor): void;
  /** All fields of rows that `relate` lays: it is not called where none of them is asked for. */
  readonly related?: readonly Field[];
  readonly rules: readonly Rule[];
}

/** How pass 1 remembers documents of a type. It is asked for those only that fill the content of their packet. */
export interface Learns {
  /** False for octets `start` to `end` that need not be read, by a glance at them, or because enough is remembered. */
  wants(bytes: Uint8Array, start: number, end: number, state: CaptureState): boolean;
  /** @param root what was read of the beginning of octets `start` to `end` */
  learn(root: Element, bytes: Uint8Array, start: number, end: number, row: Summary): void;
}

/** A part of a document that a finding is about. */
export interface Part {
  readonly start: number;
  readonly end: number;
}

/** A document under judgement. */
export interface Subject {
  readonly document: MarkupDocument;
  readonly root: Element;
  readonly context: Context;
  /** Octets of the whole document, as carried. */
  readonly bytes: Uint8Array;
  readonly source: number;
  readonly start: number;
  readonly end: number;
  find(rule: Rule, message: string, part: Part, severity?: Rule['severity']): void;
}

type Kind = 'text' | 'uint' | 'bool' | 'group';

/** One row of a table of elements: key, filter name, type, what it is, and what may stand inside. */
export type ElementRow = readonly [
  key: string,
  filter: string,
  type: Kind,
  doc: string,
  content?: string,
  more?: Partial<Field>,
];

/** Declares elements from a table; the label is the name of the element. */
export function declareElements(spec: string, rows: readonly ElementRow[]): ElementDeclarations {
  return new Map(
    rows.map(([key, filter, type, doc, content, more]) => [
      key,
      {
        field: field({ filter, type, label: key.slice(key.lastIndexOf('/') + 1), spec, doc, ...more }),
        ...(content !== undefined && { content: compileContent(content) }),
      },
    ]),
  );
}

/** Declares attributes from a table of `[key, filter name, what it is]`. */
export function declareAttributes(
  spec: string,
  rows: readonly (readonly [key: string, filter: string, doc: string])[],
): ReadonlyMap<string, Field> {
  return new Map(
    rows.map(([key, filter, doc]) => [
      key,
      field({ filter, type: 'text', label: key.slice(key.indexOf('@') + 1), spec, doc }),
    ]),
  );
}

/** Every field of a vocabulary, once. */
export function fieldsOf(vocabulary: Vocabulary, namespaces: readonly (string | undefined)[]): readonly Field[] {
  const fields = new Set<Field>([vocabulary.protocol, ...(vocabulary.related ?? [])]);
  for (const namespace of namespaces)
    for (const { field } of vocabulary.elements(namespace).values()) fields.add(field);
  for (const field of vocabulary.attributes.values()) fields.add(field);
  return [...fields];
}

/** A dialect whose defaults are those of most document types: one namespace-free set of tokens, OPAQUE as text. */
export function dialect(codes: Dialect['codes'], more: Partial<Dialect> = {}): Dialect {
  return { codes, namespaces: new Map(), variables: false, opaque: {}, ...more };
}

/** Declarations that hold in every namespace. */
export function inAnyNamespace(declarations: ElementDeclarations): Vocabulary['elements'] {
  return () => declarations;
}
