/** What became of a checksum: the values and names of Wireshark's `*.checksum.status` fields. */
export const CHECKSUM_STATUS: Readonly<Record<number, string>> = {
  0: 'Bad',
  1: 'Good',
  2: 'Unverified',
  3: 'Not present',
  4: 'Illegal',
};
export const BAD = 0;
export const GOOD = 1;
export const UNVERIFIED = 2;
export const NOT_PRESENT = 3;
export const ILLEGAL = 4;
