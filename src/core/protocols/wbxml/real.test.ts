import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { markupText } from '../../dissect/markup-text.ts';
import { readXml } from '../../dissect/xml/reader.ts';
import { documentRegistry } from '../../testing/documents.ts';
import { checkTiling, dissect } from '../../testing/packets.ts';

const SAMPLES = new URL('../../../../../shared/samples/real/', import.meta.url);
const registry = documentRegistry();

/** Layers of documents that state no type of their own. */
const LAYERS: Readonly<Record<string, string>> = { ota: 'ota-settings', 'libwbxml-ota': 'ota-settings' };

function files(folder: URL): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(wbxml|bin)$/.test(name))
    .sort();
}

const names = files(new URL('wbxml/', SAMPLES));

/**
 * The content of an XML text: elements, attributes and text, without document type and without blanks beside tags, which the
 * other decoder adds and drops.
 */
function content(xml: string): string {
  const bytes = new TextEncoder().encode(xml);
  const document = readXml(bytes, 0, bytes.length);
  expect(document.problems.map(({ message }) => message)).toEqual([]);
  const asides = document.nodes.filter(({ kind }) => kind === 'element');
  return markupText({ ...document, nodes: asides }, true).text.replace(/\s*(<[^>]*>)\s*/g, '$1');
}

/** Consoles of phones: a document type without published tokens. */
const WITHOUT_TABLES = new Set(['conml/conml-001.wbxml']);

describe.skipIf(names.length === 0)('documents of other encoders', () => {
  test.each(names)('%s', (name) => {
    const bytes = new Uint8Array(readFileSync(new URL(`wbxml/${name}`, SAMPLES)));
    const { tree, context } = dissect(registry, LAYERS[name.split('/')[0] ?? ''] ?? 'wbxml', bytes);
    checkTiling(tree);
    const expected = new URL(`expected/wbxml/${name}.xml`, SAMPLES);
    if (!existsSync(expected) || WITHOUT_TABLES.has(name)) return;
    const theirs = readFileSync(expected, 'utf8');
    const ours = markupText(context.lastDocument!, true).text;
    // The other decoder changes the types of embedded documents that it turns into XML.
    expect(content(ours).replaceAll('+wbxml</Type>', '+xml</Type>')).toBe(content(theirs));
  });
});
