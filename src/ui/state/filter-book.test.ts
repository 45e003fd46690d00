import { expect, test, vi } from 'vitest';
import { EMPTY_BOOK, keepFilterBook, parseBook } from './filter-book.ts';
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

test('filters that programs write do not fill what the device keeps', () => {
  const { getState: get } = createAppStore();
  const long = (at: number): string => `frame.number in {${'1, '.repeat(20_000)}${at}}`;
  get().remember('udp');
  for (let at = 0; at < 20; at++) get().remember(long(at));
  expect(get().recentFilters).toEqual([long(19), long(18), long(17)]);
  const huge = 'x'.repeat(1_000_000);
  get().remember(huge);
  expect(get().recentFilters).toEqual([huge]);
  expect(
    parseBook(JSON.stringify({ recent: Array.from({ length: 9 }, (_, at) => long(at)) })).recentFilters,
  ).toHaveLength(3);
});

test('where there is no room for all, saved filters are kept', () => {
  let kept = '';
  vi.stubGlobal('localStorage', {
    getItem: () => null,
    setItem: (_key: string, text: string) => {
      if (text.length > 300_000) throw new Error('full');
      kept = text;
    },
  });
  const store = createAppStore();
  keepFilterBook(store);
  store.getState().remember('x'.repeat(400_000));
  store.getState().setSaved([{ name: 'Pushes', text: 'wsp' }]);
  expect(JSON.parse(kept)).toEqual({ saved: [{ name: 'Pushes', text: 'wsp' }], recent: [] });
  vi.unstubAllGlobals();
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
