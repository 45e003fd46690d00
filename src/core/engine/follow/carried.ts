import type { Tree } from '../../codec/tree.ts';
import { type Wants, wantsOf } from '../../dissect/wants.ts';

/** What a segment of a connection brings, and where that belongs. Numbers as the header has them (RFC 9293 3.1). */
export interface Carried {
  /** The data, as far as the capture has them. */
  readonly octets: Uint8Array;
  /** Octets of data that the capture has cut off behind these. */
  readonly cutOff: number;
  /** Place of the first octet in what its end sends; undefined for datagrams, which stand for themselves. */
  readonly sequence: number | undefined;
  /** Place of the octet that is expected from the other end; undefined where none is stated. */
  readonly acknowledged: number | undefined;
  /** True for a segment that begins a connection: its number counts one place before the data. */
  readonly isOpening: boolean;
}

/** Ports of the end that sends and of the one that gets it. */
export interface Ports {
  readonly source: number;
  readonly destination: number;
}

const SYN = 0x02;
const ACK = 0x10;
const UDP_HEADER_OCTETS = 8;

const TCP_ROWS = [
  'tcp',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.seq',
  'tcp.ack',
  'tcp.hdr_len',
  'tcp.flags',
  'tcp.len',
] as const;
const UDP_ROWS = ['udp', 'udp.srcport', 'udp.dstport', 'udp.length'] as const;

/** Rows of a fragment whose datagram another packet shows whole. */
const ELSEWHERE: ReadonlySet<string> = new Set(['ip.reassembled_in', 'ipv6.reassembled.in']);

/** What is asked of the packets of a conversation: no row behind the header counts. */
export const WANTED: Readonly<Record<'tcp' | 'udp', Wants>> = {
  tcp: wantsOf(new Set([...TCP_ROWS, ...ELSEWHERE]), () => false, true),
  udp: wantsOf(new Set([...UDP_ROWS, ...ELSEWHERE]), () => false, true),
};

/** What a packet brings between two ports; undefined when it has no such header, one that cannot be read, or a part of what another one has. */
export function carriedIn(tree: Tree, protocol: 'tcp' | 'udp', ports: Ports): Carried | undefined {
  if (tree.fields.some(({ filter }) => ELSEWHERE.has(filter))) return undefined;
  // The last one: packets in a tunnel have headers of the tunnel first.
  for (let row = tree.length - 1; row >= 0; row--) {
    if (tree.field(row).filter !== protocol || tree.isLeaf(row)) continue;
    const value = (name: string): number | undefined => numberIn(tree, row, name);
    const isBetween =
      value(`${protocol}.srcport`) === ports.source && value(`${protocol}.dstport`) === ports.destination;
    if (isBetween) return protocol === 'tcp' ? segment(tree, row, value) : datagram(tree, row, value);
  }
  return undefined;
}

type ValueOf = (name: string) => number | undefined;

function segment(tree: Tree, row: number, value: ValueOf): Carried | undefined {
  const sequence = value('tcp.seq');
  const header = value('tcp.hdr_len');
  const length = value('tcp.len');
  const flags = value('tcp.flags') ?? 0;
  if (sequence === undefined || header === undefined || length === undefined) return undefined;
  return {
    ...octetsFrom(tree, row, header, length),
    sequence,
    acknowledged: (flags & ACK) === 0 ? undefined : value('tcp.ack'),
    isOpening: (flags & SYN) !== 0,
  };
}

function datagram(tree: Tree, row: number, value: ValueOf): Carried | undefined {
  const stated = value('udp.length');
  if (stated === undefined) return undefined;
  // No length is one that its field cannot hold: then the packet's end is that of the datagram.
  const there = tree.sourceBytes(row).length - (tree.start(row) >>> 3);
  const length = (stated === 0 ? there : stated) - UDP_HEADER_OCTETS;
  if (length < 0) return undefined;
  return {
    ...octetsFrom(tree, row, UDP_HEADER_OCTETS, length),
    sequence: undefined,
    acknowledged: undefined,
    isOpening: false,
  };
}

/** Data of `length` octets behind a header of `header` octets. */
function octetsFrom(tree: Tree, row: number, header: number, length: number): Pick<Carried, 'octets' | 'cutOff'> {
  const start = (tree.start(row) >>> 3) + header;
  const octets = tree.sourceBytes(row).subarray(start, start + length);
  return { octets, cutOff: length - octets.length };
}

function numberIn(tree: Tree, row: number, name: string): number | undefined {
  for (let at = row + 1; at < tree.endRow(row); at++) if (tree.field(at).filter === name) return tree.num(at);
  return undefined;
}
