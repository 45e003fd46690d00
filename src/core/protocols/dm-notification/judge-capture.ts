import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import { type NotificationSighting, sessionOf, withSameId } from '../../dissect/dm-sessions.ts';
import { f } from './fields.ts';
import type { NotificationFormat } from './formats.ts';
import { N12 } from './rules-n12.ts';
import { N13 } from './rules-n13.ts';
import { N20 } from './rules-n20.ts';
import { notificationAt, type Seen } from './sighting.ts';

/** First bit and width of the id in each format. */
const ID_AT = { 'dm-1.2': 168, 'dm-1.3': 48, 'dm-2.0': 16 } as const;
const ID_BITS = 16;

/**
 * Compares a notification with the others of the capture: copies, others with its id, the session that follows. Rows stand
 * at the cursor, which is behind the message; the message has the bits `start` to `end`.
 */
export function judgeCapture(
  cursor: Cursor,
  context: Context,
  format: NotificationFormat,
  start: number,
  end: number,
): void {
  if (context.quoting > 0) return;
  const { frame, state } = context;
  const seen = notificationAt(format, cursor.bytes, start >>> 3, end >>> 3, {
    frame: frame.number - 1,
    seconds: frame.seconds,
    source: context.source,
    destination: context.destination,
    cut: frame.captured < frame.original,
  });
  if (seen === undefined) return;
  judgeSameId(cursor, context, seen, start + ID_AT[seen.sighting.format]);
  const session = sessionOf(state, seen.sighting);
  if (session === undefined) return;
  const { opening, cause } = session;
  const row = cursor.generated(f.sessionIn, opening.frame + 1);
  const form = cause.form === 'hexadecimal' ? '' : ` (${cause.form})`;
  cursor.tree.setNote(row, `session ${opening.session}${form}, found by ${FOUND_BY[cause.by]}`);
  const digest = context.digests.at(-1);
  if (format !== 'dm-1.3' || cause.by === 'alert' || digest?.verdict !== 'mismatch') return;
  const message = `packet ${opening.frame + 1} opens the session although the digest is wrong; the client should have ignored the notification`;
  cursor.tree.find(N13['N13-064'], message, digest.source, digest.start, digest.end);
}

const FOUND_BY = {
  server: 'id and server',
  device: 'id and address of the device',
  alert: 'id and alert 1200',
} as const;

function judgeSameId(cursor: Cursor, context: Context, { sighting, same }: Seen, at: number): void {
  if (same === undefined) return;
  const before = withSameId(context.state, same, sighting.frame);
  const copy = before.withHash(sighting.hash);
  if (copy !== undefined) {
    cursor.generated(f.duplicateOf, copy.frame + 1);
    const rule = { 'dm-1.2': N12['N12-013'], 'dm-1.3': N13['N13-033'], 'dm-2.0': N20['N20-006'] }[sighting.format];
    cursor.find(rule, `the same octets were in packet ${copy.frame + 1}; ${ONCE[sighting.format]}`, at, at + ID_BITS);
    return;
  }
  const other = before.findLast(({ whole }) => whole);
  if (other === undefined || !sighting.whole) return;
  cursor.generated(f.sameIdAs, other.frame + 1);
  judgeOther(cursor, sighting, other, at);
}

const ONCE = {
  'dm-1.2': 'one session is enough for both',
  'dm-1.3': 'one session is enough for both',
  'dm-2.0': 'the client drops the second',
} as const;

/** Another notification has the id. */
function judgeOther(cursor: Cursor, now: NotificationSighting, other: NotificationSighting, at: number): void {
  const id = `0x${now.id.toString(16).toUpperCase().padStart(4, '0')}`;
  const whose = now.server === '' ? 'of the same sender' : 'of the same server';
  const packet = `packet ${other.frame + 1}`;
  const to = at + ID_BITS;
  if (now.format === 'dm-2.0') {
    const message = `${packet} has another notification ${whose} with the id ${id}; ids differ so that copies can be told`;
    cursor.find(N20['N20-007'], message, at, to);
    cursor.find(N20['N20-006'], `a client drops it as a copy of that in ${packet}`, at, to, 'warning');
    return;
  }
  if (now.format === 'dm-1.2') {
    const again = now.request === other.request;
    const message = again
      ? `${packet} has the same trigger with another digest: the same session is asked for again`
      : `${packet} has another trigger ${whose} with the session id ${id}; those of different sessions differ`;
    cursor.find(N12[again ? 'N12-013' : 'N12-011'], message, at, to);
    return;
  }
  const minutes = (now.seconds - other.seconds) / 60;
  const over = other.timeout > 0 && minutes > other.timeout;
  const message = `${packet} has another notification ${whose} with the session id ${id}`;
  // an id is taken as long as its session may still be opened.
  if (over) cursor.find(N13['N13-031'], `${message}, whose timeout of ${other.timeout} min is over`, at, to, 'note');
  else cursor.find(N13['N13-031'], `${message}; different notifications have different ids`, at, to);
}
