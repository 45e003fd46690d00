import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes } from '../base/bytes.ts';
import { MemorySource } from './byte-source.ts';
import { JoinedSource } from './joined-source.ts';

test('sources one behind the other read as their octets joined', async () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 6 }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(parts, fc.nat(30), fc.nat(30), async (octets, offset, length) => {
      const source = new JoinedSource(octets.map((bytes, i) => new MemorySource(String(i), bytes)));
      const whole = concatBytes(...octets);
      expect(source.size).toBe(whole.length);
      expect(await source.read(offset, length)).toEqual(whole.slice(offset, offset + length));
    }),
  );
});
