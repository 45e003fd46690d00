import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toUtf8 } from '../../base/bytes.ts';
import { documentRegistry } from '../../testing/documents.ts';
import { checkTiling, dissect, values, violations } from '../../testing/packets.ts';

const registry = documentRegistry();
const FIXTURES = new URL('../../../../tests/fixtures/wbxml/', import.meta.url);

test('both forms have the same fields', () => {
  const binary = dissect(registry, 'wbxml', new Uint8Array(readFileSync(new URL('drmrel-play.wbxml', FIXTURES))));
  const text = dissect(registry, 'xml', new Uint8Array(readFileSync(new URL('drmrel-play.xml', FIXTURES))));
  for (const { tree, context } of [binary, text]) {
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'drm_rights.version')).toEqual(['1.0']);
    expect(context.info).toMatch(/^DRM rights for \S+: play/);
  }
  expect(values(text.tree, 'drm_rights.uid')).toEqual(values(binary.tree, 'drm_rights.uid'));
});

test('rights that say nothing', () => {
  expect(dissect(registry, 'drm-rights', toUtf8('<rights/>')).context.info).toBe('DRM rights');
});
