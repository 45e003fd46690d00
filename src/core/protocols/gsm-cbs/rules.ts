import { rules } from '../../codec/rule.ts';

export const RULES = rules({
  'CBS-001': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 23.041 9.4.1.2.4',
    text: 'Pages are numbered from 1 to the number of pages.',
  },
  'CBS-002': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 23.041 9.4.1',
    text: 'A page has 88 octets.',
  },
  'CBS-003': {
    level: 'SHALL',
    severity: 'note',
    section: 'TS 23.038 5',
    text: 'The data coding scheme is not a reserved value.',
  },
  'CBS-004': {
    level: 'text',
    severity: 'note',
    section: 'TS 23.041 9.4.1.2.4',
    text: 'All pages of the message are in the capture.',
    see: 'C',
  },
  'CBS-005': {
    level: 'text',
    severity: 'warning',
    section: 'TS 23.041 9.4.1',
    text: 'A page that is repeated has the same content until the update number changes.',
  },
  'CBCH-001': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 44.012 3.3',
    text: 'The link protocol discriminator of a block is 1.',
  },
  'CBCH-002': {
    level: 'text',
    severity: 'note',
    section: 'TS 44.012 3.3',
    text: 'All four blocks of the page are in the capture.',
    see: 'C',
  },
  'CBSP-001': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 48.049 8.1',
    text: 'The message type is one that the specification names.',
  },
  'CBSP-002': {
    level: 'SHALL',
    severity: 'note',
    section: 'TS 48.049 8.2',
    text: 'The element is one that the specification names.',
  },
});
