import { expect, test } from 'vitest';
import { faultOf, readSecret, secretsFromLines, withPart } from './secret-input.ts';

test('octets of what was typed', () => {
  expect(readSecret('text', 'pä')).toEqual({ octets: 3 });
  expect(readSecret('hex', '61:3a 62')).toEqual({ octets: 3 });
  expect(readSecret('base64', 'YTpi')).toEqual({ octets: 3 });
  expect(readSecret('text', '')).toEqual({ octets: 0 });
});

test('faults say what to change', () => {
  expect(faultOf(readSecret('hex', '613'))).toBe('A digit is missing: two make an octet');
  expect(faultOf(readSecret('hex', '0x61'))).toBe('Leave out the leading 0x');
  expect(faultOf(readSecret('hex', 'zz'))).toBe('Only digits 0 to 9 and letters a to f');
  expect(faultOf(readSecret('base64', 'a?'))).toBe('Not base64: a character or the length is wrong');
});

test('an empty part is no part', () => {
  const secret = withPart({ form: 'text', typed: 'a' }, 'serverId', 'srv');
  expect(secret).toEqual({ form: 'text', typed: 'a', serverId: 'srv' });
  expect(withPart(secret, 'serverId', '')).toEqual({ form: 'text', typed: 'a' });
});

test('many lines: one secret each, none twice, faulty ones told', () => {
  const existing = [{ form: 'text', typed: 'b' }] as const;
  expect(secretsFromLines('a\r\nb\n\na\n c', 'text', undefined, existing)).toEqual({
    added: [
      { form: 'text', typed: 'a' },
      { form: 'text', typed: ' c' },
    ],
    repeated: 2,
    faulty: [],
  });
  expect(secretsFromLines('61\n 62 \nxy', 'hex', 'srv', existing)).toEqual({
    added: [
      { form: 'hex', typed: '61', serverId: 'srv' },
      { form: 'hex', typed: '62', serverId: 'srv' },
    ],
    repeated: 0,
    faulty: ['xy'],
  });
});
