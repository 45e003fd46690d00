import { rules } from '../../codec/rule.ts';

export const RULES = rules({
  'SDP-001': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 8866 5',
    text: 'A line is a letter, an equals sign and a value, without blanks between.',
  },
  'SDP-002': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 8866 5',
    text: 'A description begins with v=0, o= and s=, in this order, and has a t=.',
  },
  'SDP-003': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 8866 5.14',
    text: 'A media line has a kind, a port, a protocol and a format.',
  },
  'SDP-004': {
    level: 'MUST',
    severity: 'warning',
    section: 'RFC 4975 8',
    text: 'A medium that MSRP carries has a path and the types that are taken.',
  },
  'SDP-005': { level: 'text', severity: 'note', section: 'RFC 8866 5', text: 'Lines end with CR LF.' },
});
