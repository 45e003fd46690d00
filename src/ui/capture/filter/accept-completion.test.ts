import { expect, test } from 'vitest';
import type { Completion } from '../../../worker/api.ts';
import { accept, isBegun } from './accept-completion.ts';

const one = (text: string, kind: Completion['kind'], from: number, to: number): Completion => ({
  text,
  kind,
  from,
  to,
  label: text,
  doc: '',
});

test('a name replaces what was typed of it', () => {
  expect(accept('udp.po && ip', one('udp.port', 'field', 0, 6))).toEqual({
    text: 'udp.port && ip',
    cursor: 8,
    goesOn: false,
  });
});

test('an operator stands between spaces, and something follows', () => {
  expect(accept('udp.port', one('==', 'operator', 8, 8))).toEqual({ text: 'udp.port == ', cursor: 12, goesOn: true });
  expect(accept('udp.port = 5', one('==', 'operator', 9, 10))).toEqual({
    text: 'udp.port == 5',
    cursor: 11,
    goesOn: true,
  });
});

test('what is typed in full, or not at all, is not begun', () => {
  expect(isBegun('udp.po', 6, one('udp.port', 'field', 0, 6))).toBe(true);
  expect(isBegun('udp.port', 8, one('udp.port', 'field', 0, 8))).toBe(false);
  expect(isBegun('udp.port ', 9, one('==', 'operator', 9, 9))).toBe(false);
});
