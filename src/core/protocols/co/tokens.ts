// Made by scripts/make-wbxml-tables.mjs; do not edit.
import type { TokenTables } from '../../dissect/wbxml/code-pages.ts';

/** Cache Operation 1.0 (WAP-175). */
export const CO_TOKENS: TokenTables = {
  tags: [
    [0, 0x05, 'co'],
    [0, 0x06, 'invalidate-object'],
    [0, 0x07, 'invalidate-service'],
  ],
  starts: [
    [0, 0x05, 'uri', ''],
    [0, 0x06, 'uri', 'http://'],
    [0, 0x07, 'uri', 'http://www.'],
    [0, 0x08, 'uri', 'https://'],
    [0, 0x09, 'uri', 'https://www.'],
  ],
  values: [
    [0, 0x85, '.com/'],
    [0, 0x86, '.edu/'],
    [0, 0x87, '.net/'],
    [0, 0x88, '.org/'],
  ],
};
