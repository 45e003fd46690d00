import { concatBytes } from '../../base/bytes.ts';
import { encode, type InputOf } from '../../codec/codec.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { certificates } from './certificate.ts';
import { readAlert, readChangeCipherSpec, readHandshake } from './content.ts';
import { alertBody, f, recordHeader, recordType } from './fields.ts';
import { clientHello, serverHello } from './hello.ts';
import { RULES } from './rules.ts';
import {
  contentTypeAt,
  guessHandshake,
  headerOctets,
  isProtected,
  isRecordType,
  recordEnd,
  recordFit,
} from './scan.ts';
import { ALERT, APPLICATION_DATA, CHANGE_CIPHER_SPEC, CONTENT_TYPES } from './values.ts';

/** WTLS above WSP without sessions, and above transactions. */
const CONNECTIONLESS_PORTS = [2805, 2949, 9202];
const SESSION_PORTS = [2923, 9203];

/** Octets of a cipher block, in all ciphers but NULL. */
const BLOCK_OCTETS = 8;
/** How likely octets must be what WTLS should protect, where they are no records, and where they could be. */
const LIKELY_BARE = 0.5;
const SURELY_BARE = 0.85;

/** A record; its length is worked out when the draft has the flag for it. */
export function wtlsRecord(draft: InputOf<typeof recordHeader>, content: Uint8Array): Uint8Array {
  const length = draft.hasLength === 1 ? { length: content.length } : {};
  return concatBytes(encode(recordHeader, { ...length, ...draft }), content);
}

class Wtls implements Dissector {
  readonly id = 'wtls';
  readonly name = 'WTLS';
  readonly #layers: Table<string>;
  /** What the records protect: `wsp` or `wtp`. */
  readonly #inner: string;
  number = 0;

