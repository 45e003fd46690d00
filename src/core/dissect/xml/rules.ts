import { rules } from '../../codec/rule.ts';

/** What an XML document can break, whatever its vocabulary. */
export const XML = rules({
  'XML-001': { level: 'MUST', severity: 'error', section: 'XML 2.1', text: 'The document is well-formed.' },
  'XML-002': {
    level: 'MUST',
    severity: 'warning',
    section: 'XML 4.1',
    text: 'References are to characters and to the five predefined entities; others are not expanded.',
  },
  'XML-003': {
    level: 'text',
    severity: 'warning',
    section: 'XML 4.2',
    text: 'The internal subset declares no entities; they are not expanded.',
  },
  'XML-004': {
    level: 'text',
    severity: 'error',
    section: 'XML 3.1',
    text: 'Elements nest no deeper than the analyzer follows.',
  },
  'XML-005': {
    level: 'MUST',
    severity: 'error',
    section: 'XML 4.3.3',
    text: 'The octets are text of the encoding that is declared or found.',
  },
  'XML-006': {
    level: 'MUST',
    severity: 'warning',
    section: 'XML 2.2',
    text: 'Text consists of the characters that XML allows.',
  },
});
