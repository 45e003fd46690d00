import { afterUintvar, headersFit, isLikelyMedia, pushFit, uintvarAt, walkHeaders } from './scan.ts';
import { STATUS_CODES } from './tables/status-codes.ts';

/** Octets on a port that means nothing: a push whose headers fill HeadersLen exactly. */
export function guessPush(bytes: Uint8Array, start: number, end: number): number {
  return pushFit(bytes, start + 1, end) > 0 ? 0.7 : 0;
}

/** Octets of unknown origin as a connectionless PDU. */
export function guessConnectionless(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 3) return 0;
  const push = pushFit(bytes, start + 1, end);
  if (push > 0) return push === 2 ? 0.9 : 0.7;
  return methodFit(bytes, start + 1, end);
}

/** Octets of unknown origin as a PDU of a session, which has no TID. */
export function guessSession(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 3) return 0;
  const push = pushFit(bytes, start, end);
  if (push > 0) return push === 2 ? 0.85 : 0.65;
  return bytes[start] === 0x01 ? connectFit(bytes, start + 1, end) : methodFit(bytes, start, end) * 0.9;
}

/** Reply, or a method with a URI, whose type octet is at `at`. */
function methodFit(bytes: Uint8Array, at: number, end: number): number {
  const type = bytes[at]!;
  if (type === 0x04) {
    if (!STATUS_CODES.has(bytes[at + 1] ?? 0)) return 0;
    const octets = uintvarAt(bytes, at + 2, end);
    if (octets < 1) return 0;
    const headers = afterUintvar(bytes, at + 2);
    return headers + octets <= end && headersFit(bytes, headers, headers + octets) > 0 ? 0.75 : 0;
  }
  const isGet = type >= 0x40 && type <= 0x44;
  if (!isGet && type !== 0x60 && type !== 0x61) return 0;
  const uriOctets = uintvarAt(bytes, at + 1, end);
  if (uriOctets < 3) return 0;
  let uri = afterUintvar(bytes, at + 1);
  let octets = 0;
  if (!isGet) {
    octets = uintvarAt(bytes, uri, end);
    if (octets < 1) return 0;
    uri = afterUintvar(bytes, uri);
  }
  const headers = uri + uriOctets;
  if (headers > end || !isUri(bytes, uri, headers)) return 0;
  if (isGet) return walkHeaders(bytes, headers, end) < 0 ? 0 : 0.8;
  return headers + octets <= end && headersFit(bytes, headers, headers + octets) > 0 ? 0.8 : 0;
}

/** Printable, and with a scheme or a path. */
function isUri(bytes: Uint8Array, start: number, end: number): boolean {
  let marks = 0;
  for (let i = start; i < end; i++) {
    const octet = bytes[i]!;
    if (octet <= 0x20 || octet > 0x7e) return false;
    if (octet === 0x2f || octet === 0x3a) marks++;
  }
  return marks > 0;
}

/** Connect: version 1.0, and capabilities and headers that fill the rest exactly. */
function connectFit(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] !== 0x10) return 0;
  const capabilities = uintvarAt(bytes, at + 1, end);
  if (capabilities < 0) return 0;
  const second = afterUintvar(bytes, at + 1);
  const headers = uintvarAt(bytes, second, end);
  if (headers < 0) return 0;
  const start = afterUintvar(bytes, second) + capabilities;
  if (start + headers !== end) return 0;
  return walkHeaders(bytes, start, end) < 0 ? 0 : 0.7;
}

/** How likely octets are a multipart body: parts whose lengths and content types fit to the end. */
export function multipartFit(bytes: Uint8Array, start: number, end: number): boolean {
  const entries = uintvarAt(bytes, start, end);
  if (entries < 1) return false;
  let at = afterUintvar(bytes, start);
  for (let i = 0; i < entries; i++) {
    const headers = uintvarAt(bytes, at, end);
    if (headers < 1) return false;
    at = afterUintvar(bytes, at);
    const octets = uintvarAt(bytes, at, end);
    if (octets < 0) return false;
    at = afterUintvar(bytes, at);
    if (at + headers + octets > end || !isLikelyMedia(bytes, at, at + headers)) return false;
    at += headers + octets;
  }
  return at === end;
}
