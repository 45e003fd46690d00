import { fields } from '../../codec/field.ts';

const SPEC = 'TS 23.041 9.4.1';
const CODING = 'TS 23.038 5';

const LANGUAGES = [
  'German',
  'English',
  'Italian',
  'French',
  'Spanish',
  'Dutch',
  'Swedish',
  'Danish',
  'Portuguese',
  'Finnish',
  'Norwegian',
  'Greek',
  'Turkish',
  'Hungarian',
  'Polish',
  'unspecified',
];
const MORE_LANGUAGES = ['Czech', 'Hebrew', 'Arabic', 'Russian', 'Icelandic'];
const ALPHABETS = { 0: 'GSM 7-bit', 1: '8-bit data', 2: 'UCS2', 3: 'reserved' } as const;
const CLASSES = { 0: 'class 0, flash', 1: 'class 1, ME', 2: 'class 2, SIM', 3: 'class 3, TE' } as const;

/** What a message identifier is for (TS 23.041 9.4.1.2.2). */
export function identifierName(id: number): string | undefined {
  if (id < 1000) return 'operator or GSM association';
  if (id <= 1003) return 'location services';
  if (id >= 4096 && id <= 4223) return 'data download to the SIM';
  if (id >= 4224 && id <= 4351) return 'data download to the SIM, secured';
  if (id >= 4352 && id <= 4356) return 'ETWS';
  if (id >= 4370 && id <= 4399) return 'CMAS';
  return id === 65_535 ? 'reserved' : undefined;
}

export const SCOPES = {
  0: 'cell, immediate display',
  1: 'PLMN',
  2: 'location or service area',
  3: 'cell, normal display',
} as const;

