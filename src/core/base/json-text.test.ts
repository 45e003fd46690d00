import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toHex } from './bytes.ts';
import { JsonText, jsonPiece, SIGN } from './json-text.ts';
import { decimalSeconds } from './time.ts';

function written(write: (out: JsonText) => void): string {
  const out = new JsonText();
  write(out);
  return out.text;
}

test('texts are what JSON.stringify makes of them', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.string({ unit: fc.constantFrom('"', '\\', '\n', '\ud800', '\udfff', '\u001b', 'é', '→', '\u007f', 'a') }),
  );
  fc.assert(
    fc.property(text, (value) => {
      expect(written((out) => out.string(value))).toBe(JSON.stringify(value));
    }),
  );
});

test('numbers are what JSON.stringify makes of them', () => {
  const number = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.maxSafeInteger(),
    fc.constantFrom(0, -0, 2 ** 31, 2 ** 31 - 1, NaN, Infinity),
  );
  fc.assert(
    fc.property(number, (value) => {
      expect(written((out) => out.number(value))).toBe(JSON.stringify(value));
    }),
  );
});

test('times are what they are as texts, and those are exact', () => {
  const seconds = fc.oneof(fc.integer({ min: -5, max: 2 ** 32 }), fc.constantFrom(0, 2 ** 31 - 1, 2 ** 31));
  const nanos = fc.oneof(fc.integer({ min: 0, max: 999_999_999 }), fc.constantFrom(0, 1, 999, 1000, 999_999, 1e6));
  const exact = (value: bigint): string => {
    const size = value < 0n ? -value : value;
    const digits = String(size % 1_000_000_000n).padStart(9, '0');
    return `${value < 0n ? '-' : ''}${size / 1_000_000_000n}.${digits}`;
  };
  fc.assert(
    fc.property(seconds, nanos, seconds, nanos, (s, n, fromSeconds, fromNanos) => {
      expect(written((out) => out.seconds(s, n))).toBe(decimalSeconds(s, n));
      const difference = BigInt(s - fromSeconds) * 1_000_000_000n + BigInt(n - fromNanos);
      expect(decimalSeconds(s, n, fromSeconds, fromNanos)).toBe(exact(difference));
    }),
  );
});

test('octets become digits', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(written((out) => out.hex(bytes, 0, bytes.length))).toBe(`"${toHex(bytes)}"`);
      expect(written((out) => out.hex(bytes, 0, bytes.length, 0x3a))).toBe(`"${toHex(bytes, ':')}"`);
    }),
  );
  expect(written((out) => out.hex(Uint8Array.of(1, 2, 3, 4), 1, 3))).toBe('"0203"');
});

test('octets of plain ASCII are written as the text that they are, others not at all', () => {
  const octet = fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 0x20, max: 0x7f }) },
    fc.integer({ max: 255, min: 0 }),
  );
  fc.assert(
    fc.property(fc.array(octet, { maxLength: 40 }), (octets) => {
      const bytes = Uint8Array.from(octets);
      const text = String.fromCharCode(...octets);
      const isPlain = /^[ !#-[\]-\x7f]*$/.test(text);
      let said = false;
      const out = written((json) => {
        said = json.plain(bytes, 0, bytes.length);
      });
      expect([said, out]).toEqual([isPlain, isPlain ? JSON.stringify(text) : '']);
    }),
  );
});

test('addresses', () => {
  expect(written((out) => out.ipv4(Uint8Array.of(9, 10, 0, 255, 128), 1))).toBe('"10.0.255.128"');
});

test('readied pieces are written as they are, whatever their length', () => {
  const out = new JsonText();
  let all = '';
  for (let size = 0; size < 3000; size++) {
    const text = `"${'~ z'.repeat(size % 31)}${size}":[`;
    out.piece(jsonPiece(text));
    all += text;
  }
  expect(out.text).toBe(all);
  expect(() => jsonPiece('é')).toThrow();
});

test('pieces stand one behind the other, however much is written', () => {
  const out = new JsonText();
  out.sign(SIGN.open);
  for (let i = 0; i < 5000; i++) {
    if (i > 0) out.sign(SIGN.comma);
    if (i % 3 === 0) out.number(i);
    else if (i % 3 === 1) out.string(`text ${i}`);
    else out.raw(new TextEncoder().encode(`{"a":${i}}`));
  }
  out.ascii(']');
  const all: unknown = JSON.parse(out.text);
  expect(all).toHaveLength(5000);
  expect((all as readonly unknown[]).slice(0, 3)).toEqual([0, 'text 1', { a: 2 }]);
  expect(out.size).toBe(out.octets.length);
  out.clear();
  expect([out.size, out.text]).toEqual([0, '']);
});
