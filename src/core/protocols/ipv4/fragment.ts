import type { InputOf } from '../../codec/codec.ts';
import { type ipv4Header, ipv4Packet } from './header.ts';

const HEADER_OCTETS = 20;
const UNIT = 8;

/**
 * Packets of one payload, fragmented (RFC 791 3.2) where it is longer than the link takes. Header without options.
 * @param mtu octets that the link takes, IP header included; at least 28
 */
export function ipv4Fragments(
  draft: InputOf<typeof ipv4Header>,
  payload: Uint8Array,
  mtu: number,
): readonly Uint8Array[] {
  if (HEADER_OCTETS + payload.length <= mtu) return [ipv4Packet(draft, payload)];
  const size = Math.max(UNIT, Math.floor((mtu - HEADER_OCTETS) / UNIT) * UNIT);
  const packets: Uint8Array[] = [];
  for (let at = 0; at < payload.length; at += size) {
    const mf = at + size < payload.length ? 1 : 0;
    const fragment = { ...draft, flags: { ...draft.flags, df: 0, mf }, fragmentOffset: at / UNIT };
    packets.push(ipv4Packet(fragment, payload.subarray(at, at + size)));
  }
  return packets;
}
