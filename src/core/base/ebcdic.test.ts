import { expect, test } from 'vitest';
import { ebcdicCharacter, ebcdicOctet } from './ebcdic.ts';

test('text of a host', () => {
  const octets = [0xc8, 0x85, 0x93, 0x93, 0x96, 0x6b, 0x40, 0xe6, 0x96, 0x99, 0x93, 0x84, 0x5a, 0xf0, 0xf9];
  expect(octets.map(ebcdicCharacter).join('')).toBe('Hello, World!09');
  expect([0x15, 0x25, 0x0d, 0x05].map(ebcdicCharacter)).toEqual(['\u0085', '\n', '\r', '\t']);
});

test('each octet has a character of its own', () => {
  const characters = Array.from({ length: 256 }, (_, octet) => ebcdicCharacter(octet));
  expect(new Set(characters).size).toBe(256);
  expect(characters.every((character) => character.charCodeAt(0) < 256)).toBe(true);
  expect(characters.map(ebcdicOctet)).toEqual(Array.from({ length: 256 }, (_, octet) => octet));
  expect(ebcdicOctet('€')).toBeUndefined();
  expect(ebcdicOctet('')).toBeUndefined();
});
