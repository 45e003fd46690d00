import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { markupText } from '../../dissect/markup-text.ts';
import { readWbxml } from '../../dissect/wbxml/read.ts';
import { documentRegistry } from '../../testing/documents.ts';
import { checkTiling, dissect, violations } from '../../testing/packets.ts';

const FIXTURES = new URL('../../../../tests/fixtures/wbxml/', import.meta.url);
const registry = documentRegistry();
const names = readdirSync(FIXTURES).filter((name) => name.endsWith('.wbxml'));
/** Documents that state no type: the media type says it. */
const LAYERS: Readonly<Record<string, string>> = { 'ota-bookmark.wbxml': 'ota-settings' };

/** Faults that the samples have on purpose. */
const FAULTS: Readonly<Record<string, readonly string[]>> = {
  'dm12-tnds-as-text.wbxml': ['DOC-005'],
  'si-literal.wbxml': ['DOC-001'],
};

test('samples are there', () => {
  expect(names.length).toBe(36);
});

describe('samples', () => {
  test.each(names)('%s', (name) => {
    const bytes = new Uint8Array(readFileSync(new URL(name, FIXTURES)));
    const { tree, context } = dissect(registry, LAYERS[name] ?? 'wbxml', bytes);
    checkTiling(tree);
    const canonical = markupText(context.lastDocument!, false).text;
    expect(`${canonical}\n`).toBe(readFileSync(new URL(name.replace('.wbxml', '.xml'), FIXTURES), 'utf8'));
    expect({ [name]: violations(tree) }).toEqual({ [name]: FAULTS[name] ?? [] });
    expect(readWbxml(bytes, 0, bytes.length).whole).toBe(true);
  });
});
