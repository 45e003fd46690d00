/** Ports that IANA registered for WAP and push, by what runs on them. */
export const WAP_PORTS: Readonly<Record<number, string>> = {
  2805: 'WTA, secure connectionless',
  2923: 'WTA, secure session',
  2948: 'WAP push',
  2949: 'WAP push, secure',
  4035: 'OTA-HTTP push',
  4036: 'OTA-HTTP push, secure',
  9200: 'WSP connectionless',
  9201: 'WSP session',
  9202: 'WSP connectionless, secure',
  9203: 'WSP session, secure',
  9204: 'vCard',
  9205: 'vCalendar',
  9206: 'vCard, secure',
  9207: 'vCalendar, secure',
};
