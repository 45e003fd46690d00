import { ethernetFrame } from '../../src/core/protocols/ethernet/build.ts';
import { ipv4Packet } from '../../src/core/protocols/ipv4/header.ts';
import { tcpSegment } from '../../src/core/protocols/tcp/tcp.ts';
import { udpDatagram } from '../../src/core/protocols/udp/udp.ts';

export const FIN = 1;
export const SYN = 2;
export const PSH = 8;
export const ACK = 16;

const NOTHING = new Uint8Array(0);
const ROUTER = Uint8Array.of(2, 0, 0, 0, 0, 1);
const GATEWAY = Uint8Array.of(2, 0, 0, 0, 0, 2);
const UDP = 17;
const TCP = 6;

export interface End {
  readonly address: Uint8Array;
  readonly port: number;
}

function frame(protocol: number, from: End, to: End, id: number, payload: Uint8Array): Uint8Array {
  const packet = ipv4Packet(
    {
      dsfield: { dscp: 0, ecn: 0 },
      id: id & 0xffff,
      flags: { rb: 0, df: 1, mf: 0 },
      fragmentOffset: 0,
      ttl: 64,
      protocol,
      source: from.address,
      destination: to.address,
    },
    payload,
  );
  return ethernetFrame({ destination: GATEWAY, source: ROUTER, type: 0x0800 }, packet);
}

function pseudo(protocol: number, from: End, to: End): Uint8Array {
  const out = new Uint8Array(10);
  out.set(from.address);
  out.set(to.address, 4);
  out[9] = protocol;
  return out;
}

/** An Ethernet frame with a UDP datagram; `id` is the identification of the IP packet. */
export function udpFrame(from: End, to: End, id: number, data: Uint8Array): Uint8Array {
  const ports = { sourcePort: from.port, destinationPort: to.port };
  return frame(UDP, from, to, id, udpDatagram(ports, data, pseudo(UDP, from, to)));
}

/** One TCP connection; each call makes the next frame of one side. */
export class Connection {
  readonly #ends: readonly [End, End];
  readonly #next: [number, number];
  readonly #id: () => number;

  /** @param first sequence numbers that the two sides begin with */
  constructor(client: End, server: End, first: readonly [number, number], id: () => number) {
    this.#ends = [client, server];
    this.#next = [first[0], first[1]];
    this.#id = id;
  }

  open(): Uint8Array[] {
    return [this.up(SYN), this.down(SYN | ACK), this.up(ACK)];
  }

  close(): Uint8Array[] {
    return [this.up(FIN | ACK), this.down(FIN | ACK), this.up(ACK)];
  }

  /** From client to server. */
  up(flags: number, data: Uint8Array = NOTHING): Uint8Array {
    return this.#segment(0, flags, data);
  }

  down(flags: number, data: Uint8Array = NOTHING): Uint8Array {
    return this.#segment(1, flags, data);
  }

  #segment(side: 0 | 1, flags: number, data: Uint8Array): Uint8Array {
    const other = side === 0 ? 1 : 0;
    const from = this.#ends[side];
    const to = this.#ends[other];
    const bit = (mask: number): number => ((flags & mask) === 0 ? 0 : 1);
    const segment = tcpSegment(
      {
        sourcePort: from.port,
        destinationPort: to.port,
        sequence: this.#next[side],
        acknowledgment: bit(ACK) === 1 ? this.#next[other] : 0,
        flags: {
          reserved: 0,
          ae: 0,
          cwr: 0,
          ece: 0,
          urg: 0,
          ack: bit(ACK),
          psh: bit(PSH),
          rst: 0,
          syn: bit(SYN),
          fin: bit(FIN),
        },
        window: 29_200,
      },
      data,
      pseudo(TCP, from, to),
    );
    const counted = data.length + ((flags & (SYN | FIN)) === 0 ? 0 : 1);
    this.#next[side] = (this.#next[side] + counted) % 2 ** 32;
    return frame(TCP, from, to, this.#id(), segment);
  }
}
