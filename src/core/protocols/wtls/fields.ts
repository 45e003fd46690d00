import { fields } from '../../codec/field.ts';
import { layout } from '../../codec/layout.ts';
import { uint } from '../../codec/leaves.ts';
import { ALERT_LEVELS, ALERTS, CONTENT_TYPES, HANDSHAKE_TYPES } from './values.ts';

const RECORD = 'WAP-261 Record protocol';
const ALERT = 'WAP-261 Alert protocol';
const HANDSHAKE = 'WAP-261 Handshake protocol';

export const f = fields({
  protocol: {
    filter: 'wtls',
    type: 'protocol',
    label: 'Wireless Transport Layer Security',
    doc: 'Protection of WAP over datagrams.',
  },
  record: {
    filter: 'wtls.record',
    type: 'uint',
    label: 'Record',
    names: CONTENT_TYPES,
    spec: RECORD,
    doc: 'A record: a header and what it protects.',
  },
  sequence: {
    filter: 'wtls.rec_seq',
    bits: 16,
    type: 'uint',
    label: 'Sequence number',
    spec: RECORD,
    doc: 'Number of the record on its connection.',
  },
  length: {
    filter: 'wtls.rec_length',
    bits: 16,
    type: 'uint',
    label: 'Length',
    spec: RECORD,
    doc: 'Octets of the content.',
  },
  content: {
    filter: 'wtls.content',
    type: 'bytes',
    label: 'Content',
    spec: RECORD,
    doc: 'Content of a record that nothing here decodes.',
  },
  ciphertext: {
    filter: 'wtls.ciphertext',
    type: 'bytes',
    label: 'Ciphertext',
    spec: RECORD,
    doc: 'Protected content with its MAC and padding: opaque without the keys.',
  },
  changeCipherSpec: {
    filter: 'wtls.change_cipher_spec',
    bits: 8,
    type: 'uint',
    label: 'Change cipher spec',
    spec: 'WAP-261 Change cipher spec protocol',
    doc: 'The sender protects what follows as agreed; always 1.',
  },
  alert: {
    filter: 'wtls.alert',
    type: 'group',
    label: 'Alert',
    spec: ALERT,
    doc: 'A message about a fault or an end.',
  },
  handshake: {
    filter: 'wtls.handshake',
    type: 'uint',
    label: 'Handshake message',
    names: HANDSHAKE_TYPES,
    spec: HANDSHAKE,
    doc: 'A message of the handshake.',
  },
  handshakeType: {
    filter: 'wtls.handshake.type',
    bits: 8,
    type: 'uint',
    label: 'Type',
    names: HANDSHAKE_TYPES,
    spec: HANDSHAKE,
    doc: 'Kind of the message.',
  },
  handshakeLength: {
    filter: 'wtls.handshake.length',
    bits: 16,
    type: 'uint',
    label: 'Length',
    spec: HANDSHAKE,
    doc: 'Octets of the body (two octets, not three as in TLS).',
  },
  body: {
    filter: 'wtls.handshake.body',
    type: 'bytes',
    label: 'Body',
    spec: HANDSHAKE,
    doc: 'Body of a message that nothing here decodes.',
  },
  clientHello: {
    filter: 'wtls.handshake.client_hello',
    type: 'group',
    label: 'Client hello',
    spec: 'WAP-261 ClientHello',
    doc: 'What the client can and knows.',
  },
  serverHello: {
    filter: 'wtls.handshake.server_hello',
    type: 'group',
    label: 'Server hello',
    spec: 'WAP-261 ServerHello',
    doc: 'What the server has chosen.',
  },
});

const flag = { type: 'bool', spec: RECORD, names: { 0: 'no', 1: 'yes' } } as const;

/** The first octet of a record. */
export const recordType = layout('wtls')
  .bits('hasLength', 1, {
    ...flag,
    label: 'Length present',
    filter: 'wtls.rec_has_length',
    doc: 'Without a length, the record takes the rest of the datagram.',
  })
  .bits('hasSequence', 1, {
    ...flag,
    label: 'Sequence number present',
    filter: 'wtls.rec_has_seq',
    doc: 'Whether the record states its number.',
  })
  .bits('isProtected', 1, {
    ...flag,
    label: 'Protected',
    filter: 'wtls.rec_cipher',
    doc: 'Whether the content is protected by the current cipher spec.',
  })
  .auto('reserved', 1, {
    label: 'Reserved',
    filter: 'wtls.rec_reserved',
    spec: RECORD,
    doc: 'Reserved bit, 0.',
  })
  .bits('type', 4, {
    label: 'Content type',
    filter: 'wtls.rec_type',
    spec: RECORD,
    names: CONTENT_TYPES,
    doc: 'What the record carries.',
  });

/** The header of a record; a draft's flags say which of sequence number and length are there. */
export const recordHeader = recordType
  .when('sequence', (v) => v.hasSequence === 1, uint(f.sequence, 16))
  .when('length', (v) => v.hasLength === 1, uint(f.length, 16))
  .derive(() => ({ reserved: 0 }));

export const alertBody = layout('wtls')
  .bits('level', 8, {
    label: 'Level',
    filter: 'wtls.alert.level',
    spec: ALERT,
    names: ALERT_LEVELS,
    doc: 'How bad it is; critical and fatal alerts end the connection.',
  })
  .bits('description', 8, {
    label: 'Description',
    filter: 'wtls.alert.description',
    spec: ALERT,
    names: ALERTS,
    doc: 'What the alert is about.',
  })
  .bits('checksum', 32, {
    label: 'Checksum',
    filter: 'wtls.alert.checksum',
    spec: ALERT,
    show: 'hex',
    doc: 'Four octets of the last record, which caused the alert.',
  });
