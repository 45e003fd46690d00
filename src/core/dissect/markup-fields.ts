import { fields } from '../codec/field.ts';
import { rules } from '../codec/rule.ts';

export const M = fields({
  decoded: {
    filter: 'markup.decoded',
    type: 'bytes',
    label: 'Decoded data',
    doc: 'Octets that the document holds in base64.',
  },
});

/** What a document of a described type can break, in either form. */
export const MARKUP = rules({
  'DOC-001': {
    level: 'text',
    severity: 'warning',
    section: 'the DTD of the document type',
    text: 'Elements are those of the document type.',
  },
  'DOC-002': {
    level: 'text',
    severity: 'warning',
    section: 'the DTD of the document type',
    text: 'Elements stand where, in the order and as often as the document type has them.',
  },
  'DOC-003': {
    level: 'text',
    severity: 'warning',
    section: 'the DTD of the document type',
    text: 'The root element is that of the document type.',
  },
  'DOC-004': { level: 'text', severity: 'warning', section: 'RFC 4648', text: 'Data marked as base64 is base64.' },
  'DOC-005': {
    level: 'text',
    severity: 'warning',
    section: 'WAP-192 5.8.4.6',
    text: 'An embedded document stands in the form that its type names.',
  },
  'DOC-006': {
    level: 'text',
    severity: 'warning',
    section: 'the DTD of the document type',
    text: 'Attributes are those of the element.',
  },
});
