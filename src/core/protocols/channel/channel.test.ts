import { expect, test } from 'vitest';
import { documentRegistry } from '../../testing/documents.ts';
import { checkTiling, dissect, values } from '../../testing/packets.ts';

const registry = documentRegistry();

test('version 1.1 spells one attribute in another way', () => {
  const { tree, context } = dissect(registry, 'wbxml', '03 08 6a 00 c5 13 03 61 00 01 46 03 54 00 01 01');
  checkTiling(tree);
  expect(values(tree, 'channel.eventid')).toEqual(['a']);
  expect(tree.documents[0]?.text).toContain('EventId="a"');
  expect(context.info).toBe('Channel T');
  const current = dissect(registry, 'channel', '03 01 6a 00 c5 13 03 61 00 01 01');
  expect(current.tree.documents[0]?.text).toContain('eventid="a"');
  expect(current.context.info).toBe('Channel');
});
