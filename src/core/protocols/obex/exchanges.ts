import type { Cursor } from '../../codec/cursor.ts';
import { fields, type LinkKind } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Summary } from '../../dissect/summary.ts';
import type { Packet } from './scan.ts';

/*
 * Each request is answered before the next one (IrOBEX 1.3 3.1), so that the next response of a TCP connection is that of
 * the request before it. Links without addresses name no connection for both directions: nothing is tied together there.
 */

const KIND = 'obex';
const REQUEST = 0;
const RESPONSE = 1;
/** Seconds that a response may take: users are asked whether they accept. */
const KEEP_SECONDS = 600;

const link = (name: string, label: string, doc: string, leadsTo: LinkKind) =>
  ({
    filter: `obex.${name}`,
    type: 'frame',
    label,
    spec: 'IrOBEX 1.3 3.1',
    generated: true,
    doc,
    leadsTo,
  }) as const;

export const exchangeFields = fields({
  requestIn: link('request_in_frame', 'Request in', 'Packet with the request that this one answers.', 'request'),
  responseIn: link('response_in_frame', 'Response in', 'Packet with the response to this request.', 'response'),
});

/** Pass 1: ties a packet to the one that it answers. */
export function follow(row: Summary, { isRequest, whole, code }: Packet): void {
  if (row.flow === undefined || !whole) return;
  const here = `${row.source} ${row.sourcePort}`;
  const there = `${row.destination} ${row.destinationPort}`;
  const key = isRequest ? `${here} ${there}` : `${there} ${here}`;
  const exchanges = row.state.exchanges(KIND);
  if (isRequest) exchanges.begin(key, row.seconds);
  else if (exchanges.recent(key, row.seconds, KEEP_SECONDS) === undefined) return;
  const kind = isRequest ? REQUEST : RESPONSE;
  exchanges.add(key, row.seconds, { frame: row.frame, at: row.ordinal, kind, detail: code });
  if (!isRequest) exchanges.end(key);
}

/** Pass 2: the row that leads from a request to its response, or back. */
export function showPartner(cursor: Cursor, context: Context): void {
  if (context.quoting > 0 || context.ordinal < 0) return;
  const found = context.state.exchanges(KIND).find(context.frame.number - 1, context.ordinal);
  if (found === undefined) return;
  const { steps } = found.exchange;
  const isRequest = steps[found.index]?.kind === REQUEST;
  const partner = steps.find(({ kind }) => kind === (isRequest ? RESPONSE : REQUEST));
  if (partner !== undefined)
    cursor.generated(isRequest ? exchangeFields.responseIn : exchangeFields.requestIn, partner.frame + 1);
}
