import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromLatin1, toUtf8 } from '../../base/bytes.ts';
import { likelyHttp, startLineAt } from './start-line.ts';

/** The same by expressions over the text of the line. */
function expected(text: string): string | undefined {
  const response = /^(HTTP\/\d\.\d)( +)(\d{3})(?:( )|$)/.exec(text);
  if (response !== null) return `response ${response[3]}`;
  const request = /^([A-Z_-]{1,24}) +(.*?) *( HTTP\/\d\.\d *)$/s.exec(text);
  return request === null || request[2] === '' ? undefined : `request ${request[1]} "${request[2]}"`;
}

const line = fc
  .array(
    fc.constantFrom(
      'GET',
      'POST',
      ' ',
      '  ',
      '/a',
      '?b=c d',
      'HTTP/1.1',
      'HTTP/',
      '1.0',
      '200',
      '000',
      ' OK',
      'X',
      '\r',
      'é',
      '0',
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));
const usual = fc.constantFrom(
  'GET / HTTP/1.1',
  'POST  /a b  HTTP/1.0 ',
  'HTTP/1.1 200 OK',
  'HTTP/1.0  404',
  'HTTP/1.1 2000',
);

test('reads start lines as expressions would', () => {
  const met = new Set<string | undefined>();
  fc.assert(
    fc.property(fc.oneof(line, usual), fc.constantFrom('\n', '\r\n'), (text, lineEnd) => {
      const bytes = toUtf8(`${text}${lineEnd}`);
      const shown = fromLatin1(bytes.subarray(0, bytes.length - 1)).replace(/\r$/, '');
      const first = startLineAt(bytes, 0, bytes.length);
      const want = expected(shown);
      met.add(want?.slice(0, 7));
      if (first === undefined || first === 'more') expect(want).toBe(undefined);
      else if (first.kind === 'response') expect(`response ${String(first.status).padStart(3, '0')}`).toBe(want);
      else expect(`request ${first.method} "${shown.slice(first.secondStart, first.secondEnd)}"`).toBe(want);
      expect(likelyHttp(bytes, 0, bytes.length)).toBe(want === undefined ? 0 : 0.95);
    }),
    { numRuns: 5000 },
  );
  expect(met).toEqual(new Set([undefined, 'request', 'respons']));
});
