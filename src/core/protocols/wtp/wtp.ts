import { concatBytes } from '../../base/bytes.ts';
import { type Codec, Writer } from '../../codec/codec.ts';
import type { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import { dissectQuoted } from '../../dissect/quoted.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { computeWtp } from './computed.ts';
import { f } from './fields.ts';
import { guesses } from './guess.ts';
import { headerFields } from './headers.ts';
import { type ReadHeader, readHeader } from './read-header.ts';
import { RULES } from './rules.ts';
import {
  carriesData,
  dataStart,
  fixedOctets,
  isWholeMessage,
  lengthAt,
  lengthOctets,
  trailerAt,
  typeAt,
} from './scan.ts';
import { addSegment, findSegment, linkSegment, wholeMessage } from './segments.ts';
import { type Tpi, writeTpis } from './tpi.ts';
import { acknowledged, addToTransaction, findPlace, judgeAbort, linkTransaction, type Place } from './transactions.ts';
import { ABORT, ACK, PDU_TYPES } from './values.ts';

const SESSION = 'wsp-co';
const PORT = 9201;

/** A PDU: a fixed header, transport information items, user data. */
export function wtpPdu<Value, Draft>(
  header: Codec<Value, Draft>,
  draft: Draft,
  rest: { readonly tpis?: readonly Tpi[]; readonly data?: Uint8Array } = {},
): Uint8Array {
  const { tpis = [], data } = rest;
  const out = new Writer();
  header.write(out, draft);
  writeTpis(out, tpis);
  if (data !== undefined) out.octets(data);
  const bytes = out.done();
  if (tpis.length > 0) bytes[0] = bytes[0]! | 0x80;
  return bytes;
}

/** Several PDUs in one datagram. */
export function concatenate(pdus: readonly Uint8Array[]): Uint8Array {
  const sized = pdus.map((pdu) => {
    const { length } = pdu;
    const size = length < 0x80 ? [length] : [0x80 | (length >>> 8), length & 0xff];
    return concatBytes(Uint8Array.from(size), pdu);
  });
  return concatBytes(Uint8Array.of(0), ...sized);
}

class Wtp implements Dissector {
  readonly id = 'wtp';
  readonly name = 'WTP';
  readonly #layers: Table<string>;
  number = 0;

  constructor(layers: Table<string>) {
    this.#layers = layers;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    if (start >= end) return;
    if (bytes[start] !== 0) {
      this.#summarizePdu(bytes, start, end, row);
      return;
    }
    let at = start + 1;
    for (let octets = lengthOctets(bytes, at, end); octets > 0; octets = lengthOctets(bytes, at, end)) {
      const length = lengthAt(bytes, at);
      if (length === 0) return;
      const pdu = at + octets;
      at = Math.min(end, pdu + length);
      this.#summarizePdu(bytes, pdu, at, row);
    }
  }

  #summarizePdu(bytes: Uint8Array, at: number, end: number, row: Summary): void {
    if (fixedOctets(bytes, at, end) < 0) return;
    const type = typeAt(bytes, at);
    const data = dataStart(bytes, at, end);
    const carries = carriesData(type);
    addToTransaction(bytes, at, carries ? data : -1, end, row);
    if (!carries || data < 0) return;
    if (isWholeMessage(type, trailerAt(bytes, at))) {
      if (data < end) summarizeNext(this.#layers.get(SESSION), bytes, data, end, row);
      return;
    }
    if (row.cut) return;
    const whole = addSegment(bytes, at, data, end, row);
    if (whole === undefined || whole.length === 0) return;
    const outer = row.reassembled;
    row.reassembled = true;
    summarizeNext(this.#layers.get(SESSION), whole, 0, whole.length, row);
    row.reassembled = outer;
  }

  dissect(cursor: Cursor, context: Context): void {
    const infos: string[] = [];
    if (cursor.peek(8) !== 0) {
      dissectPdu(cursor, context, cursor.open(f.protocol), infos);
    } else this.#dissectConcatenated(cursor, context, infos);
    context.info = infos.join('; ');
  }

  #dissectConcatenated(cursor: Cursor, context: Context, infos: string[]): void {
    let row = cursor.open(f.protocol);
    cursor.uint(f.concatenated, 8);
    let first = true;
    while (cursor.octetsLeft > 0) {
      if (!first) row = cursor.open(f.protocol);
      first = false;
      const start = cursor.bit;
      const long = cursor.uint(f.sizeForm, 1) === 1;
      const size = cursor.uint(f.size, long ? 15 : 7);
      if (cursor.failed || size === 0) {
        if (!cursor.failed) cursor.find(RULES['WTP-005'], 'the length of a PDU is 0', start, cursor.bit);
        cursor.bit = cursor.end;
        cursor.close(row);
        return;
      }
      if (size > cursor.octetsLeft && !isCut(cursor))
        cursor.find(
          RULES['WTP-005'],
          `the PDU has ${size} octets by its length, ${cursor.octetsLeft} are left`,
          start,
          cursor.bit,
        );
      const outer = cursor.end;
      cursor.end = Math.min(outer, cursor.bit + size * 8);
      dissectPdu(cursor, context, row, infos);
      cursor.leave(outer);
    }
    if (first) cursor.close(row);
  }
}

/** True where the window ends because octets are missing, not because a length says so. */
function isCut(cursor: Cursor): boolean {
  const { cut, bytes } = cursor.tree.sources[cursor.source]!;
  return (cut && cursor.end === bytes.length * 8) || cursor.cutAt === cursor.end;
}

/** Reads one PDU; `row` is the protocol's row, which ends before the data. */
function dissectPdu(cursor: Cursor, context: Context, row: number, infos: string[]): void {
  const start = cursor.bit;
  const at = cursor.at;
  const header = readHeader(cursor);
  if (header === undefined) {
    cursor.bit = cursor.end;
    cursor.failed = false;
    cursor.close(row);
    infos.push('WTP, unknown or broken PDU');
    return;
  }
  const { type } = header;
  const place = findPlace(context, at);
  if (type === ABORT) judgeAbort(cursor, place, header.abortType, header.reason, start);
  if (place !== undefined) linkTransaction(cursor, place, start);
  cursor.tree.setNote(row, PDU_TYPES[type] ?? '');
  const info = `WTP ${describe(header, place)}`;
  if (!carriesData(type)) {
    if (cursor.octetsLeft > 0) {
      const left = `${cursor.octetsLeft} octet${cursor.octetsLeft === 1 ? '' : 's'}`;
      cursor.find(RULES['WTP-017'], `${left} after the ${PDU_TYPES[type]}`, cursor.bit, cursor.end);
    }
    cursor.recover();
    cursor.bit = cursor.end;
    cursor.close(row);
    infos.push(info);
    return;
  }
  if (isWholeMessage(type, header.trailer)) {
    cursor.close(row);
    infos.push(handOver(cursor, context, info));
    return;
  }
  dissectSegment(cursor, context, header, row, info, infos);
}

function dissectSegment(
  cursor: Cursor,
  context: Context,
  header: ReadHeader,
  row: number,
  info: string,
  infos: string[],
): void {
  const start = cursor.bit;
  const segment = findSegment(context, header.tid, header.type, header.sequence);
  // Most of the header of a message stands in its first packet: worth showing where the rest is missing.
  if (segment !== undefined && segment.set.joined === undefined && segment.number === 1 && cursor.octetsLeft > 0) {
    linkSegment(cursor, context, segment, start);
    cursor.close(row);
    dissectQuoted(context, cursor, () => context.next('layer', SESSION, cursor));
    infos.push(info);
    return;
  }
  if (cursor.octetsLeft > 0) cursor.octets(f.payload, cursor.octetsLeft);
  if (segment !== undefined) linkSegment(cursor, context, segment, start);
  cursor.recover();
  cursor.close(row);
  const whole = segment?.completes === true ? wholeMessage(cursor, context, segment.set) : undefined;
  infos.push(whole === undefined ? info : handOver(whole, context, info));
}

/** Gives a message to the session layer; gives the text for the Info column. */
function handOver(cursor: Cursor, context: Context, info: string): string {
  if (cursor.octetsLeft === 0) return info;
  context.info = '';
  context.next('layer', SESSION, cursor);
  return context.info === '' ? info : `${info}, ${context.info}`;
}

function describe(header: ReadHeader, place: Place | undefined): string {
  const { type, text } = header;
  const words = [text];
  if (header.resent) words.push('retransmission');
  if (type === ACK && place !== undefined) {
    const target = acknowledged(place);
    if (target !== undefined) words.push(`to packet ${target.frame + 1}`);
  }
  return words.join(', ');
}

export function register(to: Registry): void {
  computeWtp(to);
  const wtp = new Wtp(to.table('layer'));
  const own = Object.values(f);
  wtp.number = to.protocol(wtp, [...own, ...headerFields], Object.values(RULES));
  to.bind('udp.port', PORT, wtp).bind('layer', 'wtp', wtp).bind('dissector.name', 'wtp-udp', wtp);
  const { onPort, onLayer } = guesses(to.table('layer'));
  to.guessIn('udp.port', { dissector: wtp, guess: onPort });
  to.guessIn('layer', { dissector: wtp, guess: onLayer });
}
