import { fromLatin1 } from '../../base/bytes.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { PushCarrier } from '../../dissect/push-carrier.ts';
import type { Packet } from './scan.ts';

/** Header with lines of HTTP. */
const HTTP = 0x47;
/** More than any credentials take. */
const MOST = 4096;

/** The x-syncml-hmac among the lines of HTTP that a packet has (SyncML OBEX binding); undefined without one. */
export function hmacOf({ source, bytes }: Cursor, packet: Packet): PushCarrier['syncmlHmac'] {
  for (const { id, valueAt, end } of packet.headers) {
    if (id !== HTTP) continue;
    const lines = fromLatin1(bytes.subarray(valueAt, Math.min(end, valueAt + MOST)));
    const [, text] = /^x-syncml-hmac[ \t]*:[ \t]*([^\r\n\0]*)/im.exec(lines) ?? [];
    if (text !== undefined) return { text, source, start: valueAt * 8, end: end * 8 };
  }
  return undefined;
}
