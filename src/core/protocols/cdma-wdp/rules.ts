import { rules } from '../../codec/rule.ts';

const SPEC = 'WAP-259-WDP 6.5';

export const RULES = rules({
  'CDMA-001': {
    level: 'MUST',
    severity: 'error',
    section: SPEC,
    text: 'User data of the WAP teleservice are WDP: message type 0.',
  },
  'CDMA-002': {
    level: 'MUST',
    severity: 'error',
    section: SPEC,
    text: 'A datagram has at least one segment, and segment numbers go from 0 to one less than their total.',
  },
  'CDMA-003': {
    level: 'text',
    severity: 'warning',
    section: SPEC,
    text: 'A segment that comes again has the same content.',
  },
  'CDMA-004': {
    level: 'text',
    severity: 'note',
    section: SPEC,
    text: 'All segments of the datagram are in the capture.',
    see: 'C',
  },
  'CDMA-005': {
    level: 'text',
    severity: 'note',
    section: 'OMA-DM carriers',
    text: 'The data begin with the pushed PDU; some carriers repeat the four port octets before an OMA DM push.',
    hint: true,
  },
});
