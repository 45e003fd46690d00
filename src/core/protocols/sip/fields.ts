import { type Field, field, fields } from '../../codec/field.ts';
import { headerFields } from '../../dissect/text-headers.ts';
import type { PartFields, UriFields } from './addresses.ts';
import { ADDRESSES, HEADERS, NUMBERS } from './tables/headers.ts';

const text = (filter: string, label: string, spec: string, doc: string): Field => ({
  filter,
  type: 'text',
  label,
  spec,
  doc,
});

export const f = fields({
  sip: { filter: 'sip', type: 'protocol', label: 'SIP', doc: 'Session Initiation Protocol.' },
  requestLine: text('sip.Request-Line', 'Request line', 'RFC 3261 7.1', 'Method, URI and version.'),
  statusLine: text('sip.Status-Line', 'Status line', 'RFC 3261 7.2', 'Version, status code and reason phrase.'),
  method: text('sip.Method', 'Method', 'RFC 3261 7.1', 'What the sender wants to be done.'),
  version: text('sip.version', 'Version', 'RFC 3261 7.1', 'Version of the protocol.'),
  status: {
    filter: 'sip.Status-Code',
    encoding: 'ascii-decimal',
    type: 'uint',
    label: 'Status code',
    spec: 'RFC 3261 7.2',
    doc: 'What came of the request: 1xx in progress, 2xx done, 3xx elsewhere, 4xx to 6xx failed.',
  },
  reason: text('sip.Reason-Phrase', 'Reason phrase', 'RFC 3261 7.2', 'The status in words.'),
  headers: {
    filter: 'sip.msg_hdr',
    type: 'group',
    label: 'Message header',
    spec: 'RFC 3261 7.3',
    doc: 'The headers, up to the empty line.',
  },
  header: text('sip.header', 'Header', 'RFC 3261 7.3', 'One header, with the lines folded onto it.'),
  otherHeader: text('sip.header.value', 'Value', 'RFC 3261 7.3', 'Value of a header that has no row of its own.'),
  blank: {
    filter: 'sip.blank',
    type: 'bytes',
    label: 'Blank',
    spec: 'RFC 3261 7.1',
    doc: 'Between the parts of a line.',
  },
  keepAlive: {
    filter: 'sip.keep_alive',
    type: 'bytes',
    label: 'Keep-alive',
    spec: 'RFC 5626 4.4.1',
    doc: 'Line ends or zeros between messages, to keep a connection open.',
  },
  continuation: {
    filter: 'sip.continuation',
    type: 'bytes',
    label: 'Continuation data',
    spec: 'RFC 3261 7',
    doc: 'Octets that do not begin as a message does.',
  },
  body: {
    filter: 'sip.msg_body',
    type: 'bytes',
    label: 'Message body',
    spec: 'RFC 3261 7.4',
    doc: 'A body that no other protocol reads.',
  },
  packedBody: {
    filter: 'sip.packed_body',
    type: 'bytes',
    label: 'Encoded body',
    spec: 'RFC 3261 7.4.1',
    doc: 'A body as it was sent; what it holds stands in octets of its own.',
  },
  responseIn: {
    filter: 'sip.response_in',
    type: 'frame',
    leadsTo: 'response',
    label: 'Response in',
    spec: 'RFC 3261 17',
    generated: true,
    doc: 'Packet that has a response to this request.',
  },
  requestIn: {
    filter: 'sip.response-request',
    type: 'frame',
    leadsTo: 'request',
    label: 'Request frame',
    spec: 'RFC 3261 17',
    generated: true,
    doc: 'Packet that has the request which this response answers.',
  },
  resend: {
    filter: 'sip.resend',
    type: 'bool',
    label: 'Resent packet',
    spec: 'RFC 3261 17',
    generated: true,
    doc: '1 when the same message came before.',
  },
  resendOriginal: {
    filter: 'sip.resend-original',
    type: 'frame',
    leadsTo: 'same',
    label: 'Suspected resend of frame',
    spec: 'RFC 3261 17',
    generated: true,
    doc: 'Packet in which the message came first.',
  },
  bindings: {
    filter: 'sip.bindings',
    type: 'uint',
    label: 'Bindings',
    spec: 'RFC 3261 10',
    generated: true,
    doc: 'Contacts that the registration states.',
  },
  scheme: text('sip.uri.scheme', 'URI scheme', 'RFC 3261 19.1', 'Kind of URI: sip, sips, tel.'),
  gruu: text('sip.gruu', 'GRUU', 'RFC 5627 6.1', 'The gr parameter: which instance of the user is meant.'),
  fromTag: text('sip.from.tag', 'From tag', 'RFC 3261 19.3', "The sender's half of the dialog's identifier."),
  toTag: text('sip.to.tag', 'To tag', 'RFC 3261 19.3', "The receiver's half of the dialog's identifier."),
  parameter: text('sip.parameter', 'Parameter', 'RFC 3261 7.3.1', 'A parameter of a header.'),
  contactParameter: text('sip.contact.parameter', 'Contact parameter', 'RFC 3261 20.10', 'A parameter of a contact.'),
  featureTag: text('sip.feature_tag', 'Feature tag', 'RFC 3841 9.2', 'What a device should have.'),
  eventAppId: text(
    'sip.eventappid',
    'Event application id',
    'NOTI-1.3 7.3',
    'The g.oma.eventappid feature tag: applications that pushed content is for; syncml.dm is device management.',
  ),
  instance: text('sip.instance', 'Instance id', 'RFC 5626 4.1', 'Identifies the device, for all its registrations.'),
  publicGruu: text('sip.pub_gruu', 'Public GRUU', 'RFC 5627 4.2', 'Address of this one device of the user.'),
  temporaryGruu: text('sip.temp_gruu', 'Temporary GRUU', 'RFC 5627 4.2', 'Address that conceals the user.'),
  expires: {
    filter: 'sip.contact.expires',
    encoding: 'ascii-decimal',
    type: 'uint',
    label: 'Contact expires',
    spec: 'RFC 3261 20.10',
    doc: 'Seconds after which the binding is void.',
  },
  cseqNumber: {
    filter: 'sip.CSeq.seq',
    encoding: 'ascii-decimal',
    type: 'uint',
    label: 'Sequence number',
    spec: 'RFC 3261 20.16',
    doc: 'Counts the requests of a dialog.',
  },
  cseqMethod: text('sip.CSeq.method', 'CSeq method', 'RFC 3261 20.16', 'Method of the request.'),
  viaTransport: text('sip.Via.transport', 'Transport', 'RFC 3261 20.42', 'UDP, TCP, TLS, SCTP.'),
  viaAddress: text('sip.Via.sent-by.address', 'Sent-by address', 'RFC 3261 20.42', 'Host that the response goes to.'),
  viaPort: {
    filter: 'sip.Via.sent-by.port',
    encoding: 'ascii-decimal',
    type: 'uint',
    label: 'Sent-by port',
    spec: 'RFC 3261 20.42',
    doc: 'Port that the response goes to.',
  },
  viaBranch: text('sip.Via.branch', 'Branch', 'RFC 3261 20.42', 'Identifies the transaction.'),
  viaMaddr: text('sip.Via.maddr', 'Maddr', 'RFC 3261 20.42', 'Multicast address.'),
  viaRport: text('sip.Via.rport', 'RPort', 'RFC 3581 3', 'Port that the request came from, or the wish to be told it.'),
  viaReceived: text('sip.Via.received', 'Received', 'RFC 3261 20.42', 'Address that the request came from.'),
  viaTtl: text('sip.Via.ttl', 'TTL', 'RFC 3261 20.42', 'Time to live of a multicast.'),
  viaComp: text('sip.Via.comp', 'Comp', 'RFC 3486 3', 'Compression that the sender takes.'),
  authScheme: text('sip.auth.scheme', 'Authentication scheme', 'RFC 3261 22', 'Digest, nearly always.'),
});

