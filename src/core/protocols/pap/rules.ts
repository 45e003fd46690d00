import { rules } from '../../codec/rule.ts';

/** Push Access Protocol: what its definition and the systems that speak it want. */
export const PAP = rules({
  'PAP-001': {
    level: 'MUST',
    severity: 'error',
    section: 'PAP DTD',
    text: 'An element has the attributes that it needs.',
  },
  'PAP-002': {
    level: 'MUST',
    severity: 'error',
    section: 'PAP DTD',
    text: 'Attributes with listed values have one of them.',
  },
  'PAP-003': {
    level: 'MUST',
    severity: 'error',
    section: 'PAP',
    text: 'Times are written as YYYY-MM-DDThh:mm:ssZ, in UTC.',
  },
  'PAP-004': {
    level: 'text',
    severity: 'warning',
    section: 'PAP',
    text: 'A status code has four digits, the first of them from 1 to 5.',
  },
  'PAP-005': {
    level: 'MUST',
    severity: 'error',
    section: 'PUSHARCH 5.3.2.1.3.1',
    text: 'A client address is WAPPUSH=client/TYPE=type@gateway, and the client has the form of its type.',
  },
  'PAP-006': {
    level: 'text',
    severity: 'warning',
    section: 'PAP',
    text: 'A message may be delivered at a time before the time when it must be.',
  },
  'PAP-007': {
    level: 'text',
    severity: 'note',
    section: 'PAP',
    text: 'A status code is known; one that is not counts as the general one of its class.',
  },
  'PAP-008': {
    level: 'text',
    severity: 'warning',
    section: 'PUSHARCH 5.3.2.1',
    text: 'A message of the protocol is answered with the HTTP status 202, whatever it comes to.',
  },
  'PAP-009': {
    level: 'text',
    severity: 'warning',
    section: 'PAP 2.0',
    text: 'What PAP 2.0 has added does not stand in a document of PAP 1.0.',
  },
  'PAP-010': {
    level: 'text',
    severity: 'warning',
    section: 'PAP',
    text: 'Messages that submit, cancel or ask are sent by POST.',
  },
  'PAP-011': {
    level: 'text',
    severity: 'note',
    section: 'PUSHARCH 5.3.2.1.3.1',
    text: 'A client address names the gateway behind an at sign.',
  },
});
