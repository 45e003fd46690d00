import type { Met, Sighting } from './sightings.ts';
import type { CaptureState } from './summary.ts';

/*
 * Where OMA DM notifications and the messages of the sessions that they ask for meet, through two kinds of sightings:
 *
 * `dm.notification`: every notification, under
 *   format, server or source address, and id   notifications that must not share their id (made by `sameId`)
 *   server and id, device address and id, id alone   1.2 and 1.3: the session that they name
 *   server, device address   1.2 and 1.3: all of a server, all to a device
 * `dm.session`: the message that opens a session (message 1 of the client, with alert 1200 or 1201), under
 *   the session id as a number
 *   the names of both ends, in the order of the alphabet
 *
 * A server is known by its name, as `serverName` makes it: notifications have a server identifier, messages often its address.
 */

export type NotifiedFormat = 'dm-1.2' | 'dm-1.3' | 'dm-2.0';

/** A notification. */
export interface NotificationSighting extends Sighting {
  readonly seconds: number;
  readonly format: NotifiedFormat;
  /** Session id, in 2.0 notification id. */
  readonly id: number;
  /** Name of the server; empty when the notification names none. */
  readonly server: string;
  /** Address of the device; empty when unknown. */
  readonly device: string;
  /** Hash of all octets. */
  readonly hash: number;
  /** Hash of the octets that stay the same when the same session is asked for again: in 1.2 those behind the digest. */
  readonly request: number;
  /** 1.3: minutes that the session id holds; 0 for ever. */
  readonly timeout: number;
  /** False when its structure is broken, so that its id may be none. */
  readonly whole: boolean;
  /** URNs of the objects that the device is to send, as far as the registry has them. */
  readonly requested: readonly string[];
  /** 1.2: all octets when they are few, so that the session can tell with which nonce the digest was made. */
  readonly octets: Uint8Array | undefined;
}

/** The message that opens a session, or in pass 2 any message of one. */
export interface SessionSighting extends Sighting {
  readonly seconds: number;
  /** Session id and message id as written. */
  readonly session: string;
  readonly message: string;
  /** Names of both ends. */
  readonly target: string;
  readonly source: string;
  /** Addresses of the packet. */
  readonly from: string;
  readonly to: string;
  /** 1200: a server asked for the session; 1201: the client wants it; 0: the message does not say. */
  readonly alert: number;
  /** Type of the credentials in the header: `syncml:auth-md5`; empty without any. */
  readonly credentials: string;
}

/** How the session id of a message stands for that of the notification. */
export type IdForm = 'hexadecimal' | 'octets swapped' | 'decimal';

/** The notification that made a client open a session. */
export interface Cause {
  readonly notification: NotificationSighting;
  readonly form: IdForm;
  /** What ties both besides the id: the server, the address of the device, or that the client says it was asked. */
  readonly by: 'server' | 'device' | 'alert';
}

const MOST_NAME = 128;
/** Without a common server or device, a notification this old is not taken for the cause of a session. */
const RECENT_SECONDS = 86_400;
/** Notifications that are looked at for one that the client should have followed. */
const MOST_CANDIDATES = 8;

/** The name by which a server is known: its identifier, or the host in its address, in lower case. */
export function serverName(text: string): string {
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:]*)/i.exec(text.trim())?.[1];
  return (host ?? text.trim()).slice(0, MOST_NAME).toLowerCase();
}

/** Sorts of keys of notifications. */
const SAME_OF_SERVER = { 'dm-1.2': 0, 'dm-1.3': 1, 'dm-2.0': 2 } as const;
const SAME_OF_SENDER = { 'dm-1.2': 3, 'dm-1.3': 4, 'dm-2.0': 5 } as const;
const ID = 6;
export const OF_SERVER = 7;
const TO_DEVICE = 8;
/** Second half of the keys of all notifications of a server, or to a device; ids are not negative. */
export const ANY_ID = -1;

/** Sorts of keys of sessions. */
export const BY_SESSION_ID = 0;
const ENDS = 1;

/** What notifications have in common that must not share their id. */
export interface SameId {
  readonly sort: number;
  /** Server or sender. */
  readonly name: string;
  readonly id: number;
}

