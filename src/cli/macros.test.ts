import { expect, test } from 'vitest';
import { parseMacros } from './macros.ts';

test('a macro is a name and all that stands behind the first =', () => {
  expect(parseMacros(['port=udp.port == $1', ' none =udp'])).toEqual([
    { name: 'port', text: 'udp.port == $1' },
    { name: 'none', text: 'udp' },
  ]);
});

test.each([
  [['udp'], '--macro: name=text, not udp'],
  [['a-b=udp'], '--macro: the name of a macro has letters, digits and _, 64 at most'],
  [['=udp'], '--macro: a macro has a name'],
  [['none= '], '--macro: the macro none has no text'],
  [['a=udp', 'a=tcp'], '--macro: a is given twice'],
])('%j is refused', (given, message) => {
  expect(() => parseMacros(given)).toThrow(message);
});
