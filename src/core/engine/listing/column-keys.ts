import { parseColumnKey } from '../../base/column-key.ts';
import type { Capture } from '../capture.ts';
import { addressRanks } from './address-ranks.ts';
import { compareNatural } from './natural.ts';
import type { Slices } from './slices.ts';

/** Columns whose values the packet table holds. */
const TABLE_COLUMNS = ['number', 'time', 'source', 'destination', 'protocol', 'length'] as const;
export type TableColumn = (typeof TABLE_COLUMNS)[number];

export function isTableColumn(key: string): key is TableColumn {
  return TABLE_COLUMNS.some((column) => column === key);
}

/** Names of fields that are columns. */
const SAME: Readonly<Record<string, TableColumn>> = {
  'frame.number': 'number',
  'frame.time_epoch': 'time',
  'frame.time': 'time',
  'frame.len': 'length',
};

/** The column of the table that a sort key stands for; undefined when packets must be dissected for it. */
export function tableColumn(key: string): TableColumn | undefined {
  if (isTableColumn(key)) return key;
  const column = parseColumnKey(key);
  const [name, ...more] = column?.fields ?? [];
  // Another occurrence than the only one has no value.
  if (name === undefined || more.length > 0 || Math.abs(column?.occurrence ?? 0) > 1) return undefined;
  return Object.hasOwn(SAME, name) ? SAME[name] : undefined;
}

/**
 * Whole numbers by which the listed packets are to be ordered, the most telling ones first; undefined when given up.
 * @param listed packet indexes, ascending
 */
export async function columnKeys(
  capture: Capture,
  column: TableColumn,
  listed: Uint32Array,
  slices: Slices,
  isOn: () => boolean,
): Promise<readonly Uint32Array[] | undefined> {
  const { table } = capture;
  switch (column) {
    case 'number':
      return [listed];
    case 'length':
      return [gathered(table.original, listed)];
    case 'protocol':
      return [ranked(gathered(table.protocol, listed), protocolRanks(capture))];
    case 'source':
    case 'destination': {
      const ids = gathered(table[column], listed);
      await slices.rest();
      if (!isOn()) return undefined;
      const ranks = await addressRanks(capture.state.addresses, ids, slices, isOn);
      return ranks && [ranked(ids, ranks)];
    }
    case 'time':
      return timeKeys(capture, listed);
  }
}

/** A column of the table. */
interface Numbers {
  readonly length: number;
  get(index: number): number;
  slice(from: number, to: number): ArrayLike<number>;
}

/** Values of the listed packets. */
function gathered(column: Numbers, listed: Uint32Array): Uint32Array {
  // All packets: their chunks as they are.
  if (listed.length === column.length) {
    const all = column.slice(0, listed.length);
    return all instanceof Uint32Array ? all : new Uint32Array(all);
  }
  const keys = new Uint32Array(listed.length);
  for (let place = 0; place < keys.length; place++) keys[place] = column.get(listed[place]!);
  return keys;
}

/** Puts ranks in the place of ids. */
function ranked(ids: Uint32Array, ranks: Uint32Array): Uint32Array {
  for (let place = 0; place < ids.length; place++) ids[place] = ranks[ids[place]!]!;
  return ids;
}

const NANOS = 1e9;
const HIGH = 2 ** 32;

/** Nanoseconds since the earliest packet, in two words, where doubles hold them (104 days); else each number by itself. */
function timeKeys({ table }: Capture, listed: Uint32Array): readonly Uint32Array[] {
  const isAll = listed.length === table.length;
  const seconds = isAll ? table.seconds.slice(0, listed.length) : new Float64Array(listed.length);
  if (!isAll) for (let place = 0; place < seconds.length; place++) seconds[place] = table.seconds.get(listed[place]!);
  const nanos = gathered(table.nanos, listed);
  let earliest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  let isWhole = true;
  for (let place = 0; place < seconds.length; place++) {
    const second = seconds[place]!;
    if (second < earliest) earliest = second;
    if (second > latest) latest = second;
    if (!Number.isInteger(second) || nanos[place]! >= NANOS) isWhole = false;
  }
  if (!isWhole || (latest - earliest + 1) * NANOS > Number.MAX_SAFE_INTEGER) return [...numberKeys(seconds), nanos];
  const high = new Uint32Array(seconds.length);
  for (let place = 0; place < seconds.length; place++) {
    const since = (seconds[place]! - earliest) * NANOS + nanos[place]!;
    const top = Math.floor(since / HIGH);
    high[place] = top;
    // Exact below 2^53; a remainder takes ten times as long.
    nanos[place] = since - top * HIGH;
  }
  return [high, nanos];
}

/** Two whole numbers each that order doubles: their bits, turned so that larger numbers have larger bits. */
export function numberKeys(values: Float64Array): readonly [high: Uint32Array, low: Uint32Array] {
  const high = new Uint32Array(values.length);
  const low = new Uint32Array(values.length);
  const double = new Float64Array(1);
  const words = new Uint32Array(double.buffer);
  double[0] = 1;
  const highWord = words[1] === 0 ? 0 : 1;
  for (let i = 0; i < values.length; i++) {
    // -0 is 0.
    double[0] = values[i]! + 0;
    const top = words[highWord]!;
    const rest = words[1 - highWord]!;
    const isNegative = top >>> 31 === 1;
    high[i] = isNegative ? ~top : top | 0x8000_0000;
    low[i] = isNegative ? ~rest : rest;
  }
  return [high, low];
}

/** Protocols whose names are the same have one rank. */
function protocolRanks({ registry }: Capture): Uint32Array {
  const names: string[] = [];
  for (const { id, name } of registry.protocols) names[registry.protocolNumber(id)] ??= name;
  const numbers = Array.from(names, (_, number) => number);
  numbers.sort((a, b) => compareNatural(names[a] ?? '', names[b] ?? ''));
  const ranks = new Uint32Array(numbers.length);
  let rank = 0;
  for (const [i, number] of numbers.entries()) {
    if (i > 0 && names[number] !== names[numbers[i - 1]!]) rank++;
    ranks[number] = rank;
  }
  return ranks;
}
