import { expect, test, vi } from 'vitest';
import { EMPTY_BOOK, keepFilterBook, parseBook, parseMacros } from './filter-book.ts';
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

test('a saved filter may be a button with a comment, and stays one', () => {
  const { getState: get } = createAppStore();
  get().setSaved([
    { name: 'Push//Errors', text: 'rule', isButton: true, comment: ' All of them ' },
    { name: 'Plain', text: 'udp', isButton: false, comment: ' ' },
  ]);
  const { savedFilters } = get();
  expect(savedFilters).toEqual([
    { name: 'Push//Errors', text: 'rule', isButton: true, comment: 'All of them' },
    { name: 'Plain', text: 'udp' },
  ]);
  expect(parseBook(JSON.stringify({ saved: savedFilters })).savedFilters).toEqual(savedFilters);
  expect(parseBook('{"saved":[{"name":"a","text":"udp","isButton":1,"comment":7}]}').savedFilters).toEqual([
    { name: 'a', text: 'udp' },
  ]);
});

test('macros are kept beside the filters', () => {
  const stored = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, text: string) => stored.set(key, text),
  });
  const macros = [{ name: 'port', text: 'udp.port == $1' }];
  const store = createAppStore();
  keepFilterBook(store);
  store.getState().setMacros(macros);
  const later = createAppStore();
  keepFilterBook(later);
  expect(later.getState().macros).toEqual(macros);
  vi.unstubAllGlobals();
  expect(parseMacros('[{"name":"a","text":"udp","more":1},{"name":1},null,"x"]')).toEqual([{ name: 'a', text: 'udp' }]);
  for (const wrong of [undefined, 'nonsense', '7', '{}', 'null']) expect(parseMacros(wrong)).toEqual([]);
});
