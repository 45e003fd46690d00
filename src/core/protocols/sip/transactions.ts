import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import type { Step } from '../../dissect/exchanges.ts';
import { Extract, ExtractReader } from '../../dissect/extract.ts';
import { REQUEST as REQUEST_LINE } from '../../dissect/start-line.ts';
import type { Learner, Summary } from '../../dissect/summary.ts';
import { f } from './fields.ts';
import { type MessagePlaces, transactionOf } from './scan.ts';

const KIND = 'sip';
const REQUEST = 0;
const RESPONSE = 1;
/** Seconds between messages of one transaction: a call may ring for three minutes. */
const KEEP_SECONDS = 300;

/** One serves all messages. */
const extract = new Extract();

/**
 * Pass 1: has a message tied to its transaction later. Messages of one packet are told apart by their place among those of the
 * stream; outside TCP there is one.
 */
export function follow(row: Summary, places: MessagePlaces, bytes: Uint8Array, start: number): void {
  extract.clear();
  extract.number(row.flow === undefined ? -1 : row.ordinal);
  extract.number(places.kind === REQUEST_LINE ? REQUEST : RESPONSE);
  extract.number(places.line.status);
  if (places.extractTransaction(bytes, start, extract)) row.learn(learnMessage, extract.bytes, 0, extract.size);
}

/** Ties a message to its transaction. */
const learnMessage: Learner = (bytes, start, _end, row) => {
  const reader = new ExtractReader(bytes, start);
  const at = reader.number() | 0;
  const kind = reader.number();
  const detail = reader.number();
  const key = transactionOf(reader);
  if (key === undefined) return;
  const exchanges = row.state.exchanges(KIND);
  if (exchanges.recent(key, row.seconds, KEEP_SECONDS) === undefined) exchanges.begin(key, row.seconds);
  exchanges.add(key, row.seconds, { frame: row.frame, at, kind, detail });
};

/** Pass 2: rows that point at the other messages of the transaction. */
export function showPartners(cursor: Cursor, context: Context): void {
  if (context.quoting > 0) return;
  const found = context.state.exchanges(KIND).find(context.frame.number - 1, context.ordinal);
  if (found === undefined) return;
  const { exchange, index } = found;
  const own = exchange.steps[index]!;
  const before = exchange.steps.slice(0, index);
  const same = before.find((step) => step.kind === own.kind && step.detail === own.detail);
  cursor.generated(f.resend, same === undefined ? 0 : 1);
  if (same !== undefined) cursor.generated(f.resendOriginal, same.frame + 1);
  if (own.kind === RESPONSE) {
    const request = before.find(({ kind }) => kind === REQUEST);
    if (request !== undefined) cursor.generated(f.requestIn, request.frame + 1);
    return;
  }
  // One row for each status: what the network repeats says nothing new.
  if (same === undefined)
    for (const response of answers(exchange.steps)) {
      const row = cursor.generated(f.responseIn, response.frame + 1);
      cursor.tree.setNote(row, String(response.detail));
    }
}

function answers(steps: readonly Step[]): Step[] {
  const known = new Set<number>();
  return steps.filter(({ kind, detail }) => kind === RESPONSE && !known.has(detail) && known.add(detail) !== undefined);
}
