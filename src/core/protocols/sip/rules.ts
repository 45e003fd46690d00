import { rules } from '../../codec/rule.ts';
import { headerRules } from '../../dissect/text-headers.ts';

export const HEADER_RULES = headerRules('SIP', 'RFC 3261 7.3.1');

export const RULES = rules({
  'SIP-001': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 3261 7',
    text: 'A message begins with a request line or a status line.',
  },
  'SIP-002': { level: 'MUST', severity: 'warning', section: 'RFC 3261 7.1', text: 'The version is SIP/2.0.' },
  'SIP-003': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 3261 8.1.1',
    text: 'A request has To, From, CSeq, Call-ID, Max-Forwards and Via; a response all of them but Max-Forwards.',
  },
  'SIP-004': { level: 'MUST', severity: 'error', section: 'RFC 3261 8.1.1.8', text: 'An INVITE has one Contact.' },
  'SIP-005': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 3261 8.1.1.5',
    text: 'CSeq has a number below 2^31 and the method of the request.',
  },
  'SIP-006': {
    level: 'MUST',
    severity: 'warning',
    section: 'RFC 3261 8.1.1.7',
    text: 'The branch of the first Via begins with z9hG4bK.',
  },
  'SIP-007': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 3261 18.3',
    text: 'Content-Length counts no more octets than follow the headers.',
  },
  'SIP-008': {
    level: 'text',
    severity: 'note',
    section: 'RFC 3261 18.3',
    text: 'Nothing follows the body in its datagram.',
  },
  'SIP-009': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 3261 20.14',
    text: 'A message on a stream (TCP) has a Content-Length.',
  },
  'SIP-010': { level: 'MUST', severity: 'error', section: 'RFC 3261 7.4.1', text: 'A body has a Content-Type.' },
  'SIP-011': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 3261 25.1',
    text: 'Headers that state a number have decimal digits.',
  },
  'SIP-012': {
    level: 'MUST NOT',
    severity: 'warning',
    section: 'RFC 3428 8',
    text: 'A MESSAGE over UDP has no more than 1300 octets.',
  },
  'SIP-013': { level: 'MUST NOT', severity: 'warning', section: 'RFC 3428 4', text: 'A MESSAGE has no Contact.' },
  'SIP-014': {
    level: 'MUST',
    severity: 'warning',
    section: 'RFC 3840 9',
    text: 'Feature tags other than the base tags begin with "+".',
  },
  'SIP-015': {
    level: 'MUST',
    severity: 'note',
    section: 'NOTI-1.3 7.3',
    text: 'A management client that supports GRUU registers with it: Supported has gruu, Contact has +sip.instance.',
  },
  'SIP-016': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 3261 7.3.1',
    text: 'A header that has no list as its value stands once.',
  },
  'SIP-017': { level: 'MUST', severity: 'warning', section: 'RFC 3261 8.1.1.3', text: 'From has a tag.' },
  'SIP-018': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 3261 7.2',
    text: 'The status code lies between 100 and 699.',
  },
});