function uriFields(prefix: string, address: string, about: string): UriFields {
  const spec = 'RFC 3261 19.1';
  const at = about.toLowerCase();
  return fields({
    uri: text(address, `${about} address`, spec, `The URI of the ${at}.`),
    display: text(`${prefix}.display.info`, `${about} display name`, 'RFC 3261 20.10', `Name of the ${at} for people.`),
    user: text(`${prefix}.user`, `${about} user`, spec, `User part of the URI of the ${at}.`),
    host: text(`${prefix}.host`, `${about} host`, spec, `Host part of the URI of the ${at}.`),
    port: text(`${prefix}.port`, `${about} port`, spec, `Port in the URI of the ${at}.`),
    parameter: text(`${prefix}.param`, `${about} parameter`, spec, `A parameter of the URI of the ${at}.`),
  });
}

export const REQUEST_URI = uriFields('sip.r-uri', 'sip.r-uri', 'Request');

/** Rows of the addresses in headers, by lower-case name. */
export const URI_FIELDS: ReadonlyMap<string, UriFields> = new Map(
  [...ADDRESSES].map(([name, [about, address, prefix]]) => [name, uriFields(prefix, `${prefix}.${address}`, about)]),
);

export const PARTS: PartFields = { scheme: f.scheme, gruu: f.gruu };