/** Those of one server, else of one sender, must not share their id; undefined when both are unknown. */
export function sameId(format: NotifiedFormat, server: string, sender: string, id: number): SameId | undefined {
  if (server !== '') return { sort: SAME_OF_SERVER[format], name: server, id };
  return sender === '' ? undefined : { sort: SAME_OF_SENDER[format], name: sender, id };
}

/** Those before packet `frame` that must not have the id of a notification and have it. */
export function withSameId(state: CaptureState, { sort, name, id }: SameId, frame: number): Met<NotificationSighting> {
  const known = state.sightings('dm.notification');
  return known.before(known.known(sort, name), id, frame);
}

/** Remembers a notification for `sessionOf` and `causeOf`. */
export function learnNotification(state: CaptureState, seen: NotificationSighting, same: SameId | undefined): void {
  const known = state.sightings('dm.notification');
  if (same !== undefined) known.learn(seen, known.remembered(same.sort, same.name), same.id);
  // 2.0 numbers notifications, not sessions; the number 0 names no session.
  if (seen.format === 'dm-2.0' || seen.id === 0) return;
  const { server, device, id } = seen;
  known.learn(seen, ID, id);
  if (server !== '') {
    const of = known.remembered(OF_SERVER, server);
    known.learn(seen, of, id);
    known.learn(seen, of, ANY_ID);
  }
  if (device !== '') {
    const to = known.remembered(TO_DEVICE, device);
    known.learn(seen, to, id);
    known.learn(seen, to, ANY_ID);
  }
}

/** Remembers a message when it opens a session. */
export function learnSession(state: CaptureState, seen: SessionSighting): void {
  const id = hexadecimal(seen.session);
  if (!opens(seen)) return;
  const known = state.sightings('dm.session');
  if (id !== undefined) known.learn(seen, BY_SESSION_ID, id);
  if (seen.target === '' || seen.source === '') return;
  const [one, other] = endsOf(seen);
  known.learn(seen, known.remembered(ENDS, one), known.remembered(ENDS, other));
}

/** True for the first message of a session, which only a client sends. */
export function opens({ message, alert }: SessionSighting): boolean {
  return message === '1' && alert !== 0;
}

function hexadecimal(text: string): number | undefined {
  return /^[0-9a-f]{1,8}$/i.test(text) ? Number.parseInt(text, 16) : undefined;
}

/** The notification that asked for the session of a message. */
export function causeOf(state: CaptureState, message: SessionSighting): Cause | undefined {
  const opening = openingOf(state, message) ?? message;
  // Alert 1201: the client opened the session by itself.
  if (opening.alert === 1201) return undefined;
  const id = hexadecimal(opening.session);
  if (id !== undefined) {
    const found = find(state, opening, id, 'hexadecimal');
    if (found !== undefined) return found;
  }
  // Other forms may be coincidence unless the client says that it was asked.
  if (opening.alert !== 1200) return undefined;
  const swapped = id !== undefined && id <= 0xffff ? find(state, opening, swap(id), 'octets swapped') : undefined;
  if (swapped !== undefined) return swapped;
  return /^\d{1,5}$/.test(opening.session) ? find(state, opening, Number(opening.session), 'decimal') : undefined;
}

function swap(id: number): number {
  return ((id & 0xff) << 8) | (id >>> 8);
}

/** Sessions of one pair of ends do not run side by side: a message this soon after an opening belongs to it. */
const FLOW_SECONDS = 300;

/** The names of both ends, in the order of the alphabet. */
function endsOf({ target, source }: SessionSighting): readonly [string, string] {
  return target < source ? [target, source] : [source, target];
}

/**
 * The opening of the session to which a message belongs that has another session id: between the same ends, on the same
 * addresses, just before, and caused by a notification. Undefined when the session of the message was opened itself.
 */
