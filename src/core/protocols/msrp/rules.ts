import { rules } from '../../codec/rule.ts';
import { headerRules } from '../../dissect/text-headers.ts';

export const HEADER_RULES = headerRules('MSRP', 'RFC 4975 9');

export const RULES = rules({
  'MSRP-001': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 4975 9',
    text: 'A message begins with MSRP, a transaction id and a method or status.',
  },
  'MSRP-002': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 4975 7.1',
    text: 'To-Path is the first header, From-Path the second.',
  },
  'MSRP-003': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 4975 7.1.1',
    text: 'SEND and REPORT have a Message-ID.',
  },
  'MSRP-004': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 4975 7.1.1',
    text: 'Byte-Range is first and last octet and total, and counts the octets of the body.',
  },
  'MSRP-005': { level: 'MUST', severity: 'error', section: 'RFC 4975 7.1.1', text: 'A body has a Content-Type.' },
  'MSRP-006': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 4975 7.1',
    text: 'A message ends with seven hyphens, its transaction id and a continuation flag.',
  },
  'MSRP-007': {
    level: 'MUST',
    severity: 'warning',
    section: 'RFC 4975 7.1',
    text: 'The chunk with the last octet of a message, and no other, has the flag "$".',
  },
  'MSRP-008': {
    level: 'MUST',
    severity: 'warning',
    section: 'RFC 4975 9',
    text: 'A transaction id has 4 to 32 letters, digits and .-+%=.',
  },
  'MSRP-009': { level: 'MUST', severity: 'error', section: 'RFC 4975 7.1.2', text: 'A REPORT has a Status.' },
  'MSRP-010': {
    level: 'text',
    severity: 'warning',
    section: 'RFC 4975 7.3.1',
    text: 'Chunks of a message do not contradict each other.',
  },
  'MSRP-011': {
    level: 'MUST NOT',
    severity: 'warning',
    section: 'RFC 4975 7.1',
    text: 'Nothing follows the end line of a message in its octets.',
  },
});
