import { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import type { Learner, Summary } from '../../dissect/summary.ts';
import { computeNotification } from './computed.ts';
import { dissect13 } from './dissect-13.ts';
import { dissect12, dissect20, dissectUnknown } from './dissect-others.ts';
import { alertDs12, fDs, syncCount } from './ds12.ts';
import { f } from './fields.ts';
import { FORMATS, formatByVersion, isWhole, likelyFormat, type NotificationFormat, wholeFormat } from './formats.ts';
import { judgeCapture } from './judge-capture.ts';
import { judgePush } from './judge-push.ts';
import { judgeSetting } from './judge-setting.ts';
import { judgeTime } from './judge-time.ts';
import { DS, N12 } from './rules-n12.ts';
import { N13 } from './rules-n13.ts';
import { N20 } from './rules-n20.ts';
import { NX, QUIRKS } from './rules-notes.ts';
import { fSamsung } from './samsung.ts';
import { learnNotificationAt } from './sighting.ts';
import { mayBeText, unwrapTextBody } from './text-body.ts';
import { f12, notification12 } from './v12.ts';
import { notification13 } from './v13.ts';
import { notification20 } from './v20.ts';
import { FORMAT_NAMES } from './values.ts';

/** Chooses the format of octets; undefined when nothing is known of them. */
type Choose = (bytes: Uint8Array, start: number, end: number) => NotificationFormat | undefined;

/** Rows that say what the notification has to do with others of the capture. */
const RELATION_FIELDS = [f.duplicateOf, f.sameIdAs, f.sessionIn];

function dissectAs(format: NotificationFormat | undefined, cursor: Cursor, context: Context): void {
  const { tree, source, bit: start, end } = cursor;
  const row = cursor.open(f.notification);
  const chosen = cursor.left < 8 ? undefined : format;
  cursor.generated(f.format, chosen ?? 'unknown');
  switch (chosen) {
    case 'dm-1.2':
    case 'ds-1.2':
      dissect12(cursor, context, chosen === 'ds-1.2');
      break;
    case 'dm-1.3':
      dissect13(cursor, context);
      break;
    case 'dm-2.0':
      dissect20(cursor, context);
      break;
    default:
      dissectUnknown(cursor, context);
  }
  cursor.bit = end;
  if (chosen !== undefined && context.asksAny(RELATION_FIELDS)) judgeCapture(cursor, context, chosen, start, end);
  cursor.close(row);
  if (chosen === undefined) return;
  if (context.asksInfo) context.protocolName = FORMAT_NAMES[chosen];
  if (context.wants !== undefined) return;
  tree.setNote(row, FORMAT_NAMES[chosen]);
  judgeTime(cursor, row, context);
  judgeSetting(cursor, row, chosen, context);
  const { push } = context;
  if (push === undefined) return;
  judgePush(tree, push, chosen, { source, start, end });
  const { bytes } = cursor;
  const other = wholeFormat(bytes, start >>> 3, end >>> 3);
  if (other !== undefined && other !== chosen) {
    const message = `the content type says ${FORMAT_NAMES[chosen]}, but the body is whole only as ${FORMAT_NAMES[other]}`;
    cursor.find(QUIRKS['A-18'], message, start, end);
  }
}

/** In SIP and HTTP a body that does not parse is tried as base64 and hexadecimal text. */
function dissectBody(choose: Choose, cursor: Cursor, context: Context): void {
  const { bytes, at, end } = cursor;
  const format = choose(bytes, at, end >>> 3);
  const bearer = context.push?.bearer;
  const wrapped = bearer === 'sip' || bearer === 'http';
  const isBroken = wrapped && (format === undefined || !isWhole(format, bytes, at, end >>> 3));
  const unwrapped = isBroken ? unwrapTextBody(cursor.rest()) : undefined;
  if (unwrapped === undefined) {
    dissectAs(format, cursor, context);
    return;
  }
  const { encoding, octets } = unwrapped;
  const start = cursor.bit;
  cursor.octets(f.textBody, cursor.octetsLeft);
  cursor.find(QUIRKS['A-14'], `the body is ${encoding} text of the notification`, start, cursor.bit);
  const source = cursor.tree.addSource({ label: `Notification, from ${encoding}`, bytes: octets, cut: false });
  dissectAs(choose(octets, 0, octets.length), new Cursor(cursor.tree, source), context);
}

/** A dissector whose format is chosen by `choose`; its number in the protocol column is asked for when it is known. */
function notificationDissector(name: string, choose: Choose, number: () => number): Dissector {
  const learnPlain: Learner = (bytes, start, end, row) => {
    if (end > start) learnNotificationAt(choose(bytes, start, end), bytes, start, end, row);
  };
  /** Bearers of text may have the notification as digits. */
  const learnText: Learner = (bytes, start, end, row) => {
    const format = end > start ? choose(bytes, start, end) : undefined;
    const isPlain = format !== undefined && isWhole(format, bytes, start, end);
    const octets = isPlain ? undefined : unwrapTextBody(bytes.subarray(start, end))?.octets;
    if (octets === undefined) learnNotificationAt(format, bytes, start, end, row);
    else learnNotificationAt(choose(octets, 0, octets.length), octets, 0, octets.length, row);
  };
  const place = (
    format: NotificationFormat | undefined,
    bytes: Uint8Array,
    start: number,
    end: number,
    row: Summary,
  ): void => {
    const { contents } = row.state;
    // What bearers of text have as digits is not what stands here.
    const isPlain =
      row.contentType === '' ||
      !mayBeText(bytes, start, end) ||
      (format !== undefined && isWhole(format, bytes, start, end));
    if (isPlain) contents.note(dissector, bytes, start, end, row);
    else contents.hide(row.frame);
  };
  const dissector: Dissector = {
    id: 'dmnoti',
    name,
    isPlaced: true,
    summarize(bytes, start, end, row) {
      row.protocol = number();
      const format = end > start ? choose(bytes, start, end) : undefined;
      place(format, bytes, start, end, row);
      if (!row.state.sightings('dm.notification').full)
        row.learn(row.contentType === '' ? learnPlain : learnText, bytes, start, end);
    },
    place(bytes, start, end, row) {
      place(end > start ? choose(bytes, start, end) : undefined, bytes, start, end, row);
    },
    dissect(cursor, context) {
      dissectBody(choose, cursor, context);
    },
  };
  return dissector;
}

/** All fields of a notification; fields that several versions share by name are declared once per version. */
function allFields(): readonly Field[] {
  const all = [
    ...Object.values(f),
    ...Object.values(f12),
    ...Object.values(fDs),
    ...Object.values(fSamsung),
    ...notification12.fields,
    ...alertDs12.fields,
    ...syncCount.fields,
    ...notification13.fields,
    ...notification20.fields,
  ];
  return [...new Set(all)];
}

/** Adds DM Notification 1.2, 1.3 and 2.0 and the DS 1.2 alert. */
export function register(to: Registry): void {
  computeNotification(to);
  let protocol = 0;
  const make = (name: string, choose: Choose) => notificationDissector(name, choose, () => protocol);
  const any = make('DM Notification', likelyFormat);
  const rules = [N12, DS, N13, N20, NX, QUIRKS].flatMap((table) => Object.values(table));
  protocol = to.protocol(any, allFields(), rules);
  to.bind('layer', 'dmnoti', any);
  for (const format of FORMATS) {
    const dissector = make(FORMAT_NAMES[format], () => format);
    to.bind('layer', format, dissector);
    const guess = (bytes: Uint8Array, start: number, end: number) => (isWhole(format, bytes, start, end) ? 0.9 : 0);
    to.guessIn('layer', { dissector, guess }).guessIn('content.guess', { dissector, guess });
  }
  to.bind(
    'media.type',
    'application/vnd.syncml.notification',
    make(FORMAT_NAMES['dm-1.2'], () => 'dm-1.2'),
  );
  to.bind(
    'media.type',
    'application/vnd.syncml.ds.notification',
    make(FORMAT_NAMES['ds-1.2'], () => 'ds-1.2'),
  );
  to.bind('media.type', 'application/vnd.syncml.dm.notification', make('DM Notification', formatByVersion));
}
