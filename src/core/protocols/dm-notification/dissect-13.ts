import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import { isHeaderEnough } from './behind-header.ts';
import { digestRecord, type Outcome } from './check-digest.ts';
import { f } from './fields.ts';
import { judge13, judgeDigest13 } from './judge-13.ts';
import { infoText, isUnjudged, isUnreported, outcomeRows, report, uiModeText } from './present.ts';
import { type Reading13, read13, readAgain13, repairedCount, serverId13, verify13 } from './read-13.ts';
import { type Breach, count } from './reading.ts';
import { N13 } from './rules-n13.ts';
import { header13 } from './v13.ts';

/** Rows, findings and digest of a DM 1.3 notification. */
export function dissect13(cursor: Cursor, context: Context): void {
  if (isHeaderEnough(context)) {
    header13.readFitting(cursor);
    return;
  }
  const { source } = cursor;
  const strict = read13(cursor);
  if (isUnjudged(context) && repairedCount(strict) === undefined) {
    expiryRows(cursor, strict);
    return;
  }
  const strictOutcome = verify13(strict, context.secrets);
  const repaired = repairedCount(strict);
  const second = repaired === undefined ? undefined : readAgain13(cursor, strict, repaired);
  const secondOutcome = second && verify13(second, context.secrets);
  const confirmed = second !== undefined && secondOutcome?.verdict === 'match';
  const reading = confirmed ? second : strict;
  const outcome = confirmed ? secondOutcome : strictOutcome;

  if (cursor.tree.isSilent) {
    context.info = infoOf(strict, reading, outcome);
    return;
  }
  if (isUnreported(context)) {
    expiryRows(cursor, strict);
    outcomeRows(cursor, outcome);
    return;
  }
  const breaches = [...judge13(reading), ...judgeDigest13(reading, outcome)];
  report(cursor, breaches, reading, strict.start);
  if (repaired !== undefined) reportCount(cursor, strict, repaired, confirmed);
  if (confirmed) report(cursor, asNotes(judge13(strict), breaches, strict.start - reading.start), strict, strict.start);

  expiryRows(cursor, strict);
  outcomeRows(cursor, outcome);
  const shift = strict.start - reading.start;
  const { digest, options } = reading;
  const at = digest ?? { start: reading.end, end: reading.end };
  const place = { source, start: at.start + shift, end: at.end + shift };
  const found = digest?.octets.length === 32 ? digest.octets : undefined;
  const covered = options && { source, start: strict.start, end: options.end + shift };
  context.digests.push(digestRecord('dm-1.3', outcome, place, found, covered));

  context.info = infoOf(strict, reading, outcome);
}

function infoOf({ header }: Reading13, reading: Reading13, { verdict }: Outcome): string {
  const { sessionId, uiMode } = header;
  const session = { word: 'session', value: sessionId };
  return infoText('DM 1.3 notification', session, serverId13(reading), [uiModeText(uiMode)], verdict);
}

function reportCount(cursor: Cursor, strict: Reading13, options: number, confirmed: boolean): void {
  const counted = strict.header.optionCount ?? 0;
  const reason = confirmed
    ? 'the digest verifies when they are read'
    : 'they would fill the message up to a digest in its last 32 octets';
  const message = `OPC counts ${count(counted, 'option')}, ${options} are there: ${reason}`;
  cursor.find(N13['N13-S6'], message, strict.start + 4, strict.start + 7, confirmed ? 'error' : 'note');
}

/** What the strict reading found, as notes; what both readings found is not said twice. */
function asNotes(strict: readonly Breach[], said: readonly Breach[], shift: number): readonly Breach[] {
  return strict
    .filter(({ rule, start }) => !said.some((other) => other.rule === rule && other.start + shift === start))
    .map((breach) => ({
      ...breach,
      message: `with the options that OPC counts: ${breach.message}`,
      severity: 'note' as const,
    }));
}

/** the timeout counts minutes in one section and days in another; both times are shown. */
function expiryRows(cursor: Cursor, { header }: Reading13): void {
  const { timeout, timestamp } = header;
  if (timeout === undefined || timestamp === undefined || timeout === 0) return;
  cursor.generated(f.expiryMinutes, timestamp + timeout * 60);
  cursor.generated(f.expiryDays, timestamp + timeout * 86_400);
}
