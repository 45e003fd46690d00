import { field as declare, type Field, fields } from '../../codec/field.ts';
import { identifierName } from './fields.ts';

const SPEC = 'TS 48.049 8.2';

/** Message types (TS 48.049 8.2.1): requests with their complete and failure answers. */
export const TYPES: Readonly<Record<number, string>> = {
  1: 'WRITE-REPLACE',
  2: 'WRITE-REPLACE COMPLETE',
  3: 'WRITE-REPLACE FAILURE',
  4: 'KILL',
  5: 'KILL COMPLETE',
  6: 'KILL FAILURE',
  7: 'LOAD QUERY',
  8: 'LOAD QUERY COMPLETE',
  9: 'LOAD QUERY FAILURE',
  10: 'MESSAGE STATUS QUERY',
  11: 'MESSAGE STATUS QUERY COMPLETE',
  12: 'MESSAGE STATUS QUERY FAILURE',
  13: 'SET-DRX',
  14: 'SET-DRX COMPLETE',
  15: 'SET-DRX FAILURE',
  16: 'RESET',
  17: 'RESET COMPLETE',
  18: 'RESET FAILURE',
  19: 'RESTART',
  20: 'FAILURE',
  21: 'ERROR INDICATION',
  22: 'KEEP-ALIVE',
  23: 'KEEP-ALIVE COMPLETE',
};

export const f = fields({
  protocol: {
    filter: 'cbsp',
    type: 'protocol',
    label: 'CBSP',
    spec: 'TS 48.049',
    doc: 'A message between a BSC and a cell broadcast centre.',
  },
  type: {
    filter: 'cbsp.msg_type',
    bits: 8,
    type: 'uint',
    label: 'Message type',
    spec: `${SPEC}.1`,
    names: TYPES,
    doc: 'What the message is.',
  },
  length: {
    filter: 'cbsp.msg_len',
    bits: 24,
    type: 'uint',
    label: 'Message length',
    spec: '8.1',
    doc: 'Octets that follow this field.',
  },
  element: { filter: 'cbsp.ie', type: 'group', label: 'Element', spec: SPEC, doc: 'One information element.' },
  elementId: {
    filter: 'cbsp.ie.iei',
    bits: 8,
    type: 'uint',
    label: 'Element identifier',
    spec: SPEC,
    doc: 'Which element it is.',
  },
  elementLength: {
    filter: 'cbsp.ie.len',
    bits: 16,
    type: 'uint',
    label: 'Element length',
    spec: SPEC,
    doc: 'Octets of an element of varying length.',
  },
  payload: {
    filter: 'cbsp.ie.payload',
    type: 'bytes',
    label: 'Content',
    spec: SPEC,
    doc: 'Content of an element that has no fields of its own here.',
  },
  userLength: {
    filter: 'cbsp.user_info_len',
    bits: 8,
    type: 'uint',
    label: 'User information length',
    spec: `${SPEC}.4`,
    doc: 'Octets of the page that are used.',
  },
  pageText: {
    filter: 'cbsp.cb_page_content',
    type: 'text',
    label: 'Page content',
    spec: `${SPEC}.4`,
    doc: 'Text of the page.',
  },
  page: {
    filter: 'cbsp.cb_msg_page',
    type: 'bytes',
    label: 'Page',
    spec: `${SPEC}.4`,
    doc: 'Octets of a page that is not text.',
  },
  spare: {
    filter: 'cbsp.spare',
    type: 'uint',
    label: 'Spare',
    spec: SPEC,
    show: 'bin',
    doc: 'Bits without a meaning.',
  },
  repetition: {
    filter: 'cbsp.rep_period',
    type: 'uint',
    label: 'Repetition period',
    spec: `${SPEC}.8`,
    doc: 'Time between two broadcasts of the message in units of 1.883 seconds (high bits; the low ones follow the spare ones).',
  },
  repetitionLow: {
    filter: 'cbsp.rep_period_low',
    bits: 4,
    type: 'uint',
    label: 'Repetition period, low bits',
    spec: `${SPEC}.8`,
    doc: 'Low four bits of the repetition period.',
  },
  cells: {
    filter: 'cbsp.cell_id_disc',
    bits: 4,
    type: 'uint',
    label: 'Cell discriminator',
    spec: `${SPEC}.7`,
    names: { 0: 'CGI', 1: 'LAC and CI', 2: 'CI', 4: 'LAI', 5: 'LAC', 6: 'all cells of the BSC' },
    doc: 'How the cells are named.',
  },
});

