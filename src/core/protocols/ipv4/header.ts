import { concatBytes } from '../../base/bytes.ts';
import { internetChecksum } from '../../base/internet-checksum.ts';
import { IP_PROTOCOLS } from '../../base/internet-numbers.ts';
import { encode, type InputOf } from '../../codec/codec.ts';
import { layout } from '../../codec/layout.ts';

const SPEC = 'RFC 791 3.1';
export const HEADER_OCTETS = 20;

const DSCP: Readonly<Record<number, string>> = {
  0: 'CS0',
  1: 'LE',
  8: 'CS1',
  10: 'AF11',
  12: 'AF12',
  14: 'AF13',
  16: 'CS2',
  18: 'AF21',
  20: 'AF22',
  22: 'AF23',
  24: 'CS3',
  26: 'AF31',
  28: 'AF32',
  30: 'AF33',
  32: 'CS4',
  34: 'AF41',
  36: 'AF42',
  38: 'AF43',
  40: 'CS5',
  44: 'Voice admit',
  46: 'EF',
  48: 'CS6',
  56: 'CS7',
};

const ECN: Readonly<Record<number, string>> = { 0: 'Not ECT', 1: 'ECT(1)', 2: 'ECT(0)', 3: 'CE' };

const dsfield = layout('ip.dsfield')
  .bits('dscp', 6, {
    label: 'Differentiated services codepoint',
    spec: 'RFC 2474 3',
    names: DSCP,
    isOpen: true,
    doc: 'Class of service.',
  })
  .bits('ecn', 2, {
    label: 'Explicit congestion notification',
    spec: 'RFC 3168 5',
    names: ECN,
    doc: 'Whether routers may mark congestion, or did.',
  });

const flags = layout('ip.flags')
  .bits('rb', 1, { label: 'Reserved bit', type: 'bool', spec: SPEC, doc: 'Must be 0.' })
  .bits('df', 1, { label: "Don't fragment", type: 'bool', spec: SPEC, doc: 'Routers must not fragment the packet.' })
  .bits('mf', 1, { label: 'More fragments', type: 'bool', spec: SPEC, doc: 'The packet goes on in another fragment.' });

const address = { type: 'ipv4', also: ['ip.addr'], spec: SPEC } as const;

/** The fixed part of an IPv4 header. Header length, total length and checksum are worked out for a packet without options and payload. */
export const ipv4Header = layout('ip')
  .auto('version', 4, { label: 'Version', spec: SPEC, doc: 'Always 4.' })
  .auto('headerLength', 4, {
    label: 'Header length',
    filter: 'ip.hdr_len',
    encoding: { unit: 4 },
    spec: SPEC,
    doc: 'Octets of the header with options; the packet has it in units of 4 octets.',
  })
  .field('dsfield', dsfield, {
    label: 'Differentiated services',
    type: 'uint',
    show: 'hex',
    spec: 'RFC 2474 3',
    doc: 'Class of service and congestion marks.',
  })
  .auto('totalLength', 16, {
    label: 'Total length',
    filter: 'ip.len',
    spec: SPEC,
    doc: 'Octets of header and payload; 0 when the sender left segmentation to its hardware.',
  })
  .bits('id', 16, {
    label: 'Identification',
    spec: SPEC,
    show: 'hex',
    doc: 'Equal in the fragments of one packet.',
  })
  .field('flags', flags, { label: 'Flags', type: 'uint', show: 'hex', spec: SPEC, doc: 'Flags on fragmentation.' })
  .bits('fragmentOffset', 13, {
    label: 'Fragment offset',
    filter: 'ip.frag_offset',
    spec: SPEC,
    doc: 'Place of the fragment in the packet, in units of 8 octets.',
  })
  .bits('ttl', 8, { label: 'Time to live', spec: SPEC, doc: 'Routers that the packet may still pass.' })
  .bits('protocol', 8, {
    label: 'Protocol',
    filter: 'ip.proto',
    spec: SPEC,
    names: IP_PROTOCOLS,
    doc: 'What the packet carries.',
  })
  .auto('checksum', 16, { label: 'Header checksum', spec: SPEC, show: 'hex', doc: 'Internet checksum of the header.' })
  .octets('source', 4, { ...address, label: 'Source address', filter: 'ip.src', doc: 'Address of the sender.' })
  .octets('destination', 4, {
    ...address,
    label: 'Destination address',
    filter: 'ip.dst',
    doc: 'Address of the receiver.',
  })
  .derive(() => ({ version: 4, headerLength: 5, totalLength: HEADER_OCTETS, checksum: 0 }));

const CHECKSUM_AT = 10;

/** The checksum that an IPv4 header should have, whatever stands in its checksum field. */
export function ipv4Checksum(header: Uint8Array): number {
  const zeroed = header.slice();
  zeroed[CHECKSUM_AT] = 0;
  zeroed[CHECKSUM_AT + 1] = 0;
  return internetChecksum(zeroed, 0, zeroed.length);
}

/** A packet with lengths and checksum worked out unless the draft gives them; `options` are padded to 4 octets. */
export function ipv4Packet(
  draft: InputOf<typeof ipv4Header>,
  payload: Uint8Array,
  options: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const padded = concatBytes(options, new Uint8Array(-options.length & 3));
  const size = HEADER_OCTETS + padded.length;
  const header = concatBytes(
    encode(ipv4Header, { headerLength: size / 4, totalLength: size + payload.length, ...draft }),
    padded,
  );
  if (draft.checksum === undefined) {
    const checksum = ipv4Checksum(header);
    header[CHECKSUM_AT] = checksum >>> 8;
    header[CHECKSUM_AT + 1] = checksum & 0xff;
  }
  return concatBytes(header, payload);
}
