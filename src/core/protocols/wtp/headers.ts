import type { Codec } from '../../codec/codec.ts';
import { layout } from '../../codec/layout.ts';
import { uint } from '../../codec/leaves.ts';
import {
  ABORT,
  ABORT_TYPES,
  ACK,
  CLASSES,
  INVOKE,
  NEGATIVE_ACK,
  PDU_TYPES,
  PROVIDER,
  PROVIDER_REASONS,
  RESULT,
  SEGMENTED_INVOKE,
  SEGMENTED_RESULT,
  TRAILERS,
  USER,
  USER_REASONS,
} from './values.ts';

/* The fixed headers, one layout for each PDU type; reserved bits and flags that a draft leaves out are 0. */

const response = {
  label: 'TID response',
  filter: 'wtp.TID.response',
  type: 'bool',
  spec: 'WAP-224 8.2.7',
  names: { 0: 'from the initiator', 1: 'from the responder' },
  doc: 'Who sends: the initiator of the transaction or the one who responds.',
} as const;

const tid = {
  label: 'Transaction id',
  filter: 'wtp.TID',
  spec: 'WAP-224 8.2.7',
  show: 'hex',
  doc: 'Ties the PDUs of a transaction together; the initiator counts it up.',
} as const;

const resent = {
  label: 'Retransmission indicator',
  filter: 'wtp.RID',
  type: 'bool',
  spec: 'WAP-224 8.2.6',
  names: { 0: 'first transmission', 1: 'retransmission' },
  doc: 'Whether the PDU was sent before.',
} as const;

const trailer = {
  label: 'Trailer flags',
  filter: 'wtp.trailer_flags',
  spec: 'WAP-224 8.2.2',
  show: 'bin',
  names: TRAILERS,
  doc: 'GTR and TTR: whether the packet ends a group or the message.',
} as const;

const sequence = {
  label: 'Packet sequence number',
  filter: 'wtp.header.sequence',
  spec: 'WAP-224 8.2.3',
  doc: 'Place of the packet in its message; the Invoke or Result is packet 0.',
} as const;

const reserved = {
  label: 'Reserved',
  filter: 'wtp.reserved',
  spec: 'WAP-224 8.2.5',
  show: 'bin',
  doc: 'Reserved bits, 0.',
} as const;

function start() {
  return layout('wtp')
    .auto('hasTpis', 1, {
      label: 'Continue flag',
      filter: 'wtp.continue_flag',
      type: 'bool',
      spec: 'WAP-224 8.2.1',
      names: { 0: 'no TPI', 1: 'TPIs follow' },
      doc: 'Whether transport information items follow the fixed header.',
    })
    .auto('type', 4, {
      label: 'PDU type',
      filter: 'wtp.pdu_type',
      spec: 'WAP-224 8.2.4',
      show: 'hex',
      names: PDU_TYPES,
      doc: 'What the PDU is; type 0 only announces concatenation.',
    });
}

/** Start of a PDU that carries user data: trailer, retransmission, TID. */
function carrying() {
  return start()
    .bits('trailer', 2, trailer)
    .auto('resent', 1, resent)
    .auto('response', 1, response)
    .bits('tid', 15, tid);
}

const NONE = { hasTpis: 0, resent: 0 } as const;

export const invoke = carrying()
  .auto('version', 2, {
    label: 'Version',
    filter: 'wtp.header.version',
    spec: 'WAP-224 8.3.1',
    names: { 0: 'current' },
    doc: 'Version of the protocol, 0.',
  })
  .auto('tidNew', 1, {
    label: 'TIDnew',
    filter: 'wtp.header.TIDNew',
    type: 'bool',
    spec: 'WAP-224 8.3.1',
    names: { 0: 'TID is valid', 1: 'TID is new' },
    doc: 'The initiator begins its TIDs anew: the responder forgets what it cached.',
  })
  .auto('userAck', 1, {
    label: 'U/P flag',
    filter: 'wtp.header.UP',
    type: 'bool',
    spec: 'WAP-224 8.3.1',
    names: { 0: 'user acknowledgement optional', 1: 'user acknowledgement required' },
    doc: 'Whether the application has to acknowledge, not only the transaction layer.',
  })
  .auto('reserved', 2, { ...reserved, filter: 'wtp.inv.reserved' })
  .bits('class', 2, {
    label: 'Transaction class',
    filter: 'wtp.inv.transaction_class',
    spec: 'WAP-224 8.3.1',
    names: CLASSES,
    doc: 'Which answers the initiator wants.',
  })
  .derive(() => ({ ...NONE, type: INVOKE, response: 0, version: 0, tidNew: 0, userAck: 0, reserved: 0 }));