/** Rows of parameters of credentials and challenges: `response` is sip.auth.digest.response. */
const AUTH: readonly (readonly [name: string, label: string, doc: string])[] = [
  ['username', 'Username', 'Who authenticates.'],
  ['realm', 'Realm', 'What the credentials are for.'],
  ['nonce', 'Nonce', 'Number that the server gave.'],
  ['uri', 'Authentication URI', 'URI that the digest covers.'],
  ['response', 'Digest response', 'The digest that proves the password.'],
  ['algorithm', 'Algorithm', 'How the digest is made.'],
  ['opaque', 'Opaque', 'Text to be given back.'],
  ['qop', 'Quality of protection', 'What the digest covers.'],
  ['cnonce', 'Client nonce', 'Number that the client gave.'],
  ['nc', 'Nonce count', 'How often the nonce was used.'],
  ['domain', 'Domain', 'Where else the credentials count.'],
  ['stale', 'Stale', 'True when only the nonce was too old.'],
  ['auts', 'Resynchronisation token', 'Token of an AKA resynchronisation.'],
  ['rspauth', 'Response authentication', "The server's digest."],
  ['nextnonce', 'Next nonce', 'Nonce for the next request.'],
  ['ik', 'Integrity key', 'Integrity key of AKA.'],
  ['ck', 'Cipher key', 'Cipher key of AKA.'],
];

export const AUTH_FIELDS: ReadonlyMap<string, Field> = new Map(
  AUTH.map(([name, label, doc]) => {
    const filter = name === 'response' ? 'sip.auth.digest.response' : `sip.auth.${name}`;
    return [name, field(text(filter, label, 'RFC 3261 22.4', doc))];
  }),
);

/** Rows of header values by lower-case name. */
export const VALUES: ReadonlyMap<string, Field> = new Map(
  HEADERS.map(([name, spec, doc, filter]) => {
    const key = name.toLowerCase();
    const declared = text(filter ?? `sip.${name}`, name, spec, doc);
    return [key, field(NUMBERS.has(key) ? { ...declared, type: 'uint' } : declared)];
  }),
);

export const FORM = headerFields('sip', 'RFC 3261 7.3.1');

export const ALL_FIELDS: readonly Field[] = [
  ...Object.values(f),
  ...Object.values(FORM),
  ...VALUES.values(),
  ...AUTH_FIELDS.values(),
  ...Object.values(REQUEST_URI),
  ...[...URI_FIELDS.values()].flatMap((uri) => Object.values(uri) as Field[]),
];
