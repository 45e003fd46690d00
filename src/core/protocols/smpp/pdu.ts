import { fromLatin1, toHex } from '../../base/bytes.ts';
import { ucs2Text } from '../../base/gsm-alphabet.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Field } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector } from '../../dissect/registry.ts';
import type { ShortMessage } from '../../dissect/short-message.ts';
import { ALL_FIELDS } from './all-fields.ts';
import { BODIES, type BodyField } from './bodies.ts';
import { showPartner } from './exchanges.ts';
import { f } from './fields.ts';
import { PARAMETERS } from './parameters.ts';
import { RULES } from './rules.ts';
import {
  carriesMessage,
  codingOf,
  HEADER_OCTETS,
  hasHeader,
  isStructured,
  type Scan,
  scanPdu,
  segmentOf,
  textOctets,
  threadOf,
} from './scan.ts';
import { parseTime } from './time.ts';
import { COMMANDS, RESPONSE_BIT, statusName, TAGS } from './values.ts';

const MAX_SHORT_MESSAGE = 254;
const MAX_TIME = 17;
const MAX_ADDRESS = 21;
const SHOWN_CHARACTERS = 60;
const ADDRESS = 1;
const LIST = 2;

/** Rows that end where the content begins, when there is some. */
const GROUPS: readonly Field[] = [f.protocol, f.message, f.payload, f.parameters, f.parameter];

/** Reads one PDU, whose octets are the cursor's window. */
export class PduReader {
  readonly #cursor: Cursor;
  readonly #context: Context;
  readonly #userData: Dissector | undefined;
  /** True when the PDU is all there. */
  readonly #whole: boolean;
  readonly #scan: Scan;
  /** Rows that are open, outermost first. */
  readonly #open: number[] = [];
  /** What the Info column says of this PDU. */
  info = '';

  readonly #index: number;

  /** @param index place of the PDU in the window */
  constructor(cursor: Cursor, context: Context, userData: Dissector | undefined, whole: boolean, index: number) {
    this.#index = index;
    this.#cursor = cursor;
    this.#context = context;
    this.#userData = userData;
    this.#whole = whole;
    this.#scan = scanPdu(cursor.bytes, cursor.at, cursor.end >>> 3);
  }

  read(): void {
    const cursor = this.#cursor;
    this.#push(f.protocol);
    const start = cursor.bit;
    cursor.uint(f.length, 32);
    const command = cursor.uint(f.command, 32);
    const statusAt = cursor.bit;
    const status = cursor.uint(f.status, 32);
    const sequence = cursor.uint(f.sequence, 32);
    this.info = COMMANDS.get(command) ?? `command 0x${command.toString(16)}`;
    if (command >= RESPONSE_BIT) this.info += `: ${statusName(status)?.split(':')[0] ?? `status ${status}`}`;
    else if (status !== 0 && !cursor.failed)
      cursor.find(RULES['SMPP-006'], `command_status is ${status} in a request`, statusAt, statusAt + 32);
    const { source, destination } = this.#scan;
    if (carriesMessage(command)) this.info += `${source && ` from ${source}`}${destination && ` to ${destination}`}`;
    const { isSilent } = cursor.tree;
    if (!isSilent) cursor.tree.setNote(this.#open[0]!, `${this.info}, sequence ${sequence}`);
    if (this.#whole && !cursor.failed && !isSilent) showPartner(cursor, this.#context, this.#index);
    const left = cursor.octetsLeft;
    const isBare = command >= RESPONSE_BIT && left === 0 && cursor.bit - start === HEADER_OCTETS * 8;
    if (!isBare) {
      for (const part of BODIES.get(command) ?? []) this.#readField(part);
      this.#judgeMessage();
      this.#readParameters();
    }
    if (!cursor.failed && cursor.left > 0 && this.#whole) {
      const message = `${cursor.octetsLeft} octets follow the fields and parameters`;
      cursor.find(RULES['SMPP-010'], message, cursor.bit, cursor.end);
    }
    cursor.recover();
    this.#closeAll();
  }

  #push(field: Field): number {
    const row = this.#cursor.open(field);
    this.#open.push(row);
    return row;
  }

  #pop(): void {
    const row = this.#open.pop();
    if (row !== undefined) this.#cursor.close(row);
  }

