import { u16, u32 } from '../../base/bits.ts';
import { concatBytes } from '../../base/bytes.ts';
import { WAP_PORTS } from '../../base/wap-ports.ts';
import { encode, type InputOf } from '../../codec/codec.ts';
import { fields, UNDECODED } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import { rules } from '../../codec/rule.ts';
import { CHECKSUM_STATUS } from '../../dissect/checksum-status.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { transportChecksum, verifyTransport } from '../../dissect/transport-checksum.ts';
import { computeTcp } from './computed.ts';
import { OPTION_FIELDS, OPTION_RULES, readOptions } from './options.ts';
import { dissectSegment, SEGMENT_FIELDS, showRetransmission, summarizeSegment } from './segments.ts';
import { numberSegment } from './stream-number.ts';

const SPEC = 'RFC 9293 3.1';
/** IP's number of the protocol. */
const TCP = 6;
const HEADER_OCTETS = 20;

const port = { spec: SPEC, names: WAP_PORTS, isOpen: true, also: ['tcp.port'] } as const;
const flag = (label: string, filter: string, doc: string, spec = SPEC) =>
  ({ label, filter: `tcp.flags.${filter}`, type: 'bool', spec, doc }) as const;

const flags = layout('tcp.flags')
  .bits('reserved', 3, { label: 'Reserved', filter: 'tcp.flags.res', spec: SPEC, doc: 'Must be 0.' })
  .bits('ae', 1, flag('Accurate ECN', 'ae', 'Accurate congestion feedback.', 'RFC 7560'))
  .bits('cwr', 1, flag('Congestion window reduced', 'cwr', 'The sender slowed down.', 'RFC 3168 6.1'))
  .bits('ece', 1, flag('ECN echo', 'ece', 'The sender saw congestion marks.', 'RFC 3168 6.1'))
  .bits('urg', 1, flag('Urgent', 'urg', 'The urgent pointer counts.'))
  .bits('ack', 1, flag('Acknowledgment', 'ack', 'The acknowledgment number counts.'))
  .bits('psh', 1, flag('Push', 'push', 'The receiver passes the data on at once.'))
  .bits('rst', 1, flag('Reset', 'reset', 'The connection is broken off.'))
  .bits('syn', 1, flag('Syn', 'syn', 'The connection begins.'))
  .bits('fin', 1, flag('Fin', 'fin', 'The sender has no more data.'));

/** The fixed part of a segment's header. */
export const tcpHeader = layout('tcp')
  .bits('sourcePort', 16, { ...port, label: 'Source port', filter: 'tcp.srcport', doc: 'Port of the sender.' })
  .bits('destinationPort', 16, {
    ...port,
    label: 'Destination port',
    filter: 'tcp.dstport',
    doc: 'Port of the receiver.',
  })
  .bits('sequence', 32, {
    label: 'Sequence number',
    filter: 'tcp.seq',
    also: ['tcp.seq_raw'],
    spec: SPEC,
    doc: 'Place of the first octet of data in the stream, as the packet has it (not relative to the first one).',
  })
  .bits('acknowledgment', 32, {
    label: 'Acknowledgment number',
    filter: 'tcp.ack',
    also: ['tcp.ack_raw'],
    spec: SPEC,
    doc: 'Place of the octet that is expected next, as the packet has it.',
  })
  .auto('headerLength', 4, {
    label: 'Header length',
    filter: 'tcp.hdr_len',
    encoding: { unit: 4 },
    spec: SPEC,
    doc: 'Octets of the header with options; the packet has it in units of 4 octets.',
  })
  .field('flags', flags, { label: 'Flags', type: 'uint', show: 'hex', spec: SPEC, doc: 'Control bits.' })
  .bits('window', 16, {
    label: 'Window',
    filter: 'tcp.window_size_value',
    spec: SPEC,
    doc: 'Octets that the sender can take, before scaling.',
  })
  .auto('checksum', 16, {
    label: 'Checksum',
    spec: SPEC,
    show: 'hex',
    doc: 'Internet checksum of pseudo-header, header and data.',
  })
  .auto('urgentPointer', 16, { label: 'Urgent pointer', spec: SPEC, doc: 'Where urgent data end.' })
  .derive(() => ({ headerLength: HEADER_OCTETS / 4, checksum: 0, urgentPointer: 0 }));

