import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareNatural } from './natural.ts';
import { Slices } from './slices.ts';
import { TextKeys } from './text-keys.ts';

const slices = () => new Slices({ now: () => performance.now(), pause: () => Promise.resolve() });

async function check(texts: readonly (string | undefined)[]): Promise<void> {
  const keys = new TextKeys();
  for (const text of texts) keys.add(text);
  const sorted = await keys.sort(slices(), () => true);
  const compare = (a: number, b: number): number => {
    const [x, y] = [texts[a], texts[b]];
    if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
    return compareNatural(x.slice(0, 256), y.slice(0, 256));
  };
  const expected = Array.from(texts, (_, i) => i).sort(compare);
  const order = [...sorted!.order];
  if (order.join() !== expected.join()) expect(order.map((i) => texts[i])).toEqual(expected.map((i) => texts[i]));
  expect(order.join()).toBe(expected.join());
  const begins = order.map((place, i) => Number(i > 0 && compare(order[i - 1]!, place) !== 0));
  expect([...sorted!.begins].join()).toBe(begins.join());
}

const unit = fc.constantFrom(
  'a',
  'A',
  'b',
  'Z',
  'z',
  '0',
  '00',
  '1',
  '9',
  '10',
  ' ',
  '.',
  '/',
  ':',
  '[',
  '→',
  'é',
  'þ',
  'ÿ',
  '\0',
  '\u{1f600}',
);

test('keys order texts as people do', async () => {
  const text = fc.option(fc.string({ unit, maxLength: 9 }), { nil: undefined, freq: 12 });
  await fc.assert(fc.asyncProperty(fc.array(text, { maxLength: 300 }), check), { numRuns: 150 });
  await fc.assert(fc.asyncProperty(fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { maxLength: 60 }), check), {
    numRuns: 100,
  });
});

test('many texts with long common begins, long ones, and numbers without end', async () => {
  const many = Array.from(
    { length: 70_000 },
    (_, i) => `${(i * 7919) % 65_536} → 443 [ACK] Seq=${(i * 104_729) % 999} Win=${i % 3}`,
  );
  await check(many);
  const digits = '123456789'.repeat(40);
  await check([
    digits,
    `0${digits}`,
    'x'.repeat(300),
    'x'.repeat(299),
    '→'.repeat(300),
    'A1'.repeat(150),
    'a1'.repeat(150),
    '',
  ]);
});

test('sorting can be given up', async () => {
  const keys = new TextKeys();
  for (let i = 0; i < 200_000; i++) keys.add(`${i % 1000}`);
  expect(await keys.sort(slices(), () => false)).toBeUndefined();
});
