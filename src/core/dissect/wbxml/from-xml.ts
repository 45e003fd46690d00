import { toUtf8 } from '../../base/bytes.ts';
import { type Element, localName, type MarkupDocument, type Node, type Problem } from '../markup.ts';
import type { Edition, Vocabulary } from '../vocabulary.ts';
import { readXml } from '../xml/reader.ts';
import type { ElementDraft, EncodeOptions } from './encode.ts';
import { encodeWbxml } from './encode.ts';

/** What became of an XML text that was to be WBXML. */
export type FromXml =
  | { readonly bytes: Uint8Array; readonly vocabulary: Vocabulary | undefined }
  /** Why it could not be; positions in UTF-16 units of the text. */
  | { readonly fault: string; readonly from: number; readonly to: number };

export interface FromXmlOptions extends Omit<EncodeOptions, 'publicId'> {
  /** Public identifier to be stated; that of the DOCTYPE when left out, else the one of the document type. */
  readonly publicId?: string;
}

interface Found {
  readonly vocabulary: Vocabulary;
  readonly edition: Edition;
}

const BLANK = /^\s*$/;
const EMPTY = { codes: { tag: none, start: none, value: none, tagOf: none, startsOf: () => [], values: [] } };

function none(): undefined {
  return undefined;
}

/**
 * Writes an XML text in WBXML: with the tokens of the vocabulary that its DOCTYPE, its namespace or its root name says, names
 * without a token as literals. Blanks between elements are layout of the text and left out.
 */
export function wbxmlFromXml(xml: string, vocabularies: readonly Vocabulary[], options: FromXmlOptions = {}): FromXml {
  const bytes = toUtf8(xml);
  const document = readXml(bytes, 0, bytes.length);
  const { root } = document;
  if (root === undefined || !document.whole) return faultOf(xml, document);
  const found = editionOf(document.publicId, root, vocabularies);
  const { publicId = document.publicId ?? found?.edition.publicIds[0], ...rest } = options;
  const dialect = found?.edition.dialect ?? { ...EMPTY, namespaces: new Map(), variables: false, opaque: {} };
  const draft = new Drafts(found, vocabularies).of(root);
  if (textWithNul(draft)) return { fault: 'a string of WBXML cannot hold U+0000', from: 0, to: xml.length };
  return { bytes: encodeWbxml(draft, dialect, { ...rest, publicId }), vocabulary: found?.vocabulary };
}

function textWithNul({ attributes = [], content = [] }: ElementDraft): boolean {
  return (
    attributes.some(({ value }) => value.includes('\0')) ||
    content.some((part) =>
      typeof part === 'string' ? part.includes('\0') : !(part instanceof Uint8Array) && textWithNul(part),
    )
  );
}

function faultOf(xml: string, { problems, end }: MarkupDocument): FromXml {
  const problem: Problem | undefined = problems.at(-1);
  const from = unitsBefore(xml, (problem?.start ?? end) >>> 3);
  const to = Math.max(from + 1, unitsBefore(xml, ((problem?.end ?? end) + 7) >>> 3));
  return { fault: problem?.message ?? 'there is no element', from, to: Math.min(to, xml.length) };
}

/** UTF-16 units of a text before an octet of its UTF-8. */
function unitsBefore(text: string, octets: number): number {
  let at = 0;
  let units = 0;
  for (const character of text) {
    at += toUtf8(character).length;
    if (at > octets) break;
    units += character.length;
  }
  return units;
}

/** The vocabulary and edition of a document: by public identifier, then by namespace, then by the name of the root. */
function editionOf(
  publicId: string | undefined,
  root: Element,
  vocabularies: readonly Vocabulary[],
): Found | undefined {
  const all = vocabularies.flatMap((vocabulary) => vocabulary.editions.map((edition) => ({ vocabulary, edition })));
  const byId = all.find(({ edition }) => publicId !== undefined && edition.publicIds.includes(publicId));
  if (byId !== undefined) return byId;
  const name = localName(root.name);
  const fitting = all.filter(({ vocabulary }) => vocabulary.roots.includes(name));
  const { namespace } = root;
  return (
    fitting.find(({ edition }) => [...edition.dialect.namespaces.values()].some((one) => one === namespace)) ??
    fitting[0]
  );
}

/** Writes elements as drafts: names as the dialect has them, without the blanks that only lay the text out. */
class Drafts {
  readonly #found: Found | undefined;
  readonly #vocabularies: readonly Vocabulary[];
  readonly #around: Element[] = [];

  constructor(found: Found | undefined, vocabularies: readonly Vocabulary[]) {
    this.#found = found;
    this.#vocabularies = vocabularies;
  }

  of(element: Element): ElementDraft {
    const nested = this.#nested(element);
    this.#around.push(element);
    const content = nested === undefined ? this.#content(element) : [nested];
    this.#around.pop();
    return {
      name: this.#name(element.name),
      namespace: element.namespace,
      attributes: element.attributes.map(({ name, value }) => ({ name, value })),
      content,
    };
  }

  /** Some tables have names with their prefix, most without. */
  #name(name: string): string {
    return this.#found?.edition.dialect.codes.tagOf(name, undefined) === undefined ? localName(name) : name;
  }

  #content(element: Element): readonly (string | ElementDraft)[] {
    const holdsElements = element.elements.length > 0;
    const parts = element.nodes.flatMap((node: Node): (string | ElementDraft)[] => {
      if (node.kind === 'element') return [this.of(node)];
      if (node.kind !== 'text') return [];
      return holdsElements && BLANK.test(node.text) ? [] : [node.text];
    });
    return joined(parts);
  }

  /** A document inside that is said to be WBXML is one of its own, as octets. */
  #nested(element: Element): Uint8Array | undefined {
    const [root, ...more] = element.elements;
    if (root === undefined || more.length > 0) return undefined;
    const type = this.#found?.vocabulary.embedded?.(element, this.#around)?.type;
    if (type?.endsWith('+wbxml') !== true) return undefined;
    const found = editionOf(undefined, root, this.#vocabularies);
    if (found === undefined) return undefined;
    const { edition } = found;
    return encodeWbxml(new Drafts(found, this.#vocabularies).of(root), edition.dialect, {
      publicId: edition.publicIds[0],
    });
  }
}

/** Runs of text side by side (a CDATA section beside characters) as one string. */
function joined(parts: readonly (string | ElementDraft)[]): readonly (string | ElementDraft)[] {
  const out: (string | ElementDraft)[] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (typeof part === 'string' && typeof last === 'string') out[out.length - 1] = last + part;
    else out.push(part);
  }
  return out;
}
