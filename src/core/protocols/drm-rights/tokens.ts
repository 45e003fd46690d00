// Made by scripts/make-wbxml-tables.mjs; do not edit.
import type { TokenTables } from '../../dissect/wbxml/code-pages.ts';

/** DRM rights expression language 1.0. */
export const RIGHTS_TOKENS: TokenTables = {
  tags: [
    [0, 0x05, 'o-ex:rights'],
    [0, 0x06, 'o-ex:context'],
    [0, 0x07, 'o-dd:version'],
    [0, 0x08, 'o-dd:uid'],
    [0, 0x09, 'o-ex:agreement'],
    [0, 0x0a, 'o-ex:asset'],
    [0, 0x0b, 'ds:KeyInfo'],
    [0, 0x0c, 'ds:KeyValue'],
    [0, 0x0d, 'o-ex:permission'],
    [0, 0x0e, 'o-dd:play'],
    [0, 0x0f, 'o-dd:display'],
    [0, 0x10, 'o-dd:execute'],
    [0, 0x11, 'o-dd:print'],
    [0, 0x12, 'o-ex:constraint'],
    [0, 0x13, 'o-dd:count'],
    [0, 0x14, 'o-dd:datetime'],
    [0, 0x15, 'o-dd:start'],
    [0, 0x16, 'o-dd:end'],
    [0, 0x17, 'o-dd:interval'],
  ],
  starts: [
    [0, 0x05, 'xmlns:o-ex', ''],
    [0, 0x06, 'xmlns:o-dd', ''],
    [0, 0x07, 'xmlns:ds', ''],
  ],
  values: [
    [0, 0x85, 'http://odrl.net/1.1/ODRL-EX'],
    [0, 0x86, 'http://odrl.net/1.1/ODRL-DD'],
    [0, 0x87, 'http://www.w3.org/2000/09/xmldsig#/'],
  ],
};
