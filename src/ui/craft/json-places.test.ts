import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonPlaces, pathAtOffset, placeOfPath } from './json-places.ts';

const text = `{
  "layers": [
    { "udp": { "udp.dstport": 2948, "a/b~": "x\\"y" } },
    []
  ]
}`;

describe('places of a description', () => {
  const places = jsonPlaces(text);
  const textOf = (path: string): string => {
    const place = placeOfPath(places, path);
    return place === undefined ? '' : text.slice(place.valueFrom, place.to);
  };

  test('by pointer', () => {
    expect(textOf('/layers/0/udp/udp.dstport')).toBe('2948');
    expect(textOf('/layers/0/udp/a~1b~0')).toBe('"x\\"y"');
    expect(textOf('/layers/1')).toBe('[]');
    expect(textOf('')).toBe(text);
  });

  test('a path that is not there gives what is around it', () => {
    expect(placeOfPath(places, '/layers/0/udp/udp.srcport/1')?.path).toBe('/layers/0/udp');
    expect(placeOfPath(places, '/other')?.path).toBe('');
  });

  test('by offset', () => {
    expect(pathAtOffset(places, text.indexOf('2948') + 2)).toBe('/layers/0/udp/udp.dstport');
    expect(pathAtOffset(places, text.indexOf('udp.dst'))).toBe('/layers/0/udp/udp.dstport');
    expect(pathAtOffset(places, text.indexOf('[]') + 1)).toBe('/layers/1');
    expect(pathAtOffset(places, 0)).toBe('');
  });

  test('what stands before a fault is found', () => {
    const broken = jsonPlaces('{"a": {"b": 1, "c": [2, ');
    expect(broken.map(({ path }) => path)).toEqual(['', '/a', '/a/b', '/a/c', '/a/c/0', '/a/c/1']);
    expect(jsonPlaces('')).toHaveLength(1);
    expect(jsonPlaces('['.repeat(100_000)).length).toBeLessThan(1000);
  });

  test('every value of any JSON is found', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        for (const { valueFrom, to } of jsonPlaces(json)) JSON.parse(json.slice(valueFrom, to));
        expect(jsonPlaces(json)[0]?.to).toBe(json.length);
      }),
    );
  });
});
