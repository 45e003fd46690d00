import { concatBytes } from '../../base/bytes.ts';
import { encode, type InputOf } from '../../codec/codec.ts';
import { fragmentHeader } from './extensions.ts';
import { type ipv6Header, ipv6Packet } from './header.ts';

const HEADER_OCTETS = 40;
const FRAGMENT_OCTETS = 8;
const UNIT = 8;
const FRAGMENT = 44;

/**
 * Packets of one payload, fragmented by its sender (RFC 8200 4.5) where it is longer than the link takes.
 * @param mtu octets that the link takes, IP header included; at least 56
 * @param ident number that the fragments have in common
 */
export function ipv6Fragments(
  draft: InputOf<typeof ipv6Header>,
  payload: Uint8Array,
  mtu: number,
  ident: number,
): readonly Uint8Array[] {
  if (HEADER_OCTETS + payload.length <= mtu) return [ipv6Packet(draft, payload)];
  const size = Math.max(UNIT, Math.floor((mtu - HEADER_OCTETS - FRAGMENT_OCTETS) / UNIT) * UNIT);
  const packets: Uint8Array[] = [];
  for (let at = 0; at < payload.length; at += size) {
    const more = at + size < payload.length ? 1 : 0;
    const header = encode(fragmentHeader, { nextHeader: draft.nextHeader, offset: at / UNIT, more, ident });
    packets.push(ipv6Packet({ ...draft, nextHeader: FRAGMENT }, concatBytes(header, payload.subarray(at, at + size))));
  }
  return packets;
}
