import { describe, expect, test } from 'vitest';
import { fromHex, toUtf8 } from '../base/bytes.ts';
import { MemorySource } from './byte-source.ts';
import { createWalker, recogniseCapture } from './open-capture-file.ts';

const kind = (hex: string) => recogniseCapture(fromHex(hex)!).kind;

describe('the first octets', () => {
  test.each([
    'd4c3b2a1',
    'a1b2c3d4',
    '4d3cb2a1',
    'a1b23c4d',
    '34cdb2a1',
    'a1b2cd34',
    'ac01001c',
    '1c0001ac',
    'ab01001c',
    '1c0001ab',
  ])('%s is pcap', (magic) => expect(kind(magic)).toBe('pcap'));

  test('pcapng and gzip', () => {
    expect(kind('0a0d0d0a1c000000')).toBe('pcapng');
    expect(kind('1f8b0800')).toBe('gzip');
  });

  test.each([
    ['28b52ffd00', 'packed with zstd: unpack it first'],
    ['04224d1800', 'packed with LZ4: unpack it first'],
    ['fd377a585a00', 'packed with xz'],
    ['425a683931415926535900', 'packed with bzip2'],
    ['504b030414', 'packed with zip'],
    ['377abcaf271c', 'packed with 7-Zip'],
    ['736e6f6f700000', 'snoop capture'],
    ['5843500030', 'NetXRay capture'],
    ['474d425501', 'Network Monitor capture'],
    ['52545353ff01', 'Network Monitor 1 capture'],
    ['6274736e6f6f7000', 'btsnoop log'],
    ['5452534e49464620646174612020202020201a', 'Sniffer capture'],
    ['0a0d0a1c000000', 'text mode'],
    ['0a0a1c000000', 'text mode'],
    ['0d0a0d0d0a1c000000', 'text mode'],
    ['00010203ff', 'begins with 00 01 02 03 ff'],
    ['', 'is empty'],
    ['ffd8ffe0', 'no capture'],
    ['7f454c46', 'no capture'],
  ])('%s cannot be read, and why', (hex, message) => {
    const found = recogniseCapture(fromHex(hex)!);
    expect(found).toMatchObject({ kind: 'unreadable', message: expect.stringContaining(message) });
    expect(createWalker(fromHex(hex)!, true)).toBeUndefined();
  });

  test('tar is known by its later octets', () => {
    const tar = new Uint8Array(512);
    tar.set(toUtf8('ustar'), 257);
    expect(recogniseCapture(tar)).toMatchObject({ kind: 'unreadable', message: expect.stringContaining('tar') });
  });

  test('text may hold a dump', () => {
    for (const text of ['0000  01 06 03', '\n\n0000 01', 'Grüße\t\f\r\n']) {
      expect(recogniseCapture(toUtf8(text)).kind).toBe('text');
    }
    expect(kind('fffe3000')).toBe('text');
    expect(kind('feff0030')).toBe('text');
    expect(kind('30007f')).toBe('unreadable');
    expect(kind('307f')).toBe('unreadable');
    expect(kind('0a20')).toBe('unreadable');
  });

  test('walkers', () => {
    expect(createWalker(fromHex('d4c3b2a1')!, true)?.format).toBe('pcap');
    expect(createWalker(fromHex('0a0d0d0a')!, true)?.format).toBe('pcapng');
    expect(createWalker(fromHex('1f8b0800')!, true)).toBeUndefined();
  });
});

test('octets in memory are a source', async () => {
  const source = new MemorySource('a', Uint8Array.of(1, 2, 3));
  expect([source.name, source.size]).toEqual(['a', 3]);
  expect(await source.read(1, 5)).toEqual(Uint8Array.of(2, 3));
});
