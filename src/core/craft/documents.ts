import { equalBytes, fromUtf8, toUtf8 } from '../base/bytes.ts';
import { type Bits, octetBits } from '../codec/encodings.ts';
import type { TextDocument, Tree } from '../codec/tree.ts';
import { headerAt } from '../dissect/wbxml/public-id-at.ts';
import type { DocumentText, Item } from './item.ts';
import type { Place } from './json-text.ts';
import { encodeDocument } from './templates/vocabularies.ts';

/** Layers that are documents as a whole: WBXML, which is described as the XML that it stands for, and XML as it is. */
export const BINARY = 'wbxml';
export const TEXT = 'xml';
const UTF8 = 106;
/** Octets of a document up to which writing it again is tried. */
const MOST_OCTETS = 1 << 20;

/** Why a document cannot be written, with the place in its XML. */
export interface DocumentProblem {
  readonly problem: string;
  readonly within: Place;
}

/** The octets of a document, or why it has none. */
export function documentBits(name: string, document: DocumentText): Bits | DocumentProblem {
  if (name !== BINARY) return octetBits(toUtf8(document.xml));
  const { publicId, version, stringTable } = document;
  const written = encodeDocument(document.xml, {
    version,
    stringTable,
    ...(publicId === undefined ? {} : { publicId }),
  });
  if ('bytes' in written) return octetBits(written.bytes);
  const { fault, from, to } = written;
  const before = document.xml.slice(0, from).split('\n');
  const at = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} of the XML`;
  return { problem: `the document cannot be written: ${fault} (${at})`, within: { from, to } };
}

/** Puts documents in the place of layers whose octets come of writing them. */
export function describeDocuments(root: Item, tree: Tree): void {
  const bytes = tree.sources[0]?.bytes ?? new Uint8Array(0);
  const visit = (item: Item): void => {
    for (const [index, child] of item.children?.entries() ?? []) {
      const document = documentOf(child, tree.documents, bytes);
      if (document === undefined) visit(child);
      else if (item.children !== undefined) {
        const bits = octetBits(bytes.slice(child.start / 8, child.end / 8));
        item.children[index] = { ...child, children: undefined, document, bits };
      }
    }
  };
  visit(root);
}

function documentOf(item: Item, documents: readonly TextDocument[], bytes: Uint8Array): DocumentText | undefined {
  const { name, start, end, children } = item;
  if (children === undefined || (name !== BINARY && name !== TEXT) || start % 8 !== 0 || end % 8 !== 0)
    return undefined;
  const octets = bytes.subarray(start / 8, end / 8);
  if (octets.length > MOST_OCTETS) return undefined;
  if (name === TEXT) {
    const xml = fromUtf8(octets);
    return xml === undefined ? undefined : { xml, publicId: undefined, version: 3, stringTable: false };
  }
  const header = headerAt(octets, 0, octets.length);
  const version = octets[0] ?? 0;
  const found = documents.find(
    ({ source, spans }) => source === 0 && (spans[2] ?? -1) >= start && (spans[3] ?? 0) <= end,
  );
  if (header === undefined || found === undefined || (version !== 0 && header.charset !== UTF8)) return undefined;
  if (version !== 0 && version !== 1 && version !== 2 && version !== 3) return undefined;
  for (const publicId of [undefined, header.publicId]) {
    for (const stringTable of header.tableSize === 0 ? [false] : [false, true]) {
      for (const xml of [found.text, found.canonical]) {
        const document: DocumentText = { xml, publicId, version, stringTable };
        const written = documentBits(name, document);
        if ('bytes' in written && equalBytes(written.bytes, octets)) return document;
      }
    }
  }
  return undefined;
}
