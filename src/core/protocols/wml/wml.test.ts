import { expect, test } from 'vitest';
import { toUtf8 } from '../../base/bytes.ts';
import { documentRegistry } from '../../testing/documents.ts';
import { checkTiling, dissect, values } from '../../testing/packets.ts';

const registry = documentRegistry();

test('a deck with a variable', () => {
  const { tree, context } = dissect(
    registry,
    'wbxml',
    '03 0a 6a 05 6e 61 6d 65 00 7f e7 36 03 48 69 00 01 60 03 61 00 80 00 01 01 01',
  );
  checkTiling(tree);
  expect(context.info).toBe('WML deck: Hi');
  expect(values(tree, 'wml.p')).toEqual(['a$(name:escape)']);
  expect(values(tree, 'wml.attr.title')).toEqual(['Hi']);
});

test('version 1.0 has tokens of its own', () => {
  const old = dissect(registry, 'wbxml', '03 02 6a 00 7f 61 01');
  const current = dissect(registry, 'wbxml', '03 0a 6a 00 7f 61 01');
  expect(old.tree.documents[0]?.text).not.toBe(current.tree.documents[0]?.text);
});

test('a card without a title', () => {
  expect(dissect(registry, 'wml', toUtf8('<wml><card id="x"/></wml>')).context.info).toBe('WML deck: x');
  expect(dissect(registry, 'wml', toUtf8('<wml/>')).context.info).toBe('WML deck');
});
