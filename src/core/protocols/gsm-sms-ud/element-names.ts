/** Names of user data header elements (TS 23.040 9.2.3.24), by ranges: first identifier, last identifier, name. */
const NAMES: readonly (readonly [number, number, string])[] = [
  [0x00, 0x00, 'Concatenated short messages, 8-bit reference number'],
  [0x01, 0x01, 'Special SMS Message Indication'],
  [0x02, 0x02, 'Reserved'],
  [0x03, 0x03, 'Value not used to avoid misinterpretation as <LF> character'],
  [0x04, 0x04, 'Application port addressing scheme, 8 bit address'],
  [0x05, 0x05, 'Application port addressing scheme, 16 bit address'],
  [0x06, 0x06, 'SMSC Control Parameters'],
  [0x07, 0x07, 'UDH Source Indicator'],
  [0x08, 0x08, 'Concatenated short message, 16-bit reference number'],
  [0x09, 0x09, 'Wireless Control Message Protocol'],
  [0x0a, 0x0a, 'Text Formatting'],
  [0x0b, 0x0b, 'Predefined Sound'],
  [0x0c, 0x0c, 'User Defined Sound (iMelody max 128 bytes)'],
  [0x0d, 0x0d, 'Predefined Animation'],
  [0x0e, 0x0e, 'Large Animation (16*16 times 4 = 32*4 =128 bytes)'],
  [0x0f, 0x0f, 'Small Animation (8*8 times 4 = 8*4 =32 bytes)'],
  [0x10, 0x10, 'Large Picture (32*32 = 128 bytes)'],
  [0x11, 0x11, 'Small Picture (16*16 = 32 bytes)'],
  [0x12, 0x12, 'Variable Picture'],
  [0x13, 0x13, 'User prompt indicator'],
  [0x14, 0x14, 'Extended Object'],
  [0x15, 0x15, 'Reused Extended Object'],
  [0x16, 0x16, 'Compression Control'],
  [0x17, 0x17, 'Object Distribution Indicator'],
  [0x18, 0x18, 'Standard WVG object'],
  [0x19, 0x19, 'Character Size WVG object'],
  [0x1a, 0x1a, 'Extended Object Data Request Command'],
  [0x1b, 0x1f, 'Reserved for future EMS features (see subclause 3.10)'],
  [0x20, 0x20, 'RFC 822 E-Mail Header'],
  [0x21, 0x21, 'Hyperlink format element'],
  [0x22, 0x22, 'Reply Address Element'],
  [0x23, 0x23, 'Enhanced Voice Mail Information'],
  [0x24, 0x24, 'National Language Single Shift'],
  [0x25, 0x25, 'National Language Locking Shift'],
  [0x26, 0x6f, 'Reserved for future use'],
  [0x70, 0x7f, '(U)SIM Toolkit Security Headers'],
  [0x80, 0x9f, 'SME to SME specific use'],
  [0xa0, 0xbf, 'Reserved for future use'],
  [0xc0, 0xdf, 'SC specific use'],
  [0xe0, 0xff, 'Reserved for future use'],
];

/** True for identifiers that the specification keeps for later. */
export function isReservedElement(id: number): boolean {
  return elementName(id)?.startsWith('Reserved') ?? true;
}

/** What the element is. */
export function elementName(id: number): string | undefined {
  return NAMES.find(([first, last]) => id >= first && id <= last)?.[2];
}
