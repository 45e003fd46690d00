import { rules } from '../../codec/rule.ts';

export const RULES = rules({
  'SMS-001': {
    level: 'SHALL',
    severity: 'error',
    section: 'TS 23.040 9.2.3.16',
    text: 'TP-UDL counts no more user data than there are.',
  },
  'SMS-002': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 23.040 9.2.3.16',
    text: 'Nothing follows the user data.',
  },
  'SMS-003': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 23.040 9.2.3.16',
    text: 'User data have at most 140 octets (160 septets).',
  },
  'SMS-004': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 23.040 9.1.2.5',
    text: 'An address has at most 20 digits (11 characters); digits fill their octets, the last half octet may be 1111.',
  },
  'SMS-005': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 23.040 9.1.2.5',
    text: 'The extension bit of a type of address is 1.',
  },
  'SMS-006': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 23.040 9.2.3.11',
    text: 'A time is a date and time of the calendar in swapped decimal digits.',
  },
  'SMS-007': {
    level: 'SHALL',
    severity: 'note',
    section: 'TS 23.040 9.2.3',
    text: 'Reserved values are not used and reserved bits are zero.',
  },
  'SMS-008': {
    level: 'SHALL',
    severity: 'error',
    section: 'TS 23.040 9.2.3.1',
    text: 'The message type indicator is not the reserved value 3.',
  },
  'SMS-009': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 23.040 9.2.3.22',
    text: 'A failure cause has a value from 0x80 on.',
  },
});
