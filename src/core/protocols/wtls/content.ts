import type { Cursor } from '../../codec/cursor.ts';
import { certificates } from './certificate.ts';
import { alertBody, f } from './fields.ts';
import { clientHello, serverHello, suiteText } from './hello.ts';
import { RULES } from './rules.ts';
import {
  ALERT_LEVELS,
  ALERTS,
  BULK_CIPHERS,
  CERTIFICATE,
  CLIENT_HELLO,
  HANDSHAKE_TYPES,
  KEY_EXCHANGE_SUITES,
  MACS,
  SERVER_HELLO,
} from './values.ts';

const VERSION = 1;
const SESSION_ID_OCTETS = 8;
const CRITICAL = 2;
const NULL_CIPHER = 0;

/* Contents of records in the clear. Each function gives words for the Info column. */

export function readAlert(cursor: Cursor): string {
  const start = cursor.bit;
  const row = cursor.open(f.alert);
  const { level, description } = alertBody.read(cursor);
  cursor.close(row);
  if (cursor.failed) return 'alert';
  const name = `${ALERT_LEVELS[level] ?? `level ${level}`} ${ALERTS[description] ?? `alert ${description}`}`;
  cursor.tree.setNote(row, name);
  if (ALERT_LEVELS[level] === undefined)
    cursor.find(RULES['WTLS-006'], `level ${level} is unknown: 1 to 3 are known`, start, start + 8);
  if (ALERTS[description] === undefined)
    cursor.find(RULES['WTLS-006'], `description ${description} is unknown`, start + 8, start + 16);
  if (level >= CRITICAL) cursor.find(RULES['WTLS-005'], `${name}: the connection is over`, start, start + 16);
  return `alert ${name}`;
}

export function readChangeCipherSpec(cursor: Cursor): string {
  const start = cursor.bit;
  const value = cursor.uint(f.changeCipherSpec, 8);
  if (!cursor.failed && value !== 1)
    cursor.find(RULES['WTLS-004'], `the value is ${value}; it must be 1`, start, cursor.bit);
  if (cursor.octetsLeft > 0) cursor.find(RULES['WTLS-004'], 'more than one octet', cursor.bit, cursor.end);
  return 'change_cipher_spec';
}

/** One or more handshake messages. */
export function readHandshake(cursor: Cursor): string {
  const names: string[] = [];
  while (cursor.octetsLeft > 0) {
    const start = cursor.bit;
    const row = cursor.open(f.handshake);
    const type = cursor.uint(f.handshakeType, 8);
    const length = cursor.uint(f.handshakeLength, 16);
    const name = HANDSHAKE_TYPES[type];
    names.push(name ?? `handshake type ${type}`);
    if (cursor.failed) {
      cursor.close(row);
      break;
    }
    if (name === undefined) cursor.find(RULES['WTLS-009'], `handshake type ${type} is unknown`, start, start + 8);
    const outer = cursor.enter(f.body, length);
    readMessage(cursor, type);
    cursor.leave(outer);
    cursor.close(row);
    cursor.tree.setNum(row, type);
  }
  return names.join(', ');
}

function readMessage(cursor: Cursor, type: number): void {
  if (type === CLIENT_HELLO) readClientHello(cursor);
  else if (type === SERVER_HELLO) readServerHello(cursor);
  else if (type === CERTIFICATE) certificates.read(cursor);
  else if (cursor.octetsLeft > 0) cursor.octets(f.body, cursor.octetsLeft);
}

function readClientHello(cursor: Cursor): void {
  const start = cursor.bit;
  const row = cursor.open(f.clientHello);
  const hello = clientHello.read(cursor);
  cursor.close(row);
  if (cursor.failed) return;
  judgeStart(cursor, hello, start);
  for (const suite of hello.ciphers) judgeSuite(cursor, suite, start);
  for (const { suite } of [...hello.clientKeys, ...hello.trustedKeys]) {
    if (KEY_EXCHANGE_SUITES[suite] === undefined)
      cursor.find(RULES['WTLS-011'], `key exchange suite ${suite} is unknown: 0 to 18 are assigned`, start, cursor.bit);
  }
}

function readServerHello(cursor: Cursor): void {
  const start = cursor.bit;
  const row = cursor.open(f.serverHello);
  const hello = serverHello.read(cursor);
  cursor.close(row);
  if (cursor.failed) return;
  judgeStart(cursor, hello, start);
  judgeSuite(cursor, hello.cipher, start);
  if (hello.cipher.bulk === NULL_CIPHER)
    cursor.find(
      RULES['WTLS-012'],
      `the server chooses ${suiteText(hello.cipher)}: application data will be in the clear`,
      start,
      cursor.bit,
    );
}

function judgeStart(
  cursor: Cursor,
  { version, sessionId }: { readonly version: number; readonly sessionId: Uint8Array },
  start: number,
): void {
  if (version !== VERSION) cursor.find(RULES['WTLS-007'], `the version is ${version}; it must be 1`, start, start + 8);
  if (sessionId.length > SESSION_ID_OCTETS)
    cursor.find(RULES['WTLS-008'], `the session id has ${sessionId.length} octets; 8 are the most`, start, cursor.bit);
}

function judgeSuite(
  cursor: Cursor,
  { bulk, mac }: { readonly bulk: number; readonly mac: number },
  start: number,
): void {
  if (BULK_CIPHERS[bulk] === undefined)
    cursor.find(RULES['WTLS-011'], `bulk cipher ${bulk} is unknown: 0 to 9 are assigned`, start, cursor.bit);
  if (MACS[mac] === undefined)
    cursor.find(RULES['WTLS-011'], `MAC ${mac} is unknown: 0 to 7 are assigned`, start, cursor.bit);
}