const f = fields({
  tcp: { filter: 'tcp', type: 'protocol', label: 'TCP', doc: 'Transmission Control Protocol.' },
  options: {
    filter: 'tcp.options',
    type: 'group',
    label: 'Options',
    spec: SPEC,
    doc: 'Header octets behind the fixed 20.',
  },
  status: {
    filter: 'tcp.checksum.status',
    type: 'uint',
    label: 'Checksum status',
    names: CHECKSUM_STATUS,
    generated: true,
    ofPacket: true,
    spec: SPEC,
    doc: 'Whether the checksum is right.',
  },
  stream: {
    filter: 'tcp.stream',
    type: 'uint',
    label: 'Stream index',
    generated: true,
    spec: SPEC,
    doc: 'Number of the connection between the two ends, from 0 in the order of their first packets.',
  },
  length: {
    filter: 'tcp.len',
    type: 'uint',
    label: 'Segment length',
    generated: true,
    ofPacket: true,
    spec: SPEC,
    doc: 'Octets of data.',
  },
});

const RULES = rules({
  'TCP-001': { level: 'MUST', severity: 'warning', section: SPEC, text: 'The checksum is right.' },
  'TCP-002': { level: 'MUST', severity: 'error', section: SPEC, text: 'The header has at least 20 octets.' },
});

/** A segment with header length and checksum worked out unless the draft gives them; `pseudo` is the pseudo-header without length. */
export function tcpSegment(
  draft: InputOf<typeof tcpHeader>,
  data: Uint8Array,
  pseudo: Uint8Array,
  options: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const padded = concatBytes(options, new Uint8Array(-options.length & 3));
  const headerLength = (HEADER_OCTETS + padded.length) / 4;
  const out = concatBytes(encode(tcpHeader, { headerLength, ...draft }), padded, data);
  if (draft.checksum === undefined) {
    const checksum = transportChecksum(out, pseudo);
    out[16] = checksum >>> 8;
    out[17] = checksum & 0xff;
  }
  return out;
}

const sequenceOf = tcpHeader.getter('sequence');
const acknowledgmentOf = tcpHeader.getter('acknowledgment');
const headerLengthOf = tcpHeader.getter('headerLength');
const flagsOf = tcpHeader.getter('flags');
const windowOf = tcpHeader.getter('window');

const HEADER_LENGTH = tcpHeader.fields.filter(({ filter }) => filter === 'tcp.hdr_len');

/** Octets of the header at octet `start`, as it states them. */
const headerOctets = (bytes: Uint8Array, start: number): number => headerLengthOf(bytes, start * 8) * 4;

/** Octets of data of a segment; undefined when the header cannot have the length that it states. */
function dataOctets(segment: number, header: number): number | undefined {
  return header < HEADER_OCTETS ? undefined : Math.max(0, segment - header);
}

const ACK = 0x010;
/** As people write them, the bit of the first one last. */
const FLAG_NAMES = ['FIN', 'SYN', 'RST', 'PSH', 'ACK', 'URG', 'ECE', 'CWR', 'AE'];
/** Words for all flags that are set, by the nine bits. */
const FLAG_TEXTS: readonly string[] = Array.from({ length: 1 << FLAG_NAMES.length }, (_, flags) => {
  const set = FLAG_NAMES.filter((_name, bit) => ((flags >>> bit) & 1) === 1);
  return set.length === 0 ? '<None>' : set.join(', ');
});

