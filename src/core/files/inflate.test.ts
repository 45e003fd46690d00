import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes } from '../base/bytes.ts';
import { crc32 } from '../base/crc32.ts';
import { type ByteSource, MemorySource } from './byte-source.ts';
import { Gunzip, type GzipFault } from './gzip.ts';
import { LayeredSpill, MemorySpill, type Spill, unpack } from './inflate.ts';

const go = { aborted: false };

function gzip(bytes: Uint8Array, level = 6): Uint8Array {
  return new Uint8Array(gzipSync(bytes, { level }));
}

/** Octets that pack in every kind of block: runs, text, noise. */
function sample(size: number, seed = 1): Uint8Array {
  const out = new Uint8Array(size);
  let x = seed;
  for (let i = 0; i < size; i++) {
    x = (x * 1103515245 + 12345) & 0x7fffffff;
    const kind = (i >> 12) % 3;
    out[i] = kind === 0 ? x >> 16 : kind === 1 ? 97 + ((x >> 16) % 7) : i >> 8;
  }
  return out;
}

function gunzip(packed: Uint8Array, piece = packed.length + 1): { bytes: Uint8Array; faults: GzipFault[] } {
  const faults: GzipFault[] = [];
  const gunzipper = new Gunzip((fault) => faults.push(fault));
  const parts: Uint8Array[] = [];
  for (let at = 0; !gunzipper.done; at += piece) {
    if (at > packed.length + piece) throw new Error('it does not end');
    parts.push(...gunzipper.push(packed.subarray(at, at + piece), at + piece > packed.length));
  }
  return { bytes: concatBytes(...parts), faults };
}

