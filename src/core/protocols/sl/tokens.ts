// Made by scripts/make-wbxml-tables.mjs; do not edit.
import type { TokenTables } from '../../dissect/wbxml/code-pages.ts';

/** Service Loading 1.0 (WAP-168). */
export const SL_TOKENS: TokenTables = {
  tags: [[0, 0x05, 'sl']],
  starts: [
    [0, 0x05, 'action', 'execute-low'],
    [0, 0x06, 'action', 'execute-high'],
    [0, 0x07, 'action', 'cache'],
    [0, 0x08, 'href', ''],
    [0, 0x09, 'href', 'http://'],
    [0, 0x0a, 'href', 'http://www.'],
    [0, 0x0b, 'href', 'https://'],
    [0, 0x0c, 'href', 'https://www.'],
  ],
  values: [
    [0, 0x85, '.com/'],
    [0, 0x86, '.edu/'],
    [0, 0x87, '.net/'],
    [0, 0x88, '.org/'],
  ],
};
