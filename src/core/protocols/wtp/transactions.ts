import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import type { Exchange, Step } from '../../dissect/exchanges.ts';
import type { Summary } from '../../dissect/summary.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';
import { isResent, isResponse, tidAt, typeAt } from './scan.ts';
import {
  ABORT,
  ACK,
  CONFIRMED_PUSH,
  INVOKE,
  NEGATIVE_ACK,
  PROVIDER,
  PROVIDER_REASONS,
  RESULT,
  SEGMENTED_INVOKE,
  SEGMENTED_RESULT,
  USER_REASONS,
} from './values.ts';

const KIND = 'wtp';
/** An origin server may take minutes to answer. */
const KEEP_SECONDS = 600;

/** Pass 1: adds a PDU to its transaction. `data` is where its data begin, -1 without any. */
export function addToTransaction(bytes: Uint8Array, at: number, data: number, end: number, row: Summary): void {
  const { channel, source, sourcePort, destination, destinationPort, seconds, frame } = row;
  const response = isResponse(bytes, at);
  const sender = `${source}/${sourcePort}`;
  const receiver = `${destination}/${destinationPort}`;
  const peers = response ? `${receiver}/${sender}` : `${sender}/${receiver}`;
  const key = `${channel}/${peers}/${tidAt(bytes, at)}`;
  const kind = typeAt(bytes, at);
  const exchanges = row.state.exchanges(KIND);
  const open = exchanges.recent(key, seconds, KEEP_SECONDS);
  if (open === undefined || (kind === INVOKE && !isResent(bytes, at))) exchanges.begin(key, seconds);
  const octet3 = at + 3 < end ? bytes[at + 3]! : 0;
  const content = data >= 0 && data < end ? bytes[data]! : 0;
  exchanges.add(key, seconds, {
    frame,
    at: row.reassembled ? at : at - row.frameAt,
    kind,
    detail: (bytes[at]! & 7) | (response ? 8 : 0) | (octet3 << 4) | (content << 12),
  });
}

const low = ({ detail }: Step): number => detail & 7;
const fromResponder = ({ detail }: Step): boolean => (detail & 8) !== 0;
const octet3 = ({ detail }: Step): number => (detail >>> 4) & 0xff;
const content = ({ detail }: Step): number => detail >>> 12;
/** Tve/Tok of an Ack. */
const verifies = (step: Step): boolean => (low(step) & 4) !== 0;
const classOf = (step: Step): number => octet3(step) & 3;

/** A PDU of a transaction, with what came before and after it. */
export interface Place {
  readonly exchange: Exchange;
  readonly index: number;
  readonly step: Step;
  readonly invoke: Step | undefined;
}

export function findPlace(context: Context, at: number): Place | undefined {
  if (context.quoting > 0) return undefined;
  const found = context.state.exchanges(KIND).find(context.frame.number - 1, at);
  const step = found?.exchange.steps[found.index];
  if (found === undefined || step === undefined) return undefined;
  return { ...found, step, invoke: found.exchange.steps.find(({ kind }) => kind === INVOKE) };
}

/** The packet with the same PDU that came first; undefined for the first one. */
export function original({ exchange, index, step }: Place): Step | undefined {
  const numbered = step.kind === SEGMENTED_INVOKE || step.kind === SEGMENTED_RESULT;
  const before = exchange.steps.findIndex(
    (other) =>
      other.kind === step.kind &&
      fromResponder(other) === fromResponder(step) &&
      (step.kind !== ACK || verifies(other) === verifies(step)) &&
      (!numbered || octet3(other) === octet3(step)),
  );
  return before < index ? exchange.steps[before] : undefined;
}

/** The PDU that an Ack answers: an Invoke, a Result, or the question whether the TID is new. */
export function acknowledged({ exchange, index, step }: Place): Step | undefined {
  const before = exchange.steps.slice(0, index).reverse();
  const others = before.filter((other) => fromResponder(other) !== fromResponder(step));
  if (verifies(step)) return others.find(({ kind }) => kind === (fromResponder(step) ? INVOKE : ACK));
  return others.find(({ kind }) => kind !== ACK && kind !== ABORT && kind !== NEGATIVE_ACK);
}

