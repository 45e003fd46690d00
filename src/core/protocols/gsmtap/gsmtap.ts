import { u16 } from '../../base/bits.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { UNDECODED } from '../../codec/field.ts';
import { rules } from '../../codec/rule.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { ASSOCIATED, CHANNELS, channelName, f, SPEC, TYPES } from './fields.ts';

const HEADER_OCTETS = 16;
const VERSION = 2;
const UM = 1;
const ABIS = 2;
const L1_OCTETS = 2;
/** Signal level where the octets are of no other use. */
const SIGN = 0x80;

const LAPDM_CHANNELS = new Set([6, 7, 8, 9, 10]);
const CBCH_CHANNELS = new Set([12, 15]);

const RULES = rules({
  'GSMTAP-001': {
    level: 'SHALL',
    severity: 'warning',
    section: SPEC,
    text: 'The version is 2, and the header has at least 16 octets.',
  },
});

/** A number for the radio channel and its direction, never 0. */
function channelOf(arfcn: number, timeslot: number, channel: number, subSlot: number): number {
  return ((arfcn * 256 + timeslot) * 256 + channel) * 256 + subSlot + 1;
}

/** Name of the dissector for the payload; undefined when it is not decoded. */
function payloadName(type: number, channel: number): string | undefined {
  if (type === ABIS) return 'gsm_a_dtap';
  if (type !== UM) return undefined;
  if (LAPDM_CHANNELS.has(channel & ~ASSOCIATED)) return 'lapdm';
  return CBCH_CHANNELS.has(channel) ? 'gsm_cbch' : undefined;
}

function isAssociated(type: number, channel: number): boolean {
  return type === UM && (channel & ASSOCIATED) !== 0 && LAPDM_CHANNELS.has(channel & ~ASSOCIATED);
}

function likely(bytes: Uint8Array, start: number, end: number): number {
  if (end - start <= HEADER_OCTETS || bytes[start] !== VERSION || bytes[start + 1] !== HEADER_OCTETS / 4) return 0;
  const type = bytes[start + 2]!;
  if (TYPES[type] === undefined || bytes[start + 15] !== 0) return 0;
  if (type === UM && CHANNELS[bytes[start + 12]! & ~ASSOCIATED] === undefined) return 0;
  return bytes[start + 3]! < 8 ? 0.8 : 0;
}

class Gsmtap implements Dissector {
  readonly id = 'gsmtap';
  readonly name = 'GSMTAP';
  readonly #names: Table<string>;
  number = 0;

  constructor(names: Table<string>) {
    this.#names = names;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    if (end - start < HEADER_OCTETS) return;
    const type = bytes[start + 2]!;
    const channel = bytes[start + 12]!;
    const header = Math.max(HEADER_OCTETS, bytes[start + 1]! * 4);
    const at = start + header + (isAssociated(type, channel) ? L1_OCTETS : 0);
    const name = payloadName(type, channel);
    if (name === undefined || at >= end) return;
    row.channel = channelOf(u16(bytes, start + 4), bytes[start + 3]!, channel, bytes[start + 14]!);
    summarizeNext(this.#names.get(name), bytes, at, end, row);
    row.channel = 0;
  }

  dissect(cursor: Cursor, context: Context): void {
    const { bytes, at, tree } = cursor;
    const row = cursor.open(f.protocol);
    const start = cursor.bit;
    const version = cursor.uint(f.version, 8);
    const words = this.#readScaled(cursor);
    if (!cursor.failed && (version !== VERSION || words * 4 < HEADER_OCTETS)) {
      const message = `version ${version} with ${words * 4} octets of header: version 2 with 16 would be right`;
      cursor.find(RULES['GSMTAP-001'], message, start, start + 16);
    }
    const type = cursor.uint(f.type, 8);
    cursor.uint(f.timeslot, 8);
    cursor.uint(f.pcsBand, 1);
    const isUplink = cursor.uint(f.uplink, 1) === 1;
    const arfcn = cursor.uint(f.arfcn, 14);
    this.#readSigned(cursor, f.signal);
    this.#readSigned(cursor, f.noise);
    cursor.uint(f.frameNumber, 32);
    const channel = cursor.uint(type === UM ? f.channel : f.subType, 8);
    cursor.uint(f.antenna, 8);
    cursor.uint(f.subSlot, 8);
    cursor.uint(f.reserved, 8);
    if (cursor.failed) {
      cursor.close(row);
      return;
    }
    if (words * 4 > HEADER_OCTETS) cursor.octets(f.extra, words * 4 - HEADER_OCTETS);
    const what = type === UM ? channelName(channel) : (TYPES[type] ?? `type ${type}`);
    context.info = `${what}, ARFCN ${arfcn} ${isUplink ? 'uplink' : 'downlink'}`;
    tree.setNote(row, context.info);
    if (isAssociated(type, channel)) {
      cursor.uint(f.l1Spare, 1);
      cursor.uint(f.repetition, 1);
      cursor.uint(f.fastPower, 1);
      cursor.uint(f.power, 5);
      cursor.uint(f.timingAdvance, 8);
    }
    cursor.close(row);
    if (cursor.failed || cursor.octetsLeft === 0) return;
    const name = payloadName(type, channel);
    context.channel = channelOf(u16(bytes, at + 4), bytes[at + 3]!, channel, bytes[at + 14]!);
    if (name === undefined || !context.next('dissector.name', name, cursor)) context.undecoded(cursor, UNDECODED, what);
    context.channel = 0;
  }

  #readScaled(cursor: Cursor): number {
    const words = cursor.peek(8) ?? 0;
    const row = cursor.tree.length;
    cursor.uint(f.headerLength, 8);
    if (!cursor.failed) cursor.tree.setNum(row, words * 4);
    return words;
  }

  #readSigned(cursor: Cursor, field: typeof f.signal): void {
    const row = cursor.tree.length;
    const octet = cursor.uint(field, 8);
    if (!cursor.failed) cursor.tree.setNum(row, octet < SIGN ? octet : octet - 256);
  }
}

export function register(to: Registry): void {
  const gsmtap = new Gsmtap(to.table('dissector.name'));
  gsmtap.number = to.protocol(gsmtap, Object.values(f), Object.values(RULES));
  to.bind('udp.port', 4729, gsmtap)
    // Registered link types of GSMTAP without UDP around it.
    .bind('link.type', 217, gsmtap)
    .bind('link.type', 218, gsmtap)
    .bind('dissector.name', 'gsmtap', gsmtap)
    .bind('layer', 'gsmtap', gsmtap)
    .guessIn('layer', { dissector: gsmtap, guess: likely });
}
