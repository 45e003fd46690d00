import type { Cursor } from '../../codec/cursor.ts';
import { fields } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Step } from '../../dissect/exchanges.ts';
import type { Summary } from '../../dissect/summary.ts';
import { uintvarAt } from './scan.ts';

const KIND = 'wsp';
/** Sessions live for hours and are suspended meanwhile. */
const KEEP_SECONDS = 86_400;

const CONNECT = 0x01;
const CONNECT_REPLY = 0x02;
const DISCONNECT = 0x05;
const SUSPEND = 0x08;
const RESUME = 0x09;

export const sessionFields = fields({
  id: {
    filter: 'wsp.session.id',
    type: 'uint',
    label: 'Session',
    generated: true,
    spec: 'WAP-230 8.2.2.2',
    doc: 'The session that the packet belongs to, as the server numbered it.',
  },
  opened: {
    filter: 'wsp.session.opened_in',
    type: 'frame',
    label: 'Session opened in',
    generated: true,
    spec: 'WAP-230 8.2.2.1',
    doc: 'The packet with the Connect of the session.',
  },
  suspended: {
    filter: 'wsp.session.suspended_in',
    type: 'frame',
    label: 'Session suspended in',
    generated: true,
    spec: 'WAP-230 8.2.2.5',
    doc: 'The packet with the Suspend that a Resume takes back.',
  },
  closed: {
    filter: 'wsp.session.closed_in',
    type: 'frame',
    label: 'Session closed in',
    generated: true,
    spec: 'WAP-230 8.2.2.4',
    doc: 'The packet with the Disconnect of the session.',
  },
});

/** Pass 1: follows the session between two peers; `at` is where a PDU of a session begins. */
export function followSession(bytes: Uint8Array, at: number, end: number, row: Summary): void {
  const { channel, source, sourcePort, destination, destinationPort, seconds, frame } = row;
  const type = bytes[at]!;
  const sender = `${source}/${sourcePort}`;
  const receiver = `${destination}/${destinationPort}`;
  const key = `${channel}/${sender < receiver ? `${sender}/${receiver}` : `${receiver}/${sender}`}`;
  const exchanges = row.state.exchanges(KIND);
  const open = exchanges.recent(key, seconds, KEEP_SECONDS);
  // A Connect that is sent again belongs to the session that it opened, until that one was answered.
  if (type === CONNECT && !open?.steps.every(({ kind }) => kind === CONNECT)) exchanges.begin(key, seconds);
  const states = type === CONNECT_REPLY || type === DISCONNECT || type === SUSPEND || type === RESUME;
  if (!states && type !== CONNECT) {
    exchanges.link(key, seconds, frame);
    return;
  }
  const id = states && at + 1 < end ? Math.max(-1, uintvarAt(bytes, at + 1, end)) : -1;
  const server = type === CONNECT_REPLY ? source : destination;
  const byId = `${channel}/${server}/session/${id}`;
  if (type === RESUME && idOf(open?.steps ?? []) !== id && exchanges.recent(byId, seconds, KEEP_SECONDS) !== undefined)
    exchanges.alias(byId, key);
  else if (open === undefined && type !== CONNECT) exchanges.begin(key, seconds);
  exchanges.add(key, seconds, { frame, at, kind: type, detail: id });
  if (type === CONNECT_REPLY && id >= 0) exchanges.alias(key, byId);
  if (type === DISCONNECT) {
    exchanges.end(key);
    exchanges.end(byId);
  }
}

/** The id that the session has by its events; -1 when none states it. */
function idOf(steps: readonly Step[]): number {
  return steps.find(({ detail }) => detail >= 0)?.detail ?? -1;
}

/** Rows that say which session a packet belongs to; `type` is the packet's PDU type. */
export function showSession(cursor: Cursor, context: Context, type: number): void {
  if (context.quoting > 0) return;
  const frame = context.frame.number - 1;
  const steps = context.state.exchanges(KIND).of(frame).at(-1)?.steps;
  if (steps === undefined) return;
  const id = idOf(steps);
  if (id >= 0) cursor.generated(sessionFields.id, id);
  const link = (field: (typeof sessionFields)['opened'], step: Step | undefined) => {
    if (step !== undefined && step.frame !== frame) cursor.generated(field, step.frame + 1);
  };
  const last = (kind: number) => steps.findLast((step) => step.kind === kind && step.frame < frame);
  link(
    sessionFields.opened,
    steps.find(({ kind }) => kind === CONNECT),
  );
  if (type === RESUME) link(sessionFields.suspended, last(SUSPEND));
  link(
    sessionFields.closed,
    steps.find(({ kind }) => kind === DISCONNECT),
  );
}
