import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toUtf8 } from '../../base/bytes.ts';
import { compilePattern } from '../../filter/regex.ts';
import { numberKeys } from './column-keys.ts';
import { mergeSort } from './merge-sort.ts';
import { compareNatural } from './natural.ts';
import { OctetSearch } from './octet-search.ts';
import { PacketList } from './packet-list.ts';
import { sortByAllKeys, sortByKeys } from './radix-sort.ts';
import { Slices } from './slices.ts';

const places = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);
const slices = () => new Slices({ now: () => performance.now(), pause: () => Promise.resolve() });

test('sorting by whole numbers is a plain stable sort', async () => {
  const key = fc.oneof(fc.nat(5), fc.nat(70_000), fc.integer({ min: 0, max: 0xffffffff }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(key, key), { maxLength: 200 }), async (pairs) => {
      const keys = Uint32Array.from(pairs, ([most]) => most);
      const all = [...places(keys.length)];
      expect([...(await sortByKeys(keys, slices()))]).toEqual(all.toSorted((a, b) => keys[a]! - keys[b]!));
      const less = Uint32Array.from(pairs, ([, least]) => least);
      const both = await sortByKeys(keys, slices(), await sortByKeys(less, slices()));
      expect([...both]).toEqual(all.toSorted((a, b) => keys[a]! - keys[b]! || less[a]! - less[b]!));
    }),
  );
});

test('sorting by several keys is a plain stable sort which knows where others begin, of what is in order and what is not', async () => {
  const key = fc.oneof(fc.nat(3), fc.integer({ min: 0, max: 0xffffffff }));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(key, key), { maxLength: 100 }), fc.boolean(), async (pairs, isInOrder) => {
      const compare = ([a, b]: readonly number[], [c, d]: readonly number[]): number => a! - c! || b! - d!;
      const given = isInOrder ? pairs.toSorted(compare) : pairs;
      const keys = [Uint32Array.from(given, ([most]) => most), Uint32Array.from(given, ([, least]) => least)];
      const sorted = await sortByAllKeys(keys, slices(), () => true);
      const order = [...places(given.length)].sort((a, b) => compare(given[a]!, given[b]!));
      expect([...sorted!.order]).toEqual(order);
      expect([...sorted!.begins]).toEqual(
        order.map((place, i) => (i > 0 && compare(given[order[i - 1]!]!, given[place]!) !== 0 ? 1 : 0)),
      );
    }),
  );
  const falling = places(9).reverse();
  expect(await sortByAllKeys([falling, falling], slices(), () => false)).toBeUndefined();
});

test('the bits of doubles order them', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 2, maxLength: 50 }), (values) => {
      const [high, low] = numberKeys(Float64Array.from(values));
      const order = [...places(values.length)];
      expect(order.toSorted((a, b) => high[a]! - high[b]! || low[a]! - low[b]!)).toEqual(
        order.toSorted((a, b) => (values[a]! < values[b]! ? -1 : values[a]! > values[b]! ? 1 : 0)),
      );
    }),
  );
});

test('sorting by comparison is a plain stable sort, and can be given up', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(20), { maxLength: 300 }), async (keys) => {
      const sorted = await mergeSort(
        places(keys.length),
        (a, b) => keys[a]! - keys[b]!,
        slices(),
        () => true,
      );
      expect([...sorted!]).toEqual([...places(keys.length)].sort((a, b) => keys[a]! - keys[b]!));
    }),
  );
  const many = places(100_000);
  expect(
    await mergeSort(
      many,
      (a, b) => b - a,
      slices(),
      () => false,
    ),
  ).toBeUndefined();
});

test('natural order: numbers by value, letters without case, and a total order', () => {
  const sorted = ['b', 'A10', 'a9', 'a010', 'a', '10', '9', '', 'B2'].sort(compareNatural);
  expect(sorted).toEqual(['', '9', '10', 'a', 'a9', 'A10', 'a010', 'b', 'B2'].sort(compareNatural));
  expect(sorted.indexOf('9')).toBeLessThan(sorted.indexOf('10'));
  expect(sorted.indexOf('a9')).toBeLessThan(sorted.indexOf('A10'));
  const text = fc.string({ unit: fc.constantFrom('a', 'B', 'b', '0', '1', '9', '-', '.'), maxLength: 6 });
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      expect(Math.sign(compareNatural(a, b))).toBe(-Math.sign(compareNatural(b, a)) + 0);
      expect(compareNatural(a, b) === 0).toBe(a === b);
      if (compareNatural(a, b) <= 0 && compareNatural(b, c) <= 0) expect(compareNatural(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

test('octets are found where they first stand', () => {
  const octets = fc.uint8Array({ min: 0x40, max: 0x44, maxLength: 60 });
  fc.assert(
    fc.property(octets, fc.uint8Array({ min: 0x40, max: 0x44, minLength: 1, maxLength: 4 }), (bytes, needle) => {
      expect(new OctetSearch(needle, false).find(bytes)).toBe(Buffer.from(bytes).indexOf(needle));
    }),
  );
  expect(new OctetSearch(toUtf8('wbXml'), true).find(toUtf8('a WBxML b'))).toBe(2);
});

test('an expression is found where others find it: first begin, longest from there', () => {
  const subject = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });
  for (const pattern of ['ab', 'a+', 'b+c', 'a*b', '(ab|c)+', 'a.c', 'c$', '^a+b']) {
    const matcher = compilePattern(pattern);
    if ('message' in matcher) throw new Error(matcher.message);
    fc.assert(
      fc.property(subject, (text) => {
        const found = matcher.find(toUtf8(text));
        const expected = new RegExp(pattern).exec(text);
        expect(found).toEqual(
          expected === null ? undefined : { start: expected.index, end: expected.index + expected[0].length },
        );
        expect(matcher.search(toUtf8(text))).toBe(found !== undefined);
      }),
      { numRuns: 60 },
    );
  }
});

test('what an expression costs is bounded', () => {
  const matcher = compilePattern('(a|aa|aaa)*(a*)*b');
  if ('message' in matcher) throw new Error(matcher.message);
  const started = performance.now();
  expect(matcher.find(new Uint8Array(20_000).fill(0x61))).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(10_000);
});

test('a list of packets knows places', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(500), { maxLength: 60 }), (indexes) => {
      const ascending = indexes.toSorted((a, b) => a - b);
      const list = PacketList.of(ascending);
      const shuffled = PacketList.of(indexes);
      for (let index = 0; index <= 500; index++) {
        const place = ascending.indexOf(index);
        expect(list.placeInAscending(index) ?? -1).toBe(place);
        expect(shuffled.placeOf(index) ?? -1).toBe(indexes.indexOf(index));
      }
      expect(list.equals(shuffled)).toBe(ascending.join() === indexes.join());
    }),
    { numRuns: 20 },
  );
});
