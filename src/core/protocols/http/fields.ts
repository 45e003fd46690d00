import { type Field, field, fields } from '../../codec/field.ts';
import { type HeaderGrammar, headerFields, headerRules } from '../../dissect/text-headers.ts';
import { PUSH_STATUS } from './tables/push-status.ts';
import { STATUS_CODES } from './tables/status-codes.ts';

const SPEC = 'RFC 9112';

export const f = fields({
  http: { filter: 'http', type: 'protocol', label: 'HTTP', doc: 'Hypertext Transfer Protocol, version 1.' },
  leading: {
    filter: 'http.leading_line_end',
    type: 'bytes',
    label: 'Line end before the message',
    spec: 'RFC 9112 2.2',
    doc: 'CR and LF that belong to no message.',
  },
  startLine: {
    filter: 'http.start_line',
    type: 'group',
    label: 'Start line',
    spec: 'RFC 9112 2.1',
    doc: 'Request line or status line.',
  },
  blank: { filter: 'http.blank', type: 'bytes', label: 'Blank', spec: SPEC, doc: 'Blanks between parts of a line.' },
  request: {
    filter: 'http.request',
    type: 'bool',
    label: 'Request',
    spec: SPEC,
    generated: true,
    doc: '1 in requests.',
  },
  response: {
    filter: 'http.response',
    type: 'bool',
    label: 'Response',
    spec: SPEC,
    generated: true,
    doc: '1 in responses.',
  },
  method: {
    filter: 'http.request.method',
    type: 'text',
    label: 'Request method',
    spec: 'RFC 9110 9',
    doc: 'What the server is to do.',
  },
  uri: {
    filter: 'http.request.uri',
    type: 'text',
    label: 'Request URI',
    spec: 'RFC 9112 3.2',
    doc: 'What the request is about.',
  },
  requestVersion: {
    filter: 'http.request.version',
    type: 'text',
    label: 'Request version',
    spec: 'RFC 9112 2.3',
    doc: 'Version of the protocol.',
  },
  fullUri: {
    filter: 'http.request.full_uri',
    type: 'text',
    label: 'Full request URI',
    spec: 'RFC 9110 7.1',
    generated: true,
    doc: 'With the host.',
  },
  responseVersion: {
    filter: 'http.response.version',
    type: 'text',
    label: 'Response version',
    spec: 'RFC 9112 2.3',
    doc: 'Version of the protocol.',
  },
  code: {
    filter: 'http.response.code',
    encoding: 'ascii-decimal',
    type: 'uint',
    label: 'Status code',
    spec: 'RFC 9110 15',
    names: STATUS_CODES,
    doc: 'What became of the request.',
  },
  phrase: {
    filter: 'http.response.phrase',
    type: 'text',
    label: 'Response phrase',
    spec: 'RFC 9112 4',
    doc: 'The status code in words.',
  },
  requestIn: {
    filter: 'http.request_in',
    type: 'frame',
    label: 'Request in',
    spec: 'RFC 9112 9.2',
    generated: true,
    doc: 'Packet that has the request.',
  },
  responseIn: {
    filter: 'http.response_in',
    type: 'frame',
    label: 'Response in',
    spec: 'RFC 9112 9.2',
    generated: true,
    doc: 'Packet that has the response.',
  },
  requestLine: {
    filter: 'http.request.line',
    type: 'group',
    label: 'Request header',
    spec: 'RFC 9112 5',
    doc: 'A header of a request.',
  },
  responseLine: {
    filter: 'http.response.line',
    type: 'group',
    label: 'Response header',
    spec: 'RFC 9112 5',
    doc: 'A header of a response.',
  },
  unknown: {
    filter: 'http.unknown_header',
    type: 'text',
    label: 'Value',
    spec: 'RFC 9110 5.5',
    doc: 'Value of a header without a name of its own here.',
  },
  contentLength: {
    filter: 'http.content_length',
    type: 'uint',
    label: 'Content length',
    spec: 'RFC 9110 8.6',
    generated: true,
    doc: 'Octets of the body, as a number.',
  },
  basic: {
    filter: 'http.authbasic',
    type: 'text',
    label: 'Credentials',
    spec: 'RFC 7617 2',
    generated: true,
    doc: 'Name and password, a colon between them.',
  },
  pushStatus: {
    filter: 'http.x_wap_push_status.code',
    type: 'uint',
    label: 'Push status',
    spec: 'OTA-HTTP',
    names: PUSH_STATUS,
    generated: true,
    doc: 'What became of the push, as a number.',
  },
  chunk: { filter: 'http.chunk', type: 'group', label: 'Chunk', spec: 'RFC 9112 7.1', doc: 'A chunk of the body.' },
  chunkSize: {
    filter: 'http.chunk_size',
    type: 'uint',
    encoding: 'ascii-hexadecimal',
    label: 'Chunk size',
    spec: 'RFC 9112 7.1',
    doc: 'Octets of data; written in hexadecimal digits.',
  },
  chunkExtension: {
    filter: 'http.chunk_extension',
    type: 'text',
    label: 'Chunk extension',
    spec: 'RFC 9112 7.1.1',
    doc: 'Parameters of the chunk.',
  },
  chunkData: {
    filter: 'http.chunk_data',
    type: 'bytes',
    label: 'Chunk data',
    spec: 'RFC 9112 7.1',
    doc: 'Part of the body.',
  },
  chunkBoundary: {
    filter: 'http.chunk_boundary',
    type: 'bytes',
    label: 'Chunk boundary',
    spec: 'RFC 9112 7.1',
    doc: 'Line end behind the size or the data of a chunk.',
  },
  lastChunk: {
    filter: 'http.last_chunk',
    type: 'group',
    label: 'Last chunk',
    spec: 'RFC 9112 7.1',
    doc: 'The end of the body, with trailers.',
  },
  trailer: {
    filter: 'http.chunked_trailer_part',
    type: 'group',
    label: 'Trailer',
    spec: 'RFC 9112 7.1.2',
    doc: 'A header behind the body.',
  },
  packed: {
    filter: 'http.encoded_data',
    type: 'bytes',
    label: 'Encoded body',
    spec: 'RFC 9110 8.4',
    doc: 'The body as it was sent, packed by its content coding.',
  },
  data: {
    filter: 'http.file_data',
    type: 'text',
    label: 'Body',
    spec: 'RFC 9112 6',
    doc: 'A body that nothing here knows more of.',
  },
  whole: {
    filter: 'http.file_data',
    type: 'text',
    label: 'Body as text',
    spec: 'RFC 9112 6',
    generated: true,
    doc: 'The body without its codings, at most a mebioctet of it, where its content is read further.',
  },
});

