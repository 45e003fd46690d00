import type { Cursor } from '../../codec/cursor.ts';
import { nameOf, UNDECODED } from '../../codec/field.ts';
import { formatTime } from '../../codec/value.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry } from '../../dissect/registry.ts';
import { computeMms } from './computed.ts';
import { isCutHere } from './cut.ts';
import { f } from './fields.ts';
import { CODE, type Form, HEADERS, REQUIRED } from './headers.ts';
import { RULES } from './rules.ts';
import { guessMms } from './scan.ts';
import { MESSAGE_TYPES } from './tables.ts';
import {
  first,
  isLength,
  isText,
  readAny,
  readCounted,
  readEncoded,
  readInteger,
  readLong,
  readText,
  wrongForm,
} from './values.ts';

const MEDIA_TYPE = 'application/vnd.wap.mms-message';
const ABSOLUTE = 0x80;
const RELATIVE = 0x81;
const ADDRESS_PRESENT = 0x80;
const INSERT_ADDRESS = 0x81;

/** What the headers say that rules and the Info column need. */
interface Said {
  /** Number of each header (or -1 for one of an application) with the bit where it begins, as they stand. */
  readonly order: { readonly code: number; readonly start: number; readonly end: number }[];
  type: number;
  from: string;
  to: string;
  size: number;
  location: string;
  status: string;
  /** True when a body follows. */
  body: boolean;
}

export function register(to: Registry): void {
  computeMms(to);
  let number = 0;
  const mms: Dissector = {
    id: 'mmse',
    name: 'MMSE',
    hides: 'content',
    summarize(_bytes, _start, _end, row) {
      row.protocol = number;
    },
    dissect,
  };
  number = to.protocol(mms, Object.values(f), Object.values(RULES));
  to.bind('media.type', MEDIA_TYPE, mms)
    .bind('layer', 'mms', mms)
    .bind('dissector.name', 'mmse', mms)
    .guessIn('layer', { dissector: mms, guess: guessMms });
}

function dissect(cursor: Cursor, context: Context): void {
  const start = cursor.bit;
  const cut = isCutHere(cursor);
  const row = cursor.open(f.protocol);
  const said: Said = { order: [], type: -1, from: '', to: '', size: -1, location: '', status: '', body: false };
  while (!said.body && cursor.octetsLeft > 0) if (!readHeader(cursor, said)) break;
  cursor.recover();
  judge(cursor, said, start, cut);
  if (cursor.octetsLeft > 0) context.undecoded(cursor, UNDECODED, said.body ? 'message body' : 'no header begins here');
  cursor.close(row);
  context.info = infoOf(said);
}

function infoOf({ type, from, to, size, location, status }: Said): string {
  const parts = [`MMS ${MESSAGE_TYPES[type] ?? 'message'}`];
  if (from !== '') parts.push(`from ${from}`);
  if (to !== '') parts.push(`to ${to}`);
  if (size >= 0) parts.push(`${size} octets`);
  if (location !== '') parts.push(location);
  if (status !== '') parts.push(status);
  return parts.join(', ').replace(', from', ' from').replace(', to', ' to');
}

/** Reads one header; false when none begins here. */
function readHeader(cursor: Cursor, said: Said): boolean {
  const start = cursor.bit;
  const octet = first(cursor);
  if (octet < 0x20) {
    wrongForm(cursor, f.header, 'a header');
    return false;
  }
  const row = cursor.open(f.header);
  const code = octet < 0x80 ? -1 : octet & 0x7f;
  if (code < 0) readApplicationHeader(cursor);
  else {
    cursor.uint(f.code, 8);
    const header = HEADERS.get(code);
    cursor.tree.setNote(row, header?.name ?? 'unknown header');
    if (header === undefined)
      cursor.find(RULES['MMS-007'], `header 0x${octet.toString(16)} is not known`, start, start + 8);
    readValue(cursor, said, code, header?.form ?? { kind: 'any' });
  }
  cursor.recover();
  cursor.close(row);
  said.order.push({ code, start, end: cursor.bit });
  return true;
}

/** A header with its name as text, and a text behind it. */
function readApplicationHeader(cursor: Cursor): void {
  const { bytes, at } = cursor;
  const name = bytes.indexOf(0, at);
  const end = cursor.end >>> 3;
  const stop = name < 0 || name >= end ? -1 : bytes.indexOf(0, name + 1);
  if (name < 0 || stop < 0 || stop >= end) {
    readText(cursor, f.freeHeader);
    return;
  }
  const latin = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, Math.min(to, from + 4096)));
  cursor.textAs(f.freeHeader, stop + 1 - at, `${latin(at, name)}: ${latin(name + 1, stop)}`);
}

function readValue(cursor: Cursor, said: Said, code: number, form: Form): void {
  switch (form.kind) {
    case 'octet':
    case 'class':
      readOctet(cursor, said, code, form);
      return;
    case 'text': {
      const text = readText(cursor, form.field);
      if (code === CODE.contentLocation) said.location = text;
      return;
    }
    case 'encoded': {
      const text = readEncoded(cursor, form.field);
      if (code === CODE.to && said.to === '') said.to = text;
      return;
    }
    case 'long': {
      const value = readLong(cursor, form.field);
      if (code === CODE.messageSize && !Number.isNaN(value)) said.size = value;
      return;
    }
    case 'when':
      readCounted(cursor, f.token, () => readWhen(cursor, form));
      return;
    case 'from':
      readCounted(cursor, f.fromToken, () => readFrom(cursor, said));
      return;
    case 'version':
      readVersion(cursor);
      return;
    case 'sent-by':
    case 'sent-date':
      readSent(cursor, form.kind);
      return;
    case 'content-type':
      readContentType(cursor);
      said.body = true;
      return;
    case 'any':
      readAny(cursor);
  }
}

