import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parameterised, parameterOf, splitOutsideQuotes, unquote } from './header-parameters.ts';

test('values with parameters', () => {
  expect(parameterised('multipart/mixed; Boundary="a; \\"b"; x; =y; z=1=2')).toEqual({
    value: 'multipart/mixed',
    parameters: [
      { name: 'boundary', value: 'a; "b' },
      { name: 'x', value: '' },
      { name: 'z', value: '1=2' },
    ],
  });
  expect(splitOutsideQuotes('a,"b,c",d', ',')).toEqual(['a', '"b,c"', 'd']);
  expect(['"', '""', 'a', '"a'].map(unquote)).toEqual(['"', '', 'a', '"a']);
});

test('one parameter is what the list of all has', () => {
  const pieces = fc.array(
    fc.constantFrom(';', '"', '=', ' ', '\\', 'b', 'B', 'x', 'boundary', ';b=', '; b = "', '\\"'),
    {
      maxLength: 14,
    },
  );
  let met = 0;
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('');
      const expected = parameterised(text).parameters.find(({ name }) => name === 'b')?.value;
      if (expected !== undefined) met++;
      expect(parameterOf(text, 'b')).toBe(expected);
    }),
    { numRuns: 3000 },
  );
  expect(met).toBeGreaterThan(300);
});
