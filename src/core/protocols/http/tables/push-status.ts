/** Codes of X-Wap-Push-Status. */
export const PUSH_STATUS: Readonly<Record<number, string>> = {
  235: 'refused, do not retry',
  236: 'cannot be delivered now',
  237: 'discarded, resources',
  238: 'content type unknown',
  256: 'CPITag mismatch',
  400: 'accepted',
  500: 'registered, CPITag unchanged',
  501: 'registered, capabilities in this answer',
};
