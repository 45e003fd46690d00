import { toHex } from '../../base/bytes.ts';
import { parseEther, parseIpv4, parseIpv6 } from '../../filter/addresses.ts';
import type { Capture } from '../capture.ts';
import { mergeSort } from './merge-sort.ts';
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
  return isTableColumn(key) ? key : Object.hasOwn(SAME, key) ? SAME[key] : undefined;
}

/**
 * Whole numbers by which the listed packets are to be ordered, the most telling ones first; undefined when given up.
 * @param listed packet indexes
 */
export async function columnKeys(
  capture: Capture,
  column: TableColumn,
  listed: Uint32Array,
  slices: Slices,
  isOn: () => boolean,
): Promise<readonly Uint32Array[] | undefined> {
  const { table } = capture;
  const gather = (values: { get(index: number): number }): Uint32Array => {
    const keys = new Uint32Array(listed.length);
    for (let place = 0; place < keys.length; place++) keys[place] = values.get(listed[place]!);
    return keys;
  };
  switch (column) {
    case 'number':
      return [listed.slice()];
    case 'length':
      return [gather(table.original)];
    case 'protocol': {
      const keys = gather(table.protocol);
      const ranks = protocolRanks(capture);
      for (let place = 0; place < keys.length; place++) keys[place] = ranks[keys[place]!]!;
      return [keys];
    }
    case 'source':
    case 'destination': {
      const keys = gather(table[column]);
      await slices.rest();
      if (!isOn()) return undefined;
      const ranks = await addressRanks(capture, keys, slices, isOn);
      if (ranks === undefined) return undefined;
      for (let place = 0; place < keys.length; place++) keys[place] = ranks[keys[place]!]!;
      return [keys];
    }
    case 'time': {
      const [high, low] = numberKeys(listed, (index) => table.seconds.get(index));
      return [high, low, gather(table.nanos)];
    }
  }
}

/** Two whole numbers each that order doubles: their bits, turned so that larger numbers have larger bits. */
export function numberKeys(
  items: Uint32Array,
  value: (item: number) => number,
): readonly [high: Uint32Array, low: Uint32Array] {
  const high = new Uint32Array(items.length);
  const low = new Uint32Array(items.length);
  const double = new Float64Array(1);
  const words = new Uint32Array(double.buffer);
  double[0] = 1;
  const highWord = words[1] === 0 ? 0 : 1;
  for (let i = 0; i < items.length; i++) {
    // -0 is 0.
    double[0] = value(items[i]!) + 0;
    const top = words[highWord]!;
    const rest = words[1 - highWord]!;
    const isNegative = top >>> 31 === 1;
    high[i] = isNegative ? ~top : top | 0x8000_0000;
    low[i] = isNegative ? ~rest : rest;
  }
  return [high, low];
}

function protocolRanks({ registry }: Capture): Uint32Array {
  const names: string[] = [];
  for (const { id, name } of registry.protocols) names[registry.protocolNumber(id)] ??= name;
  const numbers = Array.from(names, (_, number) => number);
  numbers.sort((a, b) => compareNatural(names[a] ?? '', names[b] ?? ''));
  return ranksOf(numbers, names);
}

/** Ranks of address ids: IPv4 and IPv6 by number, then hardware addresses, then names. Only those in use are ranked. */
async function addressRanks(
  capture: Capture,
  used: Uint32Array,
  slices: Slices,
  isOn: () => boolean,
): Promise<Uint32Array | undefined> {
  const { addresses } = capture.state;
  const isUsed = new Uint8Array(addresses.length);
  for (const id of used) isUsed[id] = 1;
  const ids: number[] = [];
  for (let id = 0; id < isUsed.length; id++) if (isUsed[id] === 1) ids.push(id);
  const texts: string[] = [];
  for (const [i, id] of ids.entries()) {
    texts[id] = addressKey(addresses.text(id));
    if (i % 4096 === 0) {
      await slices.rest();
      if (!isOn()) return undefined;
    }
  }
  const compare = (a: number, b: number): number => compareNatural(texts[a] ?? '', texts[b] ?? '');
  const sorted = await mergeSort(Uint32Array.from(ids), compare, slices, isOn);
  return sorted && ranksOf(sorted, texts, addresses.length);
}

/** Same texts have the same rank. */
function ranksOf(sorted: ArrayLike<number>, texts: readonly string[], length = sorted.length): Uint32Array {
  const ranks = new Uint32Array(length);
  let rank = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i > 0 && texts[sorted[i]!] !== texts[sorted[i - 1]!]) rank++;
    ranks[sorted[i]!] = rank;
  }
  return ranks;
}

/** A text that orders addresses of a kind by number, kind by kind; no address comes first. */
function addressKey(text: string): string {
  if (text === '') return '';
  const ipv4 = parseIpv4(text);
  if (ipv4 !== undefined) return `!${text}`;
  const ipv6 = parseIpv6(text);
  if (ipv6 !== undefined) return `"${letters(ipv6)}`;
  const ether = parseEther(text);
  return ether === undefined ? `$${text}` : `#${letters(ether)}`;
}

/** Hexadecimal digits as letters, in which no number is seen. */
function letters(octets: Uint8Array): string {
  return toHex(octets).replace(/[0-9a-f]/g, (digit) => 'abcdefghijklmnop'[Number.parseInt(digit, 16)] ?? '');
}
