import { expect, test } from 'vitest';
import { toUtf8 } from '../base/bytes.ts';
import { headersEnd, lineAt } from './text-lines.ts';

test('lines end where they end, and never behind the window', () => {
  const bytes = toUtf8('a\r\nb\nc\r\n');
  expect(lineAt(bytes, 0, 8)).toEqual({ start: 0, end: 1, next: 3 });
  expect(lineAt(bytes, 3, 8)).toEqual({ start: 3, end: 4, next: 5 });
  expect(lineAt(bytes, 5, 6)).toEqual({ start: 5, end: 6, next: 6 });
  expect([
    headersEnd(toUtf8('a: b\n\nc'), 0, 7),
    headersEnd(toUtf8('a: b\r\n'), 0, 6),
    headersEnd(toUtf8('\r\n'), 0, 2),
  ]).toEqual([6, -1, 2]);
});