/** Headers with a filter name of Wireshark's. */
const KNOWN: readonly (readonly [name: string, filter: string, spec: string, doc: string])[] = [
  ['Authorization', 'authorization', 'RFC 9110 11.6.2', 'Who sends the request, and the proof.'],
  ['Proxy-Authenticate', 'proxy_authenticate', 'RFC 9110 11.7.1', 'How a proxy wants proof of the sender.'],
  ['Proxy-Authorization', 'proxy_authorization', 'RFC 9110 11.7.2', 'Who sends the request, for a proxy.'],
  ['WWW-Authenticate', 'www_authenticate', 'RFC 9110 11.6.1', 'How the server wants proof of the sender.'],
  ['Content-Type', 'content_type', 'RFC 9110 8.3', 'Media type of the body, with parameters.'],
  ['Content-Length', 'content_length_header', 'RFC 9110 8.6', 'Octets of the body.'],
  ['Content-Encoding', 'content_encoding', 'RFC 9110 8.4', 'How the body is packed.'],
  ['Transfer-Encoding', 'transfer_encoding', 'RFC 9112 6.1', 'How the body is cut for sending.'],
  ['Upgrade', 'upgrade', 'RFC 9110 7.8', 'Protocols to go on with.'],
  ['User-Agent', 'user_agent', 'RFC 9110 10.1.5', 'Program that sends the request.'],
  ['Host', 'host', 'RFC 9110 7.2', 'Host and port of the request target.'],
  ['Connection', 'connection', 'RFC 9110 7.6.1', 'What becomes of the connection.'],
  ['Cookie', 'cookie', 'RFC 6265 5.4', 'State that the server has set before.'],
  ['Accept', 'accept', 'RFC 9110 12.5.1', 'Media types that are wanted.'],
  ['Referer', 'referer', 'RFC 9110 10.1.3', 'Where the request target was found.'],
  ['Accept-Language', 'accept_language', 'RFC 9110 12.5.4', 'Languages that are wanted.'],
  ['Accept-Encoding', 'accept_encoding', 'RFC 9110 12.5.3', 'Content codings that are wanted.'],
  ['Date', 'date', 'RFC 9110 6.6.1', 'When the message was made.'],
  ['Cache-Control', 'cache_control', 'RFC 9111 5.2', 'What caches may do.'],
  ['Server', 'server', 'RFC 9110 10.2.4', 'Program that answers.'],
  ['Location', 'location', 'RFC 9110 10.2.2', 'Where to go instead, or what was made.'],
  ['Set-Cookie', 'set_cookie', 'RFC 6265 5.2', 'State for later requests.'],
  ['Last-Modified', 'last_modified', 'RFC 9110 8.8.2', 'When the content was changed last.'],
  ['X-Forwarded-For', 'x_forwarded_for', 'RFC 7239', 'Addresses that the request came through.'],
  ['Sec-WebSocket-Accept', 'sec_websocket_accept', 'RFC 6455 11.3.3', "The server's proof."],
  ['Sec-WebSocket-Extensions', 'sec_websocket_extensions', 'RFC 6455 11.3.2', 'Extensions.'],
  ['Sec-WebSocket-Key', 'sec_websocket_key', 'RFC 6455 11.3.1', "The client's random octets."],
  ['Sec-WebSocket-Protocol', 'sec_websocket_protocol', 'RFC 6455 11.3.4', 'Protocols on top.'],
  ['Sec-WebSocket-Version', 'sec_websocket_version', 'RFC 6455 11.3.5', 'Version.'],
];

