import { expect, test } from 'vitest';
import { filledIn, nameFaults, usage } from './macro-lines.ts';

test('names are letters, digits and _, each once; a line that is not begun is no fault', () => {
  const lines = ['port', 'a-b', 'port', '', ''].map((name, at) => ({ name, text: at === 4 ? '' : 'udp' }));
  expect(nameFaults(lines)).toEqual([
    undefined,
    'A name has letters, digits and _, 64 at most',
    'Another macro has this name',
    'A macro has a name',
    undefined,
  ]);
  expect(nameFaults([{ name: 'x'.repeat(65), text: 'udp' }])[0]).toMatch(/64 at most/);
});

test('only lines that are filled in are kept', () => {
  expect(
    filledIn([
      { name: 'a', text: ' udp ' },
      { name: '', text: 'udp' },
      { name: 'b', text: ' ' },
    ]),
  ).toEqual([{ name: 'a', text: 'udp' }]);
});

test.each([
  ['udp', `\${mine}`],
  ['udp.port == $1', '$mine($1)'],
  ['$2 or $3', '$mine($1, $2, $3)'],
])('%s is used as %s', (text, wanted) => {
  expect(usage({ name: 'mine', text })).toBe(wanted);
});
