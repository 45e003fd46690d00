// Made by scripts/make-wbxml-tables.mjs; do not edit.

/** Tokens that mean the same on every code page (WAP-192 5.8). */
export const GLOBAL_TOKENS: ReadonlyMap<number, string> = new Map([
  [0x00, 'SWITCH_PAGE'],
  [0x01, 'END'],
  [0x02, 'ENTITY'],
  [0x03, 'STR_I'],
  [0x04, 'LITERAL'],
  [0x40, 'EXT_I_0'],
  [0x41, 'EXT_I_1'],
  [0x42, 'EXT_I_2'],
  [0x43, 'PI'],
  [0x44, 'LITERAL_C'],
  [0x80, 'EXT_T_0'],
  [0x81, 'EXT_T_1'],
  [0x82, 'EXT_T_2'],
  [0x83, 'STR_T'],
  [0x84, 'LITERAL_A'],
  [0xc0, 'EXT_0'],
  [0xc1, 'EXT_1'],
  [0xc2, 'EXT_2'],
  [0xc3, 'OPAQUE'],
  [0xc4, 'LITERAL_AC'],
]);
