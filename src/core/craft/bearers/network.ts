import { ethernetFrame } from '../../protocols/ethernet/build.ts';
import { ipv4Fragments } from '../../protocols/ipv4/fragment.ts';
import { ipv4PseudoHeader } from '../../protocols/ipv4/pseudo.ts';
import { ipv6Fragments } from '../../protocols/ipv6/fragment.ts';
import { ipv6PseudoHeader } from '../../protocols/ipv6/pseudo.ts';
import { sllPacket } from '../../protocols/sll/build.ts';
import { tcpConversation } from '../../protocols/tcp/conversation.ts';
import { udpDatagram } from '../../protocols/udp/udp.ts';
import type { Outgoing, PacketStart } from './push.ts';

/** Addresses of one side. */
export interface Host {
  /** Hardware address, 6 octets. */
  readonly ether: Uint8Array;
  /** 4 octets, or 16 for IPv6. */
  readonly address: Uint8Array;
}

/** How packets go over the internet; addresses are of the ranges for documentation. */
export interface Network {
  readonly link: 'ethernet' | 'sll' | 'raw';
  /** The push initiator's or gateway's side. */
  readonly sender: Host;
  /** The device's side. */
  readonly receiver: Host;
  /** Octets that the link takes, IP header included. */
  readonly mtu: number;
}

const LINK_TYPES = { ethernet: 1, sll: 113, raw: 101 } as const;
const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const UDP = 17;
/** Octets that UDP holds over IPv4: 65535 less both headers. */
const MOST_UDP = 65_507;
const TCP = 6;

export const IPV4_NETWORK: Network = {
  link: 'ethernet',
  sender: { ether: Uint8Array.of(2, 0, 0, 0, 0, 1), address: Uint8Array.of(192, 0, 2, 1) },
  receiver: { ether: Uint8Array.of(2, 0, 0, 0, 0, 2), address: Uint8Array.of(192, 0, 2, 9) },
  mtu: 1500,
};

const documentation = (last: number) => Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, ...new Uint8Array(11), last);

export const IPV6_NETWORK: Network = {
  ...IPV4_NETWORK,
  sender: { ether: IPV4_NETWORK.sender.ether, address: documentation(1) },
  receiver: { ether: IPV4_NETWORK.receiver.ether, address: documentation(9) },
};

/** Pseudo-header of what `from` sends to `to`. */
function pseudo(from: Host, to: Host, protocol: number): Uint8Array {
  const make = from.address.length === 4 ? ipv4PseudoHeader : ipv6PseudoHeader;
  return make(from.address, to.address, protocol);
}

function startOf({ link }: Network): PacketStart {
  return { table: 'link.type', key: LINK_TYPES[link] };
}

function framed(network: Network, from: Host, to: Host, packet: Uint8Array): Uint8Array {
  const type = from.address.length === 4 ? IPV4 : IPV6;
  if (network.link === 'ethernet') return ethernetFrame({ destination: to.ether, source: from.ether, type }, packet);
  return network.link === 'sll' ? sllPacket({ address: from.ether, protocol: type }, packet) : packet;
}

/** IP packets of a payload in frames, fragmented where it is longer than the link takes. */
function ipFrames(network: Network, from: Host, to: Host, protocol: number, id: number, payload: Uint8Array) {
  const addresses = { source: from.address, destination: to.address };
  const quality = { dscp: 0, ecn: 0 };
  const packets =
    from.address.length === 4
      ? ipv4Fragments(
          { dsfield: quality, id, flags: { rb: 0, df: 0, mf: 0 }, fragmentOffset: 0, ttl: 64, protocol, ...addresses },
          payload,
          network.mtu,
        )
      : ipv6Fragments(
          { trafficClass: quality, flow: 0, nextHeader: protocol, hopLimit: 64, ...addresses },
          payload,
          network.mtu,
          id,
        );
  return packets.map((packet) => framed(network, from, to, packet));
}

export interface DatagramDraft {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly payload: Uint8Array;
  readonly label: string;
  /** True for what the receiver sends; ports are as on the wire. */
  readonly isAnswer?: boolean;
  /** Identification of the IP packet. */
  readonly id?: number;
}

/** A UDP datagram in its frame, in several where it is longer than the link takes. */
export function datagram(network: Network, draft: DatagramDraft): readonly Outgoing[] {
  const { isAnswer = false, id = 1 } = draft;
  const [from, to] = isAnswer ? [network.receiver, network.sender] : [network.sender, network.receiver];
  const { length } = draft.payload;
  if (length > MOST_UDP) throw new RangeError(`${length} octets are more than the ${MOST_UDP} that a datagram holds`);
  const ports = { sourcePort: draft.sourcePort, destinationPort: draft.destinationPort };
  const frames = ipFrames(network, from, to, UDP, id, udpDatagram(ports, draft.payload, pseudo(from, to, UDP)));
  return frames.map((bytes, i) => ({
    label: frames.length === 1 ? draft.label : `${draft.label}, fragment ${i + 1} of ${frames.length}`,
    bytes,
    start: startOf(network),
    isAnswer,
    isContent: !isAnswer,
  }));
}

/** A message on a connection. */
export interface StreamTurn {
  readonly isAnswer: boolean;
  readonly bytes: Uint8Array;
  readonly label: string;
  /** True when octets of the push are in it. */
  readonly isContent: boolean;
}

export interface StreamDraft {
  readonly clientPort: number;
  readonly serverPort: number;
  /** Turns that are answers come from the server. */
  readonly turns: readonly StreamTurn[];
  readonly isClosed?: boolean;
}

/** A TCP connection that the sender opens, in frames. */
export function stream(network: Network, draft: StreamDraft): readonly Outgoing[] {
  const { sender, receiver } = network;
  const headers = (sender.address.length === 4 ? 20 : 40) + 20;
  const segments = tcpConversation({
    clientPort: draft.clientPort,
    serverPort: draft.serverPort,
    pseudo: { client: pseudo(sender, receiver, TCP), server: pseudo(receiver, sender, TCP) },
    turns: draft.turns.map(({ isAnswer, bytes }) => ({ from: isAnswer ? 'server' : 'client', bytes })),
    maximum: Math.max(1, network.mtu - headers),
    isClosed: draft.isClosed ?? true,
  });
  return segments.flatMap(({ from, bytes, what, turn }, i) => {
    const isAnswer = from === 'server';
    const [source, destination] = isAnswer ? [receiver, sender] : [sender, receiver];
    const isContent = turn !== undefined && draft.turns[turn]?.isContent === true;
    const label = turn === undefined ? `TCP ${what}` : (draft.turns[turn]?.label ?? what);
    const frames = ipFrames(network, source, destination, TCP, i + 1, bytes);
    return frames.map((frame) => ({ label, bytes: frame, start: startOf(network), isAnswer, isContent }));
  });
}
