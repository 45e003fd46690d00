import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import { payloadIdOf } from './fec.ts';
import { f } from './fields.ts';
import {
  EXT_CENC,
  EXT_FDT,
  EXT_FTI,
  EXT_TIME,
  EXTENSIONS,
  type Extension,
  type LctHeader,
  SMALL_BLOCK,
} from './lct.ts';
import { RULES } from './rules.ts';

/** Reads a field that stands for a number of octets in other units. */
function scaled(cursor: Cursor, field: Field, width: number, value: number): void {
  cursor.uint(field, width);
  if (!cursor.failed) cursor.tree.setNum(cursor.tree.length - 1, value);
}

/** A number that may be wider than 53 bits. */
function wide(cursor: Cursor, field: Field, octets: number, text: string): void {
  if (octets === 0) return;
  if (octets <= 6) cursor.uint(field, octets * 8);
  else cursor.textAs(field, octets, text);
}

/** Rows of the header and its extensions; reading goes on behind them. */
export function readLct(cursor: Cursor, header: LctHeader): void {
  const start = header.at * 8;
  const row = cursor.open(f.lct);
  cursor.uint(f.version, 4);
  if (header.version !== 1)
    cursor.find(RULES['LCT-001'], `the version is ${header.version}; 1 is the only one`, start, start + 4);
  scaled(cursor, f.congestionSize, 2, header.congestionOctets);
  cursor.uint(f.protocolBits, 2);
  scaled(cursor, f.sessionSize, 1, header.sessionOctets);
  scaled(cursor, f.objectSize, 2, header.objectOctets);
  cursor.uint(f.half, 1);
  cursor.uint(f.senderTimeFlag, 1);
  cursor.uint(f.residualTimeFlag, 1);
  cursor.uint(f.closeSession, 1);
  cursor.uint(f.closeObject, 1);
  scaled(cursor, f.headerLength, 8, header.length);
  cursor.uint(f.codepoint, 8);
  if (header.version === 1) readBody(cursor, header, start);
  cursor.close(row);
  if (header.session !== '') cursor.tree.setNote(row, `session ${header.session}, object ${header.object}`);
}

function readBody(cursor: Cursor, header: LctHeader, start: number): void {
  const { fixedOctets, length } = header;
  const lengthBits = [start + 16, start + 24] as const;
  if (fixedOctets > length) {
    cursor.find(
      RULES['LCT-002'],
      `the header length is ${length} octets, its fields take ${fixedOctets}`,
      ...lengthBits,
    );
  }
  const outer = cursor.enter(f.lct, Math.max(length, fixedOctets) - 4);
  cursor.octets(f.congestion, header.congestionOctets);
  wide(cursor, f.session, header.sessionOctets, header.session);
  wide(cursor, f.object, header.objectOctets, header.object);
  if (header.objectOctets === 0 && !header.closesSession) {
    cursor.find(RULES['LCT-004'], 'the packet names no object, and does not close the session', start + 8, start + 16);
  }
  if (header.hasSenderTime) cursor.uint(f.senderTime, 32);
  if (header.hasResidualTime) cursor.uint(f.residualTime, 32);
  if (!cursor.failed) {
    cursor.generated(f.extensionCount, header.extensions.length);
    for (const extension of header.extensions) readExtension(cursor, extension, header);
    if (cursor.octetsLeft > 0 && fixedOctets <= length) {
      cursor.find(
        RULES['LCT-003'],
        `an extension does not end within the ${cursor.octetsLeft} octets that are left of the header`,
        cursor.bit,
        cursor.end,
      );
    }
  }
  cursor.leave(outer);
}

function readExtension(cursor: Cursor, { type, at, end }: Extension, header: LctHeader): void {
  const row = cursor.open(f.extension);
  cursor.tree.setNote(row, EXTENSIONS[type] ?? `type ${type}`);
  const outer = cursor.enter(f.extension, end - at);
  cursor.uint(f.extensionType, 8);
  if (type < 128) cursor.uint(f.extensionLength, 8);
  switch (type) {
    case EXT_FDT: {
      const version = cursor.uint(f.fluteVersion, 4);
      if (version !== 1 && version !== 2) {
        cursor.find(RULES['FLUTE-002'], `the FLUTE version is ${version}`, cursor.bit - 4, cursor.bit);
      }
      cursor.uint(f.fdtInstance, 20);
      break;
    }
    case EXT_CENC:
      cursor.uint(f.contentEncoding, 8);
      cursor.uint(f.reserved, 16);
      break;
    case EXT_FTI:
      readTransmission(cursor, header.codepoint);
      break;
    case EXT_TIME:
      readTimes(cursor);
      break;
    default:
      break;
  }
  if (cursor.octetsLeft > 0) cursor.octets(f.extensionData, cursor.octetsLeft);
  cursor.leave(outer);
  cursor.close(row);
}

function readTransmission(cursor: Cursor, scheme: number): void {
  // Other schemes lay their parameters out in other ways: they stay octets.
  const isKnown = scheme === 0 || scheme === 128 || scheme === SMALL_BLOCK || scheme === 130;
  if (!isKnown || cursor.octetsLeft < 14) return;
  cursor.uint(f.transferLength, 48);
  cursor.uint(f.instanceId, 16);
  cursor.uint(f.symbolLength, 16);
  if (scheme === SMALL_BLOCK) {
    cursor.uint(f.blockLength, 16);
    cursor.uint(f.maxSymbols, 16);
  } else cursor.uint(f.blockLength, 32);
}

function readTimes(cursor: Cursor): void {
  if (cursor.octetsLeft < 2) return;
  const use = cursor.uint(f.timeUse, 16);
  const times = [
    [0x8000, f.sctHigh],
    [0x4000, f.sctLow],
    [0x2000, f.expectedTime],
    [0x1000, f.lastChanged],
  ] as const;
  for (const [flag, field] of times) if ((use & flag) !== 0 && cursor.octetsLeft >= 4) cursor.uint(field, 32);
}

/** Rows of the payload id; false when it is not there. */
export function readPayloadId(cursor: Cursor, scheme: number): boolean {
  const { block, blockLength, symbol } = payloadIdOf(scheme);
  const bits = block + blockLength + symbol;
  if (cursor.left < bits) {
    cursor.find(
      RULES['ALC-001'],
      `the FEC payload id has ${bits / 8} octets, ${cursor.octetsLeft} are left`,
      cursor.bit,
      cursor.end,
    );
    return false;
  }
  const row = cursor.open(f.fec);
  cursor.generated(f.encodingId, scheme);
  const blockNumber = cursor.uint(f.block, block);
  if (blockLength > 0) cursor.uint(f.blockSize, blockLength);
  const symbolNumber = cursor.uint(f.symbol, symbol);
  cursor.close(row);
  cursor.tree.setNote(row, `block ${blockNumber}, symbol ${symbolNumber}`);
  return true;
}
