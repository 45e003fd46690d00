import { concatBytes } from '../../base/bytes.ts';
import { IP_PROTOCOLS } from '../../base/internet-numbers.ts';
import { encode, type InputOf } from '../../codec/codec.ts';
import { layout } from '../../codec/layout.ts';

const SPEC = 'RFC 8200 3';
export const HEADER_OCTETS = 40;

const trafficClass = layout('ipv6.tclass')
  .bits('dscp', 6, { label: 'Differentiated services codepoint', spec: 'RFC 2474 3', doc: 'Class of service.' })
  .bits('ecn', 2, {
    label: 'Explicit congestion notification',
    spec: 'RFC 3168 5',
    names: { 0: 'Not ECT', 1: 'ECT(1)', 2: 'ECT(0)', 3: 'CE' },
    doc: 'Whether routers may mark congestion, or did.',
  });

const address = { type: 'ipv6', also: ['ipv6.addr'], spec: SPEC } as const;

/** The fixed IPv6 header; the payload length is that of an empty packet when left out. */
export const ipv6Header = layout('ipv6')
  .auto('version', 4, { label: 'Version', spec: SPEC, doc: 'Always 6.' })
  .field('trafficClass', trafficClass, {
    label: 'Traffic class',
    filter: 'ipv6.tclass',
    type: 'uint',
    show: 'hex',
    spec: SPEC,
    doc: 'Class of service and congestion marks.',
  })
  .bits('flow', 20, { label: 'Flow label', spec: SPEC, show: 'hex', doc: 'Equal in the packets of one flow.' })
  .auto('payloadLength', 16, {
    label: 'Payload length',
    filter: 'ipv6.plen',
    spec: SPEC,
    doc: 'Octets behind this header, extension headers included.',
  })
  .bits('nextHeader', 8, {
    label: 'Next header',
    filter: 'ipv6.nxt',
    spec: SPEC,
    names: IP_PROTOCOLS,
    doc: 'What follows: an extension header or what the packet carries.',
  })
  .bits('hopLimit', 8, {
    label: 'Hop limit',
    filter: 'ipv6.hlim',
    spec: SPEC,
    doc: 'Routers that the packet may still pass.',
  })
  .octets('source', 16, { ...address, label: 'Source address', filter: 'ipv6.src', doc: 'Address of the sender.' })
  .octets('destination', 16, {
    ...address,
    label: 'Destination address',
    filter: 'ipv6.dst',
    doc: 'Address of the receiver.',
  })
  .derive(() => ({ version: 6, payloadLength: 0 }));

/** A packet with the payload length worked out unless the draft gives it. */
export function ipv6Packet(draft: InputOf<typeof ipv6Header>, payload: Uint8Array): Uint8Array {
  return concatBytes(encode(ipv6Header, { payloadLength: payload.length, ...draft }), payload);
}

/** Pseudo-header without length, for transport checksums; `header` begins at the fixed header. */
export function pseudoHeader(header: Uint8Array, at: number, nextHeader: number): Uint8Array {
  const out = new Uint8Array(36);
  out.set(header.subarray(at + 8, at + HEADER_OCTETS));
  out[35] = nextHeader;
  return out;
}
