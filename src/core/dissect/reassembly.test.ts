import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../base/bytes.ts';
import { type Piece, Reassembly, type ReassemblyLimits } from './reassembly.ts';

const LIMITS: ReassemblyLimits = { keepSeconds: 30, maxPieces: 100, maxOctets: 65_535, maxHeldOctets: 1 << 20 };

function piece(frame: number, offset: number, text: string, at = 34): Piece & { readonly bytes: Uint8Array } {
  const bytes = new TextEncoder().encode(text);
  return { frame, at, size: bytes.length, offset, bytes };
}

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);

describe('a message is complete', () => {
  test('in order, at the piece that brings the end', () => {
    const r = new Reassembly(LIMITS);
    expect(r.add('k', 0, piece(0, 0, 'abcd'), false)).toBeUndefined();
    const done = r.add('k', 0, piece(1, 4, 'ef'), true);
    expect(text(done?.bytes)).toBe('abcdef');
    expect(done?.joined).toMatchObject({ size: 6, frame: 1, notes: [], key: 'k' });
    expect(r.of(0)).toEqual([done?.joined]);
    expect(r.of(1)).toEqual([done?.joined]);
    expect(r.of(2)).toEqual([]);
    expect(r.held).toBe(0);
  });

  test('with the end first, at the piece that fills the hole', () => {
    const r = new Reassembly(LIMITS);
    expect(r.add('k', 0, piece(0, 4, 'ef'), true)).toBeUndefined();
    expect(r.add('k', 0, piece(1, 2, 'cd'), false)).toBeUndefined();
    const done = r.add('k', 0, piece(2, 0, 'ab'), false);
    expect(text(done?.bytes)).toBe('abcdef');
    expect(done?.joined.pieces.map(({ frame }) => frame)).toEqual([2, 1, 0]);
  });

  test('with a single empty piece', () => {
    expect(new Reassembly(LIMITS).add('k', 0, piece(0, 0, ''), true)?.joined.size).toBe(0);
  });

  test('never while a hole is left', () => {
    const r = new Reassembly(LIMITS);
    expect(r.add('k', 0, piece(0, 0, 'ab'), false)).toBeUndefined();
    expect(r.add('k', 0, piece(1, 3, 'd'), true)).toBeUndefined();
    expect(r.of(0)).toEqual([]);
  });

  test('per key', () => {
    const r = new Reassembly(LIMITS);
    r.add('k', 0, piece(0, 0, 'ab'), false);
    expect(r.add('l', 0, piece(1, 2, 'cd'), true)).toBeUndefined();
    expect(text(r.add('k', 0, piece(2, 2, 'xy'), true)?.bytes)).toBe('abxy');
  });
});

describe('overlaps', () => {
  const joined = (...pieces: [number, string, boolean][]) => {
    const r = new Reassembly(LIMITS);
    let done: ReturnType<typeof r.add>;
    pieces.forEach(([offset, data, last], frame) => {
      done = r.add('k', 0, piece(frame, offset, data), last) ?? done;
    });
    return { text: text(done?.bytes), notes: done?.joined.notes };
  };

  test('of equal octets', () =>
    expect(joined([0, 'abcd', false], [2, 'cdef', true])).toEqual({ text: 'abcdef', notes: ['overlap'] }));
  test('of other octets: the first data win', () =>
    expect(joined([0, 'abcd', false], [2, 'XYef', true])).toEqual({ text: 'abcdef', notes: ['conflicting overlap'] }));
  test('duplicates', () =>
    expect(joined([0, 'abcd', false], [0, 'abcd', false], [4, 'ef', true])).toEqual({
      text: 'abcdef',
      notes: ['duplicate'],
    }));
  test('a piece over two others and the hole between', () =>
    expect(joined([0, 'ab', false], [4, 'ef', true], [1, 'bcde', false])).toEqual({
      text: 'abcdef',
      notes: ['overlap'],
    }));
  test('data behind the end', () =>
    expect(joined([4, 'efgh', false], [4, 'ef', true], [0, 'abcd', false])).toEqual({
      text: 'abcdef',
      notes: ['overlap', 'too long'],
    }));
  test('two ends', () =>
    expect(joined([2, 'cd', true], [4, 'ef', true], [0, 'ab', false])).toEqual({
      text: 'abcd',
      notes: ['second end', 'too long'],
    }));
});

