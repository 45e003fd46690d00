import type { Cursor } from '../../codec/cursor.ts';
import { rowValue } from '../../codec/value.ts';
import type { Context } from '../../dissect/context.ts';
import type { NotificationFormat } from './formats.ts';
import { N12 } from './rules-n12.ts';
import { N13 } from './rules-n13.ts';

/** Octets of user data in one short message, and of the port header in front of a push (TS 23.040 9.2.3.24). */
const SHORT_MESSAGE = 140;
const PORT_HEADER = 7;
const SHORT_MESSAGE_LAYERS: ReadonlySet<string> = new Set(['gsm_sms', 'gsm_sms_ud']);

/** Rules that need more than the message and its push headers: the accounts that the user has given, and the bearer below the push. */
export function judgeSetting(cursor: Cursor, notification: number, format: NotificationFormat, context: Context): void {
  if (format === 'dm-1.3') judgeAccount(cursor, notification, context);
  if (format === 'dm-1.2') judgeShortMessage(cursor, notification, context);
}

/** N13-040: a server whose id no account has. Secrets that are for all servers leave the accounts unknown. */
function judgeAccount(cursor: Cursor, notification: number, context: Context): void {
  const accounts = context.secrets.map(({ serverId }) => serverId);
  if (accounts.length === 0 || accounts.includes(undefined)) return;
  const { tree } = context;
  for (let row = notification; row < tree.endRow(notification); row++) {
    if (tree.field(row).filter !== 'dmnoti.server_id' || tree.source(row) !== cursor.source) continue;
    const server = rowValue(tree, row);
    if (typeof server !== 'string' || accounts.includes(server)) return;
    const message = `no account is of ${server}; known are ${[...new Set(accounts)].join(', ')}`;
    cursor.find(N13['N13-040'], message, tree.start(row), tree.end(row));
    return;
  }
}

/** N12-023: a push in one short message that holds more than a short message can. */
function judgeShortMessage(cursor: Cursor, notification: number, context: Context): void {
  const { push, tree } = context;
  const inShortMessage = context.layers.some(({ protocol }) => SHORT_MESSAGE_LAYERS.has(protocol));
  // What was put together from several messages lies in a source of its own.
  if (push?.bearer !== 'wsp' || !inShortMessage || cursor.source !== 0) return;
  const body = (tree.end(notification) - tree.start(notification)) / 8;
  const octets = PORT_HEADER + (push.pduHeaderOctets ?? 0) + body;
  if (octets <= SHORT_MESSAGE) return;
  const message = `the push takes ${octets} octets of one short message; ${SHORT_MESSAGE} fit, more are to be concatenated`;
  cursor.find(N12['N12-023'], message, tree.start(notification), tree.end(notification));
}