/** Headers of pushes and of the over-the-air protocol on HTTP. */
const PUSH_HEADERS: readonly (readonly [name: string, doc: string])[] = [
  ['X-Wap-Push-OTA-Version', 'Version of the over-the-air protocol.'],
  ['X-Wap-Push-Status', 'What became of the push or the registration: a code, and words.'],
  ['X-Wap-Terminal-ID', 'Identifier of the terminal.'],
  ['X-Wap-CPITag', 'Tag of the capabilities and preferences that the gateway knows: base64 of 4 octets.'],
  ['X-Wap-Bearer-Indication', 'Bearer of the connection.'],
  ['X-Wap-Push-User-Agent', 'Program that takes pushes.'],
  ['X-Wap-Push-Accept', 'Media types that the terminal takes.'],
  ['X-Wap-Push-Accept-Charset', 'Charsets that the terminal takes.'],
  ['X-Wap-Push-Accept-Language', 'Languages that the terminal takes.'],
  ['X-Wap-Push-Accept-Encoding', 'Content codings that the terminal takes.'],
  ['X-Wap-Push-Accept-AppID', 'Applications that take pushes.'],
  ['X-Wap-Push-Accept-MaxPushReq', 'Pushes that the terminal takes at one time.'],
  ['X-Wap-Push-MsgSize', 'Octets of the largest push that the terminal takes.'],
  ['X-Wap-Push-MaxMsgSize', 'Octets of the largest push that the terminal takes.'],
  ['X-Wap-Push-ProvURL', 'Where the terminal is provisioned.'],
  ['X-Wap-Push-Info', 'What the gateway says of the push: authenticated, trusted, last.'],
  ['X-Wap-Authenticate', 'How the gateway wants proof of the terminal.'],
  ['X-Wap-Authorization', 'Which terminal answers, and the proof.'],
  ['X-Wap-Application-Id', 'Application that the push is for.'],
  ['X-Wap-Content-URI', 'Where the content has come from.'],
  ['X-Wap-Initiator-URI', 'Who has pushed.'],
  ['X-Wap-TOD', 'Time of day.'],
  ['X-Wap-Security', 'What becomes of subordinate secure connections.'],
  ['Profile', 'Capability document of the terminal.'],
  ['Profile-Diff', 'Changes to the capability document.'],
  ['X-Syncml-Hmac', 'Credentials of the DM message in the body.'],
  ['Content-Language', 'Languages of the content.'],
  ['Content-Location', 'Address of the content.'],
  ['Content-Transfer-Encoding', 'How the body is written.'],
  ['Content-ID', 'Name of the body.'],
  ['Allow', 'Methods that the target takes.'],
  ['ETag', 'Tag of the content.'],
];

function named(name: string, filter: string, spec: string, doc: string): readonly [string, Field] {
  return [name.toLowerCase(), field({ filter: `http.${filter}`, type: 'text', label: name, spec, doc })];
}

const VALUES: ReadonlyMap<string, Field> = new Map([
  ...KNOWN.map(([name, filter, spec, doc]) => named(name, filter, spec, doc)),
  ...PUSH_HEADERS.map(([name, doc]) => named(name, name.toLowerCase().replace(/-/g, '_'), 'OTA-HTTP', doc)),
]);

const lines = headerFields('http', 'RFC 9112 5');
export const HEADER_RULES = headerRules('HTTP', 'RFC 9112 2.2');

const common = { fields: lines, rules: HEADER_RULES, values: VALUES, unknown: f.unknown } as const;
export const REQUEST_HEADERS: HeaderGrammar = { ...common, line: f.requestLine };
export const RESPONSE_HEADERS: HeaderGrammar = { ...common, line: f.responseLine };
export const TRAILERS: HeaderGrammar = { ...common, line: f.trailer };

export const ALL_FIELDS: readonly Field[] = [...Object.values(f), ...Object.values(lines), ...VALUES.values()];