describe('limits', () => {
  test('a piece after the time starts anew', () => {
    const r = new Reassembly(LIMITS);
    r.add('k', 0, piece(0, 0, 'ab'), false);
    expect(r.add('k', 31, piece(1, 2, 'cd'), true)).toBeUndefined();
    expect(text(r.add('k', 31, piece(2, 0, 'xy'), false)?.bytes)).toBe('xycd');
  });

  test('a message that grows too large is dropped', () => {
    const r = new Reassembly(LIMITS);
    r.add('k', 0, piece(0, 0, 'ab'), false);
    expect(r.add('k', 0, piece(1, 65_534, 'cd'), true)).toBeUndefined();
    expect(r.held).toBe(0);
    expect(r.add('n', 0, piece(1, 65_534, 'cd'), true)).toBeUndefined();
    expect(r.held).toBe(0);
  });

  test('so is one of too many pieces', () => {
    const r = new Reassembly({ ...LIMITS, maxPieces: 2 });
    r.add('k', 0, piece(0, 0, 'a'), false);
    r.add('k', 0, piece(1, 1, 'b'), false);
    expect(r.add('k', 0, piece(2, 2, 'c'), true)).toBeUndefined();
    expect(r.held).toBe(0);
  });

  test('unfinished messages are bounded together, the oldest go', () => {
    const r = new Reassembly({ ...LIMITS, maxHeldOctets: 10_000 });
    for (let i = 0; i < 20; i++) r.add(`k${i}`, 0, piece(i, 0, 'ab'), false);
    expect(r.held).toBeLessThanOrEqual(10_000);
    expect(r.add('k0', 0, piece(20, 2, 'cd'), true)).toBeUndefined();
    expect(text(r.add('k19', 0, piece(21, 2, 'cd'), true)?.bytes)).toBe('abcd');
  });
});

describe('limits that are easily forgotten', () => {
  test('copies of pieces count as held, also those that bring nothing new', () => {
    const r = new Reassembly({ ...LIMITS, maxHeldOctets: 10_000 });
    for (let i = 0; i < 200; i++) {
      r.add('k', 0, piece(i, 0, 'x'.repeat(100), -1), false);
      expect(r.held).toBeLessThanOrEqual(10_000);
    }
    expect(r.add('k', 0, piece(200, 100, 'cd', -1), true)?.joined.size).toBe(102);
    expect(r.held).toBe(0);
  });

  test('unfinished messages are bounded in number, the empty ones too', () => {
    const r = new Reassembly({ ...LIMITS, maxOpen: 3 });
    for (let i = 0; i < 10; i++) r.add(`k${i}`, 0, piece(i, 2, 'cd'), true);
    expect(r.add('k6', 0, piece(10, 0, 'ab'), false)).toBeUndefined();
    const e = new Reassembly({ ...LIMITS, maxOpen: 3 });
    for (let i = 0; i < 10; i++) e.add(`k${i}`, 0, piece(i, 2, 'cd'), true);
    expect(text(e.add('k7', 0, piece(10, 0, 'ab'), false)?.bytes)).toBe('abcd');
    expect(text(e.add('k9', 0, piece(11, 0, 'xy'), false)?.bytes)).toBe('xycd');
    expect(e.held).toBeGreaterThan(0);
  });
});

test('pieces of captured packets are not kept, others are copied', () => {
  const r = new Reassembly(LIMITS);
  const inner = piece(0, 0, 'ab', -1);
  r.add('k', 0, inner, false);
  inner.bytes.fill(0);
  const done = r.add('k', 0, piece(1, 2, 'cd'), true);
  expect(done?.joined.pieces.map(({ bytes }) => bytes && toHex(bytes))).toEqual(['6162', undefined]);
});

test('any pieces of a message give the octets that a plain model gives, in any order', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 60 }),
      fc.array(fc.tuple(fc.nat(59), fc.nat(20)), { maxLength: 20 }),
      (message, cuts) => {
        const r = new Reassembly(LIMITS);
        const seen = new Set<number>();
        let ended = false;
        let complete = false;
        for (const [frame, [start, size]] of [...cuts, [0, 60] as const].entries()) {
          const from = Math.min(start, message.length);
          const to = Math.min(from + size, message.length);
          for (let i = from; i < to; i++) seen.add(i);
          ended ||= to === message.length;
          const done = r.add(
            'k',
            0,
            { frame, at: 0, offset: from, size: to - from, bytes: message.slice(from, to) },
            to === message.length,
          );
          complete = ended && seen.size === message.length;
          expect(done !== undefined).toBe(complete);
          if (done !== undefined) {
            expect(done.bytes).toEqual(message);
            expect(done.joined.notes).not.toContain('conflicting overlap');
            return;
          }
        }
      },
    ),
  );
});
