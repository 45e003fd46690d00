import { septetOctets } from '../../base/gsm-alphabet.ts';
import type { UserDataCoding } from '../../dissect/short-message.ts';

const COMPRESSED = 0x20;

/** How TP-DCS says that the user data are coded (TS 23.038 4). Reserved values are read as GSM 7-bit. */
export function codingOf(dcs: number): UserDataCoding {
  if (dcs < 0x80) {
    if ((dcs & COMPRESSED) !== 0) return 'compressed';
    const alphabet = (dcs >>> 2) & 3;
    if (alphabet === 1) return 'octets';
    return alphabet === 2 ? 'ucs2' : 'septets';
  }
  if (dcs >= 0xf0) return (dcs & 4) === 0 ? 'septets' : 'octets';
  return dcs >= 0xe0 ? 'ucs2' : 'septets';
}

/** Octets of user data whose length field says `length`: septets for 7-bit text, octets for all else. */
export function userDataOctets(coding: UserDataCoding, length: number): number {
  return coding === 'septets' ? septetOctets(length) : length;
}

/** True for values that the specification keeps for later. */
export function isReservedCoding(dcs: number): boolean {
  if (dcs < 0x80) return (dcs & 0x0c) === 0x0c;
  if (dcs < 0xc0) return true;
  return dcs >= 0xf0 ? (dcs & 8) !== 0 : (dcs & 4) !== 0;
}
