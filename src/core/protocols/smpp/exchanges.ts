import { u32 } from '../../base/bits.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Summary } from '../../dissect/summary.ts';

/* A response has the sequence number of its request (SMPP 3.4 2.6), and comes back on the same connection. */

const KIND = 'smpp';
const REQUEST = 0;
const RESPONSE = 1;
const RESPONSE_BIT = 0x80000000;
/** Seconds that a response may take: an SMS centre may wait for the device before it answers. */
const KEEP_SECONDS = 600;

export const exchangeFields = fields({
  requestIn: {
    filter: 'smpp.request_in',
    type: 'frame',
    label: 'Request in',
    spec: 'SMPP 3.4 2.6',
    generated: true,
    doc: 'Packet with the request that this PDU answers.',
  },
  responseIn: {
    filter: 'smpp.response_in',
    type: 'frame',
    label: 'Response in',
    spec: 'SMPP 3.4 2.6',
    generated: true,
    doc: 'Packet with the response to this request.',
  },
});

/** Place of a PDU among those of its packet: its number in the stream, else in the window. */
const placeOf = (ordinal: number, index: number) => (ordinal >= 0 ? ordinal : -1 - index);

/** Pass 1: ties the PDU at `at`, `index` in its window, to the one that it answers. */
export function follow(bytes: Uint8Array, at: number, index: number, row: Summary): void {
  const command = u32(bytes, at + 4);
  const isRequest = command < RESPONSE_BIT;
  const here = `${row.source} ${row.sourcePort}`;
  const there = `${row.destination} ${row.destinationPort}`;
  const ends = isRequest ? `${here} ${there}` : `${there} ${here}`;
  const key = `${ends} ${command % RESPONSE_BIT} ${u32(bytes, at + 12)}`;
  const exchanges = row.state.exchanges(KIND);
  if (isRequest) exchanges.begin(key, row.seconds);
  else if (exchanges.recent(key, row.seconds, KEEP_SECONDS) === undefined) return;
  exchanges.add(key, row.seconds, {
    frame: row.frame,
    at: placeOf(row.flow === undefined ? -1 : row.ordinal, index),
    kind: isRequest ? REQUEST : RESPONSE,
    detail: u32(bytes, at + 8),
  });
  if (!isRequest) exchanges.end(key);
}

/** Pass 2: the row that leads from a request to its response, or back. */
export function showPartner(cursor: Cursor, context: Context, index: number): void {
  if (context.quoting > 0) return;
  const found = context.state.exchanges(KIND).find(context.frame.number - 1, placeOf(context.ordinal, index));
  if (found === undefined) return;
  const { steps } = found.exchange;
  const isRequest = steps[found.index]?.kind === REQUEST;
  const partner = steps.find(({ kind }) => kind === (isRequest ? RESPONSE : REQUEST));
  if (partner !== undefined)
    cursor.generated(isRequest ? exchangeFields.responseIn : exchangeFields.requestIn, partner.frame + 1);
}