export const f = fields({
  protocol: { filter: 'gsm_cbs', type: 'protocol', label: 'GSM CBS', spec: SPEC, doc: 'A page of a cell broadcast.' },
  serial: {
    filter: 'gsm_cbs.serial_number',
    type: 'uint',
    label: 'Serial number',
    spec: `${SPEC}.2.1`,
    show: 'hex',
    doc: 'Scope, code and update of the message.',
  },
  scope: {
    filter: 'gsm_cbs.geographic_scope',
    bits: 2,
    type: 'uint',
    label: 'Geographical scope',
    spec: `${SPEC}.2.1`,
    names: SCOPES,
    doc: 'Area in which the serial number is the same message, and how it is displayed.',
  },
  code: {
    filter: 'gsm_cbs.message_code',
    bits: 10,
    type: 'uint',
    label: 'Message code',
    spec: `${SPEC}.2.1`,
    doc: 'Tells apart messages with the same identifier.',
  },
  update: {
    filter: 'gsm_cbs.update_number',
    bits: 4,
    type: 'uint',
    label: 'Update number',
    spec: `${SPEC}.2.1`,
    doc: 'Changes when the content changes.',
  },
  identifier: {
    filter: 'gsm_cbs.message-identifier',
    bits: 16,
    type: 'uint',
    label: 'Message identifier',
    spec: `${SPEC}.2.2`,
    names: identifierName,
    doc: 'Topic of the message.',
  },
  dcs: {
    filter: 'gsm_cbs.dcs',
    type: 'uint',
    label: 'Data coding scheme',
    spec: `${SPEC}.2.3`,
    show: 'hex',
    doc: 'Alphabet and language of the content.',
  },
  group: {
    filter: 'gsm_map.cbs.coding_grp',
    bits: 4,
    type: 'uint',
    label: 'Coding group',
    spec: CODING,
    doc: 'Meaning of the other bits.',
  },
  language0: {
    filter: 'gsm_map.cbs.coding_grp0_lang',
    bits: 4,
    type: 'uint',
    label: 'Language',
    spec: CODING,
    names: { ...LANGUAGES },
    doc: 'Language of the text.',
  },
  language1: {
    filter: 'gsm_map.cbs.coding_grp1_lang',
    bits: 4,
    type: 'uint',
    label: 'Language',
    spec: CODING,
    names: { 0: 'GSM 7-bit behind a language name', 1: 'UCS2 behind a language name' },
    doc: 'Where the language is named.',
  },
  language2: {
    filter: 'gsm_map.cbs.coding_grp2_lang',
    type: 'uint',
    label: 'Language',
    spec: CODING,
    names: { ...MORE_LANGUAGES },
    doc: 'Language of the text.',
  },
  language3: {
    filter: 'gsm_map.cbs.coding_grp3_lang',
    type: 'uint',
    label: 'Language',
    spec: CODING,
    doc: 'Reserved.',
  },
  compressed: {
    filter: 'gsm_map.cbs.coding_grp4_7_comp',
    type: 'bool',
    label: 'Compressed',
    spec: CODING,
    doc: '1 when the text is compressed.',
  },
  hasClass: {
    filter: 'gsm_map.cbs.coding_grp4_7_class_ind',
    type: 'bool',
    label: 'Class defined',
    spec: CODING,
    doc: '1 when the class bits have a meaning.',
  },
  alphabet: {
    filter: 'gsm_map.cbs.coding_grp4_7_char_set',
    bits: 2,
    type: 'uint',
    label: 'Alphabet',
    spec: CODING,
    names: ALPHABETS,
    doc: 'How characters are coded.',
  },
  class: {
    filter: 'gsm_map.cbs.coding_grp4_7_class',
    bits: 2,
    type: 'uint',
    label: 'Class',
    spec: CODING,
    names: CLASSES,
    doc: 'Where the message is to be kept.',
  },
  coding15: {
    filter: 'gsm_map.cbs.cbs_coding_grp15_mess_code',
    type: 'uint',
    label: 'Message coding',
    spec: CODING,
    names: { 0: 'GSM 7-bit', 1: '8-bit data' },
    doc: 'How characters are coded.',
  },
  class15: {
    filter: 'gsm_map.cbs.gsm_map_cbs_coding_grp15_class',
    type: 'uint',
    label: 'Class',
    spec: CODING,
    names: CLASSES,
    doc: 'Where the message is to be kept.',
  },
  codingReserved: {
    filter: 'gsm_cbs.dcs.reserved',
    type: 'uint',
    label: 'Reserved',
    spec: CODING,
    show: 'bin',
    doc: 'Bits whose meaning is not known.',
  },
  page: {
    filter: 'gsm_cbs.current_page',
    bits: 4,
    type: 'uint',
    label: 'Page',
    spec: `${SPEC}.2.4`,
    doc: 'Number of this page, from 1.',
  },
  pageCount: {
    filter: 'gsm_cbs.total_pages',
    bits: 4,
    type: 'uint',
    label: 'Pages',
    spec: `${SPEC}.2.4`,
    doc: 'Number of pages of the message; 0 counts as 1.',
  },
  content: {
    filter: 'gsm_cbs.page_content',
    type: 'text',
    label: 'Page content',
    spec: `${SPEC}.2.5`,
    doc: 'Text of the page.',
  },
  packed: {
    filter: 'gsm_cbs.page_content.septets',
    type: 'bytes',
    label: 'Packed characters',
    spec: 'TS 23.038 6.1.2.2',
    doc: 'Characters of 7 bits, the least significant bit first.',
  },
  paddingBits: {
    filter: 'gsm_cbs.padding_bits',
    bits: 5,
    type: 'uint',
    label: 'Padding bits',
    spec: 'TS 23.038 6.1.2.2',
    show: 'bin',
    doc: 'Bits that fill up the last octet.',
  },
  data: {
    filter: 'gsm_cbs.page_data',
    type: 'bytes',
    label: 'Page data',
    spec: `${SPEC}.2.5`,
    doc: 'Octets of a page that is not text.',
  },
  padding: {
    filter: 'gsm_cbs.page_content_padding',
    type: 'bytes',
    label: 'Fill',
    spec: `${SPEC}.2.5`,
    doc: 'Octets behind the content; their value is not fixed.',
  },
  message: {
    filter: 'gsm_cbs.message_content',
    type: 'text',
    label: 'Message',
    spec: SPEC,
    doc: 'Text of all pages.',
  },
  wholeMessage: {
    filter: 'gsm_cbs.message_content',
    type: 'text',
    label: 'Message',
    spec: SPEC,
    generated: true,
    doc: 'Text of a message of one page.',
  },
  pages: {
    filter: 'gsm_cbs.pages',
    type: 'group',
    label: 'Pages',
    generated: true,
    doc: 'Packets that brought the pages of the message.',
  },
  pageFrame: {
    filter: 'gsm_cbs.page_number',
    type: 'frame',
    label: 'Page',
    generated: true,
    doc: 'A packet that brought a page of the message.',
  },
  fragmentCount: {
    filter: 'gsm_cbs.fragment.count',
    type: 'uint',
    label: 'Page count',
    generated: true,
    doc: 'Number of pages.',
  },
  reassembledIn: {
    filter: 'gsm_cbs.reassembled.in',
    type: 'frame',
    label: 'Reassembled in',
    generated: true,
    doc: 'Packet that completed the message; the whole message is shown there.',
  },
  reassembledLength: {
    filter: 'gsm_cbs.reassembled.length',
    type: 'uint',
    label: 'Reassembled length',
    generated: true,
    doc: 'Octets of the whole message (characters, for 7-bit text).',
  },
});
