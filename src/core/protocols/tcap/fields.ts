import { fields } from '../../codec/field.ts';

export const SPEC = 'ITU-T Q.773';

export const MAP = 'TS 29.002';

export const MESSAGES: Readonly<Record<number, string>> = {
  97: 'Unidirectional',
  98: 'Begin',
  100: 'End',
  101: 'Continue',
  103: 'Abort',
};

export const TAGS: Readonly<Record<number, string>> = {
  ...MESSAGES,
  72: 'originating transaction id',
  73: 'destination transaction id',
  107: 'dialogue portion',
  108: 'component portion',
  161: 'Invoke',
  162: 'ReturnResultLast',
  163: 'ReturnError',
  164: 'Reject',
  167: 'ReturnResultNotLast',
  2: 'INTEGER',
  4: 'OCTET STRING',
  5: 'NULL',
  6: 'OBJECT IDENTIFIER',
  40: 'EXTERNAL',
  48: 'SEQUENCE',
};

export const OPERATIONS: Readonly<Record<number, string>> = {
  44: 'mt-forwardSM',
  45: 'sendRoutingInfoForSM',
  46: 'mo-forwardSM',
  47: 'reportSM-DeliveryStatus',
  64: 'alertServiceCentre',
};

export const f = fields({
  protocol: { filter: 'tcap', type: 'protocol', label: 'TCAP', spec: SPEC, doc: 'A message of SS7 transactions.' },
  map: { filter: 'gsm_map', type: 'protocol', label: 'GSM MAP', spec: MAP, doc: 'Argument or result of an operation.' },
  element: {
    filter: 'tcap.element',
    type: 'group',
    label: 'Element',
    spec: 'ITU-T X.690 8.1',
    doc: 'Tag, length and content.',
  },
  tag: {
    filter: 'tcap.tag',
    type: 'uint',
    label: 'Tag',
    spec: 'ITU-T X.690 8.1.2',
    show: 'hex',
    names: TAGS,
    doc: 'What the element is.',
  },
  messageTag: {
    filter: 'tcap.msgtype',
    type: 'uint',
    label: 'Message type',
    spec: `${SPEC} 3.1`,
    show: 'hex',
    names: MESSAGES,
    doc: 'What the message is.',
  },
  longTag: {
    filter: 'tcap.tag.long',
    type: 'bytes',
    label: 'Tag',
    spec: 'ITU-T X.690 8.1.2.4',
    doc: 'A tag of several octets.',
  },
  length: {
    filter: 'tcap.len',
    type: 'uint',
    label: 'Length',
    spec: 'ITU-T X.690 8.1.3',
    doc: 'Octets of content; 0x80 means that two zero octets end it.',
  },
  end: {
    filter: 'tcap.constructor_eoc',
    type: 'uint',
    label: 'End of contents',
    spec: 'ITU-T X.690 8.1.5',
    doc: 'Two zero octets.',
  },
  data: {
    filter: 'tcap.data',
    type: 'bytes',
    label: 'Content',
    spec: 'ITU-T X.690 8.1.4',
    doc: 'Content of an element that has no field of its own here.',
  },
  originatingId: {
    filter: 'tcap.otid',
    type: 'bytes',
    label: 'Originating transaction id',
    spec: `${SPEC} 3.1`,
    also: ['tcap.tid'],
    doc: 'Transaction, as the sender counts it.',
  },
  destinationId: {
    filter: 'tcap.dtid',
    type: 'bytes',
    label: 'Destination transaction id',
    spec: `${SPEC} 3.1`,
    also: ['tcap.tid'],
    doc: 'Transaction, as the receiver counts it.',
  },
  invokeId: {
    filter: 'gsm_old.invokeID',
    type: 'uint',
    label: 'Invoke id',
    spec: `${SPEC} 3.2`,
    also: ['tcap.invokeID'],
    doc: 'Number of the operation in its transaction.',
  },
  operation: {
    filter: 'gsm_old.localValue',
    type: 'uint',
    label: 'Operation',
    spec: `${MAP} 17.5`,
    names: OPERATIONS,
    doc: 'What the receiver is to do.',
  },
  imsi: {
    filter: 'e212.imsi',
    type: 'text',
    label: 'IMSI',
    spec: `${MAP} 17.7.6`,
    doc: 'Subscriber that the message is for.',
  },
  number: {
    filter: 'gsm_map.address.digits',
    type: 'text',
    label: 'Number',
    spec: `${MAP} 17.7.8`,
    doc: 'Number behind an octet with its type.',
  },
});
