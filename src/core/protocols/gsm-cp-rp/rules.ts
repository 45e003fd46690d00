import { rules } from '../../codec/rule.ts';

export const RULES = rules({
  'CP-001': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 24.011 8.1.3',
    text: 'The message type is CP-DATA, CP-ACK or CP-ERROR.',
  },
  'CP-002': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 24.011 7.2',
    text: 'Nothing follows the elements of a CP message.',
  },
  'RP-001': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 24.011 8.2.2',
    text: 'The RP message type is 0 to 6.',
  },
  'RP-002': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 24.011 7.3',
    text: 'Nothing follows the elements of an RP message.',
  },
  'RP-003': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 24.011 7.3.1',
    text: 'RP-DATA names the SMS centre and leaves the other address empty.',
  },
  'RP-004': {
    level: 'SHALL',
    severity: 'note',
    section: 'TS 24.011 7.3',
    text: 'Spare bits are zero.',
  },
});
