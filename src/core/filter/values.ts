import { fromHex, fromUtf8, toHex, toUtf8 } from '../base/bytes.ts';
import { parseDecimalSeconds } from '../base/parse-time.ts';
import { type Field, type FieldType, nameOf } from '../codec/field.ts';
import type { Tree } from '../codec/tree.ts';
import { formatEther, formatIpv4, formatIpv6, formatTime } from '../codec/value.ts';
import { parseEther, parseIpv4, parseIpv6 } from './addresses.ts';

/** What values a field has, for literals and operators. `ipv4`, `ipv6`, `ether` are octets with a form of their own. */
export type Kind = 'number' | 'text' | 'octets' | 'ipv4' | 'ipv6' | 'ether' | 'time' | 'seconds';

/** A number (beyond 2^53 a bigint), a time or duration in nanoseconds (always a bigint), text, or octets. */
export type Value = number | bigint | string | Uint8Array;

const KINDS: Readonly<Record<FieldType, Kind>> = {
  protocol: 'octets',
  group: 'octets',
  uint: 'number',
  bool: 'number',
  frame: 'number',
  text: 'text',
  bytes: 'octets',
  undecoded: 'octets',
  ipv4: 'ipv4',
  ipv6: 'ipv6',
  ether: 'ether',
  time: 'time',
  seconds: 'seconds',
};

/** Times that the frame has as exact decimal text: to the nanosecond, which no number holds. */
const DECIMAL_TIMES: ReadonlyMap<string, Kind> = new Map([
  ['frame.time_epoch', 'time'],
  ['frame.time_shift', 'seconds'],
  ['frame.time_delta', 'seconds'],
  ['frame.time_relative', 'seconds'],
]);

export function kindOf(field: Field): Kind {
  return DECIMAL_TIMES.get(field.filter) ?? KINDS[field.type];
}

/**
 * The value of a row; undefined when it has none. Text that is not UTF-8 is its octets, a protocol or group is its octets
 * (or the text that it shows), a number that the packet spells in words is that text.
 */
export function valueOfRow(tree: Tree, row: number): Value | undefined {
  const text = tree.text(row);
  const kind = kindOf(tree.field(row));
  switch (kind) {
    case 'number':
      return numberOfRow(tree, row, text);
    case 'time':
    case 'seconds': {
      const num = tree.num(row);
      if (!Number.isNaN(num)) return nanosOf(num);
      return text === undefined ? undefined : (parseDecimalSeconds(text) ?? text);
    }
    case 'text': {
      if (text !== undefined) return text;
      const octets = tree.bytes(row);
      return fromUtf8(octets) ?? octets;
    }
    case 'octets':
      if (text === undefined) return octetsOfRow(tree, row);
      return (tree.field(row).type === 'group' ? undefined : fromHex(text)) ?? text;
    case 'ipv4':
      return text === undefined ? tree.bytes(row) : (parseIpv4(text) ?? text);
    case 'ipv6':
      return text === undefined ? tree.bytes(row) : (parseIpv6(text) ?? text);
    case 'ether':
      return text === undefined ? tree.bytes(row) : (parseEther(text) ?? text);
  }
}

/** Octets of a row in the packet. The frame has no octets of its own: it is all of them. */
export function octetsOfRow(tree: Tree, row: number): Uint8Array {
  return tree.field(row).filter === 'frame' ? (tree.sources[0]?.bytes ?? NO_OCTETS) : tree.bytes(row);
}

/**
 * Octets of a protocol with all that it carries, where `contains` and `matches` search: up to the end of the source, or to
 * what belongs to a protocol around it again (a trailer).
 */
export function carriedOctets(tree: Tree, row: number): Uint8Array {
  const source = tree.source(row);
  const outer = new Set<string>();
  for (let before = 0; before < row; before++) {
    const { type, filter } = tree.field(before);
    if (type === 'protocol' && tree.source(before) === source) outer.add(familyOf(filter));
  }
  outer.delete(familyOf(tree.field(row).filter));
  let end = tree.end(row);
  for (let next = tree.endRow(row); next < tree.length; next = tree.endRow(next)) {
    if (tree.source(next) !== source || tree.end(next) <= tree.start(next)) continue;
    const { type, filter, atEnd } = tree.field(next);
    if ((type !== 'protocol' || atEnd === true) && outer.has(familyOf(filter))) break;
    end = Math.max(end, tree.end(next));
  }
  const bytes = tree.sources[source]?.bytes ?? NO_OCTETS;
  return tree.field(row).filter === 'frame' ? bytes : bytes.subarray(tree.start(row) >>> 3, (end + 7) >>> 3);
}

/** First part of a filter name: `dmnoti` of `dmnoti.session_id`. */
export function familyOf(filter: string): string {
  const dot = filter.indexOf('.');
  return dot < 0 ? filter : filter.slice(0, dot);
}

function numberOfRow(tree: Tree, row: number, text: string | undefined): Value | undefined {
  const num = tree.num(row);
  if (!Number.isNaN(num)) return num;
  if (text !== undefined) return text;
  if (!tree.isLeaf(row)) return undefined;
  const start = tree.start(row);
  const end = tree.end(row);
  const whole = BigInt(`0x${toHex(tree.bytes(row))}`) >> BigInt((8 - (end % 8)) % 8);
  return BigInt.asUintN(end - start, whole);
}

/** Nanoseconds of seconds; undefined for what is no number of seconds. */
export function nanosOf(seconds: number): bigint | undefined {
  if (!Number.isFinite(seconds)) return undefined;
  const whole = Math.floor(seconds);
  return BigInt(whole) * 1_000_000_000n + BigInt(Math.round((seconds - whole) * 1e9));
}

/** Octets of a row's value in the packet; of text that stands for others, the octets of the text. */
export function sizeOfRow(tree: Tree, row: number): number {
  const text = tree.text(row);
  const kind = kindOf(tree.field(row));
  if (text !== undefined && (kind === 'text' || kind === 'octets'))
    return valueOctets(valueOfRow(tree, row) ?? '').length;
  return octetsOfRow(tree, row).length;
}

/** A value as octets: text as UTF-8, a number has none. */
export function valueOctets(value: Value): Uint8Array {
  if (typeof value === 'string') return toUtf8(value);
  return typeof value === 'object' ? value : NO_OCTETS;
}

const NO_OCTETS = new Uint8Array(0);

/** A value as text, as `string(...)` gives it: addresses in their usual form, octets as digits, times in UTC. */
export function valueText(value: Value, kind: Kind): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') {
    if (kind === 'time' && typeof value === 'bigint') return timeText(value);
    return kind === 'seconds' && typeof value === 'bigint' ? secondsText(value) : String(value);
  }
  if (kind === 'ipv4' && value.length === 4) return formatIpv4(value, 0);
  if (kind === 'ipv6' && value.length === 16) return formatIpv6(value, 0);
  if (kind === 'ether' && value.length === 6) return formatEther(value, 0);
  return kind === 'text' ? (fromUtf8(value) ?? toHex(value)) : toHex(value, ':');
}

function secondsText(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos;
  return `${nanos < 0n ? '-' : ''}${size / 1_000_000_000n}.${String(size % 1_000_000_000n).padStart(9, '0')}`;
}

function timeText(nanos: bigint): string {
  const part = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  const seconds = Number((nanos - part) / 1_000_000_000n);
  return formatTime(seconds, Number(part), part === 0n ? 0 : 9);
}

/** Names of a number in the tables of these fields. */
export function namesOf(fields: readonly Field[], value: number): readonly string[] {
  return [...new Set(fields.map((field) => nameOf(field, value)).filter((name) => name !== undefined))];
}
