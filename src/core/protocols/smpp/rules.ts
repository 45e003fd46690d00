import { rules } from '../../codec/rule.ts';

export const RULES = rules({
  'SMPP-001': {
    level: 'SHALL',
    severity: 'warning',
    section: 'SMPP 3.4 5.1',
    text: 'A PDU begins with a length from 16 octets and a known command.',
  },
  'SMPP-002': {
    level: 'SHALL',
    severity: 'warning',
    section: 'SMPP 3.4 3.1',
    text: 'A C-octet string ends with NUL within its longest form.',
  },
  'SMPP-003': {
    level: 'SHALL',
    severity: 'warning',
    section: 'SMPP 3.4 5.3',
    text: 'A parameter has the length that its kind has.',
  },
  'SMPP-004': {
    level: 'SHALL',
    severity: 'warning',
    section: 'SMPP 3.4 5.3.2.32',
    text: 'Text stands in short_message or in message_payload, not in both.',
  },
  'SMPP-005': {
    level: 'SHALL',
    severity: 'warning',
    section: 'SMPP 3.4 5.2.21',
    text: 'short_message has at most 254 octets.',
  },
  'SMPP-006': {
    level: 'SHALL',
    severity: 'note',
    section: 'SMPP 3.4 5.1.3',
    text: 'command_status is 0 in requests.',
  },
  'SMPP-007': {
    level: 'SHALL',
    severity: 'warning',
    section: 'SMPP 3.4 7.1.1',
    text: 'A time is empty or YYMMDDhhmmsstnnp.',
  },
  'SMPP-008': {
    level: 'text',
    severity: 'note',
    section: 'SMPP 3.4 5.3.2',
    text: 'The optional parameter is one of those that the specification names.',
  },
  'SMPP-009': {
    level: 'SHALL',
    severity: 'warning',
    section: 'SMPP 3.4 5.3.2.22',
    text: 'Segments are numbered from 1 to sar_total_segments, with all three sar parameters there.',
  },
  'SMPP-010': {
    level: 'SHALL',
    severity: 'warning',
    section: 'SMPP 3.4 5.1.1',
    text: 'Nothing follows the fields and parameters of a PDU.',
  },
});
