// Made by scripts/make-wbxml-tables.mjs; do not edit.
import type { TokenTables } from '../../dissect/wbxml/code-pages.ts';

/** Channel 1.1 and 1.2. */
export const CHANNEL_TOKENS: TokenTables = {
  tags: [
    [0, 0x05, 'channel'],
    [0, 0x06, 'title'],
    [0, 0x07, 'abstract'],
    [0, 0x08, 'resource'],
  ],
  starts: [
    [0, 0x05, 'maxspace', ''],
    [0, 0x06, 'base', ''],
    [0, 0x07, 'href', ''],
    [0, 0x08, 'href', 'http://'],
    [0, 0x09, 'href', 'https://'],
    [0, 0x0a, 'lastmod', ''],
    [0, 0x0b, 'etag', ''],
    [0, 0x0c, 'md5', ''],
    [0, 0x0d, 'success', ''],
    [0, 0x0e, 'success', 'http://'],
    [0, 0x0f, 'success', 'https://'],
    [0, 0x10, 'failure', ''],
    [0, 0x11, 'failure', 'http://'],
    [0, 0x12, 'failure', 'https://'],
    [0, 0x13, 'eventid', ''],
    [0, 0x14, 'eventid', 'wtaev-'],
    [0, 0x15, 'channelid', ''],
    [0, 0x16, 'useraccessible', ''],
  ],
  values: [],
};
