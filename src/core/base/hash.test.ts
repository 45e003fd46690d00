import fc from 'fast-check';
import { expect, test } from 'vitest';
import { equalBytes, fromHex } from './bytes.ts';
import { hashOctets } from './hash.ts';

test('depends on the octets of the window alone', () => {
  const bytes = fromHex('00112233445566')!;
  const inner = hashOctets(bytes, 2, 5);
  expect(inner).toBe(hashOctets(fromHex('223344')!, 0, 3));
  expect(inner).not.toBe(hashOctets(bytes, 2, 6));
  expect(inner).not.toBe(hashOctets(fromHex('223345')!, 0, 3));
  expect(hashOctets(bytes, 0, 0)).not.toBe(hashOctets(bytes, 0, 1));
});

test('is a safe integer, equal for equal octets and different for others', () => {
  const short = fc.uint8Array({ maxLength: 40 });
  fc.assert(
    fc.property(short, short, (a, b) => {
      const hash = hashOctets(a, 0, a.length);
      expect(Number.isSafeInteger(hash) && hash >= 0).toBe(true);
      expect(hash === hashOctets(b, 0, b.length)).toBe(equalBytes(a, b));
    }),
  );
});

test('one octet changed gives another hash, in all of 65 536 cases', () => {
  const bytes = new Uint8Array(40);
  const seen = new Set<number>();
  for (let i = 0; i < 65_536; i++) {
    bytes[10] = i & 0xff;
    bytes[30] = i >>> 8;
    seen.add(hashOctets(bytes, 0, 40));
  }
  expect(seen.size).toBe(65_536);
});
