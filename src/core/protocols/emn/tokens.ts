// Made by scripts/make-wbxml-tables.mjs; do not edit.
import type { TokenTables } from '../../dissect/wbxml/code-pages.ts';

/** E-mail Notification 1.0 (WAP-297). */
export const EMN_TOKENS: TokenTables = {
  tags: [[0, 0x05, 'emn']],
  starts: [
    [0, 0x05, 'timestamp', ''],
    [0, 0x06, 'mailbox', ''],
    [0, 0x07, 'mailbox', 'mailat:'],
    [0, 0x08, 'mailbox', 'pop://'],
    [0, 0x09, 'mailbox', 'imap://'],
    [0, 0x0a, 'mailbox', 'http://'],
    [0, 0x0b, 'mailbox', 'http://www.'],
    [0, 0x0c, 'mailbox', 'https://'],
    [0, 0x0d, 'mailbox', 'https://www.'],
  ],
  values: [
    [0, 0x85, '.com'],
    [0, 0x86, '.edu'],
    [0, 0x87, '.net'],
    [0, 0x88, '.org'],
  ],
};
