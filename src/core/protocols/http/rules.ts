import { rules } from '../../codec/rule.ts';

export const RULES = rules({
  'HTTP-001': {
    level: 'text',
    severity: 'note',
    section: 'RFC 9112 2.2',
    text: 'A message begins with its start line, without line ends before it.',
  },
  'HTTP-002': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 9112 6.3',
    text: 'A message states one length of its body.',
  },
  'HTTP-003': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 9110 8.6',
    text: 'Content-Length is a number of octets in decimal digits.',
  },
  'HTTP-004': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 9112 6.2',
    text: 'A message has Transfer-Encoding or Content-Length, not both.',
  },
  'HTTP-005': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 9112 7.1',
    text: 'The size of a chunk is a number in hexadecimal digits that the body can have.',
  },
  'HTTP-006': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 9112 7.1',
    text: 'A line end follows the data of a chunk.',
  },
  'HTTP-007': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 9112 6.3',
    text: 'The transfer coding of a request ends with chunked.',
  },
  'HTTP-008': {
    level: 'MUST',
    severity: 'warning',
    section: 'RFC 9112 3.2',
    text: 'A request of HTTP/1.1 has one Host header.',
  },
  'HTTP-009': {
    level: 'text',
    severity: 'warning',
    section: 'RFC 7616 3.4',
    text: 'The digest of the credentials is made with the password that is known.',
  },
  'HTTP-010': {
    level: 'MUST',
    severity: 'error',
    section: 'RFC 9112 2.1',
    text: 'A message begins with a request line or a status line.',
  },
  'HTTP-011': {
    level: 'text',
    severity: 'note',
    section: 'RFC 7617 4',
    text: 'A password does not travel in clear.',
  },
  'OTA-001': {
    level: 'text',
    severity: 'warning',
    section: 'OTA-HTTP',
    text: 'A push is a POST, a registration OPTIONS.',
    who: 'S',
  },
  'OTA-002': {
    level: 'text',
    severity: 'note',
    section: 'OTA-HTTP',
    text: 'X-Wap-Push-Status has a known code.',
    who: 'R',
  },
  'OTA-003': {
    level: 'text',
    severity: 'warning',
    section: 'OTA-HTTP',
    text: 'A push or a registration is answered with 204 and X-Wap-Push-Status.',
    who: 'R',
  },
  'OTA-004': {
    level: 'text',
    severity: 'note',
    section: 'OTA-HTTP',
    text: 'The version of the over-the-air protocol is 1.0.',
  },
  'OTA-005': {
    level: 'text',
    severity: 'note',
    section: 'OTA-HTTP',
    text: 'A tag of capabilities is base64 of 4 octets, or 8 hexadecimal digits.',
  },
});
