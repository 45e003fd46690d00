import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toUtf8 } from '../base/bytes.ts';
import { TextCache } from '../base/text-cache.ts';
import { HeaderNames, HeaderPlaces } from './header-places.ts';
import { headersEnd, headerValue, headerValues } from './text-lines.ts';

const NAMES = ['content-length', 'content-type', 'via', 'l', 'cseq'];
const places = new HeaderPlaces(new HeaderNames(NAMES.map((name, key) => [name, key])));

const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(
      'Content-Length: 12\r\n',
      'CONTENT-TYPE:text/plain; a="b"\r\n',
      'Via : x\n',
      'L:\r\n',
      'cseq:5 A\r\n',
    ),
    fc.constantFrom(
      ' folded\r\n',
      '\tmore\n',
      ' \r\n',
      ':\r\n',
      ' ',
      '\t',
      '\r',
      '\n',
      '\r\n',
      ':',
      'content-length',
      'Via',
    ),
    fc.constantFrom(
      'Content-Length:\r\n 7\r\n',
      'content-length : 007 \r\n',
      'Content-Length: 1\r\nContent-Length: 2\r\n',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  ),
  { maxLength: 12 },
);

describe('places of headers', () => {
  test('are those that the readers of single headers find, whatever the octets are', () => {
    let met = 0;
    fc.assert(
      fc.property(pieces, fc.nat(4), (parts, before) => {
        const bytes = toUtf8(`${'x'.repeat(before)}${parts.join('')}`);
        const section = headersEnd(bytes, before, bytes.length);
        expect(places.read(bytes, before, bytes.length)).toBe(section);
        const end = section < 0 ? bytes.length : section;
        const texts = new TextCache();
        for (const [key, name] of NAMES.entries()) {
          const value = headerValue(bytes, before, end, name);
          if (value !== undefined) met++;
          expect(places.text(bytes, key)).toBe(value);
          expect(places.text(bytes, key, texts)).toBe(value);
          expect(places.text(bytes, key, texts)).toBe(value);
          expect(places.has(key)).toBe(value !== undefined);
          expect(places.count(key)).toBe(headerValues(bytes, before, end, name, 100).length);
          const decimal = value !== undefined && /^\d{1,10}$/.test(value) ? Number(value) : -1;
          expect(places.decimal(bytes, key, 10)).toBe(decimal);
        }
      }),
      { numRuns: 3000 },
    );
    expect(met).toBeGreaterThan(1000);
  });

  test('hold one number for all ways to write a name', () => {
    const compact = new HeaderPlaces(
      new HeaderNames([
        ['content-length', 0],
        ['l', 0],
      ]),
    );
    const bytes = toUtf8('L: 5\r\nContent-Length: 6\r\n\r\n');
    expect(compact.read(bytes, 0, bytes.length)).toBe(bytes.length);
    expect(compact.decimal(bytes, 0, 10)).toBe(5);
    expect(compact.count(0)).toBe(2);
  });
});
