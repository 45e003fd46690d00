/** EBCDIC as most hosts of the English-speaking world write it: code page 037 of IBM, whose characters are those of ISO 8859-1. */

const CODE_PAGE_037 =
  '\x00\x01\x02\x03\x9c\x09\x86\x7f\x97\x8d\x8e\x0b\x0c\x0d\x0e\x0f' +
  '\x10\x11\x12\x13\x9d\x85\x08\x87\x18\x19\x92\x8f\x1c\x1d\x1e\x1f' +
  '\x80\x81\x82\x83\x84\x0a\x17\x1b\x88\x89\x8a\x8b\x8c\x05\x06\x07' +
  '\x90\x91\x16\x93\x94\x95\x96\x04\x98\x99\x9a\x9b\x14\x15\x9e\x1a' +
  ' \xa0âäàáãåçñ¢.<(+|' +
  '&éêëèíîïìß!$*);¬' +
  '-/ÂÄÀÁÃÅÇÑ¦,%_>?' +
  'øÉÊËÈÍÎÏÌ`:#@\'="' +
  'Øabcdefghi«»ðýþ±' +
  '°jklmnopqrªºæ¸Æ¤' +
  'µ~stuvwxyz¡¿ÐÝÞ®' +
  '^£¥·©§¶¼½¾[]¯¨´×' +
  '{ABCDEFGHI\xadôöòóõ' +
  '}JKLMNOPQR¹ûüùúÿ' +
  '\\÷STUVWXYZ²ÔÖÒÓÕ' +
  '0123456789³ÛÜÙÚ\x9f';

/** The character of an octet; its control characters are those of ISO 646 and ISO 6429, and 0x15 is a new line (U+0085). */
export function ebcdicCharacter(octet: number): string {
  return CODE_PAGE_037[octet & 0xff]!;
}

/** The octet of a character; undefined where EBCDIC has none. */
export function ebcdicOctet(character: string): number | undefined {
  const octet = character.length === 1 ? CODE_PAGE_037.indexOf(character) : -1;
  return octet < 0 ? undefined : octet;
}
