/** Status codes of PAP, and those that one vendor has added. */
export const STATUS_CODES: Readonly<Record<number, string>> = {
  1000: 'OK',
  1001: 'Accepted for Processing',
  2000: 'Bad Request',
  2001: 'Forbidden',
  2002: 'Address Error',
  2003: 'Address Not Found',
  2004: 'Push ID Not Found',
  2005: 'Capabilities Mismatch',
  2006: 'Required Capabilities Not Supported',
  2007: 'Duplicate Push ID',
  2008: 'Cancellation Not Possible',
  3000: 'Internal Server Error',
  3001: 'Not Implemented',
  3002: 'Version Not Supported',
  3003: 'Not Possible',
  3004: 'Capability Matching Not Supported',
  3005: 'Multiple Addresses Not Supported',
  3006: 'Transformation Failure',
  3007: 'Specified Delivery Method Not Possible',
  3008: 'Capabilities Not Available',
  3009: 'Required Network Not Available',
  3010: 'Required Bearer Not Available',
  3011: 'Replacement Not Supported',
  4000: 'Service Failure',
  4001: 'Service Unavailable',
  5000: 'Client Aborted',
  5026: 'Client Aborted (USERREQ)',
  5027: 'Client Aborted (USERRFS)',
  5028: 'Client Aborted (USERPND)',
  5029: 'Client Aborted (USERDCR)',
  5030: 'Client Aborted (USERDCU)',
};

/** Codes of BlackBerry's own, without names that could be read. */
export const VENDOR_CODES: ReadonlySet<number> = new Set([
  1500, 2009, 2500, 4500, 4501, 4502, 4503, 21000, 22000, 22001, 22002, 22003, 22004, 22005, 23000,
]);

/** A code by its name; one that is not known counts as the general one of its class. */
export function statusName(code: number): string | undefined {
  const known = STATUS_CODES[code];
  if (known !== undefined) return known;
  const general = STATUS_CODES[Math.floor(code / 1000) * 1000];
  return code >= 1000 && code <= 5999 && general !== undefined ? `taken as ${general}` : undefined;
}
