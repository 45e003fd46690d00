/** An item of a static conformance requirements table. */
export interface ScrItem {
  readonly id: string;
  readonly side: 'client' | 'server';
  readonly mandatory: boolean;
  readonly text: string;
}

/**
 * The tables of NOTI-1.3 appendix B. The server table prints its digest item as C-011-M, which collides with the client's
 * C-011-O: it is S-011-M here. NOTI-2.0 has empty tables.
 */
const TEXTS = {
  'C-001-M': 'The client supports server-alerted sessions.',
  'C-002-M': 'The client receives notifications.',
  'C-003-M': 'The client takes the 1.2 format.',
  'C-004-M': 'The client takes the 1.3 format.',
  'C-005-M': 'The client reads the message header.',
  'C-006-M': 'The client takes version 1.',
  'C-007-O': 'The client follows the UI mode.',
  'C-008-M': 'The client uses the session id of the notification.',
  'C-009-O': 'The client ignores what is older than TIMEOUT days.',
  'C-010-M': 'The client supports Server-ID.',
  'C-011-O': 'The client supports Targeted-MO.',
  'C-012-O': 'The client supports Vendor-Info.',
  'C-013-M': 'The client supports Requested-MO.',
  'C-014-O': 'The client supports Connect-Reason.',
  'C-015-O': 'The client displays the connect reason.',
  'C-016-M': 'The client supports Preferred-Bearer.',
  'C-017-O': 'The client uses the preferred bearer.',
  'C-018-M': 'The client supports the digest.',
  'C-019-M': 'The client ignores notifications with a bad digest.',
  'C-020-O': 'The client takes notifications by WAP push.',
  'C-021-O': 'The client takes notifications over OBEX.',
  'C-022-O': 'The client takes notifications over SIP.',
  'C-023-O': 'The client takes notifications over HTTP.',
  'S-001-M': 'The server supports server-alerted sessions.',
  'S-002-M': 'The server sends notifications.',
  'S-003-M': 'The server writes the message header.',
  'S-004-M': 'The server writes version 1.',
  'S-005-M': 'The server supports Server-ID.',
  'S-006-M': 'The server supports Targeted-MO.',
  'S-007-O': 'The server supports Vendor-Info.',
  'S-008-M': 'The server supports Requested-MO.',
  'S-009-O': 'The server supports Connect-Reason.',
  'S-010-M': 'The server supports Preferred-Bearer.',
  'S-011-M': 'The server supports the digest.',
  'S-012-O': 'The server sends notifications by WAP push.',
  'S-013-O': 'The server sends notifications over OBEX.',
  'S-014-O': 'The server sends notifications over SIP.',
  'S-015-O': 'The server sends notifications over HTTP.',
} as const;

/** Items of the conformance tables, in their order; the rules of an item name it in `scr`. */
export const SCR_ITEMS: readonly ScrItem[] = Object.entries(TEXTS).map(([item, text]) => ({
  id: `SCR-DM-NOTI-${item}`,
  side: item.startsWith('C') ? 'client' : 'server',
  mandatory: item.endsWith('M'),
  text,
}));
