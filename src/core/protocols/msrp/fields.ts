import { type Field, field, fields, type LinkKind } from '../../codec/field.ts';
import { type HeaderGrammar, headerFields } from '../../dissect/text-headers.ts';
import { HEADER_RULES } from './rules.ts';

const text = (filter: string, label: string, spec: string, doc: string): Field => ({
  filter,
  type: 'text',
  label,
  spec: `RFC 4975 ${spec}`,
  doc,
});
const frame = (filter: string, label: string, spec: string, doc: string, leadsTo?: LinkKind): Field => ({
  filter,
  type: 'frame',
  label,
  spec: `RFC 4975 ${spec}`,
  generated: true,
  doc,
  leadsTo,
});

export const f = fields({
  msrp: { filter: 'msrp', type: 'protocol', label: 'MSRP', doc: 'Message Session Relay Protocol.' },
  requestLine: text('msrp.request.line', 'Request line', '7.1', 'Transaction id and method.'),
  responseLine: text('msrp.response.line', 'Response line', '7.2', 'Transaction id, status code and comment.'),
  protocol: text('msrp.name', 'Protocol', '9', 'The word MSRP.'),
  transaction: text('msrp.transaction.id', 'Transaction id', '7.1', 'Ties a response to its request, and ends both.'),
  method: text(
    'msrp.method',
    'Method',
    '7.1',
    'SEND carries a message or a part of it, REPORT says what became of one.',
  ),
  status: {
    filter: 'msrp.status.code',
    encoding: 'ascii-decimal',
    type: 'uint',
    label: 'Status code',
    spec: 'RFC 4975 10',
    names: {
      200: 'success',
      400: 'not understood',
      403: 'not allowed',
      408: 'timed out',
      413: 'stop sending',
      415: 'media type not understood',
      423: 'parameter out of bounds',
      481: 'no such session',
      501: 'method not understood',
      506: 'session is used by another connection',
    },
    doc: 'What came of the request.',
  },
  comment: text('msrp.comment', 'Comment', '7.2', 'The status in words.'),
  headers: { filter: 'msrp.msg.hdr', type: 'group', label: 'Message header', spec: 'RFC 4975 9', doc: 'The headers.' },
  header: text('msrp.hdr', 'Header', '9', 'One header.'),
  otherHeader: text('msrp.header.value', 'Value', '9', 'Value of a header that has no row of its own.'),
  endLine: text('msrp.end.line', 'End line', '7.1', 'Seven hyphens, transaction id and continuation flag.'),
  hyphens: text('msrp.end.hyphens', 'Hyphens', '7.1', 'What an end line begins with.'),
  flag: text(
    'msrp.cnt.flg',
    'Continuation flag',
    '7.1',
    '"$" ends the message, "+" says that more chunks come, "#" gives the message up.',
  ),
  data: {
    filter: 'msrp.data',
    type: 'bytes',
    label: 'Data',
    spec: 'RFC 4975 7.1.1',
    doc: 'The body, or a chunk of it.',
  },
  packed: {
    filter: 'msrp.packed_data',
    type: 'bytes',
    label: 'Encoded data',
    spec: 'RFC 4975 7.1.1',
    doc: 'A body as it was sent; what it holds stands in octets of its own.',
  },
  blank: {
    filter: 'msrp.blank',
    type: 'bytes',
    label: 'Blank',
    spec: 'RFC 4975 9',
    doc: 'Between the parts of a line.',
  },
  other: {
    filter: 'msrp.other',
    type: 'bytes',
    label: 'Other octets',
    spec: 'RFC 4975 9',
    doc: 'Octets that do not begin as a message does, or that follow its end.',
  },
  firstOctet: {
    filter: 'msrp.byte.range.start',
    encoding: 'ascii-decimal',
    type: 'uint',
    label: 'First octet',
    spec: 'RFC 4975 7.1.1',
    doc: 'Place of the first octet of the chunk in the message, from 1.',
  },
  lastOctet: text('msrp.byte.range.end', 'Last octet', '7.1.1', 'Place of the last octet, "*" when it is not known.'),
  total: text('msrp.byte.range.total', 'Total octets', '7.1.1', 'Octets of the message, "*" when they are not known.'),
  setupFrame: frame(
    'msrp.setup-frame',
    'Setup frame',
    '8',
    'Packet whose session description names the way to the receiver.',
  ),
  responseIn: frame(
    'msrp.response_in',
    'Response in',
    '7.2',
    'Packet that has the response to this request.',
    'response',
  ),
  requestIn: frame(
    'msrp.response_to',
    'Response to',
    '7.2',
    'Packet that has the request which this response answers.',
    'request',
  ),
  sentIn: frame(
    'msrp.report_on',
    'Report on',
    '7.1.2',
    'Packet that has the first chunk of the message of which this tells.',
  ),
  chunks: {
    filter: 'msrp.chunks',
    type: 'group',
    label: 'Chunks',
    spec: 'RFC 4975 5.1',
    doc: 'The chunks that the message was put together from.',
  },
  chunk: frame('msrp.chunk', 'Chunk', '5.1', 'Packet that brought a chunk.', 'part'),
  reassembledIn: frame(
    'msrp.reassembled_in',
    'Reassembled in',
    '5.1',
    'Packet that completed the message: there it is shown.',
    'whole',
  ),
});

