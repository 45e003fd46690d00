import { u16 } from '../../base/bits.ts';
import { fromLatin1, fromUtf8 } from '../../base/bytes.ts';
import { hashOctets } from '../../base/hash.ts';
import {
  learnNotification,
  type NotificationSighting,
  type SameId,
  sameId,
  serverName,
} from '../../dissect/dm-sessions.ts';
import type { Summary } from '../../dissect/summary.ts';
import { HEADER_12, HEADER_13, HEADER_20, isWhole, type NotificationFormat } from './formats.ts';
import { moName } from './mo-index.ts';
import { header12 } from './v12.ts';
import { header13 } from './v13.ts';
import { header20 } from './v20.ts';

const sessionOf12 = header12.getter('sessionId');
const sessionOf13 = header13.getter('sessionId');
const timeoutOf13 = header13.getter('timeout');
const idOf20 = header20.getter('notificationId');

/** Octets of the digest, which 1.2 has before the trigger. */
const DIGEST_12 = 16;
/** Longer ones of 1.2 are not kept: one of 255 octets of name has room for more. */
const MOST_KEPT = 320;
const SERVER_ID = 1;
const REQUESTED_MO = 3;

/** Where a notification was met. */
export interface Place {
  readonly frame: number;
  readonly seconds: number;
  readonly source: string;
  readonly destination: string;
  /** True when the capture cut the packet off. */
  readonly cut: boolean;
}

export interface Seen {
  readonly sighting: NotificationSighting;
  /** What it has in common with those that must not have its id; undefined when nothing can be compared. */
  readonly same: SameId | undefined;
}

/** What both passes remember of a notification; undefined when it is cut in a place that matters, or a DS alert. */
export function notificationAt(
  format: NotificationFormat | undefined,
  bytes: Uint8Array,
  start: number,
  end: number,
  place: Place,
): Seen | undefined {
  if (format === undefined || format === 'ds-1.2') return undefined;
  const whole = isWholeAs(format, bytes, start, end);
  // The vendor's octets at the end of 1.2 are of any length, so that a cut is not seen there.
  if (place.cut && (format === 'dm-1.2' || !whole)) return undefined;
  const header = { 'dm-1.2': HEADER_12, 'dm-1.3': HEADER_13, 'dm-2.0': HEADER_20 }[format];
  if (end - start < header) return undefined;
  const requested: string[] = [];
  let server: string;
  let id: number;
  if (format === 'dm-1.2') {
    const from = start + HEADER_12;
    server = nameAt(bytes, from, Math.min(end, from + bytes[from - 1]!));
    id = sessionOf12(bytes, start * 8);
  } else if (format === 'dm-1.3') {
    server = scanOptions(bytes, start + HEADER_13, end, (bytes[start]! >>> 1) & 7, false, requested);
    id = sessionOf13(bytes, start * 8);
  } else {
    server = scanOptions(bytes, start + HEADER_20, end, (u16(bytes, start) >>> 7) & 31, true, requested);
    id = idOf20(bytes, start * 8);
  }
  const { frame, seconds, source, destination } = place;
  const hash = hashOctets(bytes, start, end);
  const sighting: NotificationSighting = {
    frame,
    seconds,
    format,
    id,
    server,
    device: destination,
    hash,
    request: format === 'dm-1.2' ? hashOctets(bytes, start + DIGEST_12, end) : hash,
    timeout: format === 'dm-1.3' ? timeoutOf13(bytes, start * 8) : 0,
    whole,
    requested,
    // A view would keep the whole file window alive.
    octets: format === 'dm-1.2' && end - start <= MOST_KEPT ? bytes.slice(start, end) : undefined,
  };
  // Session id 0 is no id that could be told from another; a notification number is.
  const same = id === 0 && format !== 'dm-2.0' ? undefined : sameId(format, server, source, id);
  return { sighting, same };
}

/** True when the structure is unbroken; unlike when the format is guessed, the version of 1.2 may be any. */
function isWholeAs(format: NotificationFormat, bytes: Uint8Array, start: number, end: number): boolean {
  if (format !== 'dm-1.2') return isWhole(format, bytes, start, end);
  return end - start >= HEADER_12 && HEADER_12 + bytes[start + HEADER_12 - 1]! <= end - start;
}

/** Name in the first Server-ID; requested objects go into `requested` (those of 1.3: 2.0 does not run over SyncML). */
function scanOptions(
  bytes: Uint8Array,
  from: number,
  end: number,
  count: number,
  deltas: boolean,
  requested: string[],
): string {
  let server: string | undefined;
  let number = 0;
  let at = from;
  for (let i = 0; i < count && at + 2 <= end; i++) {
    const head = u16(bytes, at);
    const size = head & 0xfff;
    number = deltas ? number + (head >>> 12) : head >>> 12;
    at += 2;
    if (at + size > end) break;
    if (number === SERVER_ID) server ??= nameAt(bytes, at, at + size);
    if (!deltas && number === REQUESTED_MO && (size === 1 || size === 2)) {
      const urn = moName(size === 1 ? bytes[at]! : u16(bytes, at));
      if (urn !== undefined) requested.push(urn);
    }
    at += size;
  }
  return server ?? '';
}

function nameAt(bytes: Uint8Array, start: number, end: number): string {
  const octets = bytes.subarray(start, Math.max(start, end));
  return serverName(fromUtf8(octets) ?? fromLatin1(octets));
}

/** Pass 1: remembers a notification. */
export function learnNotificationAt(
  format: NotificationFormat | undefined,
  bytes: Uint8Array,
  start: number,
  end: number,
  row: Summary,
): void {
  const { state, frame, seconds, cut } = row;
  if (state.sightings('dm.notification').full) return;
  const { addresses } = state;
  const place = {
    frame,
    seconds,
    source: addresses.text(row.source),
    destination: addresses.text(row.destination),
    cut,
  };
  const seen = notificationAt(format, bytes, start, end, place);
  if (seen !== undefined) learnNotification(state, seen.sighting, seen.same);
}
