// Made by scripts/make-wsp-tables.mjs; do not edit.
export interface BearerType {
  readonly number: number;
  readonly name: string;
  /** What an address of this bearer is. */
  readonly address: string;
  /** Octets of an address; 0 when they vary. */
  readonly octets: number;
}

/** Bearer types of address records (WDP). */
export const BEARER_TYPES: readonly BearerType[] = [
  { number: 0x00, name: 'IPv4', address: 'IPv4', octets: 4 },
  { number: 0x01, name: 'IPv6', address: 'IPv6', octets: 16 },
  { number: 0x02, name: 'GSM USSD', address: 'any (GSM USSD)', octets: 0 },
  { number: 0x03, name: 'GSM SMS', address: 'GSM MSISDN', octets: 0 },
  { number: 0x04, name: 'ANSI-136 GUTS/R-Data', address: 'ANSI-136 MSISDN', octets: 0 },
  { number: 0x05, name: 'IS-95 CDMA SMS', address: 'IS-637 MSISDN', octets: 0 },
  { number: 0x06, name: 'IS-95 CDMA CSD', address: 'IPv4', octets: 4 },
  { number: 0x07, name: 'IS-95 CDMA Packet data', address: 'IPv4', octets: 4 },
  { number: 0x08, name: 'ANSI-136 CSD', address: 'IPv4', octets: 4 },
  { number: 0x09, name: 'ANSI-136 Packet data', address: 'IPv4', octets: 4 },
  { number: 0x0a, name: 'GSM CSD', address: 'IPv4', octets: 4 },
  { number: 0x0b, name: 'GSM GPRS', address: 'IPv4', octets: 4 },
  { number: 0x0c, name: 'GSM USSD (IPv4 addresses)', address: 'IPv4', octets: 4 },
  { number: 0x0d, name: 'AMPS CDPD', address: 'IPv4', octets: 4 },
  { number: 0x0e, name: 'PDC CSD', address: 'IPv4', octets: 4 },
  { number: 0x0f, name: 'PDC Packet data', address: 'IPv4', octets: 4 },
  { number: 0x10, name: 'IDEN SMS', address: 'iDEN MSISDN', octets: 0 },
  { number: 0x11, name: 'IDEN CSD', address: 'IPv4', octets: 4 },
  { number: 0x12, name: 'IDEN Packet data', address: 'IPv4', octets: 4 },
  { number: 0x13, name: 'Paging network FLEX(TM)', address: 'FLEX MSISDN', octets: 0 },
  { number: 0x14, name: 'PHS SMS', address: 'PHS MSISDN', octets: 0 },
  { number: 0x15, name: 'PHS CSD', address: 'IPv4', octets: 4 },
  { number: 0x16, name: 'GSM USSD (GSM Service Code addresses)', address: 'GSM service code', octets: 0 },
  { number: 0x17, name: 'TETRA SDS (ITSI addresses)', address: 'TETRA ITSI', octets: 0 },
  { number: 0x18, name: 'TETRA SDS (MSISDN addresses)', address: 'TETRA MSISDN', octets: 0 },
  { number: 0x19, name: 'TETRA Packet data', address: 'IPv4', octets: 4 },
  { number: 0x1a, name: 'Paging network ReFLEX(TM)', address: 'ReFLEX MSISDN', octets: 0 },
  { number: 0x1b, name: 'GSM USSD (MSISDN addresses)', address: 'GSM MSISDN', octets: 0 },
  { number: 0x1c, name: 'Mobitex MPAK', address: 'MAN (Mobitex access number)', octets: 0 },
  { number: 0x1d, name: 'ANSI-136 GHOST/R-Data', address: 'GSM MSISDN', octets: 0 },
];
