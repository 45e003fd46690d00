import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatEther, formatIpv4, formatIpv6 } from '../codec/value.ts';
import { AddressPool } from './address-pool.ts';

test('gives each address one number, and the text that trees show', () => {
  const octets = fc.uint8Array({ minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(fc.array(octets, { maxLength: 50 }), (all) => {
      const pool = new AddressPool();
      const ids = new Map<string, number>();
      for (const bytes of all) {
        for (const [text, id] of [
          [formatIpv4(bytes, 0), pool.ipv4(bytes, 0)],
          [formatEther(bytes, 4), pool.ether(bytes, 4)],
          [formatIpv6(bytes, 0), pool.ipv6(bytes, 0)],
        ] as const) {
          expect(ids.get(text) ?? id).toBe(id);
          ids.set(text, id);
          expect(pool.text(id)).toBe(text);
          expect(pool.named(text)).toBe(id);
        }
      }
      expect(pool.length).toBe(ids.size + 1);
    }),
  );
});

test('an address that was written before it was met in octets has one number too', () => {
  const pool = new AddressPool();
  const written = [pool.named('192.0.2.1'), pool.named('02:00:00:00:00:0a'), pool.named('+15551234')];
  expect(pool.ipv4(Uint8Array.of(192, 0, 2, 1), 0)).toBe(written[0]);
  expect(pool.ether(Uint8Array.of(2, 0, 0, 0, 0, 10), 0)).toBe(written[1]);
  expect(written.map((id) => pool.text(id))).toEqual(['192.0.2.1', '02:00:00:00:00:0a', '+15551234']);
  // Digits that no address of this kind is written with stay as they were written.
  for (const text of ['300.0.2.1', '01.2.3.4', '1.2.3']) expect(pool.text(pool.named(text))).toBe(text);
  expect([pool.named(''), pool.text(0), pool.text(999)]).toEqual([0, '', '']);
});

test('addresses are found by their text, and looking adds none', () => {
  const pool = new AddressPool();
  const four = pool.ipv4(Uint8Array.of(192, 0, 2, 1), 0);
  const hardware = pool.ether(Uint8Array.of(2, 0, 0, 0, 0, 10), 0);
  const name = pool.named('+15551234');
  expect(['192.0.2.1', '02:00:00:00:00:0a', '+15551234', ''].map((text) => pool.find(text))).toEqual([
    four,
    hardware,
    name,
    0,
  ]);
  const before = pool.length;
  for (const text of ['192.0.2.2', '02:00:00:00:00:0b', '+1555', '192.0.2.01']) expect(pool.find(text)).toBeUndefined();
  expect(pool.length).toBe(before);
});

test('an address has one id, however many others were asked for in between', () => {
  const pool = new AddressPool();
  // Neighbours, and numbers that differ in one bit only: many fall on each other's place among those asked for last.
  const octets = Array.from({ length: 5000 }, (_, i) =>
    i % 2 === 0 ? [10, 0, i >>> 8, i & 255] : [(i * 7) & 255, (i >>> 4) & 255, (i * 31) & 255, i & 127],
  ).map((address) => Uint8Array.from(address));
  const ids = new Map<string, number>();
  for (let round = 0; round < 3; round++)
    for (const address of round === 1 ? [...octets].reverse() : octets) {
      const text = address.join('.');
      const id = pool.ipv4(address, 0);
      expect(id).toBe(ids.get(text) ?? id);
      ids.set(text, id);
      expect(pool.text(id)).toBe(text);
    }
  expect(new Set(ids.values()).size).toBe(ids.size);
  expect(pool.ipv4(new Uint8Array(4), 0)).toBeGreaterThan(0);
});
