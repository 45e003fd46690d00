import { fields } from '../../codec/field.ts';

export const SPEC = 'ITU-T Q.713';

export interface Form {
  readonly name: string;
  /** Octets between the type and the pointers. */
  readonly fixed: 'class' | 'cause' | 'class and hops' | 'cause and hops';
  readonly pointers: number;
  /** Octets of a pointer and of the length of the data. */
  readonly width: number;
}

/** Connectionless messages by type; others are not read. */
export const FORMS: ReadonlyMap<number, Form> = new Map([
  [9, { name: 'UDT', fixed: 'class', pointers: 3, width: 1 }],
  [10, { name: 'UDTS', fixed: 'cause', pointers: 3, width: 1 }],
  [17, { name: 'XUDT', fixed: 'class and hops', pointers: 4, width: 1 }],
  [18, { name: 'XUDTS', fixed: 'cause and hops', pointers: 4, width: 1 }],
  [19, { name: 'LUDT', fixed: 'class and hops', pointers: 4, width: 2 }],
  [20, { name: 'LUDTS', fixed: 'cause and hops', pointers: 4, width: 2 }],
]);

export const f = fields({
  protocol: {
    filter: 'sccp',
    type: 'protocol',
    label: 'SCCP',
    spec: SPEC,
    doc: 'A message of the SS7 connection control part.',
  },
  type: {
    filter: 'sccp.message_type',
    bits: 8,
    type: 'uint',
    label: 'Message type',
    spec: `${SPEC} 2.1`,
    show: 'hex',
    names: (type) => FORMS.get(type)?.name,
    doc: 'Kind of message.',
  },
  handling: {
    filter: 'sccp.handling',
    bits: 4,
    type: 'uint',
    label: 'Message handling',
    spec: `${SPEC} 3.6`,
    show: 'hex',
    names: { 0: 'no special options', 8: 'return on error' },
    doc: 'What is to be done when the message cannot be delivered.',
  },
  class: {
    filter: 'sccp.class',
    bits: 4,
    type: 'uint',
    label: 'Protocol class',
    spec: `${SPEC} 3.6`,
    show: 'hex',
    doc: 'Whether messages stay in order.',
  },
  cause: {
    filter: 'sccp.return_cause',
    bits: 8,
    type: 'uint',
    label: 'Return cause',
    spec: `${SPEC} 3.12`,
    show: 'hex',
    doc: 'Why the message came back.',
  },
  hops: {
    filter: 'sccp.hops',
    bits: 8,
    type: 'uint',
    label: 'Hop counter',
    spec: `${SPEC} 3.18`,
    show: 'hex',
    doc: 'Translations that are left.',
  },
  pointer1: {
    filter: 'sccp.variable_pointer1',
    type: 'uint',
    label: 'Pointer to called address',
    spec: `${SPEC} 1.5`,
    doc: 'Octets from this one to the address.',
  },
  pointer2: {
    filter: 'sccp.variable_pointer2',
    type: 'uint',
    label: 'Pointer to calling address',
    spec: `${SPEC} 1.5`,
    doc: 'Octets from this one to the address.',
  },
  pointer3: {
    filter: 'sccp.variable_pointer3',
    type: 'uint',
    label: 'Pointer to data',
    spec: `${SPEC} 1.5`,
    doc: 'Octets from this one to the data.',
  },
  optionalPointer: {
    filter: 'sccp.optional_pointer',
    type: 'uint',
    label: 'Pointer to optional part',
    spec: `${SPEC} 1.5`,
    doc: 'Octets from this one to the optional part; 0 without one.',
  },
  dataLength: {
    filter: 'sccp.data_length',
    bits: 8,
    type: 'uint',
    label: 'Data length',
    spec: `${SPEC} 3.16`,
    doc: 'Octets of data.',
  },
  segment: {
    filter: 'sccp.segmented_data',
    type: 'bytes',
    label: 'Segmented data',
    spec: `${SPEC} 3.16`,
    doc: 'A part of the data; parts are not joined here.',
  },
  optional: {
    filter: 'sccp.optional',
    type: 'group',
    label: 'Optional parameter',
    spec: `${SPEC} 1.8`,
    doc: 'Name, length and content.',
  },
  optionalName: {
    filter: 'sccp.optional.name',
    bits: 8,
    type: 'uint',
    label: 'Name',
    spec: `${SPEC} 3.1`,
    show: 'hex',
    names: { 0: 'end', 16: 'segmentation', 18: 'importance' },
    doc: 'Which parameter.',
  },
  optionalLength: {
    filter: 'sccp.optional.length',
    bits: 8,
    type: 'uint',
    label: 'Length',
    spec: `${SPEC} 1.8`,
    doc: 'Octets of the parameter.',
  },
  optionalValue: {
    filter: 'sccp.optional.value',
    type: 'bytes',
    label: 'Value',
    spec: `${SPEC} 1.8`,
    doc: 'Content of the parameter.',
  },
});
