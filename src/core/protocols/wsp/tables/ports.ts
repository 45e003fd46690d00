// Made by scripts/make-wsp-tables.mjs; do not edit.
/** Ports of WAP with their IANA names. */
export const PORTS: ReadonlyMap<number, string> = new Map([
  [2805, 'wta-wsp-s'],
  [2923, 'wta-wsp-wtp-s'],
  [2948, 'wap-push'],
  [2949, 'wap-pushsecure'],
  [4035, 'wap-push-http'],
  [4036, 'wap-push-https'],
  [9200, 'wap-wsp'],
  [9201, 'wap-wsp-wtp'],
  [9202, 'wap-wsp-s'],
  [9203, 'wap-wsp-wtp-s'],
  [9204, 'wap-vcard'],
  [9205, 'wap-vcal'],
  [9206, 'wap-vcard-s'],
  [9207, 'wap-vcal-s'],
]);