/** Rows that link the packets of a transaction, and findings about its course. */
export function linkTransaction(cursor: Cursor, place: Place, start: number): void {
  const { exchange, index, step, invoke } = place;
  const later = exchange.steps.slice(index + 1);
  const link = (field: (typeof f)[keyof typeof f], target: Step | undefined) => {
    if (target !== undefined && target !== step) cursor.generated(field, target.frame + 1);
  };
  const first = original(place);
  link(f.retransmissionOf, first);
  if (step.kind !== INVOKE) link(f.requestIn, invoke);
  const ackOf = () =>
    later.find((other) => other.kind === ACK && !verifies(other) && fromResponder(other) !== fromResponder(step));
  switch (step.kind) {
    case INVOKE:
      link(
        f.responseIn,
        later.find(({ kind }) => kind === RESULT),
      );
      link(f.acknowledgedIn, ackOf());
      break;
    case RESULT:
    case SEGMENTED_INVOKE:
    case SEGMENTED_RESULT:
      link(f.acknowledgedIn, ackOf());
      break;
    case ACK:
      link(f.acknowledges, acknowledged(place));
      break;
    default:
      break;
  }
  if (step.kind !== ABORT)
    link(
      f.abortedIn,
      later.find(({ kind }) => kind === ABORT),
    );
  judge(cursor, place, first, start);
}

function judge(cursor: Cursor, place: Place, first: Step | undefined, start: number): void {
  const { exchange, step, invoke } = place;
  const resent = step.kind !== ABORT && (low(step) & 1) !== 0;
  if (resent) {
    const of = first === undefined ? 'what is not in the capture' : `packet ${first.frame + 1}`;
    cursor.find(RULES['WTP-009'], `sent again: a retransmission of ${of}`, start, start + 8);
  }
  if (step.kind === INVOKE && first === undefined) judgeAnswer(cursor, exchange, step, start);
  const isResult = step.kind === RESULT || step.kind === SEGMENTED_RESULT;
  if (isResult && invoke !== undefined && classOf(invoke) !== 2)
    cursor.find(
      RULES['WTP-014'],
      `the transaction of packet ${invoke.frame + 1} is of class ${classOf(invoke)}, which has no result`,
      start,
      cursor.bit,
    );
}

/** An Invoke that nothing answers though its class wants it. */
function judgeAnswer(cursor: Cursor, { steps }: Exchange, invoke: Step, start: number): void {
  const wanted = classOf(invoke);
  if (wanted !== 1 && wanted !== 2) return;
  const answered = steps.some(
    (step) => step.kind === ABORT || step.kind === (wanted === 1 ? ACK : RESULT) || step.kind === NEGATIVE_ACK,
  );
  if (!answered) {
    const what = wanted === 1 ? 'acknowledgement' : 'result';
    cursor.find(RULES['WTP-013'], `no ${what} for this transaction is in the capture`, start, cursor.bit);
  }
}

/** A finding about an abort: who gave up which message, and why. */
export function judgeAbort(
  cursor: Cursor,
  place: Place | undefined,
  type: number,
  reason: number,
  start: number,
): void {
  const names = type === PROVIDER ? PROVIDER_REASONS : USER_REASONS;
  const name = names[reason] ?? 'unknown reason';
  const code = `0x${reason.toString(16).padStart(2, '0')}`;
  const invoke = place?.invoke;
  const of = invoke === undefined ? 'the transaction' : `the transaction of packet ${invoke.frame + 1}`;
  if (type === PROVIDER) {
    cursor.find(RULES['WTP-010'], `${of} is aborted: ${name} (${code})`, start, cursor.bit);
    return;
  }
  const refused = invoke !== undefined && place !== undefined && fromResponder(place.step) && classOf(invoke) === 1;
  const push = refused && content(invoke) === CONFIRMED_PUSH;
  const what = push ? `the confirmed push of packet ${invoke.frame + 1}` : of;
  cursor.find(
    RULES['WTP-011'],
    `${what} is ${refused ? 'refused' : 'aborted'} by the user: ${name} (${code})`,
    start,
    cursor.bit,
    refused ? 'warning' : 'note',
  );
}
