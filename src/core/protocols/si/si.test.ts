import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../../base/bytes.ts';
import { documentRegistry } from '../../testing/documents.ts';
import { checkTiling, dissect, values, violations } from '../../testing/packets.ts';

const registry = documentRegistry();
const si = (inside: string) => dissect(registry, 'si', toUtf8(`<si>${inside}</si>`));
const indication = (attributes: string, text = 'x') => si(`<indication ${attributes}>${text}</indication>`).tree;

test('fields of the binary and the textual form have the same names', () => {
  const binary = dissect(registry, 'si', '03 05 6a 00 45 c6 0c 03 61 00 85 08 01 03 78 00 01 01');
  const text = si('<indication href="http://a.com/" action="signal-high">x</indication>');
  for (const { tree, context } of [binary, text]) {
    checkTiling(tree);
    expect(values(tree, 'si.href')).toEqual(['http://a.com/']);
    expect(values(tree, 'si.action')).toEqual(['signal-high']);
    expect(values(tree, 'si.indication')).toEqual(['x']);
    expect(context.info).toBe('Service indication, signal-high: x <http://a.com/>');
    expect(context.protocolName).toBe('SI');
    expect(tree.documents[0]?.text).toBe(
      '<si>\n  <indication href="http://a.com/" action="signal-high">x</indication>\n</si>',
    );
  }
});

test('parts of the text lead to their octets', () => {
  const { tree } = dissect(registry, 'si', '03 05 6a 00 45 c6 0c 03 61 00 85 08 01 03 78 00 01 01');
  const { text, spans, source } = tree.documents[0]!;
  const parts = Array.from({ length: spans.length / 4 }, (_, i) => [
    text.slice(spans[4 * i], spans[4 * i + 1]),
    spans[4 * i + 2]! / 8,
    spans[4 * i + 3]! / 8,
  ]);
  expect(source).toBe(0);
  expect(parts.slice(1)).toEqual([
    ['<indication href="http://a.com/" action="signal-high">x</indication>', 5, 17],
    ['href="http://a.com/"', 6, 11],
    ['action="signal-high"', 11, 12],
    ['x', 13, 16],
  ]);
});

describe('rules', () => {
  test.each([
    ['action="delete"', 'x', ['SI-001']],
    ['action="delete" si-id="a"', 'x', []],
    ['created="2026-02-01T00:00:00Z" si-expires="2026-01-01T00:00:00Z"', 'x', ['SI-002']],
    ['created="2026-01-01T00:00:00Z" si-expires="2026-02-01T00:00:00Z"', 'x', []],
    ['action="loud"', 'x', ['SI-004']],
    ['created="2026-02-30T00:00:00Z"', 'x', ['SI-005']],
    ['created="yesterday"', 'x', ['SI-005']],
    ['color="red"', 'x', ['DOC-006']],
  ])('<indication %s>%s', (attributes, text, rules) => {
    expect(violations(indication(attributes, text))).toEqual(rules);
  });

  test('nothing to show, nothing to name', () => {
    expect(indication('', '').findings.map(({ rule }) => rule.id)).toEqual(['SI-003']);
    expect(indication('action="signal-none"').findings.map(({ rule }) => rule.id)).toEqual(['SI-007']);
  });

  test('info', () => {
    expect(
      violations(si('<indication>x</indication><info><item class="a">b</item><item>c</item></info>').tree),
    ).toEqual(['SI-006']);
    expect(violations(si('<info><item class="a">b</item></info>').tree)).toEqual(['DOC-002']);
    expect(violations(si('').tree)).toEqual(['DOC-002']);
  });
});

describe('form and type', () => {
  test('a document of another type is shown as what it is', () => {
    const { tree, context } = dissect(registry, 'si', '03 06 6a 00 85 08 03 61 00 01');
    expect(context.protocolName).toBe('SL');
    expect(values(tree, 'sl.href')).toEqual(['a']);
    expect(violations(tree)).toEqual(['WBXML-023']);
    const text = dissect(registry, 'si', toUtf8('<sl href="a"/>'));
    expect(text.context.protocolName).toBe('SL');
    expect(violations(text.tree)).toEqual(['DOC-003']);
  });
  test('an unknown type stays with what carries it', () => {
    const { tree, context } = dissect(registry, 'si', '03 9f 00 6a 00 45 01');
    expect(context.protocolName).toBe('SI');
    expect(violations(tree)).toEqual(['DOC-002', 'WBXML-023']);
    expect(violations(dissect(registry, 'si', toUtf8('<other/>')).tree)).toEqual(['DOC-003']);
  });
  test('the layer of any document shows those of unknown type with their numbers', () => {
    const { tree, context } = dissect(registry, 'wbxml', '03 01 6a 00 45 01');
    expect(context.info).toBe('WBXML document');
    expect(tree.findings.map(({ rule }) => rule.id)).toEqual(['WBXML-028', 'WBXML-009']);
    expect(dissect(registry, 'wbxml', '03 0f 6a 00 45 01').tree.findings[0]?.message).toContain(
      '-//WIRELESSVILLAGE//DTD CSP 1.0//EN',
    );
    expect(dissect(registry, 'xml', toUtf8('<other a="b">c<d/></other>')).context.info).toBe('XML document');
  });
});
