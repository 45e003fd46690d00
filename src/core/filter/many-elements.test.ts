import fc from 'fast-check';
import { expect, test } from 'vitest';
import { related } from './compare.ts';
import { type Element, inRanges, lookUpElements } from './many-elements.ts';
import type { Kind, Value } from './values.ts';

const KINDS: ReadonlySet<Kind> = new Set();
const constant = (...values: readonly Value[]): Element['from'] => ({
  kind: 'constant',
  constants: values.map((value) => ({ value })),
  kinds: KINDS,
});

const values: fc.Arbitrary<Value> = fc.oneof(
  fc.integer({ min: -9, max: 30 }),
  fc.bigInt({ min: -9n, max: 30n }),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 53n + 3n }),
  fc.stringMatching(/^[ab\u00e4]{0,2}$/),
  fc.uint8Array({ min: 0x61, max: 0x62, maxLength: 2 }),
);
const elements = fc.array(
  fc.oneof(
    fc.array(values, { minLength: 1, maxLength: 2 }).map((some) => ({ from: constant(...some), to: undefined })),
    fc.tuple(values, values).map(([from, to]) => ({ from: constant(from), to: constant(to) })),
  ),
  { minLength: 6, maxLength: 24 },
);

const each = ({ from, to }: Element, value: Value): boolean => {
  const is = (relation: '==' | '>=' | '<=', operand: Element['from']): boolean =>
    operand.kind === 'constant' && operand.constants.some((one) => related(relation, value, one.value));
  return to === undefined ? is('==', from) : is('>=', from) && is('<=', to);
};

test('a look-up says what asking each element says', () => {
  let looked = 0;
  fc.assert(
    fc.property(elements, values, (set, value) => {
      const { known, others } = lookUpElements(set);
      if (known !== undefined) looked++;
      expect(known?.(value) === true || others.some((one) => each(one, value))).toBe(
        set.some((one) => each(one, value)),
      );
    }),
    { numRuns: 3000 },
  );
  expect(looked).toBeGreaterThan(500);
});

test('prefixes and fields are left to be asked one by one', () => {
  const field: Element['from'] = { kind: 'negate', of: constant(1), kinds: KINDS };
  const prefix: Element['from'] = {
    kind: 'constant',
    constants: [{ value: Uint8Array.of(10, 0, 0, 0), mask: Uint8Array.of(255, 0, 0, 0) }],
    kinds: KINDS,
  };
  const plain = Array.from({ length: 20 }, (_, i): Element => ({ from: constant(i), to: undefined }));
  const asked: readonly Element[] = [
    { from: field, to: undefined },
    { from: prefix, to: undefined },
    { from: prefix, to: prefix },
    { from: constant(1), to: field },
  ];
  expect(lookUpElements([...plain, ...asked]).others).toEqual(asked);
});

test('ranges that overlap, touch, hold each other or are turned over', () => {
  const ranges = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 })), {
    maxLength: 12,
  });
  fc.assert(
    fc.property(ranges, fc.integer({ min: -1, max: 41 }), (some, value) => {
      expect(inRanges(some)(value)).toBe(some.some(([from, to]) => from <= value && value <= to));
    }),
  );
});

// One by one it takes minutes, behind which a test is ended.
test('each of a hundred thousand elements is found', () => {
  const many = lookUpElements(
    Array.from({ length: 100_000 }, (_, i): Element => ({ from: constant(i * 7), to: undefined })),
  );
  let found = 0;
  for (let value = 0; value < 100_000; value++) if (many.known?.(value) === true) found++;
  expect(found).toBe(Math.ceil(100_000 / 7));
});
