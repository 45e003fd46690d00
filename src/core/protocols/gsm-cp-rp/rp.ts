import { isSemiOctets, semiOctetDigits } from '../../base/semi-octets.ts';
import type { Cursor } from '../../codec/cursor.ts';
import { type Field, UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Dissector, Table } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { rp as f, RP_TYPES } from './fields.ts';
import { RULES } from './rules.ts';

const USER_DATA = 0x41;
const DATA_TO_MOBILE = 1;
const ERROR_TO_NETWORK = 4;
const SMMA = 6;
const MAX_ADDRESS_OCTETS = 11;

/** The dissector of the TPDU, by message type. */
const TPDU_NAMES = [
  'gsm_sms.to_network',
  'gsm_sms.to_mobile',
  'gsm_sms.ack_to_network',
  'gsm_sms.ack_to_mobile',
  'gsm_sms.error_to_network',
  'gsm_sms.error_to_mobile',
] as const;

/** Where the TPDU of an RP message lies; undefined when it has none. */
function findTpdu(bytes: Uint8Array, start: number, end: number): { at: number; end: number } | undefined {
  const type = (bytes[start] ?? 7) & 7;
  if (type > 5) return undefined;
  let at = start + 2;
  if (type <= DATA_TO_MOBILE) {
    for (let address = 0; address < 2; address++) {
      if (at >= end) return undefined;
      at += 1 + bytes[at]!;
    }
  } else {
    if (type >= ERROR_TO_NETWORK) {
      if (at >= end) return undefined;
      at += 1 + bytes[at]!;
    }
    if (at >= end || bytes[at] !== USER_DATA) return undefined;
    at++;
  }
  if (at >= end) return undefined;
  const stop = Math.min(at + 1 + bytes[at]!, end);
  return at + 1 < stop ? { at: at + 1, end: stop } : undefined;
}

function addressLikely(bytes: Uint8Array, at: number, end: number): boolean {
  const octets = bytes[at]!;
  if (octets === 0) return true;
  if (octets < 2 || octets > MAX_ADDRESS_OCTETS || at + 1 + octets > end) return false;
  return (bytes[at + 1]! & 0x80) !== 0 && isSemiOctets(bytes, at + 2, at + 1 + octets);
}

/** How likely the octets are exactly one RP message. */
export function likelyRp(bytes: Uint8Array, start: number, end: number): number {
  if (end - start < 2) return 0;
  const type = bytes[start]!;
  if (type > SMMA) return 0;
  if (type === SMMA || end - start === 2) return end - start === 2 && type >= 2 && type !== 4 && type !== 5 ? 0.1 : 0;
  let at = start + 2;
  if (type <= DATA_TO_MOBILE) {
    const destination = at + 1 + bytes[at]!;
    if (destination >= end || !addressLikely(bytes, at, end) || !addressLikely(bytes, destination, end)) return 0;
    // Towards the network the first address is empty, towards the mobile station the second.
    const empty = type === DATA_TO_MOBILE ? destination : at;
    const named = type === DATA_TO_MOBILE ? at : destination;
    if (bytes[empty] !== 0 || bytes[named] === 0) return 0;
    at = destination + 1 + bytes[destination]!;
    return at + 1 < end && at + 1 + bytes[at]! === end ? 0.88 : 0;
  }
  if (type >= ERROR_TO_NETWORK) {
    const octets = bytes[at]!;
    if (octets < 1 || octets > 2) return 0;
    at += 1 + octets;
    if (at === end) return 0.4;
  }
  return at + 1 < end && bytes[at] === USER_DATA && at + 2 + bytes[at + 1]! === end ? 0.7 : 0;
}

/** Dissects RP messages: what SIP, CP and pasted octets carry. */
export class RelayMessages implements Dissector {
  readonly id = 'gsm_a.rp';
  readonly name = 'GSM RP';
  readonly #names: Table<string>;
  number = 0;

