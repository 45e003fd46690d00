import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toUtf8 } from '../base/bytes.ts';
import { PcapngWalker } from './pcapng.ts';
import { ipv6 } from './pcapng-options.ts';
import { block, described, le, option, section } from './testing/pcapng-blocks.ts';
import { walkBytes } from './testing/recording-sink.ts';

const walk = (bytes: Uint8Array) => walkBytes(new PcapngWalker(), bytes);

describe('names, statistics, secrets', () => {
  test('names of every kind of address', () => {
    const one = (type: number, address: string, names: string) =>
      option(type, concatBytes(fromHex(address)!, toUtf8(names)));
    const bytes = block(
      4,
      one(1, '0a000001', 'a\0b\0'),
      one(2, `fe80${'00'.repeat(13)}01`, 'c\0'),
      one(3, '02005e100001', 'd'),
      one(4, '02005e1000010203', 'e'),
      one(1, '0a', ''),
      one(77, '00', 'x'),
      le(2, 0, 0),
      option(1, 'note'),
      option(2, 'dns'),
      option(3, Uint8Array.of(8, 8, 8, 8)),
      option(4, fromHex(`2001${'00'.repeat(14)}`)!),
    );
    const sink = walk(concatBytes(section(), bytes));
    expect(sink.names).toEqual([
      '10.0.0.1 a',
      '10.0.0.1 b',
      'fe80::1 c',
      '02:00:5e:10:00:01 d',
      '02:00:5e:10:00:01:02:03 e',
    ]);
    expect(sink.details.slice(2)).toEqual([
      'Comment on names: note',
      'Name server: dns',
      'Name server address: 8.8.8.8',
      'Name server address: 2001::',
    ]);
    const cut = block(4, one(1, '0a000001', 'a'), le(2, 1, 500));
    expect(walk(concatBytes(section(), cut)).names).toEqual(['10.0.0.1 a']);
  });

  test.each([
    ['00000000000000000000000000000000', '::'],
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
    ['00000000000100000000000000000000', '0:0:1::'],
  ])('%s is %s', (hex, text) => expect(ipv6(fromHex(hex)!)).toBe(text));

  test('statistics of all kinds', () => {
    const bytes = block(
      5,
      le(4, 0, 0, 0),
      option(2, le(4, 395818, 1_000_000)),
      option(3, le(4, 0, 5_000_000)),
      option(4, le(8, 9)),
      option(5, le(8, 1)),
      option(6, le(8, 8)),
      option(7, le(8, 2)),
      option(8, le(8, 7)),
      option(1, 'n'),
      option(77, le(8, 7)),
      option(4, 'bad'),
    );
    const sink = walk(concatBytes(section(), described(), bytes, block(5, le(4, 3, 0, 0)), block(5, le(4, 3))));
    expect(sink.details.slice(2)).toEqual([
      'Statistics of interface 0: since 2023-11-15T05:16:06.168128000Z, until 1970-01-01T00:00:05.000000000Z, received 9, dropped by the interface 1, accepted by the filter 8, dropped by the system 2, delivered 7, comment: n',
      'Statistics of interface 3: none',
    ]);
  });

  test('times of statistics in microseconds on an interface of nanoseconds', () => {
    const bytes = block(5, le(4, 0, 0, 0), option(2, le(4, 395818, 1_000_000)));
    const sink = walk(concatBytes(section(), described(option(9, Uint8Array.of(9))), bytes));
    expect(sink.details[2]).toBe(
      'Statistics of interface 0: since 2023-11-15T05:16:06.168128000Z (taken as microseconds)',
    );
  });

  test('secrets are named, never shown', () => {
    const secret = (type: number) => block(10, le(4, type, 4), toUtf8('KEY!'));
    const sink = walk(concatBytes(section(), secret(0x57474b4c), secret(1), block(10, le(4, 1))));
    expect(sink.details.slice(2)).toEqual([
      'Decryption secrets: WireGuard key log, 4 octets (not shown)',
      'Decryption secrets: type 0x00000001, 4 octets (not shown)',
    ]);
    expect(JSON.stringify(sink)).not.toContain('KEY!');
  });
});
