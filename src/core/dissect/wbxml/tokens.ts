/** Octets that mean the same on every page, and what the others can be (WAP-192 5.8). */
export const SWITCH_PAGE = 0x00;
export const END = 0x01;
export const ENTITY = 0x02;
export const STR_I = 0x03;
export const LITERAL = 0x04;
export const PI = 0x43;
export const STR_T = 0x83;
export const OPAQUE = 0xc3;
export const ATTRIBUTES = 0x80;
export const CONTENT = 0x40;

export const isExtension = (token: number): boolean => (token & 0x3f) < 3 && token >= 0x40;
export const isCharacterToken = (token: number): boolean =>
  token === STR_I || token === STR_T || token === ENTITY || token === OPAQUE || isExtension(token);
export const isLiteralTag = (token: number): boolean => (token & 0x3f) === LITERAL;
export const isAttributeStart = (token: number): boolean => token < 0x80 && (token & 0x3f) >= 5;
export const isAttributeValue = (token: number): boolean => token >= 0x80 && (token & 0x3f) >= 5;

/** Two upper-case digits, as token tables write them. */
export const hex = (token: number): string => token.toString(16).toUpperCase().padStart(2, '0');
