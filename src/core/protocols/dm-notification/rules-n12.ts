import { rules } from '../../codec/rule.ts';
import { SESSION_RULES } from '../../dissect/dm-session-rules.ts';
import { row } from './rule-row.ts';

const n12 = row('NOTI-1.2');
const ds = row('DS 1.2 SAN');

/** Rules of the DM 1.2 notification; some need several messages or a device to be judged. */
export const N12 = rules({
  'N12-001': n12('MUST', 'S', 'P', 'error', '5', 'The server sends a digest with the notification.'),
  'N12-002': n12(
    'SHOULD',
    'R',
    'K',
    'info',
    '5.1',
    'A client whose check of the digest fails tries again with a nonce of four zero octets.',
  ),
  'N12-003': SESSION_RULES['N12-003'],
  'N12-004': n12('MUST', 'S', 'P', 'error', '6.1', 'The fields stand in the order and have the widths of the ABNF.'),
  'N12-005': n12('text', 'S', 'T', 'error', '6', 'The notification is announced by its own media type, code 0x44.'),
  'N12-006': n12('text', 'S', 'K', 'error', '6.2.2', 'The digest is made by the formula of the specification.'),
  'N12-007': n12('MUST', 'S', 'P', 'error', '6.2.6', 'The version field is 0000001011, that is 11 for version 1.1.'),
  'N12-008': n12('SHOULD', 'R', 'B', '-', '6.2.7', 'The client shows the user as much as the ui-mode asks for.'),
  'N12-009': n12('SHOULD', 'R', 'B', '-', '6.2.8', 'The client takes the initiator field into account.'),
  'N12-010': n12('MUST', 'S', 'P', 'error', '6.2.9', 'Future-use bits without a use are zero.'),
  'N12-011': n12('MUST', 'S', 'C', 'warning', '6.2.10', 'Triggers of different sessions have different session ids.'),
  'N12-012': SESSION_RULES['N12-012'],
  'N12-013': n12(
    'RECOMMENDED',
    'S',
    'C',
    'info',
    '6.2.10',
    'A trigger that is sent again for the same session keeps its session id.',
  ),
  'N12-014': SESSION_RULES['N12-014'],
  'N12-015': n12(
    'text',
    'S',
    'P',
    'warning',
    '6.2.11',
    'The length-identifier counts a server identifier that names a server.',
  ),
  'N12-016': n12('text', 'S', 'P', 'error', '6.2.12', 'The server identifier is made of the octets 01 to 7F.'),
  'N12-017': n12('text', 'S', 'P', 'info', '6.2.13', "Octets behind the server identifier are the vendor's."),
  'N12-018': n12('MUST', 'S', 'T', 'error', '7.1', 'The content type is sent as the code 0x44, not as text.'),
  'N12-019': n12('MUST', 'S', 'T', 'error', '7.1', 'The application id is sent as the code 0x07, not as text.'),
  'N12-020': n12('MUST', 'S', 'T', 'warning', '7.1', 'The WSP headers stand in order: content type, application id.'),
  'N12-021': n12('must', 'S', 'T', 'error', '7.1', 'WDP and WSP headers together take at most 48 octets.'),
  'N12-022': n12('text', 'S', 'T', 'error', '7.1', 'The notification goes to port 2948.'),
  'N12-023': n12(
    'MUST',
    'S',
    'T',
    'error',
    '7.1',
    'A notification too long for one short message goes into a concatenated one.',
  ),
  'N12-024': n12(
    'MUST',
    'R',
    'B',
    '-',
    '7.1.1',
    'A device without a WAP stack looks at port, application id and content type and routes the message itself.',
  ),
  'N12-025': n12('text', 'S', 'T', 'error', '7.2', 'Over OBEX the notification is sent with PUT.'),
  'N12-026': n12('text', 'S', 'T', 'error', '7.1', 'The push is connectionless and not secured.'),
  'N12-S1': n12('text', 'S', 'P', 'error', '6.1', 'A notification has at least 24 octets.'),
  'N12-S2': n12(
    'text',
    'S',
    'P',
    'error',
    '6.1',
    'The server identifier has all octets that the length-identifier counts.',
  ),
  'N12-D1': n12('text', 'S', 'K', 'error', '6.2.2', 'The digest is that of the shared secret.'),
  'N12-D2': n12('text', 'S', 'K', 'warning', '6.2.2', 'The digest is made by the canonical formula.'),
  'N12-D3': n12('text', 'S', 'P', 'error', '6.2.2', 'The digest has been computed and is not all zero.'),
});

/** Rules of the DS 1.2 alert, read from implementations. */
export const DS = rules({
  'DS-001': ds('text', 'S', 'P', 'error', 'version', 'The version field is 12, for version 1.2.'),
  'DS-002': ds('text', 'S', 'P', 'error', 'future use', 'Future-use bits are zero.'),
  'DS-003': ds('text', 'S', 'P', 'error', 'sync type', 'A sync type is 6 to 10, for the alert codes 206 to 210.'),
  'DS-S1': ds('text', 'S', 'P', 'error', 'structure', 'An alert has at least 24 octets.'),
  'DS-S2': ds('text', 'S', 'P', 'error', 'structure', 'The server identifier has all octets that its length counts.'),
  'DS-S3': ds('text', 'S', 'P', 'error', 'structure', 'The list of data stores has all the octets that it counts.'),
  'DS-D1': ds('text', 'S', 'K', 'error', 'digest', 'The digest is that of the shared secret.'),
  'DS-D2': ds('text', 'S', 'K', 'warning', 'digest', 'The digest is made by the canonical formula.'),
  'DS-D3': ds('text', 'S', 'P', 'error', 'digest', 'The digest has been computed and is not all zero.'),
});
