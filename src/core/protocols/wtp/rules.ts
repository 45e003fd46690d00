import { rules } from '../../codec/rule.ts';

export const RULES = rules({
  'WTP-001': { level: 'text', severity: 'error', section: 'WAP-224 8.2.4', text: 'The PDU type is one of 1 to 7.' },
  'WTP-002': { level: 'text', severity: 'warning', section: 'WAP-224 8.3.1', text: 'The version is 0.' },
  'WTP-003': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-224 8.3.1',
    text: 'The transaction class is 0, 1 or 2.',
  },
  'WTP-004': { level: 'text', severity: 'note', section: 'WAP-224 8.2.5', text: 'Reserved bits are 0.' },
  'WTP-005': {
    level: 'text',
    severity: 'error',
    section: 'WAP-224 8.5',
    text: 'Concatenated PDUs have lengths other than 0 that fit into the datagram.',
  },
  'WTP-006': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-224 8.2.7',
    text: 'An Invoke has the direction bit 0 in its TID, a Result 1.',
  },
  'WTP-007': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-224 7.14',
    text: 'A packet that is sent again has the same octets.',
  },
  'WTP-008': {
    level: 'text',
    severity: 'note',
    section: 'WAP-224 7.14',
    text: 'All packets of a message are in the capture.',
  },
  'WTP-009': {
    level: 'text',
    severity: 'note',
    section: 'WAP-224 8.2.6',
    text: 'A PDU arrives without being sent again.',
  },
  'WTP-010': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-224 8.3.4',
    text: 'A transaction ends without an abort by the transaction layer.',
  },
  'WTP-011': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-224 8.3.4',
    text: 'The receiver of a message does not refuse it.',
  },
  'WTP-012': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-224 8.3.4',
    text: 'An abort is of a known type, with a known reason.',
  },
  'WTP-013': {
    level: 'text',
    severity: 'note',
    section: 'WAP-224 6',
    text: 'A transaction of class 1 is acknowledged, one of class 2 has a result.',
  },
  'WTP-014': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-224 6',
    text: 'Only a transaction of class 2 has a result.',
  },
  'WTP-015': { level: 'text', severity: 'note', section: 'WAP-224 7.14', text: 'No packet of a group is missing.' },
  'WTP-016': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-224 8.4',
    text: 'A transport information item has a known identity and the content that belongs to it.',
  },
  'WTP-017': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-224 8.3',
    text: 'Nothing follows an Ack, Abort or Negative Ack.',
  },
});
