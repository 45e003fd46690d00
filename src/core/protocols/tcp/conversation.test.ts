import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../base/bytes.ts';
import { internetRegistry } from '../../testing/internet.ts';
import { dissectAll, findingTexts, values } from '../../testing/packets.ts';
import { ipv4Fragments } from '../ipv4/fragment.ts';
import { ipv4PseudoHeader } from '../ipv4/pseudo.ts';
import { ipv6Fragments } from '../ipv6/fragment.ts';
import { ipv6PseudoHeader } from '../ipv6/pseudo.ts';
import { udpDatagram } from '../udp/udp.ts';
import { tcpConversation } from './conversation.ts';

const A = Uint8Array.of(192, 0, 2, 1);
const B = Uint8Array.of(192, 0, 2, 2);
const dsfield = { dscp: 0, ecn: 0 };
const flags = { rb: 0, df: 0, mf: 0 };
const REGISTRY = internetRegistry();

describe('tcpConversation', () => {
  it('opens, carries, acknowledges and closes with checksums that are right', () => {
    const bytes = new Uint8Array(3000).fill(1);
    const list = tcpConversation({
      clientPort: 40_000,
      serverPort: 9,
      pseudo: { client: ipv4PseudoHeader(A, B, 6), server: ipv4PseudoHeader(B, A, 6) },
      turns: [
        { from: 'client', bytes },
        { from: 'server', bytes: Uint8Array.of(1) },
      ],
      isClosed: true,
    });
    expect(list.map(({ what }) => what)).toEqual([
      ...['SYN', 'SYN, ACK', 'ACK', 'data', 'data', 'data', 'ACK', 'data', 'ACK', 'FIN', 'FIN', 'ACK'],
    ]);
    const packets = list.flatMap(({ from, bytes: segment }, id) => {
      const [source, destination] = from === 'client' ? [A, B] : [B, A];
      return ipv4Fragments(
        { dsfield, id, flags, fragmentOffset: 0, ttl: 64, protocol: 6, source, destination },
        segment,
        1500,
      );
    });
    const read = dissectAll(REGISTRY, 'ipv4', packets);
    for (const { tree } of read) {
      expect(findingTexts(tree)).toEqual([]);
      expect(values(tree, 'tcp.checksum.status')).toEqual([1]);
    }
    expect(read.map(({ tree }) => values(tree, 'tcp.len')[0])).toEqual([0, 0, 0, 1460, 1460, 80, 0, 1, 0, 0, 0, 0]);
  });

  it('leaves a connection open', () => {
    const pseudo = { client: ipv4PseudoHeader(A, B, 6), server: ipv4PseudoHeader(B, A, 6) };
    expect(tcpConversation({ clientPort: 1, serverPort: 2, pseudo, turns: [] })).toHaveLength(3);
  });
});

describe('fragments', () => {
  const payload = new Uint8Array(4000).fill(7);

  it('go into packets of the link and come together again, IPv4', () => {
    const datagram = udpDatagram({ sourcePort: 1, destinationPort: 9 }, payload, ipv4PseudoHeader(A, B, 17));
    const draft = { dsfield, id: 5, flags, fragmentOffset: 0, ttl: 64, protocol: 17, source: A, destination: B };
    const packets = ipv4Fragments(draft, datagram, 1500);
    expect(packets.map(({ length }) => length)).toEqual([1500, 1500, 20 + 4008 - 2960]);
    const last = dissectAll(REGISTRY, 'ipv4', packets).at(-1);
    expect(last?.tree.sources[1]?.bytes).toEqual(datagram);
    expect(ipv4Fragments(draft, concatBytes(), 1500)).toHaveLength(1);
  });

  it('go into packets of the link and come together again, IPv6', () => {
    const [source, destination] = [1, 2].map((last) => Uint8Array.of(0x20, 1, 0xd, 0xb8, ...new Uint8Array(11), last));
    if (source === undefined || destination === undefined) throw new Error('two addresses');
    const datagram = udpDatagram(
      { sourcePort: 1, destinationPort: 9 },
      payload,
      ipv6PseudoHeader(source, destination, 17),
    );
    const draft = { trafficClass: dsfield, flow: 0, nextHeader: 17, hopLimit: 64, source, destination };
    const packets = ipv6Fragments(draft, datagram, 1500, 99);
    expect(packets.every(({ length }) => length <= 1500)).toBe(true);
    const last = dissectAll(REGISTRY, 'ipv6', packets).at(-1);
    expect(last?.tree.sources[1]?.bytes).toEqual(datagram);
    expect(findingTexts(last!.tree)).toEqual([]);
    expect(ipv6Fragments(draft, new Uint8Array(9), 1500, 99)).toHaveLength(1);
  });
});
