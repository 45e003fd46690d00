import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex } from '../../base/bytes.ts';
import type { Dissector } from '../../dissect/registry.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { checkTiling, dissect, findingTexts, values, violations } from '../../testing/packets.ts';
import { ipv4Packet } from '../ipv4/header.ts';
import { ipv6Packet } from '../ipv6/header.ts';
import { udpDatagram } from './udp.ts';

const source = Uint8Array.of(10, 0, 0, 1);
const destination = Uint8Array.of(10, 0, 0, 2);
const pseudo = concatBytes(source, destination, Uint8Array.of(0, 17));
const address6 = fromHex('20010db8000000000000000000000001')!;
const payload = Uint8Array.of(1, 2, 3, 4, 5);

function inIpv4(datagram: Uint8Array): Uint8Array {
  const dsfield = { dscp: 0, ecn: 0 };
  const flags = { rb: 0, df: 0, mf: 0 };
  return ipv4Packet({ dsfield, id: 1, flags, fragmentOffset: 0, ttl: 64, protocol: 17, source, destination }, datagram);
}

function inIpv6(datagram: Uint8Array): Uint8Array {
  return ipv6Packet(
    {
      trafficClass: { dscp: 0, ecn: 0 },
      flow: 0,
      nextHeader: 17,
      hopLimit: 64,
      source: address6,
      destination: address6,
    },
    datagram,
  );
}

const ports = { sourcePort: 9200, destinationPort: 2948 };
const read = (datagram: Uint8Array) => dissect(internetRegistry(), 'ip', inIpv4(datagram));

describe('checksum', () => {
  test('is worked out, and right', () => {
    const { tree, context } = read(udpDatagram(ports, payload, pseudo));
    checkTiling(tree);
    expect(findingTexts(tree)).toEqual([]);
    expect(values(tree, 'udp.checksum.status')).toEqual([1]);
    expect(context.info).toBe('9200 → 2948 Len=5');
    expect(context.destinationPort).toEqual({ port: 2948, source: 0, start: 176, end: 192 });
  });
  test('wrong is a warning that says what is right', () => {
    const right = udpDatagram(ports, payload, pseudo);
    const { tree } = read(udpDatagram({ ...ports, checksum: 0x1234 }, payload, pseudo));
    const text = ((right[6]! << 8) | right[7]!).toString(16).padStart(4, '0');
    expect(findingTexts(tree)).toEqual([`UDP-001 warning [0:208+16] the checksum is 0x1234 and should be 0x${text}`]);
  });
  test('that is the sum of the pseudo-header was left to the hardware: a note', () => {
    // 0a00 + 0001 + 0a00 + 0002 + 0011 + 000d
    const { tree } = read(udpDatagram({ ...ports, checksum: 0x1421 }, payload, pseudo));
    expect(findingTexts(tree)[0]).toMatch(/^UDP-001 note .*checksum offload/);
  });
  test('0 is none on IPv4, and not allowed on IPv6', () => {
    const none = udpDatagram({ ...ports, checksum: 0 }, payload, pseudo);
    expect(values(read(none).tree, 'udp.checksum.status')).toEqual([3]);
    const { tree } = dissect(internetRegistry(), 'ip', inIpv6(none));
    expect(values(tree, 'udp.checksum.status')).toEqual([4]);
    expect(violations(tree)).toEqual(['UDP-002']);
  });
  test('without an IP header, or cut, is not verified', () => {
    const datagram = udpDatagram(ports, payload, pseudo);
    expect(values(dissect(internetRegistry(), 'udp', datagram).tree, 'udp.checksum.status')).toEqual([2]);
    const cut = dissect(internetRegistry(), 'ip', inIpv4(datagram).subarray(0, 30), { original: 33 });
    expect(values(cut.tree, 'udp.checksum.status')).toEqual([2]);
    expect(violations(cut.tree)).toEqual([]);
  });
});

describe('length', () => {
  test.each([
    ['longer than its packet', 99, ['UDP-003']],
    ['below 8', 7, ['UDP-003']],
    ['0', 0, ['UDP-001', 'UDP-003']],
  ])('%s', (_, length, expected) => {
    const datagram = udpDatagram({ ...ports, length, checksum: 1 }, payload, pseudo);
    expect(violations(read(datagram).tree)).toEqual(expected);
  });
  test('shorter than its packet: octets follow', () => {
    const { tree } = read(concatBytes(udpDatagram(ports, payload, pseudo), Uint8Array.of(9, 9)));
    expect(findingTexts(tree)).toEqual([
      'UDP-004 note [0:264+16] 2 octets follow the datagram of 13 octets in its packet',
    ]);
    expect(values(tree, 'data.data')).toEqual(['0102030405', '0909']);
  });
});

test('an exact binding of either port comes before a guess, the destination first', () => {
  const chosen = (bound: readonly number[], guess: number) => {
    const registry = internetRegistry();
    const make = (id: string): Dissector => ({
      id,
      name: id,
      summarize: () => undefined,
      dissect: (cursor) => {
        cursor.bit = cursor.end;
      },
    });
    for (const port of bound) registry.bind('udp.port', port, make(`port ${port}`));
    if (guess > 0) registry.guessIn('udp.port', { dissector: make('guessed'), guess: () => guess });
    return dissect(registry, 'ip', inIpv4(udpDatagram(ports, payload, pseudo))).context.layers.at(-1)?.protocol;
  };
  expect(chosen([9200, 2948], 0.9)).toBe('port 2948');
  expect(chosen([9200], 0.9)).toBe('port 9200');
  expect(chosen([], 0.9)).toBe('guessed');
  expect(chosen([], 0.2)).toBe('udp');
});

test('a paste is likely UDP when its length fits and a WAP port is in it', () => {
  const likely = (bytes: Uint8Array) =>
    internetRegistry()
      .table('layer')
      .candidates(bytes)
      .map(({ dissector, likely: value }) => `${dissector.id} ${value}`);
  expect(likely(udpDatagram(ports, payload, pseudo))).toEqual(['udp 0.7']);
  expect(likely(udpDatagram({ sourcePort: 1, destinationPort: 2 }, payload, pseudo))).toEqual(['udp 0.3']);
  expect(likely(inIpv4(udpDatagram(ports, payload, pseudo)))[0]).toBe('raw 0.97');
  expect(likely(inIpv6(udpDatagram(ports, payload, pseudo)))[0]).toBe('raw 0.95');
});
