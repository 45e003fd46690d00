import type { Cursor } from '../../codec/cursor.ts';
import { f } from './fields.ts';
import { abort, ack, invoke, negativeAck, result, segmentedInvoke, segmentedResult } from './headers.ts';
import { RULES } from './rules.ts';
import { readTpis } from './tpi.ts';
import {
  ABORT,
  ABORT_TYPES,
  ACK,
  INVOKE,
  NEGATIVE_ACK,
  PROVIDER,
  PROVIDER_REASONS,
  RESULT,
  SEGMENTED_INVOKE,
  SEGMENTED_RESULT,
  USER,
  USER_REASONS,
} from './values.ts';

/** What a header says, as far as the rest of the dissection needs it. */
export interface ReadHeader {
  readonly type: number;
  readonly tid: number;
  readonly resent: boolean;
  readonly trailer: number;
  /** Of segmented PDUs; 0 for the others. */
  readonly sequence: number;
  readonly abortType: number;
  readonly reason: number;
  /** For the Info column: `Invoke, class 1`. */
  readonly text: string;
}

const NOTHING = { resent: false, trailer: 1, sequence: 0, abortType: -1, reason: -1 } as const;

/** Reads the fixed header and the items behind it; undefined when the type is unknown or the header does not fit. */
export function readHeader(cursor: Cursor): ReadHeader | undefined {
  const start = cursor.bit;
  const type = cursor.peek(4, 1);
  if (type === undefined) {
    cursor.need(f.type, 8);
    return undefined;
  }
  const hasTpis = cursor.peek(1) === 1;
  const header = readFixed(cursor, type, start);
  if (header === undefined || cursor.failed) return undefined;
  if (hasTpis) readTpis(cursor);
  return header;
}

function readFixed(cursor: Cursor, type: number, start: number): ReadHeader | undefined {
  switch (type) {
    case INVOKE:
      return readInvoke(cursor, start);
    case RESULT: {
      const { tid, resent, trailer, response } = result.read(cursor);
      if (cursor.failed) return undefined;
      judgeDirection(cursor, response, 1, 'a Result', start);
      return { ...NOTHING, type, tid, trailer, resent: resent === 1, text: withTrailer('Result', trailer) };
    }
    case ACK: {
      const { tid, resent, verify, reserved, response } = ack.read(cursor);
      if (cursor.failed) return undefined;
      judgeReserved(cursor, reserved, start + 6, 1);
      const question = response === 1 ? ', TID verification' : ', TID is OK';
      return { ...NOTHING, type, tid, resent: resent === 1, text: `Ack${verify === 1 ? question : ''}` };
    }
    case ABORT:
      return readAbort(cursor, start);
    case SEGMENTED_INVOKE:
    case SEGMENTED_RESULT: {
      const isResult = type === SEGMENTED_RESULT;
      const read = (isResult ? segmentedResult : segmentedInvoke).read(cursor);
      if (cursor.failed) return undefined;
      const { tid, resent, trailer, sequence, response } = read;
      const name = isResult ? 'Segmented Result' : 'Segmented Invoke';
      judgeDirection(cursor, response, isResult ? 1 : 0, `a ${name}`, start);
      const text = withTrailer(`${name}, packet ${sequence}`, trailer);
      return { ...NOTHING, type, tid, trailer, sequence, resent: resent === 1, text };
    }
    case NEGATIVE_ACK: {
      const { tid, resent, reserved, missing } = negativeAck.read(cursor);
      if (cursor.failed) return undefined;
      judgeReserved(cursor, reserved, start + 5, 2);
      const list = missing.join(', ');
      if (missing.length > 0)
        cursor.find(RULES['WTP-015'], `the receiver misses packet ${list}`, start + 32, cursor.bit);
      const text = missing.length === 0 ? 'Negative Ack' : `Negative Ack, packet ${list} missing`;
      return { ...NOTHING, type, tid, resent: resent === 1, text };
    }
    default:
      cursor.uint(f.hasTpis, 1);
      cursor.uint(f.type, 4);
      cursor.find(RULES['WTP-001'], `PDU type ${type} does not exist: 1 to 7 do`, start, start + 8);
      return undefined;
  }
}

function readInvoke(cursor: Cursor, start: number): ReadHeader | undefined {
  const read = invoke.read(cursor);
  if (cursor.failed) return undefined;
  const { tid, resent, trailer, response, version, reserved } = read;
  if (version !== 0) cursor.find(RULES['WTP-002'], `the version is ${version}; it must be 0`, start + 24, start + 26);
  judgeReserved(cursor, reserved, start + 28, 2);
  if (read.class > 2) cursor.find(RULES['WTP-003'], 'class 3 does not exist: 0, 1 and 2 do', start + 30, start + 32);
  judgeDirection(cursor, response, 0, 'an Invoke', start);
  const text = withTrailer(`Invoke, class ${read.class}${read.tidNew === 1 ? ', new TID' : ''}`, trailer);
  return { ...NOTHING, type: INVOKE, tid, trailer, resent: resent === 1, text };
}

function readAbort(cursor: Cursor, start: number): ReadHeader | undefined {
  const { tid, abortType, providerReason, userReason, otherReason } = abort.read(cursor);
  const reason = providerReason ?? userReason ?? otherReason;
  if (cursor.failed || reason === undefined) return undefined;
  const code = `0x${reason.toString(16).padStart(2, '0')}`;
  const byType: Readonly<Record<number, Readonly<Record<number, string>>>> = {
    [PROVIDER]: PROVIDER_REASONS,
    [USER]: USER_REASONS,
  };
  const name = byType[abortType]?.[reason];
  if (byType[abortType] === undefined)
    cursor.find(RULES['WTP-012'], `abort type ${abortType} is unknown: 0 and 1 are known`, start + 5, start + 8);
  else if (name === undefined) cursor.find(RULES['WTP-012'], `reason ${code} is unknown`, cursor.bit - 8, cursor.bit);
  const who = (ABORT_TYPES[abortType] ?? `type ${abortType}`).replace(' (WSP)', '');
  const text = `Abort by ${who}: ${name ?? 'unknown reason'} (${code})`;
  return { ...NOTHING, type: ABORT, tid, abortType, reason, text };
}

function withTrailer(text: string, trailer: number): string {
  if (trailer === 0) return `${text}, more packets follow`;
  return trailer === 2 ? `${text}, end of group` : text;
}

function judgeReserved(cursor: Cursor, value: number, bit: number, width: number): void {
  if (value !== 0)
    cursor.find(
      RULES['WTP-004'],
      `reserved bits are ${value.toString(2).padStart(width, '0')}, not 0`,
      bit,
      bit + width,
    );
}

function judgeDirection(cursor: Cursor, response: number, right: number, what: string, start: number): void {
  if (response === right) return;
  const whose = right === 0 ? 'initiator' : 'responder';
  cursor.find(
    RULES['WTP-006'],
    `the direction bit is ${response}; ${what} comes from the ${whose} (${right})`,
    start + 8,
    start + 9,
  );
}
