import { rules } from '../../codec/rule.ts';

const RECORD = 'WAP-261 Record protocol';
const HANDSHAKE = 'WAP-261 Handshake protocol';

export const RULES = rules({
  'WTLS-001': {
    level: 'text',
    severity: 'error',
    section: RECORD,
    text: 'A record has a content type of 1 to 4, and its reserved bit is 0.',
  },
  'WTLS-002': {
    level: 'text',
    severity: 'note',
    section: RECORD,
    text: 'Application data are protected by a cipher.',
  },
  'WTLS-003': {
    level: 'text',
    severity: 'note',
    section: RECORD,
    text: 'Ciphertext is a whole number of cipher blocks, which have 8 octets in all ciphers but NULL.',
  },
  'WTLS-004': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-261 Change cipher spec protocol',
    text: 'A change cipher spec message is one octet with the value 1.',
  },
  'WTLS-005': {
    level: 'text',
    severity: 'note',
    section: 'WAP-261 Alert protocol',
    text: 'No alert ends the connection.',
  },
  'WTLS-006': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-261 Alert protocol',
    text: 'Alerts have a known level and description.',
  },
  'WTLS-007': { level: 'text', severity: 'warning', section: HANDSHAKE, text: 'The version is 1.' },
  'WTLS-008': {
    level: 'text',
    severity: 'warning',
    section: HANDSHAKE,
    text: 'A session id has at most 8 octets.',
  },
  'WTLS-009': {
    level: 'text',
    severity: 'warning',
    section: HANDSHAKE,
    text: 'A handshake message is of a known type.',
  },
  'WTLS-010': {
    level: 'text',
    severity: 'error',
    section: 'WAP-259 Secure ports',
    text: 'What is sent to a secure port stands in WTLS records (a secure push comes in WTLS on 2949).',
  },
  'WTLS-011': {
    level: 'text',
    severity: 'warning',
    section: HANDSHAKE,
    text: 'Ciphers, MACs and key exchange suites are assigned numbers.',
  },
  'WTLS-012': {
    level: 'text',
    severity: 'warning',
    section: HANDSHAKE,
    text: 'The server chooses a cipher that protects the data.',
  },
});
