import type { Cursor } from '../../codec/cursor.ts';
import { formatTime } from '../../codec/value.ts';
import { arrivalSeconds, type Context } from '../../dissect/context.ts';
import { N13 } from './rules-n13.ts';
import { N20 } from './rules-n20.ts';

/** A time stamp further ahead of the capture than clocks differ, or more than a year behind it, is hardly a time of sending. */
const DAY_SECONDS = 86_400;
const AHEAD_SECONDS = DAY_SECONDS;
const BEHIND_SECONDS = 366 * DAY_SECONDS;

/** Compares the times of a message with the time of its capture; a message without one has nothing to compare with. */
export function judgeTime(cursor: Cursor, notification: number, context: Context): void {
  const { frame, tree } = context;
  const arrived = arrivalSeconds(frame);
  if (arrived === undefined) return;
  let timeout = 0;
  for (let row = notification; row < tree.endRow(notification); row++) {
    if (tree.field(row).filter === 'dmnoti.timeout' && tree.source(row) === cursor.source) timeout = tree.num(row);
    if (tree.field(row).filter !== 'dmnoti.timestamp' || tree.source(row) !== cursor.source) continue;
    const age = arrived - tree.num(row);
    if (timeout > 0 && age > timeout * DAY_SECONDS && age <= BEHIND_SECONDS) {
      const old = `the notification is ${Math.floor(age / DAY_SECONDS)} days old; the client may ignore it, because its TIMEOUT of ${timeout} counts days here (A-02)`;
      cursor.find(N13['N13-038'], old, tree.start(row), tree.end(row));
    }
    if (age >= -AHEAD_SECONDS && age <= BEHIND_SECONDS) continue;
    const rule = tree.field(row).spec?.startsWith('NOTI-2.0') ? N20['N20-028'] : N13['N13-037'];
    const days = Math.round(Math.abs(age) / DAY_SECONDS);
    const message = `${formatTime(tree.num(row), 0, 0)} is ${days} days ${age < 0 ? 'after' : 'before'} the capture`;
    cursor.find(rule, message, tree.start(row), tree.end(row));
  }
}