export function strayedFrom(state: CaptureState, message: SessionSighting): SessionSighting | undefined {
  if (message.alert !== 0 || message.target === '' || message.source === '') return undefined;
  if (openingOf(state, message) !== undefined) return undefined;
  const known = state.sightings('dm.session');
  const [one, other] = endsOf(message);
  const opening = known.before(known.known(ENDS, one), known.known(ENDS, other), message.frame).at(-1);
  if (opening === undefined || message.seconds - opening.seconds > FLOW_SECONDS) return undefined;
  const there = [opening.from, opening.to].sort().join(' ');
  if (there !== [message.from, message.to].sort().join(' ')) return undefined;
  // The number must be another one, not another spelling.
  return hexadecimal(opening.session) === hexadecimal(message.session) ? undefined : opening;
}

/** The message with which the session of a message began; undefined when the capture does not have it. */
export function openingOf(state: CaptureState, message: SessionSighting): SessionSighting | undefined {
  if (opens(message)) return message;
  const id = hexadecimal(message.session);
  if (id === undefined) return undefined;
  const { target, source } = message;
  return state
    .sightings('dm.session')
    .before(BY_SESSION_ID, id, message.frame)
    .findLast(
      (other) =>
        (other.target === target && other.source === source) || (other.target === source && other.source === target),
    );
}

function find(state: CaptureState, opening: SessionSighting, id: number, form: IdForm): Cause | undefined {
  const known = state.sightings('dm.notification');
  const latest = (first: number): NotificationSighting | undefined => {
    const before = known.before(first, id, opening.frame);
    const last = before.at(-1);
    // Of copies the first counts.
    return last && before.withHash(last.hash);
  };
  const named = latest(known.known(OF_SERVER, opening.target)) ?? latest(known.known(OF_SERVER, opening.source));
  if (named !== undefined) return { notification: named, form, by: 'server' };
  const here = [opening.from, opening.to].filter((address) => address !== '');
  for (const address of here) {
    const there = latest(known.known(TO_DEVICE, address));
    if (there !== undefined) return { notification: there, form, by: 'device' };
  }
  const other = opening.alert === 1200 && form === 'hexadecimal' ? latest(ID) : undefined;
  return other !== undefined && opening.seconds - other.seconds <= RECENT_SECONDS
    ? { notification: other, form, by: 'alert' }
    : undefined;
}

/** The first message of the session that a notification caused, and how. */
export function sessionOf(
  state: CaptureState,
  notification: NotificationSighting,
): { readonly opening: SessionSighting; readonly cause: Cause } | undefined {
  const { id, hash, frame, format } = notification;
  if (format === 'dm-2.0' || id === 0) return undefined;
  const forms = new Set([id, swap(id), Number.parseInt(String(id), 16)]);
  let first: { readonly opening: SessionSighting; readonly cause: Cause } | undefined;
  for (const form of forms) {
    for (const opening of state.sightings('dm.session').after(BY_SESSION_ID, form, frame)) {
      if (first !== undefined && opening.frame >= first.opening.frame) break;
      const cause = causeOf(state, opening);
      if (cause?.notification.hash === hash && cause.notification.id === id) {
        first = { opening, cause };
        break;
      }
    }
  }
  return first;
}

/**
 * The notification that a client should have followed when it opened a session because a server asked for it, but with
 * an id that no notification names: the one of the same server that no session answers.
 * @returns `sure` when it went to the very address that the message comes from
 */
export function ignoredBy(
  state: CaptureState,
  opening: SessionSighting,
): { readonly notification: NotificationSighting; readonly sure: boolean } | undefined {
  if (!opens(opening) || opening.alert !== 1200 || opening.target === '') return undefined;
  const known = state.sightings('dm.notification');
  const recent = known
    .before(known.known(OF_SERVER, opening.target), ANY_ID, opening.frame)
    .last(MOST_CANDIDATES)
    .filter(({ seconds }) => opening.seconds - seconds <= RECENT_SECONDS)
    .filter(({ hash }, index, all) => all.findIndex((other) => other.hash === hash) === index)
    .filter((notification) => sessionOf(state, notification) === undefined);
  const mine = recent.filter(({ device }) => device !== '' && device === opening.from);
  const [notification] = mine.length > 0 ? mine : recent;
  if (notification === undefined || (mine.length === 0 && recent.length > 1)) return undefined;
  return { notification, sure: mine.length > 0 };
}
