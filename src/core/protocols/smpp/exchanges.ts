import { u32 } from '../../base/bits.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { fields } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import { Extract, ExtractReader } from '../../dissect/extract.ts';
import type { Learner, Summary } from '../../dissect/summary.ts';
import { HEADER_OCTETS } from './scan.ts';
import { RESPONSE_BIT } from './values.ts';

/* A response has the sequence number of its request (SMPP 3.4 2.6), and comes back on the same connection. */

const KIND = 'smpp';
const REQUEST = 0;
const RESPONSE = 1;
/** Seconds that a response may take: an SMS centre may wait for the device before it answers. */
const KEEP_SECONDS = 600;

export const exchangeFields = fields({
  requestIn: {
    filter: 'smpp.request_in',
    type: 'frame',
    leadsTo: 'request',
    label: 'Request in',
    spec: 'SMPP 3.4 2.6',
    generated: true,
    doc: 'Packet with the request that this PDU answers.',
  },
  responseIn: {
    filter: 'smpp.response_in',
    type: 'frame',
    leadsTo: 'response',
    label: 'Response in',
    spec: 'SMPP 3.4 2.6',
    generated: true,
    doc: 'Packet with the response to this request.',
  },
});

/** Place of a PDU among those of its packet: its number in the stream, else in the window. */
const placeOf = (ordinal: number, index: number) => (ordinal >= 0 ? ordinal : -1 - index);

/** One serves all PDUs. */
const extract = new Extract();

/** Pass 1: has the PDU at `at`, `index` in its window, tied to the one that it answers later. */
export function follow(bytes: Uint8Array, at: number, index: number, row: Summary): void {
  extract.clear();
  extract.number(placeOf(row.flow === undefined ? -1 : row.ordinal, index));
  extract.number((row.sourcePort << 16) | row.destinationPort);
  for (let part = 4; part < HEADER_OCTETS; part += 4) extract.number(u32(bytes, at + part));
  row.learn(learnPdu, extract.bytes, 0, extract.size);
}

/** Ties a PDU to the one that it answers. */
const learnPdu: Learner = (bytes, start, _end, row) => {
  const reader = new ExtractReader(bytes, start);
  const at = reader.number() | 0;
  const ports = reader.number();
  const command = reader.number();
  const status = reader.number();
  const isRequest = command < RESPONSE_BIT;
  const here = `${row.source} ${ports >>> 16}`;
  const there = `${row.destination} ${ports & 0xffff}`;
  const ends = isRequest ? `${here} ${there}` : `${there} ${here}`;
  const key = `${ends} ${command % RESPONSE_BIT} ${reader.number()}`;
  const exchanges = row.state.exchanges(KIND);
  if (isRequest) exchanges.begin(key, row.seconds);
  else if (exchanges.recent(key, row.seconds, KEEP_SECONDS) === undefined) return;
  exchanges.add(key, row.seconds, { frame: row.frame, at, kind: isRequest ? REQUEST : RESPONSE, detail: status });
  if (!isRequest) exchanges.end(key);
};

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
