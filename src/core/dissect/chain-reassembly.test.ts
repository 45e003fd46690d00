import { describe, expect, test } from 'vitest';
import { ChainReassembly, type Segment } from './chain-reassembly.ts';
import type { PartLimits } from './part-sets.ts';

const LIMITS = { maxParts: 8, maxOctets: 100, maxHeldOctets: 60 };
const octets = (...values: number[]) => Uint8Array.from(values);

describe('chains', () => {
  const chain = (more: Partial<Segment> = {}): Segment => ({
    key: 'c',
    seconds: 0,
    keepSeconds: 10,
    sequence: 0,
    modulus: 8,
    starts: undefined,
    more: true,
    ...more,
  });
  const piece = (frame: number, ...values: number[]) => ({ frame, at: 3, bytes: octets(...values) });

  test('segments with numbers that wrap', () => {
    const chains = new ChainReassembly(LIMITS);
    expect(chains.add(chain({ sequence: 6 }), piece(0, 1))).toBeUndefined();
    expect(chains.add(chain({ sequence: 7 }), piece(1, 2))).toBeUndefined();
    const done = chains.add(chain({ sequence: 0, more: false }), piece(2, 3))!;
    expect([...done.bytes]).toEqual([1, 2, 3]);
    expect(chains.find(0, 'c')!.joined!.frame).toBe(2);
    expect(chains.find(2, 'c')!.total).toBe(3);
    expect(chains.find(2, 'd')).toBeUndefined();
  });

  test('a repeated segment counts once, also the last one', () => {
    const chains = new ChainReassembly(LIMITS);
    chains.add(chain(), piece(0, 1));
    chains.add(chain(), piece(1, 1));
    expect([...chains.add(chain({ sequence: 1, more: false }), piece(2, 2))!.bytes]).toEqual([1, 2]);
    expect(chains.add(chain({ sequence: 1, more: false }), piece(3, 2))).toBeUndefined();
    expect(chains.find(3, 'c')!.joined!.frame).toBe(2);
  });

  test('segments without numbers follow each other, equal ones too', () => {
    const chains = new ChainReassembly(LIMITS);
    const sequence = undefined;
    expect(chains.add(chain({ sequence }), piece(0, 1))).toBeUndefined();
    expect(chains.add(chain({ sequence }), piece(1, 1))).toBeUndefined();
    expect([...chains.add(chain({ sequence, more: false }), piece(2, 1))!.bytes]).toEqual([1, 1, 1]);
  });

  test('a message of one segment is none', () => {
    const chains = new ChainReassembly(LIMITS);
    expect(chains.add(chain({ more: false }), piece(0, 1))).toBeUndefined();
    expect(chains.of(0)).toEqual([]);
  });

  test('after a gap the message is lost, and the next one is not', () => {
    const chains = new ChainReassembly(LIMITS);
    chains.add(chain(), piece(0, 1));
    expect(chains.add(chain({ sequence: 2, more: false }), piece(1, 3))).toBeUndefined();
    expect(chains.find(1, 'c')!.joined).toBeUndefined();
    chains.add(chain({ sequence: 3 }), piece(2, 4));
    expect([...chains.add(chain({ sequence: 4, more: false }), piece(3, 5))!.bytes]).toEqual([4, 5]);
  });

  test('segments that say whether they start', () => {
    const chains = new ChainReassembly(LIMITS);
    expect(chains.add(chain({ sequence: 1, starts: false }), piece(0, 2))).toBeUndefined();
    expect(chains.add(chain({ sequence: 2, starts: false, more: false }), piece(1, 3))).toBeUndefined();
    chains.add(chain({ sequence: 0, starts: true }), piece(2, 1));
    chains.add(chain({ sequence: 0, starts: true }), piece(3, 9));
    expect([...chains.add(chain({ sequence: 1, starts: false, more: false }), piece(4, 2))!.bytes]).toEqual([9, 2]);
  });

  test('a channel that is set up anew, and time', () => {
    const chains = new ChainReassembly(LIMITS);
    chains.add(chain(), piece(0, 1));
    chains.restart('c');
    expect(chains.add(chain({ sequence: 1, more: false }), piece(1, 2))).toBeUndefined();
    chains.add(chain(), piece(2, 1));
    expect(chains.add(chain({ sequence: 1, more: false, seconds: 11 }), piece(3, 2))).toBeUndefined();
    expect(chains.of(3)).toEqual([]);
  });

  test('memory is bounded', () => {
    const chains = new ChainReassembly(LIMITS);
    for (let i = 0; i < 100; i++)
      chains.add(chain({ sequence: i % 8 }), piece(i, ...Array.from({ length: 20 }, () => i)));
    expect(chains.held).toBeLessThanOrEqual(60);
    for (let i = 0; i < 100; i++) chains.add(chain({ key: `k${i}` }), piece(i, i));
    expect(chains.held).toBeLessThanOrEqual(60);
  });
});

test('chains reach each limit by itself', () => {
  const wide = { maxParts: 1000, maxOctets: 1000, maxHeldOctets: 1000 };
  const fill = (limits: PartLimits, sizes: readonly number[], gap = 0) => {
    const chains = new ChainReassembly(limits);
    return sizes
      .map((size, i) =>
        chains.add(
          {
            key: 'c',
            seconds: i * gap,
            keepSeconds: 10,
            sequence: i % 8,
            modulus: 8,
            starts: i === 0,
            more: i + 1 < sizes.length,
          },
          { frame: i, at: 0, bytes: new Uint8Array(size) },
        ),
      )
      .at(-1)?.bytes.length;
  };
  const eight = new Array<number>(8).fill(1);
  expect(fill({ ...wide, maxParts: 8 }, eight)).toBe(8);
  expect(fill({ ...wide, maxParts: 8 }, [...eight, 1])).toBeUndefined();
  expect(fill({ ...wide, maxOctets: 100 }, [50, 50])).toBe(100);
  expect(fill({ ...wide, maxOctets: 100 }, [50, 51])).toBeUndefined();
  expect(fill({ ...wide, maxHeldOctets: 100 }, [50, 50])).toBe(100);
  expect(fill({ ...wide, maxHeldOctets: 100 }, [99, 2, 1])).toBeUndefined();
  expect(fill(wide, [1, 1, 1], 10)).toBe(3);
  expect(fill(wide, [1, 1, 1], 11)).toBeUndefined();
});