  constructor(layers: Table<string>, inner: string) {
    this.#layers = layers;
    this.#inner = inner;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    if (start >= end) return;
    if (this.#isBare(bytes, start, end, row.cut && !row.reassembled)) {
      summarizeNext(this.#layers.get(this.#inner), bytes, start, end, row);
      return;
    }
    for (let at = start; at < end && isRecordType(bytes[at]!); ) {
      const content = at + headerOctets(bytes, at);
      if (content > end) return;
      const stop = recordEnd(bytes, at, end);
      const isPlain = contentTypeAt(bytes, at) === APPLICATION_DATA && !isProtected(bytes, at);
      if (isPlain && content < Math.min(stop, end))
        summarizeNext(this.#layers.get(this.#inner), bytes, content, Math.min(stop, end), row);
      at = stop;
    }
  }

  /** True for octets without WTLS: some senders put what it should protect on the secure port as it is. */
  #isBare(bytes: Uint8Array, start: number, end: number, cut: boolean): boolean {
    const fit = recordFit(bytes, start, end, cut);
    if (fit === 2) return false;
    const likely = this.#layers.likely(this.#layers.get(this.#inner), bytes, start, end);
    return likely >= (fit === 0 ? LIKELY_BARE : SURELY_BARE);
  }

  dissect(cursor: Cursor, context: Context): void {
    const { cut } = cursor.tree.sources[cursor.source]!;
    if (this.#isBare(cursor.bytes, cursor.at, cursor.end >>> 3, cut)) {
      const port = context.destinationPort?.port;
      cursor.find(
        RULES['WTLS-010'],
        `no WTLS record but ${this.#inner.toUpperCase()} in the clear${port === undefined ? '' : ` on port ${port}`}`,
        cursor.bit,
        cursor.end,
      );
      context.instead('layer', this.#inner, cursor);
      return;
    }
    const infos: string[] = [];
    let row = -1;
    while (cursor.octetsLeft > 0) {
      if (row < 0) row = cursor.open(f.protocol);
      const read = this.#dissectRecord(cursor, context, row);
      infos.push(read.info);
      if (read.closed) row = -1;
    }
    if (row >= 0) cursor.close(row);
    context.info = infos.length === 0 ? 'WTLS' : `WTLS ${infos.join('; ')}`;
  }

  /** Reads a record; application data in the clear end the protocol's row. */
  #dissectRecord(
    cursor: Cursor,
    context: Context,
    protocol: number,
  ): { readonly info: string; readonly closed: boolean } {
    const start = cursor.bit;
    const row = cursor.open(f.record);
    if (!isRecordType(cursor.bytes[start >>> 3]!)) {
      const { reserved, type } = recordType.read(cursor);
      const what = reserved === 1 ? 'the reserved bit is 1' : `content type ${type} is none of 1 to 4`;
      cursor.find(RULES['WTLS-001'], `no WTLS record: ${what}`, start, start + 8);
      cursor.bit = cursor.end;
      cursor.close(row);
      return { info: 'unknown record', closed: false };
    }
    const header = recordHeader.read(cursor);
    if (cursor.failed) {
      cursor.recover();
      cursor.close(row);
      return { info: 'broken record', closed: false };
    }
    const { type, isProtected: hidden, sequence, length } = header;
    const name = CONTENT_TYPES[type] ?? '';
    const number = sequence === undefined ? '' : ` (${sequence})`;
    cursor.tree.setNum(row, type);
    const outer = cursor.enter(f.content, length ?? cursor.octetsLeft);
    if (hidden === 1) {
      const info = `${name}${number}, ${readCiphertext(cursor)}`;
      cursor.leave(outer);
      cursor.close(row);
      return { info, closed: false };
    }
    if (type === APPLICATION_DATA) {
      cursor.close(row);
      cursor.close(protocol);
      const inner = this.#handOver(cursor, context);
      cursor.leave(outer);
      return { info: `${name}${number} in the clear${inner === '' ? '' : `, ${inner}`}`, closed: true };
    }
    const info = readPlain(cursor, type);
    cursor.leave(outer);
    cursor.close(row);
    return { info: `${info}${number}`, closed: false };
  }

  /** Gives application data in the clear to what runs above; gives its text for the Info column. */
  #handOver(cursor: Cursor, context: Context): string {
    cursor.find(RULES['WTLS-002'], 'application data in the clear: the cipher is NULL', cursor.bit, cursor.end);
    if (cursor.octetsLeft === 0) return '';
    const { secure } = context;
    context.secure = true;
    context.info = '';
    if (!context.next('layer', this.#inner, cursor)) cursor.octets(f.content, cursor.octetsLeft);
    context.secure = secure;
    return context.info;
  }
}

/** Content in the clear that is no application data. */
function readPlain(cursor: Cursor, type: number): string {
  if (type === CHANGE_CIPHER_SPEC) return readChangeCipherSpec(cursor);
  return type === ALERT ? readAlert(cursor) : readHandshake(cursor);
}

function readCiphertext(cursor: Cursor): string {
  const octets = cursor.octetsLeft;
  const { bit } = cursor;
  if (octets > 0) {
    const row = cursor.tree.length;
    cursor.octets(f.ciphertext, octets);
    cursor.tree.setNote(row, `${octets} octets, encrypted`);
  }
  const { cut } = cursor.tree.sources[cursor.source]!;
  if (octets % BLOCK_OCTETS !== 0 && !cut)
    cursor.find(
      RULES['WTLS-003'],
      `${octets} octets are no multiple of 8: the bulk cipher is NULL, or the record is damaged`,
      bit,
      cursor.bit,
    );
  return `encrypted, ${octets} octets`;
}

const layouts = [recordHeader, alertBody, clientHello, serverHello, certificates];

export function register(to: Registry): void {
  const layers = to.table('layer');
  const connectionless = new Wtls(layers, 'wsp');
  const session = new Wtls(layers, 'wtp');
  const fields = new Set([...Object.values(f), ...layouts.flatMap((one) => one.fields)]);
  connectionless.number = to.protocol(connectionless, [...fields], Object.values(RULES));
  session.number = connectionless.number;
  for (const port of CONNECTIONLESS_PORTS) to.bind('udp.port', port, connectionless);
  for (const port of SESSION_PORTS) to.bind('udp.port', port, session);
  to.bind('layer', 'wtls', connectionless).bind('dissector.name', 'wtls', connectionless);
  to.bind('layer', 'wtls-wtp', session);
  to.guessIn('layer', { dissector: connectionless, guess: guessHandshake });
}