  constructor(names: Table<string>) {
    this.#names = names;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    const tpdu = findTpdu(bytes, start, end);
    const name = TPDU_NAMES[(bytes[start] ?? 7) & 7];
    if (tpdu !== undefined && name !== undefined) summarizeNext(this.#names.get(name), bytes, tpdu.at, tpdu.end, row);
  }

  dissect(cursor: Cursor, context: Context): void {
    const row = cursor.open(f.protocol);
    const start = cursor.bit;
    if (cursor.uint(f.spare, 5) !== 0) cursor.find(RULES['RP-004'], 'spare bits are not zero', start, start + 5);
    const type = cursor.uint(f.type, 3);
    if (cursor.failed) {
      cursor.close(row);
      return;
    }
    context.info = RP_TYPES[type]!;
    cursor.tree.setNote(row, context.info);
    const reference = cursor.uint(f.reference, 8);
    if (!cursor.failed) context.info += `, reference ${reference}`;
    if (type > SMMA) {
      cursor.find(RULES['RP-001'], 'message type 7 is reserved', start + 5, start + 8);
      cursor.close(row);
      return;
    }
    let outer: number | undefined;
    if (type <= DATA_TO_MOBILE) {
      this.#readAddresses(cursor, type);
      outer = this.#enter(cursor);
    } else if (type !== SMMA) {
      if (type >= ERROR_TO_NETWORK) this.#readCause(cursor, context);
      if (cursor.octetsLeft > 0 && cursor.peek(8) === USER_DATA) {
        cursor.uint(f.element, 8);
        outer = this.#enter(cursor);
      }
    }
    cursor.close(row);
    if (outer !== undefined) {
      const name = TPDU_NAMES[type]!;
      if (cursor.octetsLeft > 0 && !context.next('dissector.name', name, cursor))
        context.undecoded(cursor, UNDECODED, 'TPDU');
      cursor.leave(outer);
    }
    if (!cursor.failed && cursor.octetsLeft > 0)
      cursor.find(RULES['RP-002'], `${cursor.octetsLeft} octets follow the message`, cursor.bit, cursor.end);
  }

  #enter(cursor: Cursor): number {
    const octets = cursor.uint(f.length, 8);
    return cursor.enter(f.length, octets);
  }

  #readAddresses(cursor: Cursor, type: number): void {
    const start = cursor.bit;
    const originator = this.#readAddress(cursor, f.originator);
    const destination = this.#readAddress(cursor, f.destination);
    if (cursor.failed) return;
    const [named, empty] = type === DATA_TO_MOBILE ? [originator, destination] : [destination, originator];
    if (named === 0) cursor.find(RULES['RP-003'], 'the address of the SMS centre is empty', start, cursor.bit);
    if (empty > 0) cursor.find(RULES['RP-003'], 'the address of the mobile station is not empty', start, cursor.bit);
  }

  /** Gives the octets of the address. */
  #readAddress(cursor: Cursor, group: Field): number {
    const row = cursor.open(group);
    const octets = cursor.uint(f.length, 8);
    const outer = cursor.enter(f.length, octets);
    if (octets > 0) {
      cursor.uint(f.addressExtension, 1);
      cursor.uint(f.numberType, 3);
      cursor.uint(f.numberingPlan, 4);
      const left = cursor.octetsLeft;
      if (left > 0) cursor.tree.setNote(row, readDigits(cursor, left));
    }
    cursor.leave(outer);
    cursor.close(row);
    return octets;
  }

  #readCause(cursor: Cursor, context: Context): void {
    const octets = cursor.uint(f.length, 8);
    const outer = cursor.enter(f.length, octets);
    if (octets > 0) {
      cursor.uint(f.causeExtension, 1);
      const cause = cursor.uint(f.cause, 7);
      const name = (f.cause.names as Readonly<Record<number, string>>)[cause];
      if (!cursor.failed) context.info += `: ${name ?? `cause ${cause}`}`;
      if (cursor.octetsLeft > 0) cursor.octets(f.diagnostic, cursor.octetsLeft);
    }
    cursor.leave(outer);
  }
}

/** Digits up to the end of the window; half an octet of fill has a row of its own. */
function readDigits(cursor: Cursor, octets: number): string {
  const { bytes, tree, at } = cursor;
  const text = semiOctetDigits(bytes, at, at + octets);
  if (bytes[at + octets - 1]! >>> 4 !== 15) {
    cursor.textAs(f.digits, octets, text);
    return text;
  }
  const row = cursor.open(f.digits);
  tree.setText(row, text);
  if (octets > 1) cursor.octets(f.semiOctets, octets - 1);
  cursor.uint(f.fillDigit, 4);
  tree.leaf(f.semiOctets, cursor.source, cursor.bit, cursor.bit + 4, Number.NaN);
  cursor.bit += 4;
  cursor.close(row);
  return text;
}
