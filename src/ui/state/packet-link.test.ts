import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPacketLink, readPacketLink, writePacketLink } from './packet-link.ts';

test('a packet comes back from its address', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1 }),
      fc.constantFrom('capture' as const, 'craft' as const),
      fc.option(fc.record({ start: fc.nat(1e6), end: fc.nat(1e6) }), { nil: undefined }),
      (bytes, place, bits) => {
        const link = { place, layer: 'dmnoti13', bytes, bits };
        const hash = writePacketLink(link);
        expect(hash).toMatch(/^#\/packet\?[\w.=&-]+$/);
        expect(readPacketLink(hash)).toEqual(link);
      },
    ),
  );
});

test.each([
  '#/packet',
  '#/packet?layer=udp',
  '#/packet?layer=udp&bytes=',
  '#/packet?layer=udp&bytes=%3Cb%3E',
  '#/packet?layer=<b>&bytes=AAAA',
  '#/packet?bytes=AAAA',
  '#/packet?layer=udp&bytes=A',
])('%s is no packet', (hash) => {
  expect(readPacketLink(hash)).toBeUndefined();
  expect(isPacketLink(hash)).toBe(true);
});

test('other addresses are none', () => {
  expect(isPacketLink('#/capture?packet=3')).toBe(false);
  expect(readPacketLink('#/capture?layer=udp&bytes=AAAA')).toBeUndefined();
  expect(readPacketLink('#/packet?layer=udp&bytes=AAAA&bits=3')?.bits).toBeUndefined();
});
