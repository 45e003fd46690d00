import { expect, test } from 'vitest';
import { type Kept, keptText, readKept } from './kept-packets.ts';

const packet = (name: string, text = '{}') => ({ name, text, delay: 0, comment: '' });

test('what was kept is read again', () => {
  const kept: Kept = {
    packets: [packet('a'), { ...packet('b', '{"layers":[]}'), delay: 0.5, comment: 'second' }],
    active: 1,
    view: 'export',
    link: '#/packet',
  };
  expect(readKept(keptText(kept) ?? '')).toEqual(kept);
});

test('the open packet is kept before all others, when there is no room for all', () => {
  const large = 'x'.repeat(1_000_000);
  const kept = keptText({
    packets: [packet('a', large), packet('b', large), packet('c', 'small')],
    active: 1,
    view: 'edit',
    link: undefined,
  });
  const again = readKept(kept ?? '');
  expect(again?.packets.map(({ name }) => name)).toEqual(['b', 'c']);
  expect(again?.active).toBe(0);
  expect(keptText({ packets: [], active: -1, view: 'edit', link: undefined })).toBeUndefined();
});

test('what is none of ours is nothing', () => {
  for (const text of [null, '', '{', '1', 'null', '{"packets":1}', '{"packets":[]}', '{"packets":[{"name":1}]}'])
    expect(readKept(text)).toBeUndefined();
  expect(readKept('{"packets":[{"name":"a","text":"t","delay":"x"}],"active":7,"view":"?"}')).toEqual({
    packets: [packet('a', 't')],
    active: 0,
    view: 'edit',
    link: undefined,
  });
});
