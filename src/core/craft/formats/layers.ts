import { u16 } from '../../base/bits.ts';
import type { Tree } from '../../codec/tree.ts';
import { formatIpv4, formatIpv6 } from '../../codec/value.ts';
import type { Layer } from '../../dissect/context.ts';
import type { FormatItem } from './item.ts';

/** What UDP or TCP carries in a packet, and where it goes. */
export interface Transported {
  readonly kind: 'udp' | 'tcp';
  readonly source: string;
  readonly destination: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly payload: Uint8Array;
  /** TCP: number of the first octet. */
  readonly sequence: number;
}

const IPV6_HEADER = 40;

const octetsOf = (tree: Tree, { source }: Layer): Uint8Array => tree.sources[source]?.bytes ?? new Uint8Array(0);

interface Ends {
  readonly source: string;
  readonly destination: string;
  /** Octet behind the packet. */
  readonly end: number;
  readonly isFragment: boolean;
}

const FRAGMENT = 44;
/** More fragments, and the offset, of IPv4. */
const FRAGMENT_BITS = 0x3fff;

function ipEnds(tree: Tree, layer: Layer): Ends | undefined {
  const bytes = octetsOf(tree, layer);
  const at = layer.start >>> 3;
  if (layer.protocol === 'ip' && bytes.length >= at + 20) {
    // A fragment has a piece of what is carried; the packet that completes it has all, in a source of its own.
    const isFragment = (u16(bytes, at + 6) & FRAGMENT_BITS) !== 0;
    const end = Math.min(bytes.length, at + u16(bytes, at + 2));
    return { source: formatIpv4(bytes, at + 12), destination: formatIpv4(bytes, at + 16), end, isFragment };
  }
  if (layer.protocol !== 'ipv6' || bytes.length < at + IPV6_HEADER) return undefined;
  const end = Math.min(bytes.length, at + IPV6_HEADER + u16(bytes, at + 4));
  return {
    source: formatIpv6(bytes, at + 8),
    destination: formatIpv6(bytes, at + 24),
    end,
    isFragment: bytes[at + 6] === FRAGMENT,
  };
}

/** What the outermost UDP or TCP of a packet carries; undefined for packets without, and for fragments. */
export function transportedIn({ tree, context }: FormatItem): Transported | undefined {
  const { layers } = context;
  const index = layers.findIndex(({ protocol }) => protocol === 'udp' || protocol === 'tcp');
  const layer = layers[index];
  if (layer === undefined) return undefined;
  const below = layers.slice(0, index).findLast(({ protocol }) => protocol === 'ip' || protocol === 'ipv6');
  const ends = below === undefined ? undefined : ipEnds(tree, below);
  if (below === undefined || ends === undefined) return undefined;
  if (ends.isFragment && below.source === layer.source) return undefined;
  const bytes = octetsOf(tree, layer);
  const at = layer.start >>> 3;
  const end = below.source === layer.source ? ends.end : bytes.length;
  const isUdp = layer.protocol === 'udp';
  const header = isUdp ? 8 : ((bytes[at + 12] ?? 0) >>> 4) * 4;
  if (at + header > end || header < 8) return undefined;
  const stop = isUdp ? Math.min(end, at + Math.max(8, u16(bytes, at + 4))) : end;
  return {
    kind: isUdp ? 'udp' : 'tcp',
    source: ends.source,
    destination: ends.destination,
    sourcePort: u16(bytes, at),
    destinationPort: u16(bytes, at + 2),
    payload: bytes.subarray(at + header, stop),
    sequence: isUdp ? 0 : u16(bytes, at + 4) * 0x10000 + u16(bytes, at + 6),
  };
}

/** The octets that one side sends on a connection or in a datagram. */
export interface Sending extends Transported {
  /** Places of its packets. */
  readonly packets: readonly number[];
}

/** Datagrams one by one, and for TCP what each side sends on each connection, in the order of their first packets. */
export function sendings(items: readonly FormatItem[]): readonly Sending[] {
  const streams = new Map<string, { first: Transported; pieces: Transported[]; packets: number[] }>();
  for (const [index, item] of items.entries()) {
    const transported = transportedIn(item);
    if (transported === undefined || transported.payload.length === 0) continue;
    const { kind, source, destination, sourcePort, destinationPort } = transported;
    const key = kind === 'udp' ? `udp ${index}` : `tcp ${source} ${sourcePort} ${destination} ${destinationPort}`;
    const stream = streams.get(key);
    if (stream === undefined) streams.set(key, { first: transported, pieces: [transported], packets: [index] });
    else {
      stream.pieces.push(transported);
      stream.packets.push(index);
    }
  }
  return [...streams.values()].map(({ first, pieces, packets }) => ({ ...first, payload: inOrder(pieces), packets }));
}

/** Data of segments by their sequence numbers; what is sent again counts once. */
function inOrder(pieces: readonly Transported[]): Uint8Array {
  const [first] = pieces;
  if (first === undefined || pieces.length === 1) return first?.payload ?? new Uint8Array(0);
  const out: number[] = [];
  // Numbers wrap at 2^32: what counts is the distance from the first.
  const placed = pieces.map((piece) => ({ at: (piece.sequence - first.sequence) | 0, payload: piece.payload }));
  for (const { at, payload } of placed.sort((a, b) => a.at - b.at)) {
    const skip = out.length - at;
    if (at < 0 || skip >= payload.length) continue;
    for (const octet of payload.subarray(Math.max(0, skip))) out.push(octet);
  }
  return Uint8Array.from(out);
}

/** Octets in which headers are looked for. */
const MOST_HEADERS = 65_536;

/** Octets of start line and headers of the text message at the beginning, its blank line not counted; -1 when they do not end. */
export function headerOctets(bytes: Uint8Array): number {
  const limit = Math.min(bytes.length, MOST_HEADERS);
  for (let at = bytes.indexOf(0x0d); at >= 0 && at + 3 < limit; at = bytes.indexOf(0x0d, at + 1))
    if (bytes[at + 1] === 0x0a && bytes[at + 2] === 0x0d && bytes[at + 3] === 0x0a) return at;
  return -1;
}