const number = (filter: string, label: string, doc: string, more: Partial<Field> = {}): Field =>
  declare({
    filter: `cbsp.${filter}`,
    type: 'uint',
    label,
    spec: SPEC,
    doc,
    ...more,
  });

export interface ElementForm {
  readonly name: string;
  /** Octets of a fixed element; undefined when a length of two octets stands in front. */
  readonly octets: number | undefined;
  /** Field of an element that is one number. */
  readonly field?: Field;
}

const fixed = (octets: number, field: Field): ElementForm => ({ name: field.label, octets, field });
const hex = { show: 'hex' } as const;

/** Elements of TS 48.049 8.2 by identifier. */
export const ELEMENTS: ReadonlyMap<number, ElementForm> = new Map([
  [0x01, { name: 'Message content', octets: 83 }],
  [0x02, fixed(2, number('old_serial_nr', 'Old serial number', 'Serial number of the message that is replaced.', hex))],
  [0x03, fixed(2, number('new_serial_nr', 'New serial number', 'Serial number of the message.', hex))],
  [0x04, { name: 'Cell list', octets: undefined }],
  [
    0x05,
    fixed(
      1,
      number('category', 'Category', 'Priority of the message.', {
        ...hex,
        names: { 0: 'high', 1: 'background', 2: 'normal' },
      }),
    ),
  ],
  // The high eight bits, four spare ones, the low four bits.
  [0x06, { name: 'Repetition period', octets: 2 }],
  [
    0x07,
    fixed(2, number('num_bcast_req', 'Number of broadcasts requested', 'How often the message is sent; 0 for ever.')),
  ],
  [0x08, { name: 'Number of broadcasts completed list', octets: undefined }],
  [0x09, { name: 'Failure list', octets: undefined }],
  [0x0a, { name: 'Radio resource loading list', octets: undefined }],
  [0x0b, fixed(1, number('cause', 'Cause', 'Why a request failed.', hex))],
  [0x0c, fixed(1, number('dcs', 'Data coding scheme', 'Coding of all pages.', hex))],
  [0x0d, fixed(1, number('recovery_ind', 'Recovery indication', 'Whether the data were lost.', hex))],
  [
    0x0e,
    fixed(2, number('message_id', 'Message identifier', 'Topic of the message.', { ...hex, names: identifierName })),
  ],
  [0x0f, fixed(1, number('emergency_ind', 'Emergency indicator', 'Whether it is a warning.', hex))],
  [0x10, fixed(2, number('warn_type', 'Warning type', 'Kind of warning.', hex))],
  [0x11, { name: 'Warning security information', octets: 50 }],
  [
    0x12,
    fixed(
      1,
      number('channel_ind', 'Channel indicator', 'Basic or extended channel.', {
        ...hex,
        names: { 0: 'basic', 1: 'extended' },
      }),
    ),
  ],
  [0x13, fixed(1, number('num_of_pages', 'Number of pages', 'Pages of the message.'))],
  [0x14, fixed(1, number('sched_period', 'Schedule period', 'Slots in a schedule.'))],
  [0x15, fixed(1, number('num_of_res_slots', 'Number of reserved slots', 'Slots that are kept free.'))],
  [
    0x16,
    fixed(
      1,
      number('bcast_msg_type', 'Broadcast message type', 'Whether the message is for cell broadcast or warning.'),
    ),
  ],
  [
    0x17,
    fixed(
      1,
      number('warning_period', 'Warning period', 'How long a warning is sent, in seconds; 0 until it is stopped.'),
    ),
  ],
  [
    0x18,
    fixed(
      1,
      number('keepalive_rep_period', 'Keep alive repetition period', 'Time between keep-alive messages, in seconds.'),
    ),
  ],
]);
