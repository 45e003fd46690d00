import { rules } from '../../codec/rule.ts';

const UDH = 'TS 23.040 9.2.3.24';

export const RULES = rules({
  'SMS-020': {
    level: 'SHALL',
    severity: 'error',
    section: UDH,
    text: 'The user data header is no longer than the user data.',
  },
  'SMS-021': {
    level: 'SHALL',
    severity: 'error',
    section: UDH,
    text: 'Each element of the user data header ends within the header.',
  },
  'SMS-022': {
    level: 'SHALL',
    severity: 'warning',
    section: UDH,
    text: 'An element of the user data header has the length that its kind has.',
  },
  'SMS-023': {
    level: 'SHALL',
    severity: 'warning',
    section: UDH,
    text: 'Ports and concatenation stand in the header once each; of several the last one counts.',
  },
  'SMS-024': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 23.040 9.2.3.24.1',
    text: 'A concatenated message has at least one part, and part numbers go from 1 to the number of parts.',
  },
  'SMS-025': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 23.040 9.2.3.24.1',
    text: 'A part that comes again has the same content.',
  },
  'SMS-026': {
    level: 'text',
    severity: 'warning',
    section: 'TS 23.040 9.2.3.24.4',
    text: 'Parts of one message name the same ports.',
  },
  'SMS-027': {
    level: 'text',
    severity: 'note',
    section: 'TS 23.040 9.2.3.24.1',
    text: 'All parts of the message are in the capture.',
    see: 'C',
  },
  'SMS-028': {
    level: 'SHALL',
    severity: 'warning',
    section: 'WAP-259-WDP 7.1',
    text: 'User data for a WAP port are coded as 8-bit data.',
  },
  'SMS-029': {
    level: 'text',
    severity: 'note',
    section: 'OMA-DM carriers',
    text: 'The user data begin with the pushed PDU; some carriers repeat the four port octets before an OMA DM push.',
  },
  'SMS-030': {
    level: 'text',
    severity: 'note',
    section: 'TS 23.038 6.2.1.2.4',
    text: 'The national language table is known to the analyzer.',
  },
  'SMS-031': {
    level: 'SHALL',
    severity: 'note',
    section: UDH,
    text: 'Reserved element identifiers, languages and ports are not used.',
  },
  'SMS-032': {
    level: 'SHALL',
    severity: 'note',
    section: 'TS 23.038 6.1.2.1',
    text: 'Bits that fill up packed characters are zero.',
  },
  'SMS-033': {
    level: 'text',
    severity: 'note',
    section: 'Funambol server',
    text: 'A push goes to a WAP port; the Funambol server also uses port 50001 for its Java clients.',
  },
  'SMS-034': {
    level: 'SHALL',
    severity: 'warning',
    section: 'TS 23.038 6.2.3',
    text: 'UCS2 text has an even number of octets.',
  },
});
