import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector } from '../../dissect/registry.ts';
import type { ShortMessage } from '../../dissect/short-message.ts';
import { readAddress } from './address.ts';
import { codingOf, userDataOctets } from './coding.ts';
import { f } from './fields.ts';
import { readDcs, readIndicator, readPid, readStatus, readValidity } from './parameters.ts';
import { RULES } from './rules.ts';
import { type Direction, hasFailureCause, kindOf, type TpduKind } from './scan.ts';
import { readTime } from './time.ts';
import { failureName, MTI_TO_MOBILE, MTI_TO_NETWORK, statusName } from './values.ts';

const MAX_OCTETS = 140;
const PI_LENGTH = 4;
const PI_DCS = 2;
const PI_PID = 1;

/** What tells apart concatenated messages with the same reference. */
export function threadOf(direction: Direction, address: string, channel: number): string {
  return `${direction}/${address}/${channel}`;
}

/** Reads one TPDU at the cursor. */
export class TpduReader {
  readonly #cursor: Cursor;
  readonly #context: Context;
  readonly #direction: Direction;
  readonly #isError: boolean | undefined;
  readonly #userData: Dissector | undefined;
  #hasHeader = false;
  #address = '';
  #row = -1;

  constructor(
    cursor: Cursor,
    context: Context,
    direction: Direction,
    isError: boolean | undefined,
    userData: Dissector | undefined,
  ) {
    this.#cursor = cursor;
    this.#context = context;
    this.#direction = direction;
    this.#isError = isError;
    this.#userData = userData;
  }

  /** @param row the protocol's row, open; it is closed before the content makes rows of its own */
  read(row: number): void {
    const cursor = this.#cursor;
    this.#row = row;
    const first = cursor.peek(8);
    if (first === undefined) {
      cursor.need(f.typeToMobile, 8);
      this.#close();
      return;
    }
    const kind = kindOf(first, this.#direction);
    const names = this.#direction === 'to-mobile' ? MTI_TO_MOBILE : MTI_TO_NETWORK;
    const name = names[first & 3]!;
    this.#context.info = kind === 'reserved' ? 'SMS with reserved message type 3' : name;
    const hasCause = hasFailureCause(cursor.bytes, cursor.at, cursor.end >>> 3, this.#isError);
    this.#readFirst(kind);
    cursor.tree.setNote(row, this.#context.info);
    this.#readBody(kind, first, hasCause);
    this.#close();
  }

  #close(): void {
    if (this.#row < 0) return;
    this.#cursor.close(this.#row);
    this.#row = -1;
  }

  #spare(bits: number): void {
    const start = this.#cursor.bit;
    if (this.#cursor.uint(f.spare, bits) !== 0)
      this.#cursor.find(RULES['SMS-007'], 'bits that are not used are not zero', start, start + bits);
  }

  #readFirst(kind: TpduKind): void {
    const cursor = this.#cursor;
    if (kind === 'deliver' || kind === 'submit') cursor.uint(f.replyPath, 1);
    else this.#spare(1);
    this.#hasHeader = cursor.uint(f.hasHeader, 1) === 1;
    if (kind === 'deliver') cursor.uint(f.reportIndication, 1);
    else if (kind === 'submit' || kind === 'command') cursor.uint(f.reportRequest, 1);
    else if (kind === 'status-report') cursor.uint(f.reportQualifier, 1);
    if (kind === 'deliver' || kind === 'status-report') {
      this.#spare(1);
      cursor.uint(f.loopPrevention, 1);
      cursor.uint(f.noMoreMessages, 1);
    } else if (kind === 'submit') {
      cursor.uint(f.validityFormat, 2);
      cursor.uint(f.rejectDuplicates, 1);
    } else if (kind === 'command') this.#spare(3);
    else this.#spare(4);
    cursor.uint(this.#direction === 'to-mobile' ? f.typeToMobile : f.typeToNetwork, 2);
  }

  #readBody(kind: TpduKind, first: number, hasCause: boolean): void {
    const cursor = this.#cursor;
    const context = this.#context;
    switch (kind) {
      case 'deliver': {
        this.#address = readAddress(cursor, f.originator, f.originatorDigits);
        this.#addresses(this.#address, '');
        context.info += ` from ${this.#address}`;
        readPid(cursor);
        const dcs = readDcs(cursor);
        readTime(cursor, f.serviceTime);
        this.#readUserData(dcs);
        break;
      }
      case 'submit': {
        cursor.uint(f.reference, 8);
        this.#address = readAddress(cursor, f.destination, f.destinationDigits);
        this.#addresses('', this.#address);
        context.info += ` to ${this.#address}`;
        readPid(cursor);
        const dcs = readDcs(cursor);
        readValidity(cursor, (first >>> 3) & 3);
        this.#readUserData(dcs);
        break;
      }
      case 'status-report': {
        cursor.uint(f.reference, 8);
        const recipient = readAddress(cursor, f.recipient, f.recipientDigits);
        this.#addresses('', '');
        readTime(cursor, f.serviceTime);
        readTime(cursor, f.dischargeTime);
        const status = readStatus(cursor);
        if (!cursor.failed) context.info += ` on ${recipient}: ${statusName(status)}`;
        if (cursor.octetsLeft > 0) this.#readOptional(readIndicator(cursor));
        break;
      }
      case 'command': {
        cursor.uint(f.reference, 8);
        readPid(cursor);
        cursor.uint(f.commandType, 8);
        cursor.uint(f.messageNumber, 8);
        const destination = readAddress(cursor, f.destination, f.destinationDigits);
        this.#addresses('', destination);
        context.info += ` on message to ${destination}`;
        const octets = cursor.uint(f.commandLength, 8);
        if (octets > 0) cursor.octets(f.commandData, octets);
        this.#trailing();
        break;
      }
      case 'deliver-report':
      case 'submit-report': {
        if (hasCause) this.#readFailure();
        const indicator = readIndicator(cursor);
        if (kind === 'submit-report') readTime(cursor, f.serviceTime);
        this.#readOptional(indicator);
        break;
      }
      case 'reserved': {
        cursor.find(RULES['SMS-008'], 'the message type indicator is 3', cursor.bit - 2, cursor.bit);
        break;
      }
    }
  }

  /** Address columns, unless a layer below has filled them. */
  #addresses(source: string, destination: string): void {
    const context = this.#context;
    if (context.source !== '' || context.destination !== '') return;
    context.source = source;
    context.destination = destination;
  }

  #readFailure(): void {
    const cursor = this.#cursor;
    const start = cursor.bit;
    const cause = cursor.uint(f.failure, 8);
    if (cursor.failed) return;
    this.#context.info += `: ${failureName(cause)}`;
    if (cause < 0x80)
      cursor.find(RULES['SMS-009'], `failure cause 0x${cause.toString(16)} is below 0x80`, start, start + 8);
  }

