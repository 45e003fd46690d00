import { fromLatin1, toBase64 } from '../../base/bytes.ts';
import { FormatFault, type FormatItem } from './item.ts';
import { headerOctets, type Sending, sendings } from './layers.ts';
import { commentLine, printfFormat, shellOctets, shellWord } from './safe-text.ts';

const HEAD = '#!/bin/sh\n';

const where = ({ kind, destination, destinationPort, payload, packets }: Sending) =>
  `# ${commentLine(`packet ${packets.map((index) => index + 1).join(', ')}: ${payload.length} octets to ${destination} port ${destinationPort}, ${kind.toUpperCase()}`)}\n`;

/**
 * Lines that send with netcat what UDP and TCP carry, a line for each datagram and for each side of a connection.
 * @throws FormatFault when no packet has UDP or TCP with content
 */
export function asNetcat(items: readonly FormatItem[]): string {
  const list = sendings(items);
  if (list.length === 0) throw new FormatFault('no packet has UDP or TCP content over IP');
  const lines = list.map((sending) => {
    const { kind, payload, destination, destinationPort } = sending;
    const options = kind === 'udp' ? '-u -w 1' : '-w 3';
    return `${where(sending)}printf ${printfFormat(payload)} | nc ${options} ${destination} ${destinationPort}\n`;
  });
  return `${HEAD}${lines.join('')}`;
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Headers that curl makes itself. */
const OWN = new Set(['content-length', 'transfer-encoding', 'host', 'connection', 'expect']);

export interface HttpRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: Uint8Array;
  /** Octets of the whole request. */
  readonly octets: number;
}

/** The request that octets begin with; undefined when they do not. A body of chunks stays as it is. */
export function httpRequestIn(bytes: Uint8Array): HttpRequest | undefined {
  // Only the headers as text: a stream of many requests would be turned into text again for each of them.
  const end = headerOctets(bytes);
  const [first = '', ...lines] = fromLatin1(bytes.subarray(0, Math.max(0, end))).split('\r\n');
  const [, method, target] = /^([A-Za-z]+) (\S+) HTTP\/1\.[01]$/.exec(first) ?? [];
  if (end < 0 || method === undefined || target === undefined) return undefined;
  const headers = lines.flatMap((line) => {
    const [, name, value] = /^([^:]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    return name === undefined || value === undefined || !TOKEN.test(name) ? [] : [{ name, value }];
  });
  const stated = headers.find(({ name }) => name.toLowerCase() === 'content-length')?.value;
  const from = end + 4;
  const to =
    stated !== undefined && /^\d{1,9}$/.test(stated) ? Math.min(bytes.length, from + Number(stated)) : bytes.length;
  const isChunked = headers.some(
    ({ name, value }) => name.toLowerCase() === 'transfer-encoding' && /chunked/i.test(value),
  );
  const body = isChunked ? unchunked(bytes.subarray(from)) : bytes.subarray(from, to);
  return { method, target, headers, body, octets: isChunked ? bytes.length : to };
}

/** Content of chunks, as far as they follow their grammar (RFC 9112 7.1). */
function unchunked(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  const text = fromLatin1(bytes);
  for (let at = 0; at < bytes.length; ) {
    const line = /^([0-9A-Fa-f]{1,7})[^\r\n]{0,200}\r\n/.exec(text.slice(at, at + 220));
    const size = Number.parseInt(line?.[1] ?? '0', 16);
    if (line === null || size === 0) break;
    const from = at + line[0].length;
    for (const octet of bytes.subarray(from, from + size)) out.push(octet);
    at = from + size + 2;
  }
  return Uint8Array.from(out);
}

/** The URL of a request: its Host header where that is a host, else the address that the packet went to. */
function url({ headers, target }: HttpRequest, { destination, destinationPort }: Sending): string {
  const host = headers.find(({ name }) => name.toLowerCase() === 'host')?.value ?? '';
  const numeric = destination.includes(':') ? `[${destination}]` : destination;
  const port = destinationPort === 80 ? '' : `:${destinationPort}`;
  const isHost = /^[A-Za-z0-9.-]+(:\d{1,5})?$|^\[[0-9A-Fa-f:.]+\](:\d{1,5})?$/.test(host);
  const path = target.replace(/^[a-z]+:\/\/[^/]*/i, '');
  const safe = path.replace(/[^!-~]|["'<>\\^`{|}[\]]/g, (character) => encodeURIComponent(character));
  return `http://${isHost ? host : `${numeric}${port}`}${safe.startsWith('/') ? safe : `/${safe}`}`;
}

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

function curlLine(request: HttpRequest, sending: Sending): string {
  const { method, headers, body } = request;
  const kept = headers.filter(({ name }) => !OWN.has(name.toLowerCase()));
  const hasType = kept.some(({ name }) => name.toLowerCase() === 'content-type');
  const line = [
    'curl --http1.1',
    // A URL of captured text leads to HTTP and nowhere else, and is taken as it is.
    '--proto =http,https --globoff --path-as-is',
    `--request ${shellWord(method)}`,
    // curl would call a body without type form data.
    ...(hasType || body.length === 0 ? [] : ["--header 'Content-Type:'"]),
    ...kept.map(
      ({ name, value }) => `--header ${shellOctets(latin1(value === '' ? `${name};` : `${name}: ${value}`))}`,
    ),
    ...(body.length > 0 ? ['--data-binary @-'] : []),
    `--url ${shellWord(url(request, sending))}`,
  ].join(' ');
  return body.length === 0 ? line : `printf %s ${shellWord(toBase64(body))} | base64 -d | ${line}`;
}

/**
 * Lines that send HTTP requests with curl.
 * @throws FormatFault when no packet begins an HTTP request
 */
export function asCurl(items: readonly FormatItem[]): string {
  const lines: string[] = [];
  for (const sending of sendings(items)) {
    let { payload } = sending;
    for (let request = httpRequestIn(payload); request !== undefined; request = httpRequestIn(payload)) {
      lines.push(`${where(sending)}${curlLine(request, sending)}\n`);
      payload = payload.subarray(request.octets);
    }
  }
  if (lines.length === 0) throw new FormatFault('no packet has an HTTP request; curl sends nothing else');
  return `${HEAD}${lines.join('')}`;
}
