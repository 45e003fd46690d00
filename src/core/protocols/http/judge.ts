import { fromBase64 } from '../../base/bytes.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Rule } from '../../codec/rule.ts';
import type { Context } from '../../dissect/context.ts';
import { type Header, type Headers, isCut } from '../../dissect/text-headers.ts';
import { checkHttpDigest, readCredentials } from './auth.ts';
import { contentLengths, framingOf } from './framing.ts';
import { RULES } from './rules.ts';
import type { StartLine } from './start-line.ts';
import { PUSH_STATUS } from './tables/push-status.ts';

export interface Judged {
  readonly first: StartLine;
  readonly headers: Headers;
  readonly source: number;
  /** False where the headers have no end. */
  readonly whole: boolean;
  /** Bits of the first octet of the message, and of its body. */
  readonly start: number;
  readonly bodyStart: number;
}

/** Judges a message as a whole, and verifies its credentials. */
export function judge(cursor: Cursor, context: Context, judged: Judged): void {
  const { headers, source } = judged;
  if (!judged.whole && isCut(cursor)) return;
  const find = (rule: Rule, message: string, at: Header): void =>
    context.tree.find(rule, message, source, at.start, at.end);
  judgeFraming(cursor, judged, find);
  judgeHost(cursor, judged, find);
  judgePush(judged, find);
  for (const key of ['authorization', 'x-wap-authorization', 'proxy-authorization']) {
    const header = headers.get(key);
    if (header !== undefined) judgeCredentials(cursor, context, judged, header, find);
  }
}

type Find = (rule: Rule, message: string, at: Header) => void;

function judgeFraming(cursor: Cursor, { first, headers, bodyStart }: Judged, find: Find): void {
  const stated = headers.every('content-length');
  const [length] = stated;
  const coding = headers.get('transfer-encoding');
  if (coding !== undefined && length !== undefined)
    find(RULES['HTTP-004'], 'the length counts for nothing beside the transfer coding', length);
  if (coding !== undefined && first.kind === 'request') {
    const framing = framingOf(cursor.bytes, first, bodyStart >>> 3, undefined);
    if (framing.kind === 'none')
      find(RULES['HTTP-007'], `the transfer coding is ${coding.value}: where the body ends cannot be told`, coding);
  }
  if (length === undefined) return;
  const lengths = contentLengths(cursor.bytes, first.line.next, bodyStart >>> 3);
  if (lengths.includes(undefined))
    find(
      RULES['HTTP-003'],
      `"${length.value}" is no number of octets`,
      stated.find(({ value }) => !/^[\d,\s]+$/.test(value)) ?? length,
    );
  const distinct = [...new Set(lengths.filter((one) => one !== undefined))];
  if (distinct.length > 1)
    find(
      RULES['HTTP-002'],
      `the length is stated as ${distinct.join(' and ')} octets; ${Math.min(...distinct)} are taken`,
      stated.at(-1) ?? length,
    );
}

function judgeHost(cursor: Cursor, { first, headers, start }: Judged, find: Find): void {
  if (first.kind !== 'request') return;
  const version = String.fromCharCode(...cursor.bytes.subarray(first.thirdStart, first.thirdStart + 8));
  const hosts = headers.every('host');
  if (version !== 'HTTP/1.1' || hosts.length === 1) return;
  const message =
    hosts.length === 0 ? 'the request has no Host header' : `the request has ${hosts.length} Host headers`;
  const [, second] = hosts;
  if (second === undefined) cursor.find(RULES['HTTP-008'], message, start, first.line.end * 8);
  else find(RULES['HTTP-008'], message, second);
}

/** Rules of pushes and registrations over HTTP. */
function judgePush({ first, headers }: Judged, find: Find): void {
  const version = headers.get('x-wap-push-ota-version');
  const status = headers.get('x-wap-push-status');
  if (version !== undefined && version.value !== '1.0')
    find(RULES['OTA-004'], `the version is ${version.value}; 1.0 is known`, version);
  const tag = headers.get('x-wap-cpitag');
  if (tag !== undefined && !/^[0-9A-Fa-f]{8}$/.test(tag.value) && fromBase64(tag.value)?.length !== 4)
    find(RULES['OTA-005'], `"${tag.value}" is neither base64 of 4 octets nor 8 hexadecimal digits`, tag);
  if (first.kind === 'request') {
    if (version !== undefined && first.method !== 'POST' && first.method !== 'OPTIONS')
      find(RULES['OTA-001'], `the method is ${first.method}; a push is a POST, a registration OPTIONS`, version);
    return;
  }
  if (status === undefined) {
    if (version !== undefined && first.status < 300)
      find(RULES['OTA-003'], `the answer ${first.status} has no X-Wap-Push-Status`, version);
    return;
  }
  const code = Number(/^\d{1,6}/.exec(status.value)?.[0]);
  if (PUSH_STATUS[code] === undefined) find(RULES['OTA-002'], `"${status.value}" begins with no known code`, status);
  if (first.status !== 204)
    find(RULES['OTA-003'], `the answer has the status ${first.status} and should have 204`, status);
}

function judgeCredentials(cursor: Cursor, context: Context, judged: Judged, header: Header, find: Find): void {
  const credentials = readCredentials(header.value);
  if (credentials.scheme === 'basic' && !context.secure)
    find(RULES['HTTP-011'], 'the password can be read by anyone on the way', header);
  if (credentials.scheme !== 'digest') return;
  // Credentials in an answer are those of the terminal, made over a request that is not here.
  if (judged.first.kind === 'response') return;
  const body = cursor.bytes.subarray(judged.bodyStart >>> 3, cursor.end >>> 3);
  const digest = checkHttpDigest(credentials, { method: judged.first.method, body }, context.secrets, {
    source: judged.source,
    start: header.start,
    end: header.end,
  });
  context.digests.push(digest);
  if (digest.verdict === 'mismatch') find(RULES['HTTP-009'], 'no password that was given makes this response', header);
}