describe('gzip', () => {
  test('check value of the standard', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });

  test.each([0, 1, 5, 9])('unpacks what level %i packed, in whatever pieces', (level) => {
    for (const size of [0, 1, 100, 40_000, 700_000]) {
      const bytes = sample(size);
      const packed = gzip(bytes, level);
      for (const piece of [packed.length + 1, 4096, 1021]) {
        const { bytes: unpacked, faults } = gunzip(packed, piece);
        expect(faults).toEqual([]);
        expect(Buffer.compare(unpacked, bytes)).toBe(0);
      }
    }
  });

  test('unpacks in pieces of one octet', () => {
    const bytes = sample(9000);
    expect(gunzip(gzip(bytes), 1).bytes).toEqual(bytes);
  });

  test('unpacks what any input packs to', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.integer({ min: 0, max: 9 }), (bytes, level) => {
        expect(gunzip(gzip(bytes, level), 100).bytes).toEqual(bytes);
      }),
    );
  });

  test('unpacks member after member, skips zeros behind them, tells of what else follows', () => {
    const members = concatBytes(gzip(sample(70_000)), gzip(new Uint8Array(0)), gzip(sample(5, 2)));
    const whole = concatBytes(sample(70_000), sample(5, 2));
    for (const piece of [members.length + 1, 333]) {
      expect(gunzip(members, piece)).toEqual({ bytes: whole, faults: [] });
      expect(gunzip(concatBytes(members, new Uint8Array(600)), piece)).toEqual({ bytes: whole, faults: [] });
    }
    const { bytes, faults } = gunzip(concatBytes(members, new Uint8Array([1, 2, 3])));
    expect(bytes).toEqual(whole);
    expect(faults).toMatchObject([{ packedAt: members.length, fatal: false }]);
  });

  test('reads headers with all optional fields, in pieces', () => {
    const packed = gzip(sample(50));
    const optional = new Uint8Array([3, 0, 1, 2, 3, 97, 98, 0, 99, 0, 0x12, 0x34]);
    const header = packed.slice(0, 10);
    header[3] = 2 | 4 | 8 | 16;
    const full = concatBytes(header, optional, packed.subarray(10));
    expect(gunzip(full)).toEqual({ bytes: sample(50), faults: [] });
    expect(gunzip(full, 1)).toEqual({ bytes: sample(50), faults: [] });
  });

  test('a stream cut anywhere gives what was before the cut', () => {
    for (const level of [0, 1, 9]) {
      const bytes = sample(3000);
      const packed = gzip(bytes, level);
      let most = 0;
      for (let cut = 0; cut < packed.length; cut++) {
        const { bytes: got, faults } = gunzip(packed.subarray(0, cut), 97);
        expect(Buffer.compare(got, bytes.subarray(0, got.length))).toBe(0);
        expect(faults).toHaveLength(1);
        expect(got.length).toBeGreaterThanOrEqual(most);
        most = Math.max(most, got.length);
      }
      expect(most).toBe(bytes.length);
    }
  });

  test('damage is told, never thrown', () => {
    const packed = gzip(sample(20_000));
    let told = 0;
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = packed.slice();
        damaged[at] = damaged[at]! ^ flip;
        const { bytes, faults } = gunzip(damaged, 1500);
        expect(bytes.length).toBeLessThan(20_000_000);
        if (faults.length > 0) told++;
      }),
      { numRuns: 300 },
    );
    expect(told).toBeGreaterThan(200);
  });

  test.each([
    ['no gzip', [1, 2, 3], 'no gzip'],
    ['an unknown method', [0x1f, 0x8b, 7, 0, 0, 0, 0, 0, 0, 0], 'unknown kind'],
    ['reserved flags', [0x1f, 0x8b, 8, 0x80, 0, 0, 0, 0, 0, 0], 'unknown kind'],
    ['a reserved block type', [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 7], 'damaged'],
    ['stored lengths that differ', [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1, 5, 0, 5, 0], 'damaged'],
    ['too many codes', [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 5, 0xe0, ...new Array<number>(10).fill(0xff)], 'damaged'],
    ['a distance before the start', [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 0x03, 0x02, 0x00, 0x00], 'damaged'],
    ['an octet alone', [0x1f], 'cut'],
  ])('%s is told', (_, octets, message) => {
    const { bytes, faults } = gunzip(new Uint8Array(octets));
    expect(bytes).toHaveLength(0);
    expect(faults.map((fault) => fault.message).join()).toContain(message);
  });

  test('a wrong check value is told and the octets are kept', () => {
    const packed = gzip(sample(500));
    packed[packed.length - 6]!++;
    const { bytes, faults } = gunzip(packed);
    expect(bytes).toEqual(sample(500));
    expect(faults).toMatchObject([{ fatal: false }]);
  });

  test('a header without an end is damage', () => {
    const endless = new Uint8Array(600_000).fill(97);
    endless.set([0x1f, 0x8b, 8, 8]);
    expect(gunzip(endless, 100_000).faults).toMatchObject([{ fatal: true }]);
  });
});

