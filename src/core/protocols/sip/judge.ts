import type { Cursor } from '../../codec/cursor.ts';
import { SESSION_RULES } from '../../dissect/dm-session-rules.ts';
import { parameterised, splitOutsideQuotes } from '../../dissect/header-parameters.ts';
import type { Header, Headers } from '../../dissect/text-headers.ts';
import { RULES } from './rules.ts';
import type { Message } from './scan.ts';
import type { StartLine } from './start-line.ts';
import { SINGLE } from './tables/headers.ts';

const MOST_OVER_UDP = 1300;
const COOKIE = 'z9hG4bK';
const LARGEST_NUMBER = 0x7fff_ffff;

export interface Judged {
  readonly message: Message;
  readonly headers: Headers;
  readonly on: 'datagram' | 'stream' | 'message';
  /** Octets of the whole message. */
  readonly octets: number;
  /** True when the capture cut the headers off. */
  readonly cut: boolean;
}

/** Judges the start line and the headers of a message. */
export function judge(cursor: Cursor, judged: Judged): void {
  const { message, headers } = judged;
  const { line } = message;
  const versionEnd = (line.versionStart + line.version.length + 4) * 8;
  if (line.version !== '2.0')
    cursor.find(RULES['SIP-002'], `the version is ${line.version}, not 2.0`, line.versionStart * 8, versionEnd);
  if (line.kind === 'response' && (line.status < 100 || line.status > 699))
    cursor.find(RULES['SIP-018'], `the status code is ${line.status}`, line.start * 8, line.end * 8);
  judgePresence(cursor, judged);
  for (const name of SINGLE) {
    const [, second] = headers.every(name);
    if (second !== undefined)
      cursor.find(RULES['SIP-016'], `${second.name} stands more than once`, second.start, second.end);
  }
  judgeCseq(cursor, line, headers.get('cseq'));
  judgeVia(cursor, headers.get('via'));
  const from = headers.get('from');
  if (from !== undefined && !parameterised(afterBracket(from.value)).parameters.some(({ name }) => name === 'tag'))
    cursor.find(RULES['SIP-017'], 'From has no tag', from.start, from.end);
  if (line.method === 'REGISTER') judgeRegistration(cursor, headers);
  if (line.method === 'MESSAGE') judgeMessage(cursor, judged);
}

/** What follows the URI in brackets: its parameters are not the header's. */
function afterBracket(value: string): string {
  const at = value.lastIndexOf('>');
  return at < 0 ? value : value.slice(at);
}

function judgePresence(cursor: Cursor, { message, headers, on, cut }: Judged): void {
  const { line } = message;
  // A cut section may have had them.
  if (cut) return;
  const at = [line.start * 8, line.end * 8] as const;
  const needed = ['To', 'From', 'CSeq', 'Call-ID', 'Via', ...(line.kind === 'request' ? ['Max-Forwards'] : [])];
  const missing = needed.filter((name) => headers.get(name.toLowerCase()) === undefined);
  if (missing.length > 0) {
    // RFC 2543 had no Max-Forwards, so that many requests go without it.
    const severity = missing.join() === 'Max-Forwards' ? 'warning' : 'error';
    cursor.find(
      RULES['SIP-003'],
      `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing`,
      ...at,
      severity,
    );
  }
  if (line.method === 'INVITE' && headers.get('contact') === undefined)
    cursor.find(RULES['SIP-004'], 'the INVITE has no Contact', ...at);
  if (on === 'stream' && message.contentLength === undefined)
    cursor.find(
      RULES['SIP-009'],
      'Content-Length is missing or no number; the next message begins behind the headers',
      ...at,
    );
}

function judgeCseq(cursor: Cursor, line: StartLine, cseq: Header | undefined): void {
  if (cseq === undefined) return;
  const [, digits = '', method = ''] = /^(\d+)\s+(\S+)$/.exec(cseq.value) ?? [];
  const find = (message: string) => cursor.find(RULES['SIP-005'], message, cseq.start, cseq.end);
  if (digits === '') find(`CSeq is ${JSON.stringify(cseq.value)}; a number and a method were expected`);
  else if (Number(digits) > LARGEST_NUMBER) find(`the number of CSeq is ${digits}; it must be below 2^31`);
  else if (line.kind === 'request' && method !== line.method)
    find(`CSeq says ${method}, the request is ${line.method}`);
}

function judgeVia(cursor: Cursor, via: Header | undefined): void {
  if (via === undefined) return;
  const [first = ''] = splitOutsideQuotes(via.value, ',');
  const branch = parameterised(first).parameters.find(({ name }) => name === 'branch')?.value;
  if (branch === undefined) cursor.find(RULES['SIP-006'], 'the first Via has no branch', via.start, via.end);
  else if (!branch.toLowerCase().startsWith(COOKIE.toLowerCase()))
    cursor.find(RULES['SIP-006'], `the branch ${branch} does not begin with ${COOKIE}`, via.start, via.end);
}

/** Text of the g.oma.eventappid tag in a header value; undefined when there is none. */
export function eventAppIdIn(value: string): string | undefined {
  for (const contact of splitOutsideQuotes(value, ',')) {
    const { parameters } = parameterised(contact);
    const tag = parameters.find(({ name }) => name === '+g.oma.eventappid' || name === 'g.oma.eventappid');
    if (tag !== undefined) return tag.value;
  }
  return undefined;
}

function judgeRegistration(cursor: Cursor, headers: Headers): void {
  const contact = headers.every('contact').find(({ value }) => /\bg\.oma\.eventappid\b/i.test(value));
  if (contact === undefined) return;
  const supported = headers.every('supported').some(({ value }) => /(?:^|[,\s])gruu(?:$|[,\s])/i.test(value));
  const instance = /;\s*\+sip\.instance\s*=/i.test(contact.value);
  if (supported && instance) return;
  const lacks = [supported ? '' : 'Supported has no gruu', instance ? '' : 'Contact has no +sip.instance'];
  const application = eventAppIdIn(afterBracket(contact.value));
  if (supported && application !== undefined && /(?:^|[\s,"])syncml\.dm(?:$|[\s,"])/.test(application)) {
    for (const rule of [SESSION_RULES['N13-075'], SESSION_RULES['PB-042']])
      cursor.find(rule, 'the client supports GRUU, but registers without +sip.instance', contact.start, contact.end);
    return;
  }
  const message = `the client takes ${application ?? 'pushed content'}, but ${lacks.filter((text) => text !== '').join(' and ')}`;
  cursor.find(RULES['SIP-015'], message, contact.start, contact.end);
}

function judgeMessage(cursor: Cursor, { message, headers, on, octets }: Judged): void {
  const { line } = message;
  const contact = headers.get('contact');
  if (contact !== undefined) cursor.find(RULES['SIP-013'], 'the MESSAGE has a Contact', contact.start, contact.end);
  if (on === 'datagram' && octets > MOST_OVER_UDP) {
    const text = `the MESSAGE has ${octets} octets; over UDP ${MOST_OVER_UDP} are allowed`;
    cursor.find(RULES['SIP-012'], text, line.start * 8, line.end * 8);
  }
}
