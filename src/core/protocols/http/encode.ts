import { concatBytes, toUtf8 } from '../../base/bytes.ts';

export interface HeaderDraft {
  readonly name: string;
  readonly value: string;
}

/** Header line; line ends inside would begin another one (RFC 9110 5.5), so they become blanks. */
function line({ name, value }: HeaderDraft): string {
  return `${name}: ${value.replace(/[\r\n\0]+/g, ' ')}\r\n`;
}

export interface HttpRequestDraft {
  readonly method: string;
  readonly target: string;
  readonly host: string;
  readonly headers: readonly HeaderDraft[];
  readonly body: Uint8Array;
}

/** A request of HTTP/1.1 (RFC 9112 3), Host and Content-Length worked out unless the headers give them. */
export function httpRequest({ method, target, host, headers, body }: HttpRequestDraft): Uint8Array {
  const given = new Set(headers.map(({ name }) => name.toLowerCase()));
  const all = [
    ...(given.has('host') ? [] : [{ name: 'Host', value: host }]),
    ...headers,
    ...(given.has('content-length') || given.has('transfer-encoding')
      ? []
      : [{ name: 'Content-Length', value: String(body.length) }]),
  ];
  return concatBytes(toUtf8(`${method} ${target} HTTP/1.1\r\n${all.map(line).join('')}\r\n`), body);
}

/** A response of HTTP/1.1 (RFC 9112 4); no Content-Length with 204, which has no body. */
export function httpResponse(
  status: number,
  reason: string,
  headers: readonly HeaderDraft[],
  body: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const length = status === 204 ? [] : [{ name: 'Content-Length', value: String(body.length) }];
  const all = [...headers, ...length].map(line).join('');
  return concatBytes(toUtf8(`HTTP/1.1 ${status} ${reason}\r\n${all}\r\n`), body);
}