  #readOptional(indicator: number): void {
    const cursor = this.#cursor;
    if ((indicator & PI_PID) !== 0) readPid(cursor);
    const dcs = (indicator & PI_DCS) !== 0 ? readDcs(cursor) : 0;
    if ((indicator & PI_LENGTH) !== 0) this.#readUserData(dcs);
    else this.#trailing();
  }

  #readUserData(dcs: number): void {
    const cursor = this.#cursor;
    const start = cursor.bit;
    const row = cursor.tree.length;
    const length = cursor.uint(f.length, 8);
    if (cursor.failed) return;
    const coding = codingOf(dcs);
    cursor.tree.setNote(row, coding === 'septets' ? 'characters of 7 bits' : 'octets');
    const wanted = userDataOctets(coding, length);
    if (wanted > MAX_OCTETS)
      cursor.find(
        RULES['SMS-003'],
        `the user data have ${wanted} octets, at most 140 would be right`,
        start,
        start + 8,
      );
    const outer = this.#enter(wanted, start);
    if (cursor.octetsLeft > 0) {
      const message: ShortMessage = {
        hasHeader: this.#hasHeader,
        coding,
        septets: coding === 'septets' ? length : -1,
        thread: threadOf(this.#direction, this.#address, this.#context.channel),
        end: () => this.#close(),
      };
      this.#context.shortMessage = message;
      this.#userData?.dissect(cursor, this.#context);
    }
    cursor.leave(outer);
    this.#trailing();
  }

  /** The window of the user data, cut to what is there. */
  #enter(wanted: number, start: number): number {
    const cursor = this.#cursor;
    const { cut, bytes } = cursor.tree.sources[cursor.source]!;
    const isCut = (cut && cursor.end === bytes.length * 8) || cursor.end === cursor.cutAt;
    const outer = cursor.end;
    if (wanted <= cursor.octetsLeft || isCut) return cursor.enter(f.length, wanted);
    const message = `TP-UDL asks for ${wanted} octets, ${cursor.octetsLeft} are left`;
    cursor.find(RULES['SMS-001'], message, start, cursor.end);
    return outer;
  }

  #trailing(): void {
    const cursor = this.#cursor;
    if (cursor.failed || cursor.octetsLeft === 0) return;
    const count = cursor.octetsLeft;
    cursor.find(
      RULES['SMS-002'],
      `${count} octet${count === 1 ? ' follows' : 's follow'} the message`,
      cursor.bit,
      cursor.end,
    );
  }
}
