import { rules } from '../../codec/rule.ts';

export const RULES = rules({
  'MMS-001': {
    level: 'MUST',
    severity: 'warning',
    section: 'OMA-MMS-ENC 7.1',
    text: 'A message begins with its type, its transaction id where it has one, and its version.',
  },
  'MMS-002': {
    level: 'MUST',
    severity: 'error',
    section: 'OMA-MMS-ENC 6',
    text: 'A message has the headers that its type demands.',
  },
  'MMS-003': {
    level: 'MUST',
    severity: 'error',
    section: 'OMA-MMS-ENC 7.2',
    text: 'The value of a header has the form that the header demands.',
  },
  'MMS-004': {
    level: 'MUST',
    severity: 'warning',
    section: 'OMA-MMS-ENC 7.2',
    text: 'The value of a header is one that the specification names.',
  },
  'MMS-005': {
    level: 'MUST',
    severity: 'error',
    section: 'WAP-230 8.4.2.1',
    text: 'Text ends with 0x00.',
  },
  'MMS-006': {
    level: 'MUST',
    severity: 'warning',
    section: 'OMA-MMS-ENC 6',
    text: 'Headers other than lists of recipients stand in a message once.',
  },
  'MMS-007': {
    level: 'text',
    severity: 'note',
    section: 'OMA-MMS-ENC 7.3',
    text: 'The header is known to the analyzer.',
  },
});
