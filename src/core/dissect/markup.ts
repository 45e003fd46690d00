import type { Field } from '../codec/field.ts';
import type { Rule, Severity } from '../codec/rule.ts';

/**
 * A marked-up document with the place of each of its parts, as WBXML and XML are both read into it. Positions are bits of
 * the source that the document was read from. `nodes` hold everything in the order of its bits, so that laying them as
 * rows tiles the document; the other members give the same content by meaning.
 */
export interface MarkupDocument {
  readonly form: 'wbxml' | 'xml';
  /** Leaves before the first node: the header of WBXML, the byte order mark of XML. */
  readonly header: readonly Leaf[];
  readonly nodes: readonly Node[];
  readonly root: Element | undefined;
  /** Formal public identifier (`-//WAPFORUM//DTD SI 1.0//EN`), where the document states one. */
  readonly publicId: string | undefined;
  /** Where reading ended: behind the document, or where its structure was lost. */
  readonly end: number;
  /** True when the document was read to its end. */
  readonly whole: boolean;
  readonly problems: readonly Problem[];
}

/** Bits with one meaning. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly field: Field;
  readonly start: number;
  readonly end: number;
  readonly num?: number;
  readonly text?: string;
  readonly note?: string;
}

export interface Element {
  readonly kind: 'element';
  /** As written, with its prefix; `unknown_0_3F` for a token without a name. */
  readonly name: string;
  readonly namespace: string | undefined;
  readonly start: number;
  end: number;
  readonly nodes: Node[];
  readonly attributes: Attribute[];
  readonly elements: Element[];
  /** Character data directly inside, pieces joined. */
  text: string;
}

export interface Attribute {
  readonly kind: 'attribute';
  readonly name: string;
  value: string;
  readonly start: number;
  end: number;
  readonly leaves: Leaf[];
}

/** Character data in one run. */
export interface Text {
  readonly kind: 'text';
  text: string;
  readonly start: number;
  end: number;
  readonly leaves: Leaf[];
  /** Octets that are the text itself, without escapes and in one piece: a document in them can be read in place. */
  exact: { readonly start: number; readonly end: number } | undefined;
  /** The document that the text is. */
  document?: MarkupDocument;
  /** True when that document was read from a source of its own, and its positions are bits of that. */
  apart?: boolean;
}

/** Octets without a charset. */
export interface Opaque {
  readonly kind: 'opaque';
  /** The octets as text, in the form that the vocabulary gives them: characters, a date, base64. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly leaves: readonly Leaf[];
  /** Where the octets themselves are. */
  readonly data: { readonly start: number; readonly end: number };
  /** The document that the octets hold. */
  document?: MarkupDocument;
  /** True when that document was read from a source of its own, and its positions are bits of that. */
  apart?: boolean;
}

/** A processing instruction or a comment. */
export interface Aside {
  readonly kind: 'instruction' | 'comment';
  readonly name: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly leaves: readonly Leaf[];
}

export type Node = Leaf | Element | Attribute | Text | Opaque | Aside;

/** Something wrong in the document, found while reading it. */
export interface Problem {
  readonly rule: Rule;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly severity?: Severity;
  /** True when the data ended before the document did: a cut capture does that too. */
  readonly ended?: boolean;
}

/** Thrown by readers, to themselves only: the structure is lost and reading ends. */
export class Lost {
  readonly problem: Problem;
  constructor(problem: Problem) {
    this.problem = problem;
  }
}

/** Elements open at one time, those of the documents around included: real documents stay below 30. */
export const MAX_ELEMENTS_OPEN = 256;
/** Documents inside documents. */
export const MAX_DOCUMENTS_OPEN = 4;

/** Characters that a document may unfold to: references make long texts out of few octets. */
export function textBudget(octets: number): number {
  return 1_048_576 + octets * 16;
}

/** Name without its prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export function childOf(element: Element | undefined, name: string): Element | undefined {
  return element?.elements.find((child) => localName(child.name) === name);
}

export function childrenOf(element: Element, name: string): readonly Element[] {
  return element.elements.filter((child) => localName(child.name) === name);
}

/** The element that a path of names leads to, the first of each name: `descend(root, 'SyncHdr', 'Source', 'LocURI')`. */
export function descend(element: Element | undefined, ...names: readonly string[]): Element | undefined {
  return names.reduce<Element | undefined>(childOf, element);
}

export function attributeOf(element: Element | undefined, name: string): Attribute | undefined {
  return element?.attributes.find((attribute) => attribute.name === name);
}

/** Calls `visit` for the element and everything below it, outer elements first, with the elements around each. */
export function walk(element: Element, visit: (element: Element, around: readonly Element[]) => void): void {
  const around: Element[] = [];
  const step = (here: Element): void => {
    visit(here, around);
    around.push(here);
    for (const child of here.elements) step(child);
    around.pop();
  };
  step(element);
}