function readOctet(cursor: Cursor, said: Said, code: number, form: Extract<Form, { kind: 'octet' | 'class' }>): void {
  const octet = first(cursor);
  if (octet < 0x80) {
    if (form.kind === 'class' && isText(octet)) readText(cursor, form.text);
    else {
      wrongForm(cursor, form.field, 'one octet from 0x80 on');
      readAny(cursor);
    }
    return;
  }
  cursor.uint(form.field, 8);
  const name = nameOf(form.field, octet);
  if (code === CODE.messageType) said.type = octet;
  if (code === CODE.status) said.status = name ?? `status ${octet}`;
  if (name === undefined) {
    const text = `${form.field.label} 0x${octet.toString(16)} has no meaning`;
    cursor.find(RULES['MMS-004'], text, cursor.bit - 8, cursor.bit);
  }
}

function readWhen(cursor: Cursor, form: Extract<Form, { kind: 'when' }>): void {
  const token = first(cursor);
  if (token !== ABSOLUTE && token !== RELATIVE) {
    wrongForm(cursor, f.token, 'an absolute (0x80) or relative (0x81) time');
    return;
  }
  cursor.uint(f.token, 8);
  if (token === ABSOLUTE) readLong(cursor, form.absolute);
  else readInteger(cursor, form.relative);
}

function readFrom(cursor: Cursor, said: Said): void {
  const token = first(cursor);
  if (token !== ADDRESS_PRESENT && token !== INSERT_ADDRESS) {
    wrongForm(cursor, f.fromToken, 'an address (0x80) or the wish for one (0x81)');
    return;
  }
  cursor.uint(f.fromToken, 8);
  if (token === ADDRESS_PRESENT) said.from = readEncoded(cursor, f.from);
}

function readVersion(cursor: Cursor): void {
  const octet = first(cursor);
  if (octet < 0x80) {
    wrongForm(cursor, f.version, 'a version in one octet');
    readAny(cursor);
    return;
  }
  const minor = octet & 0x0f;
  const major = (octet >>> 4) & 7;
  cursor.textAs(f.version, 1, minor === 15 ? String(major) : `${major}.${minor}`);
}

function readSent(cursor: Cursor, kind: 'sent-by' | 'sent-date'): void {
  const by = kind === 'sent-by';
  const row = cursor.open(by ? f.sentBy : f.sentDate);
  let text = '';
  readCounted(cursor, by ? f.sentByCount : f.sentDateCount, () => {
    readInteger(cursor, by ? f.sentByCount : f.sentDateCount);
    if (cursor.failed) return;
    text = by ? readEncoded(cursor, f.sentByAddress) : readDateText(cursor);
  });
  cursor.close(row);
  cursor.tree.setText(row, text);
}

/** A date whose field is text, as in Wireshark. */
function readDateText(cursor: Cursor): string {
  const seconds = readLong(cursor, f.sentDateDate);
  if (Number.isNaN(seconds)) return '';
  const text = formatTime(seconds, 0, 0);
  cursor.tree.setText(cursor.tree.length - 1, text);
  return text;
}

function readContentType(cursor: Cursor): void {
  const octet = first(cursor);
  if (isText(octet)) readText(cursor, f.contentTypeText);
  else if (isLength(octet))
    readCounted(cursor, f.contentType, () => {
      if (cursor.octetsLeft > 0) cursor.octets(f.contentType, cursor.octetsLeft);
    });
  else if (cursor.need(f.contentType, 8)) cursor.octets(f.contentType, 1);
}

function judge(cursor: Cursor, { order, type }: Said, start: number, cut: boolean): void {
  if (order.length === 0) return;
  const codes = order.map(({ code }) => code);
  const due = [CODE.messageType, ...(codes.includes(CODE.transactionId) ? [CODE.transactionId] : []), CODE.version];
  const head = order[Math.min(due.length, order.length) - 1]!;
  if (!due.every((code, i) => codes[i] === code) && !(cut && order.length < due.length)) {
    const names = due.map((code) => HEADERS.get(code)?.name).join(', ');
    cursor.find(RULES['MMS-001'], `the message begins otherwise: ${names} would be right`, start, head.end);
  }
  const missing = cut ? [] : (REQUIRED.get(type) ?? []).filter((code) => !codes.includes(code));
  for (const code of missing) {
    const text = `${MESSAGE_TYPES[type]} has no ${HEADERS.get(code)?.name}`;
    cursor.find(RULES['MMS-002'], text, start, order[0]!.end);
  }
  const seen = new Set<number>();
  for (const { code, start: from, end } of order) {
    const header = HEADERS.get(code);
    if (header !== undefined && header.many !== true && seen.has(code))
      cursor.find(RULES['MMS-006'], `${header.name} stands here again`, from, end);
    seen.add(code);
  }
}
