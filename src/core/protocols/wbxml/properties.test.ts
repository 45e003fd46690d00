import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentRegistry } from '../../testing/documents.ts';
import { checkTiling, columnsOnlyState, dissect, summarize } from '../../testing/packets.ts';
import { guessXml } from '../xml/xml.ts';
import { guessWbxml } from './wbxml.ts';

const FIXTURES = new URL('../../../../tests/fixtures/wbxml/', import.meta.url);
const registry = documentRegistry();
const load = (suffix: string): { readonly name: string; readonly bytes: Uint8Array }[] =>
  readdirSync(FIXTURES)
    .filter((name) => name.endsWith(suffix))
    .map((name) => {
      const bytes = new Uint8Array(readFileSync(new URL(name, FIXTURES)));
      // Texts end with a line break, which is no part of the document that a cut would miss.
      return { name, bytes: suffix === '.src.xml' ? bytes.subarray(0, bytes.lastIndexOf(0x3e) + 1) : bytes };
    });
const binary = load('.wbxml');
const text = load('.src.xml');
const LAYERS = ['wbxml', 'xml', 'si', 'syncml', 'prov', 'dmddf', 'wml'];

/** Both passes, tiling, and the same protocol in both. */
function check(layer: string, bytes: Uint8Array, original = bytes.length): readonly string[] {
  const { tree, context } = dissect(registry, layer, bytes, { original });
  checkTiling(tree);
  const row = summarize(registry, { table: 'layer', key: layer }, bytes, 0, columnsOnlyState(), original);
  expect(registry.protocolByNumber(row.protocol)?.name).toBe(context.protocolName);
  for (const { text: shown, spans, source } of tree.documents) {
    const end = tree.sources[source]!.bytes.length * 8;
    for (let i = 0; i < spans.length; i += 4) {
      expect(
        spans[i]! <= spans[i + 1]! &&
          spans[i + 1]! <= shown.length &&
          spans[i + 2]! <= spans[i + 3]! &&
          spans[i + 3]! <= end,
      ).toBe(true);
    }
  }
  return tree.findings.map(({ rule }) => rule.id);
}

test.each([...binary, ...text])('$name in every layer, whole and cut', ({ name, bytes }) => {
  const layer = name.endsWith('.xml') ? 'xml' : 'wbxml';
  for (const other of LAYERS) check(other, bytes);
  for (let size = 0; size < bytes.length; size += 1 + Math.floor(size / 40)) {
    const rules = check(layer, bytes.subarray(0, size), bytes.length);
    expect(rules.filter((id) => id === 'WBXML-001' || id === 'WBXML-002' || id === 'XML-001')).toEqual([]);
    if (size > 0) expect(rules).toContain('X-CUT');
    check(layer, bytes.subarray(0, size));
  }
});

test('mutated documents', () => {
  let faulty = 0;
  let sound = 0;
  const change = fc.record({
    at: fc.nat(),
    octet: fc.integer({ min: 0, max: 255 }),
    kind: fc.constantFrom('set', 'insert', 'remove'),
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...binary, ...text),
      fc.constantFrom(...LAYERS),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      ({ bytes }, layer, changes) => {
        let mutated = [...bytes];
        for (const { at, octet, kind } of changes) {
          const place = at % (mutated.length + 1);
          if (kind === 'set') mutated[Math.min(place, mutated.length - 1)] = octet;
          else mutated = mutated.toSpliced(place, kind === 'remove' ? 1 : 0, ...(kind === 'insert' ? [octet] : []));
        }
        const rules = check(layer, Uint8Array.from(mutated));
        if (rules.length > 0) faulty++;
        else sound++;
      },
    ),
    { numRuns: 1500 },
  );
  expect(faulty).toBeGreaterThan(100);
  expect(sound).toBeGreaterThan(20);
});

test('random octets behind a header', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(0, 1, 5, 6, 0x0b, 0x0d),
      fc.uint8Array({ maxLength: 200 }),
      fc.boolean(),
      (id, body, xml) => {
        const bytes = Uint8Array.from([3, id, 0x6a, 0, ...body]);
        check('wbxml', bytes);
        check('syncml', bytes);
        if (xml) check('xml', Uint8Array.from([0x3c, 0x61, 0x3e, ...body]));
      },
    ),
    { numRuns: 500 },
  );
});

describe('guesses', () => {
  test.each(binary)('$name', ({ bytes }) => {
    expect(guessWbxml(bytes, 0, bytes.length)).toBeGreaterThan(0.5);
    expect(guessXml(bytes, 0, bytes.length)).toBe(0);
  });
  test.each(text)('$name', ({ bytes }) => {
    expect(guessXml(bytes, 0, bytes.length)).toBeGreaterThanOrEqual(0.7);
    expect(guessWbxml(bytes, 0, bytes.length)).toBe(0);
  });
  test('a document that is cut, or has more behind it, is less likely', () => {
    const { bytes } = binary.find(({ name }) => name === 'si-full.wbxml')!;
    expect(guessWbxml(bytes, 0, bytes.length - 1)).toBe(0.4);
    expect(guessWbxml(Uint8Array.from([...bytes, 0]), 0, bytes.length + 1)).toBeLessThan(0.9);
  });
  test('other octets are not taken for documents', () => {
    let taken = 0;
    for (let seed = 0; seed < 2000; seed++) {
      const bytes = Uint8Array.from(
        { length: 40 },
        (_, i) => (seed * 2654435761 + i * 40503 * (seed + 7)) >>> ((i % 3) * 8 + 3),
      );
      if (guessWbxml(bytes, 0, bytes.length) >= 0.5 || guessXml(bytes, 0, bytes.length) >= 0.5) taken++;
    }
    expect(taken).toBeLessThan(5);
  });
});