describe('an unpacked source', () => {
  test('is read like any other, also while it grows', async () => {
    const bytes = sample(3_000_000);
    const source = unpack(new MemorySource('a.gz', gzip(bytes, 1)), new MemorySpill(), go);
    expect(source.name).toBe('a.gz');
    expect(source.finished).toBe(false);
    expect(await source.read(100, 50)).toEqual(bytes.subarray(100, 150));
    const early = source.finished;
    expect(Buffer.compare(await source.read(1_000_000, 1_500_000), bytes.subarray(1_000_000, 2_500_000))).toBe(0);
    expect((await source.read(2_999_999, 10)).length).toBe(1);
    await source.done;
    expect(early).toBe(false);
    expect([source.finished, source.size, source.fault]).toEqual([true, 3_000_000, undefined]);
    expect(await source.read(5_000_000, 10)).toHaveLength(0);
    await source.close();
  });

  test('keeps what a cut stream gave', async () => {
    const bytes = sample(300_000);
    const packed = gzip(bytes);
    const source = unpack(new MemorySource('a', packed.subarray(0, packed.length / 2)), new MemorySpill(), go);
    const got = await source.read(0, 1_000_000);
    expect(got.length).toBeGreaterThan(100_000);
    expect(Buffer.compare(got, bytes.subarray(0, got.length))).toBe(0);
    expect(source.fault).toMatchObject({ offset: got.length, fatal: true });
    expect(source.packedRead).toBe(Math.floor(packed.length / 2));
  });

  test('stops at its limit, at the room there is, when aborted', async () => {
    const bomb = gzip(new Uint8Array(20_000_000));
    const limited = unpack(new MemorySource('a', bomb), new MemorySpill(), go, 1_000_000);
    expect(await limited.read(0, 2_000_000)).toHaveLength(1_000_000);
    expect(limited.fault?.message).toContain('more than 1000000 octets');
    const full = unpack(new MemorySource('a', bomb), new MemorySpill(2_000_000), go);
    await full.done;
    expect(full.size).toBeGreaterThan(1_500_000);
    expect(full.fault?.message).toContain('no room');
    const signal = { aborted: false };
    const stopped = unpack(new MemorySource('a', bomb), new MemorySpill(), signal);
    await stopped.read(0, 10);
    signal.aborted = true;
    await stopped.read(20_000_000, 1);
    expect(stopped.size).toBeLessThan(20_000_000);
    expect(stopped.fault).toBeUndefined();
  });

  test('a packed source that goes away rejects the reads behind it', async () => {
    const packed = gzip(sample(3_000_000), 1);
    const gone: ByteSource = {
      name: 'gone',
      size: packed.length,
      read: async (offset, length) => {
        if (offset > 0) throw new Error('gone');
        return packed.subarray(0, length);
      },
    };
    const source = unpack(gone, new MemorySpill(), go);
    expect(await source.read(0, 1000)).toEqual(sample(1000));
    await expect(source.read(0, 3_000_000)).rejects.toThrow('gone');
    expect(await source.read(0, 1000)).toEqual(sample(1000));
  });
});

describe('spills', () => {
  const closed: string[] = [];
  const spills: [string, () => Spill][] = [
    ['memory', () => new MemorySpill()],
    [
      'layers',
      () =>
        new LayeredSpill(async () => {
          const disk = new MemorySpill();
          return {
            get size() {
              return disk.size;
            },
            append: (chunk) => disk.append(chunk),
            read: (offset, length) => disk.read(offset, length),
            close: async () => {
              closed.push('disk');
            },
          };
        }, 1_500_000),
    ],
  ];

  test.each(spills)('%s: any range of what was appended', async (_, make) => {
    const spill = make();
    const bytes = sample(4_000_000);
    for (let at = 0, step = 1; at < bytes.length; at += step, step = Math.min(step * 3, 700_000)) {
      await spill.append(bytes.subarray(at, at + step));
    }
    expect(spill.size).toBe(bytes.length);
    const ranges: [number, number][] = [
      [0, 10],
      [1_499_990, 20],
      [1_500_000, 5],
      [1_048_570, 20],
      [0, 4_000_000],
      [3_999_990, 100],
      [5_000_000, 1],
    ]; // prettier-ignore
    for (const [offset, length] of ranges) {
      const got = await spill.read(offset, length);
      expect(Buffer.compare(got, bytes.subarray(offset, offset + length))).toBe(0);
    }
    await spill.close();
    expect(spill.size).toBe(0);
  });

  test('the second layer is opened only when needed, and closed', async () => {
    closed.length = 0;
    const spill = new LayeredSpill(() => Promise.reject(new Error('no disk')), 10);
    await spill.append(new Uint8Array(10));
    await expect(spill.append(new Uint8Array(1))).rejects.toThrow('no disk');
    expect(spill.size).toBe(10);
    expect(await spill.read(5, 100)).toHaveLength(5);
    await spill.close();
    expect(closed).toEqual([]);
  });

  test('memory has a limit', async () => {
    const spill = new MemorySpill(10);
    await spill.append(new Uint8Array(10));
    await expect(spill.append(new Uint8Array(1))).rejects.toThrow('no room');
  });
});
