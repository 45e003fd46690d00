import { u16 } from '../../base/bits.ts';
import { WAP_PORTS } from '../../base/wap-ports.ts';

/** Octets of message type, total and number, and of the two ports. */
export const HEADER_OCTETS = 3;
export const PORTS_OCTETS = 4;
const PUSH = 6;
const CONFIRMED_PUSH = 7;
const NOTIFICATION = 0xc4;
const NOTIFICATION_TEXT = 'application/vnd.syncml.notification\0';
const UINTVAR_OCTETS = 5;

/** The header of a segment; -1 for ports that it has not. */
export interface Segment {
  readonly total: number;
  readonly number: number;
  readonly source: number;
  readonly destination: number;
  /** Octet where the data begin. */
  readonly at: number;
}

/** The segment in octets `start` to `end`; undefined when it is none, or lacks octets of its header. */
export function segmentAt(bytes: Uint8Array, start: number, end: number): Segment | undefined {
  if (end - start < HEADER_OCTETS || bytes[start] !== 0) return undefined;
  const total = bytes[start + 1]!;
  const number = bytes[start + 2]!;
  if (number >= total) return undefined;
  const ports = start + HEADER_OCTETS;
  if (number > 0) return { total, number, source: -1, destination: -1, at: ports };
  if (end - ports < PORTS_OCTETS) return undefined;
  return { total, number, source: u16(bytes, ports), destination: u16(bytes, ports + 2), at: ports + PORTS_OCTETS };
}

/** Octet behind the uintvar at `at`; -1 when it does not end. */
function afterUintvar(bytes: Uint8Array, at: number, end: number): number {
  for (let i = at; i < Math.min(end, at + UINTVAR_OCTETS); i++) if (bytes[i]! < 0x80) return i + 1;
  return -1;
}

/** True when a connectionless WSP push can begin at `at`: its type stands behind the transaction id. */
export function isPush(bytes: Uint8Array, at: number, end: number): boolean {
  return at + 2 < end && (bytes[at + 1] === PUSH || bytes[at + 1] === CONFIRMED_PUSH);
}

/** True when the push at `at` names the content type of OMA DM notifications. */
function isNotification(bytes: Uint8Array, at: number, end: number): boolean {
  let type = afterUintvar(bytes, at + 2, end);
  if (type < 0 || type >= end) return false;
  // A content type with parameters has a length in front.
  if (bytes[type] === 0x1f) type = afterUintvar(bytes, type + 1, end);
  else if (bytes[type]! < 0x1f) type++;
  if (type < 0 || type >= end) return false;
  if (bytes[type] === NOTIFICATION) return true;
  if (end - type < NOTIFICATION_TEXT.length) return false;
  for (let i = 0; i < NOTIFICATION_TEXT.length; i++)
    if (bytes[type + i] !== NOTIFICATION_TEXT.charCodeAt(i)) return false;
  return true;
}

/**
 * True when the data at `at` begin with the four port octets once more: they are the ports in either order and a push
 * follows, or a push of an OMA DM notification follows, which is what phones look for.
 */
export function repeatsPorts(bytes: Uint8Array, at: number, end: number, source: number, destination: number): boolean {
  const behind = at + PORTS_OCTETS;
  if (isPush(bytes, at, end) || !isPush(bytes, behind, end)) return false;
  const first = u16(bytes, at);
  const second = u16(bytes, at + 2);
  const same = (first === source && second === destination) || (first === destination && second === source);
  return same || isNotification(bytes, behind, end);
}

/** Octets of unknown origin: the first segment, with a WAP port, of a push whose headers fit where no segment follows. */
export function guessSegment(bytes: Uint8Array, start: number, end: number): number {
  const segment = segmentAt(bytes, start, end);
  if (segment === undefined || segment.number !== 0) return 0;
  const { source, destination, total } = segment;
  if (WAP_PORTS[destination] === undefined && WAP_PORTS[source] === undefined) return 0;
  const at = repeatsPorts(bytes, segment.at, end, source, destination) ? segment.at + PORTS_OCTETS : segment.at;
  if (!isPush(bytes, at, end)) return 0;
  const headers = afterUintvar(bytes, at + 2, end);
  if (headers < 0) return 0;
  let octets = 0;
  for (const octet of bytes.subarray(at + 2, headers)) octets = octets * 128 + (octet & 0x7f);
  return octets > 0 && (total > 1 || headers + octets <= end) ? 0.85 : 0;
}