export const result = carrying().derive(() => ({ ...NONE, type: RESULT, response: 1 }));

export const ack = start()
  .auto('verify', 1, {
    label: 'Tve/Tok flag',
    filter: 'wtp.ack.tvetok',
    type: 'bool',
    spec: 'WAP-224 8.3.3',
    names: { 0: 'acknowledgement', 1: 'TID verification' },
    doc: 'From the responder: is this TID new? From the initiator: yes.',
  })
  .auto('reserved', 1, reserved)
  .auto('resent', 1, resent)
  .bits('response', 1, response)
  .bits('tid', 15, tid)
  .derive(() => ({ ...NONE, type: ACK, verify: 0, reserved: 0 }));

const reason = {
  type: 'uint',
  label: 'Abort reason',
  spec: 'WAP-224 8.3.4',
  show: 'hex',
} as const;

export const abort = start()
  .bits('abortType', 3, {
    label: 'Abort type',
    filter: 'wtp.abort.type',
    spec: 'WAP-224 8.3.4',
    names: ABORT_TYPES,
    doc: 'Who gave up: the transaction layer or the application.',
  })
  .bits('response', 1, response)
  .bits('tid', 15, tid)
  .when(
    'providerReason',
    ({ abortType }) => abortType === PROVIDER,
    uint(
      {
        ...reason,
        filter: 'wtp.abort.reason.provider',
        names: PROVIDER_REASONS,
        doc: 'Why the transaction layer gave up.',
      },
      8,
    ),
  )
  .when(
    'userReason',
    ({ abortType }) => abortType === USER,
    uint(
      {
        ...reason,
        filter: 'wtp.abort.reason.user',
        names: USER_REASONS,
        doc: 'Why the session layer gave up or refused.',
      },
      8,
    ),
  )
  .when(
    'otherReason',
    ({ abortType }) => abortType > USER,
    uint(
      {
        ...reason,
        filter: 'wtp.abort.reason.other',
        doc: 'Reason of an abort of unknown type.',
      },
      8,
    ),
  )
  .derive(() => ({ hasTpis: 0, type: ABORT }));

export const segmentedInvoke = carrying()
  .bits('sequence', 8, sequence)
  .derive(() => ({ ...NONE, type: SEGMENTED_INVOKE, response: 0 }));

export const segmentedResult = carrying()
  .bits('sequence', 8, sequence)
  .derive(() => ({ ...NONE, type: SEGMENTED_RESULT, response: 1 }));

const missing = uint(
  { ...sequence, type: 'uint', label: 'Missing packet', doc: 'Number of a packet that has not come.' },
  8,
);

const missingList: Codec<readonly number[]> = {
  width: undefined,
  shape: { kind: 'list', of: missing.shape },
  fields: missing.fields,
  read(cursor, before) {
    const { count } = before as { readonly count: number };
    const numbers: number[] = [];
    for (let i = 0; i < count && !cursor.failed; i++) numbers.push(missing.read(cursor));
    return numbers;
  },
  write(out, numbers) {
    for (const number of numbers) missing.write(out, number);
  },
};

export const negativeAck = start()
  .auto('reserved', 2, reserved)
  .auto('resent', 1, resent)
  .bits('response', 1, response)
  .bits('tid', 15, tid)
  .auto('count', 8, {
    label: 'Missing packets',
    filter: 'wtp.header.missing_packets',
    spec: 'WAP-224 8.3.7',
    doc: 'How many packet numbers follow.',
  })
  .field('missing', missingList)
  .derive(({ missing: numbers }) => ({ ...NONE, type: NEGATIVE_ACK, reserved: 0, count: numbers.length }));

export const headerFields = [invoke, result, ack, abort, segmentedInvoke, segmentedResult, negativeAck].flatMap(
  ({ fields }) => fields,
);
