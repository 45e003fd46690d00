import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import { isHeaderEnough } from './behind-header.ts';
import { digestRecord, type Outcome } from './check-digest.ts';
import { f } from './fields.ts';
import { judge12, judgeDigest12, judgeDs12 } from './judge-12.ts';
import { judge20, judgeDigest20 } from './judge-20.ts';
import { infoText, isUnjudged, isUnreported, outcomeRows, report, uiModeText } from './present.ts';
import { type Reading12, read12, verify12 } from './read-12.ts';
import { digest20, read20, serverId20, signature20, verify20 } from './read-20.ts';
import { count, NOT_VERIFIABLE } from './reading.ts';
import { NX } from './rules-notes.ts';
import { header12 } from './v12.ts';
import { header20 } from './v20.ts';

/** Rows, findings and digest of a DM 1.2 notification or a DS 1.2 alert. */
export function dissect12(cursor: Cursor, context: Context, ds: boolean): void {
  if (isHeaderEnough(context)) {
    header12.readFitting(cursor);
    return;
  }
  const { source } = cursor;
  const reading = read12(cursor, ds);
  if (isUnjudged(context)) return;
  const outcome = verify12(reading, context.secrets);
  if (isUnreported(context)) {
    outcomeRows(cursor, outcome);
    return;
  }
  context.info = infoOf12(reading, outcome, ds);
  if (cursor.tree.isSilent) return;
  const breaches = [...(ds ? judgeDs12(reading) : judge12(reading)), ...judgeDigest12(reading, outcome, ds)];
  report(cursor, breaches, reading, reading.start);
  outcomeRows(cursor, outcome);
  const { start, end, header } = reading;
  const found = header.digest;
  const place = { source, start, end: found === undefined ? start : start + 128 };
  const covered = found && { source, start: start + 128, end };
  context.digests.push(digestRecord(ds ? 'ds-1.2' : 'dm-1.2', outcome, place, found, covered));
}

function infoOf12({ header, serverId, body }: Reading12, { verdict }: Outcome, ds: boolean): string {
  const stores = body?.count === undefined ? undefined : count(body.count, 'data store');
  return infoText(
    ds ? 'DS 1.2 alert' : 'DM 1.2 notification',
    { word: 'session', value: header.sessionId },
    serverId?.whole === true ? serverId.octets : undefined,
    [uiModeText(header.uiMode), body?.count === 0 ? 'all data stores' : stores],
    verdict,
  );
}

/** Rows, findings and digest of a DM 2.0 notification. */
export function dissect20(cursor: Cursor, context: Context): void {
  if (isHeaderEnough(context)) {
    header20.readFitting(cursor);
    return;
  }
  const { source } = cursor;
  const reading = read20(cursor);
  if (isUnjudged(context)) return;
  const outcome: Outcome = verify20(reading, context.secrets);
  if (isUnreported(context)) {
    outcomeRows(cursor, outcome);
    return;
  }
  context.info = infoText(
    'DM 2.0 notification',
    { word: 'id', value: reading.header.notificationId },
    serverId20(reading),
    [],
    outcome.verdict,
  );
  if (cursor.tree.isSilent) return;
  report(cursor, [...judge20(reading), ...judgeDigest20(reading, outcome)], reading, reading.start);
  outcomeRows(cursor, outcome);
  const digest = digest20(reading);
  const signature = signature20(reading);
  const at = digest ?? { start: signature?.valueStart ?? reading.end, end: signature?.valueEnd ?? reading.end };
  const covered = digest && { source, start: reading.start, end: reading.end };
  const place = { source, start: at.start, end: at.end };
  context.digests.push(digestRecord('dm-2.0', outcome, place, digest?.octets, covered));
}

/** A message of which not even the version is known. */
export function dissectUnknown(cursor: Cursor, context: Context): void {
  const { source, bit: start } = cursor;
  if (cursor.left < 8) {
    cursor.find(NX['NX-00'], 'the body is empty: there is no notification', start, cursor.end);
    context.info = 'Empty notification';
  } else {
    const version = cursor.uint(f.unknownVersion, 4);
    cursor.tree.leaf(f.payload, source, cursor.bit, cursor.end, Number.NaN);
    cursor.bit = cursor.end;
    cursor.find(NX['NX-01'], `VER is ${version}; 1 (DM 1.3) and 2 (DM 2.0) are defined`, start, start + 4);
    context.info = `Notification of unknown version ${version}`;
  }
  outcomeRows(cursor, NOT_VERIFIABLE);
  context.digests.push(digestRecord('unknown', NOT_VERIFIABLE, { source, start, end: start }, undefined, undefined));
}