  #closeAll(): void {
    while (this.#open.length > 0) this.#pop();
  }

  #readField(part: BodyField): void {
    const cursor = this.#cursor;
    if (cursor.failed) return;
    switch (part.kind) {
      case 'text':
        this.#readText(part.field, part.max);
        break;
      case 'uint':
        cursor.uint(part.field, 8);
        break;
      case 'time':
        this.#readTime(part.field, part.period);
        break;
      case 'esm':
        this.#readBits(f.esmClass, [
          [f.features, 2],
          [f.messageType, 4],
          [f.mode, 2],
        ]);
        break;
      case 'registered':
        this.#readBits(f.registered, [
          [f.registeredSpare, 3],
          [f.registeredNotification, 1],
          [f.registeredAcknowledgement, 2],
          [f.registeredReceipt, 2],
        ]);
        break;
      case 'coding':
        this.#readCoding();
        break;
      case 'message':
        this.#readMessage();
        break;
      case 'destinations':
        this.#readDestinations();
        break;
      case 'failures':
        this.#readFailures();
        break;
    }
  }

  #readText(field: Field, max: number): string {
    const cursor = this.#cursor;
    const start = cursor.bit;
    if (cursor.octetsLeft === 0) {
      cursor.need(field, 8);
      return '';
    }
    const octets = textOctets(cursor.bytes, cursor.at, cursor.end >>> 3, max);
    const value = fromLatin1(cursor.bytes.subarray(cursor.at, cursor.at + octets));
    const ended = value.endsWith('\0');
    const text = ended ? value.slice(0, -1) : value;
    cursor.textAs(field, octets, text);
    if (!ended) {
      if (octets < max) cursor.need(field, 8);
      else cursor.find(RULES['SMPP-002'], `${field.label} has no NUL within ${max} octets`, start, cursor.bit);
    }
    return text;
  }

  #readTime(field: Field, period: Field): void {
    const cursor = this.#cursor;
    const start = cursor.bit;
    if (cursor.octetsLeft === 0) {
      cursor.need(field, 8);
      return;
    }
    const octets = textOctets(cursor.bytes, cursor.at, cursor.end >>> 3, MAX_TIME);
    const text = fromLatin1(cursor.bytes.subarray(cursor.at, cursor.at + octets)).replace(/\0$/, '');
    const time = parseTime(text);
    const row = cursor.tree.length;
    cursor.octets(time === undefined || !time.relative ? field : period, octets);
    if (time !== undefined) cursor.tree.setNum(row, time.seconds);
    else {
      cursor.tree.setText(row, text);
      cursor.find(RULES['SMPP-007'], `"${text}" is no time`, start, cursor.bit);
    }
    if (text !== '') cursor.tree.setNote(row, text);
  }

  #readBits(group: Field, parts: readonly (readonly [Field, number])[]): void {
    const cursor = this.#cursor;
    const value = cursor.peek(8);
    if (value === undefined) {
      cursor.need(group, 8);
      return;
    }
    const row = cursor.open(group);
    for (const [field, bits] of parts) cursor.uint(field, bits);
    cursor.close(row);
    cursor.tree.setNum(row, value);
  }

  #readCoding(): void {
    const coding = this.#cursor.peek(8) ?? 0;
    if (coding >= 0xf0) {
      this.#readBits(f.coding, [
        [f.codingGroup, 4],
        [f.codingReserved, 1],
        [f.codingCharset, 1],
        [f.codingClass, 2],
      ]);
    } else if (coding >= 0xc0) {
      this.#readBits(f.coding, [
        [f.codingGroup, 4],
        [f.codingWaiting, 1],
        [f.codingReserved, 1],
        [f.codingWaitType, 2],
      ]);
    } else this.#cursor.uint(f.coding, 8);
  }

  #readMessage(): void {
    const cursor = this.#cursor;
    const start = cursor.bit;
    const octets = cursor.uint(f.messageLength, 8);
    if (cursor.failed) return;
    if (octets > MAX_SHORT_MESSAGE)
      cursor.find(RULES['SMPP-005'], `sm_length is ${octets}, at most 254 would be right`, start, start + 8);
    const outer = cursor.enter(f.message, octets);
    const { payloadAt, payloadEnd } = this.#scan;
    if (cursor.octetsLeft > 0) this.#readUserData(f.message, payloadEnd === payloadAt, outer === cursor.end);
    cursor.leave(outer);
  }

  /** @param decode false for a second message, which is shown as it is */
  #readUserData(field: Field, decode: boolean, isLast: boolean): void {
    const cursor = this.#cursor;
    const scan = this.#scan;
    const coding = codingOf(scan.coding);
    const bytes = cursor.rest();
    if (!decode || !carriesMessage(scan.command)) {
      cursor.octets(field, bytes.length);
      return;
    }
    if (isStructured(scan) && this.#whole && this.#userData !== undefined) {
      const row = this.#push(field);
      if (!cursor.tree.isSilent) cursor.tree.setText(row, toHex(bytes));
      const { wants } = this.#context;
      if (wants?.isAlone === true && wants.only(ALL_FIELDS) && !this.#context.asksAny(GROUPS)) {
        cursor.bit = cursor.end;
        if (isLast) this.#closeAll();
      } else this.#callUserData(coding, isLast);
      return;
    }
    if (coding === 'octets' || coding === 'septets' || coding === 'compressed') {
      cursor.octets(field, bytes.length);
      return;
    }
    const text = coding === 'ucs2' ? ucs2Text(bytes) : fromLatin1(bytes);
    const row = this.#push(field);
    cursor.tree.setText(row, toHex(bytes));
    cursor.textAs(f.messageText, bytes.length, text);
    this.#pop();
    const line = text.replace(/\s+/g, ' ');
    this.info += `: ${line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}...` : line}`;
  }

  #callUserData(coding: ShortMessage['coding'], isLast: boolean): void {
    const cursor = this.#cursor;
    const context = this.#context;
    const { destinationPort, sourcePort } = this.#scan;
    const segment = segmentOf(this.#scan);
    const depth = this.#open.length - 1;
    const range = (found: { value: number; at: number } | undefined) => ({
      port: found?.value ?? 0,
      source: cursor.source,
      start: (found?.at ?? 0) * 8,
      end: (found === undefined ? 0 : found.at + 2) * 8,
    });
    const message: ShortMessage = {
      hasHeader: hasHeader(this.#scan),
      coding,
      septets: -1,
      thread: threadOf(this.#scan),
      // Parameters behind the message belong to the PDU's row, so it can be closed early only when none follow.
      end: () => (isLast ? this.#closeAll() : this.#popTo(depth)),
      ...(destinationPort === undefined
        ? {}
        : { ports: { destination: range(destinationPort), originator: range(sourcePort) } }),
      ...(segment === undefined ? {} : { segment }),
    };
    context.shortMessage = message;
    context.info = this.info;
    context.layers.push({
      protocol: 'gsm_sms_ud',
      chosenBy: 'short message',
      source: cursor.source,
      start: cursor.bit,
      depth: context.depth - 0.5,
    });
    this.#userData?.dissect(cursor, context);
    this.info = context.info;
  }

  #popTo(depth: number): void {
    while (this.#open.length > depth) this.#pop();
  }

  #readDestinations(): void {
    const cursor = this.#cursor;
    this.#push(f.destinations);
    const count = cursor.uint(f.destinationCount, 8);
    for (let i = 0; i < count && !cursor.failed; i++) {
      const flag = cursor.uint(f.destinationFlag, 8);
      if (flag === ADDRESS) {
        cursor.uint(f.destinationTon, 8);
        cursor.uint(f.destinationNpi, 8);
        this.#readText(f.destination, MAX_ADDRESS);
      } else if (flag === LIST) this.#readText(f.listName, MAX_ADDRESS);
      else break;
    }
    this.#pop();
  }

  #readFailures(): void {
    const cursor = this.#cursor;
    this.#push(f.failures);
    const count = cursor.uint(f.failureCount, 8);
    for (let i = 0; i < count && !cursor.failed; i++) {
      cursor.uint(f.destinationTon, 8);
      cursor.uint(f.destinationNpi, 8);
      this.#readText(f.destination, MAX_ADDRESS);
      cursor.uint(f.failureStatus, 32);
    }
    this.#pop();
  }

  #judgeMessage(): void {
    const scan = this.#scan;
    const { messageAt, messageEnd, payloadAt, payloadEnd } = scan;
    if (messageEnd > messageAt && payloadEnd > payloadAt) {
      const message = 'short_message and message_payload both hold text: message_payload is decoded';
      this.#cursor.find(RULES['SMPP-004'], message, payloadAt * 8, payloadEnd * 8);
    }
    const some = scan.reference ?? scan.total ?? scan.number;
    if (some !== undefined && segmentOf(scan) === undefined) {
      const text = `segment ${scan.number?.value ?? '?'} of ${scan.total?.value ?? '?'}, reference ${scan.reference?.value ?? 'missing'}`;
      this.#cursor.find(RULES['SMPP-009'], text, some.at * 8, (some.at + 1) * 8);
    }
  }

  #readParameters(): void {
    const cursor = this.#cursor;
    if (cursor.octetsLeft < 4) return;
    this.#push(f.parameters);
    while (cursor.octetsLeft >= 4) this.#readParameter();
    if (this.#open.length > 0) this.#popTo(1);
  }

  #readParameter(): void {
    const cursor = this.#cursor;
    const depth = this.#open.length;
    const start = cursor.bit;
    const row = this.#push(f.parameter);
    const tag = cursor.uint(f.tag, 16);
    const octets = cursor.uint(f.tagLength, 16);
    const outer = cursor.enter(f.tagLength, octets);
    const isLast = cursor.end === outer;
    const known = PARAMETERS.get(tag);
    cursor.tree.setNote(row, known?.name ?? 'unknown');
    if (known === undefined) {
      const name = `parameter 0x${tag.toString(16).padStart(4, '0')}`;
      cursor.find(RULES['SMPP-008'], `${name} is not one of the specification`, start, start + 16);
      if (cursor.octetsLeft > 0) cursor.octets(f.unknownValue, cursor.octetsLeft);
    } else if (tag === TAGS.payload) {
      // Of several, the one that the scan found is the message.
      if (cursor.octetsLeft > 0) this.#readUserData(f.payload, cursor.at === this.#scan.payloadAt, isLast);
    } else this.#readValue(tag, octets, start);
    cursor.leave(outer);
    if (this.#open.length > depth) this.#popTo(depth);
  }

  #readValue(tag: number, octets: number, start: number): void {
    const cursor = this.#cursor;
    const { form, field, name } = PARAMETERS.get(tag)!;
    const wrong = (right: string) => {
      cursor.find(RULES['SMPP-003'], `${name} has ${octets} octets, ${right} would be right`, start + 16, start + 32);
      if (cursor.octetsLeft > 0) cursor.octets(f.unknownValue, cursor.octetsLeft);
    };
    if (cursor.octetsLeft < octets) return;
    if (form.kind === 'uint') {
      if (octets === form.octets) cursor.uint(field, octets * 8);
      else wrong(String(form.octets));
    } else if (form.kind === 'text') {
      if (octets > form.max) wrong(`at most ${form.max}`);
      else if (octets > 0) this.#readText(field, octets);
    } else if (form.kind === 'bytes') {
      if (octets < form.min || octets > form.max) wrong(`${form.min} to ${form.max}`);
      else if (octets > 0) cursor.octets(field, octets);
    } else {
      const bits = form.parts.reduce((sum, part) => sum + part.bits, 0);
      if (octets * 8 !== bits) wrong(String(bits / 8));
      else for (const part of form.parts) cursor.uint(part.field, part.bits);
    }
  }
}