export function register(to: Registry): void {
  computeTcp(to);
  const ports = to.table('tcp.port');
  let number = 0;
  const tcp: Dissector = {
    id: 'tcp',
    name: 'TCP',
    noted: SEGMENT_FIELDS,
    header: {
      records: [tcpHeader.record],
      at: () => tcpHeader.record,
      numbers: new Map(HEADER_LENGTH.map((field) => [field, headerOctets])),
      lengths: new Map([[f.length, (bytes, start, octets) => dataOctets(octets, headerOctets(bytes, start))]]),
    },
    summarize(bytes, start, end, row) {
      row.protocol = number;
      if (end - start < HEADER_OCTETS) return;
      row.sourcePort = u16(bytes, start);
      row.destinationPort = u16(bytes, start + 2);
      row.transport = TCP;
      row.transportPorts = u32(bytes, start);
      const size = (bytes[start + 12]! >>> 4) * 4;
      const at = start + size;
      if (row.fragment || size < HEADER_OCTETS) return;
      if (at > end) numberSegment(bytes, start, row);
      else summarizeSegment(ports, bytes, start, at, end, row);
    },
    dissect(cursor, context) {
      const { at: start, tree, source } = cursor;
      const endAt = cursor.end >>> 3;
      const row = cursor.open(f.tcp);
      if (!tcpHeader.lay(cursor)) {
        tcpHeader.read(cursor);
        cursor.close(row);
        return;
      }
      const { bytes } = cursor;
      const sourcePort = u16(bytes, start);
      const destinationPort = u16(bytes, start + 2);
      const flagBits = flagsOf(bytes, start * 8);
      const size = headerOctets(bytes, start);
      tree.setNum(row + 5, size);
      context.sourcePort = { port: sourcePort, source, start: start * 8, end: start * 8 + 16 };
      context.destinationPort = { port: destinationPort, source, start: start * 8 + 16, end: start * 8 + 32 };
      if (tree.keepsNotes) tree.setNote(row, `${sourcePort} to ${destinationPort}`);
      const stream = context.asks(f.stream) ? context.conversation('tcp', sourcePort, destinationPort) : undefined;
      if (stream !== undefined) cursor.generated(f.stream, stream);
      const { asksInfo } = context;
      const flagsSet = FLAG_TEXTS[flagBits % FLAG_TEXTS.length]!;
      const about = asksInfo
        ? `${sourcePort} → ${destinationPort} [${flagsSet}] Seq=${sequenceOf(bytes, start * 8)}`
        : '';
      context.info = about;
      if (size < HEADER_OCTETS) {
        cursor.find(
          RULES['TCP-002'],
          `the header length is ${size} octets; the least is 20`,
          (start + 12) * 8,
          (start + 12) * 8 + 4,
        );
        cursor.close(row);
        context.undecoded(cursor, UNDECODED, 'TCP segment data');
        return;
      }
      let said = '';
      if (size > HEADER_OCTETS) {
        const options = cursor.open(f.options);
        const outer = cursor.enter(f.options, size - HEADER_OCTETS);
        said = readOptions(cursor);
        cursor.leave(outer);
        cursor.close(options);
      }
      // IP has marked where octets are missing.
      const whole = cursor.cutAt !== cursor.end;
      verifyTransport(cursor, context, { start, end: endAt, fieldAt: start + 16, whole }, f.status, RULES['TCP-001']);
      const length = dataOctets(context.statedOctets ?? endAt - start, size) ?? 0;
      cursor.generated(f.length, length);
      showRetransmission(cursor, context);
      cursor.close(row);
      if (asksInfo) {
        const acknowledged = (flagBits & ACK) === 0 ? '' : ` Ack=${acknowledgmentOf(bytes, start * 8)}`;
        context.info = `${about}${acknowledged} Win=${windowOf(bytes, start * 8)} Len=${length}${said}`;
      }
      // Of its segments and messages no row is asked for: nothing need be looked up of the stream.
      if (context.isDone && !context.asksAny(SEGMENT_FIELDS)) cursor.bit = cursor.end;
      else if (context.fragment) context.undecoded(cursor, UNDECODED, 'fragment data');
      else dissectSegment(ports, cursor, context, ports.has(destinationPort) ? destinationPort : sourcePort);
    },
  };
  number = to.protocol(
    tcp,
    [...Object.values(f), ...tcpHeader.fields, ...OPTION_FIELDS, ...SEGMENT_FIELDS],
    [...Object.values(RULES), ...Object.values(OPTION_RULES)],
  );
  to.bind('ip.proto', TCP, tcp).bind('layer', 'tcp', tcp).bind('dissector.name', 'tcp', tcp);
}
