import type { Field } from '../../codec/field.ts';
import { f } from './fields.ts';
import { RESPONSE_BIT } from './values.ts';

/** One field of a PDU body, in wire order. */
export type BodyField =
  | { readonly kind: 'text'; readonly field: Field; readonly max: number }
  | { readonly kind: 'uint'; readonly field: Field }
  | { readonly kind: 'time'; readonly field: Field; readonly period: Field }
  | { readonly kind: 'esm' | 'registered' | 'coding' | 'message' | 'destinations' | 'failures' };

const text = (field: Field, max: number): BodyField => ({ kind: 'text', field, max });
const uint = (field: Field): BodyField => ({ kind: 'uint', field });
const source = (max: number) => [uint(f.sourceTon), uint(f.sourceNpi), text(f.source, max)];
const destination = (max: number) => [uint(f.destinationTon), uint(f.destinationNpi), text(f.destination, max)];
const schedule: BodyField = { kind: 'time', field: f.schedule, period: f.scheduleIn };
const validity: BodyField = { kind: 'time', field: f.validity, period: f.validityIn };
const finalDate: BodyField = { kind: 'time', field: f.finalDate, period: f.finalDateIn };
const registered: BodyField = { kind: 'registered' };
const message: BodyField = { kind: 'message' };
const coding: BodyField = { kind: 'coding' };
const esm: BodyField = { kind: 'esm' };
const messageId = text(f.messageId, 65);

const bind = [
  text(f.systemId, 16),
  text(f.password, 9),
  text(f.systemType, 13),
  uint(f.interfaceVersion),
  uint(f.addressTon),
  uint(f.addressNpi),
  text(f.addressRange, 41),
];
const bound = [text(f.systemId, 16)];

function submission(receivers: readonly BodyField[]): readonly BodyField[] {
  return [
    text(f.serviceType, 6),
    ...source(21),
    ...receivers,
    esm,
    uint(f.protocolId),
    uint(f.priority),
    schedule,
    validity,
    registered,
    uint(f.replace),
    coding,
    uint(f.defaultMessage),
    message,
  ];
}

/** Fields of each PDU (SMPP 3.4 chapter 4) before the optional parameters. */
export const BODIES: ReadonlyMap<number, readonly BodyField[]> = new Map([
  [0x01, bind],
  [0x02, bind],
  [0x09, bind],
  [0x0b, [text(f.systemId, 16), text(f.password, 9)]],
  [0x03, [messageId, ...source(21)]],
  [0x04, submission(destination(21))],
  [0x05, submission(destination(21))],
  [0x06, []],
  [0x07, [messageId, ...source(21), schedule, validity, registered, uint(f.defaultMessage), message]],
  [0x08, [text(f.serviceType, 6), messageId, ...source(21), ...destination(21)]],
  [0x15, []],
  [0x21, submission([{ kind: 'destinations' }])],
  [0x102, [...source(65), uint(f.esmeTon), uint(f.esmeNpi), text(f.esme, 65)]],
  [0x103, [text(f.serviceType, 6), ...source(65), ...destination(65), esm, registered, coding]],
  [
    0x111,
    [
      text(f.serviceType, 6),
      ...source(21),
      messageId,
      uint(f.priority),
      schedule,
      validity,
      uint(f.replace),
      coding,
      uint(f.defaultMessage),
    ],
  ],
  [0x112, [messageId, ...source(21)]],
  [0x113, [text(f.serviceType, 6), messageId, ...source(21)]],
  [RESPONSE_BIT, []],
  [RESPONSE_BIT + 0x01, bound],
  [RESPONSE_BIT + 0x02, bound],
  [RESPONSE_BIT + 0x09, bound],
  [RESPONSE_BIT + 0x03, [messageId, finalDate, uint(f.messageState), uint(f.errorCode)]],
  [RESPONSE_BIT + 0x04, [messageId]],
  [RESPONSE_BIT + 0x05, [messageId]],
  [RESPONSE_BIT + 0x06, []],
  [RESPONSE_BIT + 0x07, []],
  [RESPONSE_BIT + 0x08, []],
  [RESPONSE_BIT + 0x15, []],
  [RESPONSE_BIT + 0x21, [messageId, { kind: 'failures' }]],
  [RESPONSE_BIT + 0x103, [messageId]],
  [RESPONSE_BIT + 0x111, [messageId]],
  [RESPONSE_BIT + 0x112, [messageId]],
  [RESPONSE_BIT + 0x113, []],
]);
