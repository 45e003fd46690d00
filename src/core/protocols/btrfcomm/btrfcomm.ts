import type { Cursor } from '../../codec/cursor.ts';
import { UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { addSegment, measured, octetsMissing, viewSegment } from '../../dissect/stated-length.ts';
import { type Measure, NOT_OURS } from '../../dissect/streams.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import { frameCheck } from './fcs.ts';
import { FRAME_TYPES, f, RULES } from './fields.ts';

const KIND = 'btrfcomm';
const UIH = 0xef;
const POLL_FINAL = 0x10;
const DLCIS = 64;

/** A frame as far as its octets go; positions are octets. */
interface Frame {
  readonly dlci: number;
  readonly type: number;
  readonly hasCredits: boolean;
  /** Octets of data that it states. */
  readonly length: number;
  readonly lengthOctets: number;
  readonly dataAt: number;
  readonly dataEnd: number;
}

/** The frame at `start`; undefined when it has no length. */
function scan(bytes: Uint8Array, start: number, end: number): Frame | undefined {
  if (end - start < 3) return undefined;
  const control = bytes[start + 1]!;
  const type = control & ~POLL_FINAL;
  const dlci = bytes[start]! >>> 2;
  const first = bytes[start + 2]!;
  const lengthOctets = (first & 1) === 1 ? 1 : 2;
  if (end - start < 2 + lengthOctets) return undefined;
  const length = (first >>> 1) | (lengthOctets === 2 ? bytes[start + 3]! << 7 : 0);
  const hasCredits = type === UIH && (control & POLL_FINAL) !== 0 && dlci !== 0;
  const dataAt = start + 2 + lengthOctets + (hasCredits ? 1 : 0);
  return { dlci, type, hasCredits, length, lengthOctets, dataAt, dataEnd: dataAt + length };
}

function checkOf(bytes: Uint8Array, start: number, { type, lengthOctets }: Frame): number {
  return frameCheck(bytes, start, start + 2 + (type === UIH ? 0 : lengthOctets));
}

/** Octets of a frame whose check sequence is right: how frames are told on channels of which nothing is known. */
const measure: Measure = (bytes, start, end) => {
  const frame = scan(bytes, start, end);
  if (frame === undefined || frame.dataEnd >= end || FRAME_TYPES[frame.type] === undefined) return NOT_OURS;
  return bytes[frame.dataEnd] === checkOf(bytes, start, frame) ? frame.dataEnd + 1 - start : NOT_OURS;
};

function readHead(cursor: Cursor, frame: Frame): void {
  const start = cursor.bit;
  const address = cursor.open(f.address);
  const dlci = cursor.open(f.dlci);
  cursor.uint(f.channel, 5);
  cursor.uint(f.direction, 1);
  cursor.close(dlci);
  cursor.tree.setNum(dlci, frame.dlci);
  cursor.uint(f.cr, 1);
  cursor.uint(f.ea, 1);
  cursor.close(address);
  const control = cursor.open(f.control);
  cursor.uint(f.frameType, 3);
  cursor.tree.setNum(cursor.tree.length - 1, frame.type);
  cursor.uint(f.pf, 1);
  cursor.uint(f.frameTypeLow, 4);
  cursor.close(control);
  if (FRAME_TYPES[frame.type] === undefined) {
    const message = `0x${frame.type.toString(16).padStart(2, '0')} is no frame type of RFCOMM`;
    cursor.find(RULES['RFCOMM-002'], message, start + 8, start + 16);
  }
  cursor.uint(f.length, 7);
  cursor.tree.setNum(cursor.tree.length - 1, frame.length);
  cursor.uint(f.lengthEa, 1);
  if (frame.lengthOctets === 2) cursor.uint(f.lengthHigh, 8);
  if (frame.hasCredits) cursor.uint(f.credits, 8);
}

function readControl(cursor: Cursor): void {
  const row = cursor.open(f.mcc);
  cursor.uint(f.command, 6);
  cursor.uint(f.commandCr, 1);
  cursor.uint(f.commandEa, 1);
  cursor.uint(f.commandLength, 7);
  cursor.uint(f.commandEa, 1);
  if (cursor.octetsLeft > 0) cursor.octets(f.commandData, cursor.octetsLeft);
  cursor.close(row);
}

export function register(to: Registry): void {
  const layers = to.table('layer');
  let number = 0;

  /** Octets of the message that begins here, by the only protocol on serial ports that is known; NOT_OURS for others. */
  const messageOctets = (bytes: Uint8Array, start: number, end: number): number =>
    measured(layers.get('obex')?.measure, bytes, start, end);

  const data = (cursor: Cursor, context: Context): (() => void) | undefined => {
    const view = viewSegment(context, KIND, String(context.channel), 'Reassembled RFCOMM data');
    if (view === undefined) {
      const { at, end, bytes } = cursor;
      if (messageOctets(bytes, at, end >>> 3) > 0) return () => context.next('layer', 'obex', cursor);
      context.undecoded(cursor, UNDECODED, 'RFCOMM data');
      return undefined;
    }
    if (view.wholeIn === undefined) {
      if (view.isFirst) {
        const message = 'the rest of this message is not in the capture';
        cursor.find(RULES['RFCOMM-003'], message, cursor.bit, cursor.end);
      }
    } else if (view.message === undefined) cursor.generated(f.reassembledIn, view.wholeIn);
    cursor.octets(f.data, cursor.octetsLeft);
    const { message } = view;
    return message && (() => context.next('layer', 'obex', message));
  };

  const rfcomm: Dissector = {
    id: 'btrfcomm',
    name: 'RFCOMM',
    measure,
    summarize(bytes, start, end, row) {
      row.protocol = number;
      const frame = scan(bytes, start, end);
      if (frame === undefined) return;
      row.channel = row.channel * DLCIS + frame.dlci;
      const { dataAt } = frame;
      const stop = Math.min(end, frame.dataEnd);
      if (frame.type !== UIH || frame.dlci === 0 || dataAt >= stop) return;
      const key = String(row.channel);
      const obex = layers.get('obex');
      if (octetsMissing(row, KIND, key) > 0) {
        const done = addSegment(row, KIND, key, bytes, dataAt, stop, undefined);
        if (done === undefined) return;
        row.reassembled = true;
        summarizeNext(obex, done.bytes, 0, done.bytes.length, row);
        return;
      }
      const octets = messageOctets(bytes, dataAt, stop);
      if (octets <= 0) return;
      if (octets > stop - dataAt && !row.cut) addSegment(row, KIND, key, bytes, dataAt, stop, octets);
      else summarizeNext(obex, bytes, dataAt, stop, row);
    },
    dissect(cursor, context) {
      const row = cursor.open(f.rfcomm);
      const { at, bytes } = cursor;
      const frame = scan(bytes, at, cursor.end >>> 3);
      if (frame === undefined) {
        cursor.need(f.length, 32);
        cursor.close(row);
        return;
      }
      readHead(cursor, frame);
      context.channel = context.channel * DLCIS + frame.dlci;
      const name = FRAME_TYPES[frame.type] ?? 'frame';
      context.info = `${name} channel ${frame.dlci >>> 1}`;
      cursor.tree.setNote(row, context.info);
      const outer = cursor.enter(f.data, frame.length);
      let upper: (() => void) | undefined;
      if (cursor.octetsLeft > 0) {
        if (frame.dlci === 0) readControl(cursor);
        else if (frame.type === UIH) upper = data(cursor, context);
      }
      // What comes in place is shown behind the frame, so its row ends before the check sequence.
      const isInPlace = upper !== undefined && cursor.octetsLeft > 0;
      if (isInPlace) {
        cursor.close(row);
        upper?.();
      }
      cursor.leave(outer);
      if (cursor.octetsLeft > 0) {
        const expected = checkOf(bytes, at, frame);
        const found = cursor.uint(f.fcs, 8);
        if (found !== expected) {
          const message = `the check sequence is 0x${found.toString(16)}, it should be 0x${expected.toString(16)}`;
          cursor.find(RULES['RFCOMM-001'], message, cursor.bit - 8, cursor.bit);
        }
      }
      if (!isInPlace) {
        cursor.close(row);
        upper?.();
      }
    },
  };
  number = to.protocol(rfcomm, Object.values(f), Object.values(RULES));
  to.bind('layer', 'btrfcomm', rfcomm);
}
