import type { Cursor } from '../../codec/cursor.ts';
import type { Headers } from '../../dissect/text-headers.ts';
import { RULES } from './rules.ts';
import { byteRange, type Message } from './scan.ts';

const LEAST_TRANSACTION = 4;
const MOST_TRANSACTION = 32;

/**
 * Judges the start line, the headers and the end line of a message.
 * @param cut true when the capture cut the message off
 */
export function judge(cursor: Cursor, message: Message, headers: Headers, cut: boolean): void {
  const { line, endLine, hasBody } = message;
  const at = [line.start * 8, line.end * 8] as const;
  const { length } = line.transaction;
  if (length < LEAST_TRANSACTION || length > MOST_TRANSACTION)
    cursor.find(RULES['MSRP-008'], `the transaction id has ${length} characters`, ...at);
  if (endLine?.end === endLine?.next) {
    const end = cursor.end;
    if (!cut)
      cursor.find(RULES['MSRP-006'], `no line -------${line.transaction} with a flag ends the message`, end, end);
  }
  if (cut && !hasBody) return;
  const [first, second] = headers.all;
  if (first?.key !== 'to-path' || second?.key !== 'from-path')
    cursor.find(RULES['MSRP-002'], 'the first two headers are not To-Path and From-Path', ...at);
  if (line.kind !== 'request') return;
  const { method } = line;
  if ((method === 'SEND' || method === 'REPORT') && message.messageId === '')
    cursor.find(RULES['MSRP-003'], `the ${method} has no Message-ID`, ...at);
  if (method === 'REPORT' && headers.get('status') === undefined)
    cursor.find(RULES['MSRP-009'], 'the REPORT has no Status', ...at);
  if (hasBody && message.bodyEnd > message.headersEnd && message.contentType === undefined)
    cursor.find(RULES['MSRP-005'], 'the body has no Content-Type', message.headersEnd * 8, message.bodyEnd * 8);
  judgeRange(cursor, message, headers);
}

function judgeRange(cursor: Cursor, message: Message, headers: Headers): void {
  const header = headers.get('byte-range');
  if (header === undefined) return;
  const range = byteRange(header.value);
  const find = (text: string) => cursor.find(RULES['MSRP-004'], text, header.start, header.end);
  if (range === undefined) {
    find(`Byte-Range is ${JSON.stringify(header.value.slice(0, 40))}; first-last/total was expected`);
    return;
  }
  const { first, last, total } = range;
  const { endLine } = message;
  if (total !== undefined && last !== undefined && last > total)
    find(`the last octet is ${last}, but the message has ${total}`);
  if (endLine === undefined || message.line.method !== 'SEND') return;
  const octets = message.bodyEnd - message.headersEnd;
  // A sender may break off a chunk earlier than it had announced: then more follows.
  const stated = last === undefined ? octets : last - first + 1;
  if (octets > stated || (octets < stated && endLine.flag === '$'))
    find(`the range has ${stated} octets, the body ${octets}`);
  const reached = first + octets - 1;
  if (total === undefined || endLine.flag === '#') return;
  const ends = reached >= total;
  if (ends === (endLine.flag === '$')) return;
  const text = ends
    ? `octet ${reached} is the last one, but the flag is "+"`
    : `${total - reached} octets are to come, but the flag is "$"`;
  cursor.find(RULES['MSRP-007'], text, (endLine.end - 1) * 8, endLine.end * 8);
}
