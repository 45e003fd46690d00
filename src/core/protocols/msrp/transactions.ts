import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import type { Summary } from '../../dissect/summary.ts';
import { f } from './fields.ts';
import type { Message } from './scan.ts';

const REQUEST = 0;
const RESPONSE = 1;
/** A request that is not answered within 30 seconds has failed (RFC 4975 7.1.4). */
const KEEP_SECONDS = 60;
/** What session descriptions say of the ways to receivers. */
const PATHS = 'msrp.path';
const SENT = 'msrp.sent';

function firstUri(path: string): string {
  return path.split(' ', 1)[0] ?? '';
}

/** The same for a request and its response, which goes the other way over one hop. */
function keyOf({ line, toPath, fromPath }: Message): string {
  const ends = [firstUri(toPath), firstUri(fromPath)].sort();
  return `${line.transaction} ${ends.join(' ')}`;
}

/** Pass 1: ties responses to requests, and notes which packet sent a message, for its reports. */
export function follow(row: Summary, message: Message): void {
  const { line, messageId } = message;
  const exchanges = row.state.exchanges('msrp');
  const key = keyOf(message);
  const isRequest = line.kind === 'request';
  if (isRequest || exchanges.recent(key, row.seconds, KEEP_SECONDS) === undefined) exchanges.begin(key, row.seconds);
  exchanges.add(key, row.seconds, {
    frame: row.frame,
    at: row.flow === undefined ? -1 : row.ordinal,
    kind: isRequest ? REQUEST : RESPONSE,
    detail: line.status,
  });
  if (line.method === 'SEND' && messageId !== '') {
    const sent = row.state.facts(SENT);
    if (sent.number(messageId, row.frame) === undefined) sent.learn(messageId, row.frame, row.frame);
  }
}

/** Pass 2: rows that point at the other packets of the transaction, of the session and of the message. */
export function showPartners(cursor: Cursor, context: Context, message: Message): void {
  if (context.quoting > 0) return;
  const { state } = context;
  const frame = context.frame.number - 1;
  const { kind, method } = message.line;
  const found = state.exchanges('msrp').find(frame, context.ordinal);
  const wanted = kind === 'request' ? RESPONSE : REQUEST;
  const partner = found?.exchange.steps.find((step) => step.kind === wanted);
  if (partner !== undefined) cursor.generated(kind === 'request' ? f.responseIn : f.requestIn, partner.frame + 1);
  if (method === 'REPORT') {
    const sent = state.facts(SENT).number(message.messageId, frame);
    if (sent !== undefined) cursor.generated(f.sentIn, sent + 1);
  }
  const setup = state.facts(PATHS).number(firstUri(message.toPath), frame);
  if (setup !== undefined) cursor.generated(f.setupFrame, setup + 1);
}
