import { expect, test } from 'vitest';
import { EMPTY_BOOK, parseBook } from './filter-book.ts';
import { createAppStore } from './store.ts';

test('filters that were used stand newest first, each once, and not without end', () => {
  const { getState: get } = createAppStore();
  for (const text of ['udp', 'wsp', ' udp ', '', ' ']) get().remember(text);
  expect(get().recentFilters).toEqual(['udp', 'wsp']);
  for (let at = 0; at < 100; at++) get().remember(`udp.port == ${at}`);
  expect(get().recentFilters).toHaveLength(50);
  expect(get().recentFilters[0]).toBe('udp.port == 99');
  get().forgetRecent();
  expect(get().recentFilters).toEqual([]);
});

test('a saved filter has a name of its own', () => {
  const { getState: get } = createAppStore();
  get().setSaved([
    { name: 'Pushes', text: 'wsp' },
    { name: ' Pushes ', text: 'wsp.pdu_type == 6' },
    { name: '', text: 'udp' },
    { name: 'Nothing', text: ' ' },
  ]);
  expect(get().savedFilters).toEqual([{ name: 'Pushes', text: 'wsp.pdu_type == 6' }]);
});

test.each([undefined, '', 'nonsense', 'null', '7', '{"saved":7,"recent":{}}'])('%s gives an empty book', (text) =>
  expect(parseBook(text)).toEqual(EMPTY_BOOK),
);

test('wrong parts of a stored book are left out', () => {
  expect(
    parseBook(
      JSON.stringify({ saved: [{ name: 'a', text: 'udp', more: 1 }, { name: 1 }, null], recent: ['x', 3, ''] }),
    ),
  ).toEqual({ savedFilters: [{ name: 'a', text: 'udp' }], recentFilters: ['x'] });
});