const HEADERS: readonly (readonly [name: string, filter: string, spec: string, doc: string])[] = [
  ['To-Path', 'to.path', '7.1', 'URIs over which the message goes, the next one first.'],
  ['From-Path', 'from.path', '7.1', 'URIs over which an answer goes, the next one first.'],
  ['Message-ID', 'messageid', '7.1.1', 'Identifies the message: the same in all its chunks and reports.'],
  ['Success-Report', 'success.report', '7.1.1', 'Whether a REPORT of success is wanted.'],
  ['Failure-Report', 'failure.report', '7.1.1', 'Whether a REPORT of failure is wanted.'],
  ['Byte-Range', 'byte.range', '7.1.1', 'First and last octet of the chunk, and octets of the message.'],
  ['Status', 'status', '7.1.2', 'What became of the message.'],
  ['Content-Type', 'content.type', '7.1.1', 'Media type of the message.'],
  ['Content-ID', 'content.id', '7.1.1', 'Identifies the body.'],
  ['Content-Description', 'content.description', '7.1.1', 'About the body.'],
  ['Content-Disposition', 'content.disposition', '7.1.1', 'How the body is meant.'],
  ['Use-Path', 'use.path', '9', 'URIs that a relay gives (RFC 4976).'],
  ['WWW-Authenticate', 'www.authenticate', '9', 'Challenge of a relay (RFC 4976).'],
  ['Authorization', 'authorization', '9', 'Credentials for a relay (RFC 4976).'],
  ['Authentication-Info', 'authentication.info', '9', 'What mutual authentication gave (RFC 4976).'],
  ['Expires', 'expires', '9', 'Seconds after which the URIs of a relay are void (RFC 4976).'],
];

const VALUES: ReadonlyMap<string, Field> = new Map(
  HEADERS.map(([name, filter, spec, doc]) => [name.toLowerCase(), field(text(`msrp.${filter}`, name, spec, doc))]),
);

const FORM = headerFields('msrp', 'RFC 4975 9');

export const GRAMMAR: Omit<HeaderGrammar, 'readValue'> = {
  fields: FORM,
  rules: HEADER_RULES,
  line: f.header,
  values: VALUES,
  unknown: f.otherHeader,
  blankLine: false,
};

export const SEPARATOR = FORM.separator;
export const BYTE_RANGE = VALUES.get('byte-range')!;

export const ALL_FIELDS: readonly Field[] = [...Object.values(f), ...Object.values(FORM), ...VALUES.values()];
