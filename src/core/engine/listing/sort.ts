import type { Secret } from '../../dissect/secrets.ts';
import type { FilterCatalogue } from '../../filter/catalogue.ts';
import type { Capture } from '../capture.ts';
import { columnKeys, numberKeys, tableColumn } from './column-keys.ts';
import { mergeSort } from './merge-sort.ts';
import { compareNatural } from './natural.ts';
import { Ordered } from './ordered.ts';
import { placesUpTo, sortByAllKeys } from './radix-sort.ts';
import type { ShapeColumn } from './shape-column.ts';
import type { Slices } from './slices.ts';
import { gatherValues, type SortValue } from './sort-values.ts';
import { TextKeys } from './text-keys.ts';

export interface SortOrder {
  readonly key: string;
  readonly isDescending: boolean;
}

export interface SortWork {
  readonly capture: Capture;
  readonly catalogue: FilterCatalogue;
  readonly shapes: ShapeColumn;
  readonly secrets: readonly Secret[];
  readonly slices: Slices;
  /** Asked after each pause; once false the sort ends. */
  isOn(): boolean;
  /** Packets that have been dissected for their value. */
  onProgress(done: number): void;
  /** Octets of keys of texts behind which the sort is given up; undefined for no such bound. */
  readonly mostOctets?: number;
  /** Infos of the first listed packets that are known: the sort goes on behind them, and so may others who find them meanwhile. */
  readonly texts?: TextKeys | undefined;
}

/** Characters of a text that decide its order. */
const MOST_CHARACTERS = 256;

/**
 * The listed packets in the order of a column.
 * @param listed packet indexes, ascending
 * @param key as in `SortOrder`
 * @returns undefined when it was given up
 * @throws when the file cannot be read any more
 */
export async function sortPackets(listed: Uint32Array, key: string, work: SortWork): Promise<Ordered | undefined> {
  const column = tableColumn(key);
  if (column === undefined) return await byField(listed, key, work);
  const keys = await columnKeys(work.capture, column, listed, work.slices, work.isOn);
  return keys && (await byKeys(listed, keys, work));
}

async function byKeys(
  listed: Uint32Array,
  keys: readonly Uint32Array[],
  { slices, isOn }: SortWork,
): Promise<Ordered | undefined> {
  const sorted = await sortByAllKeys(keys, slices, isOn);
  return sorted && new Ordered(packetsAt(sorted.order, listed), sorted.begins);
}

/** The places turn into the packets that stood there. */
function packetsAt(places: Uint32Array, listed: Uint32Array): Uint32Array {
  for (let i = 0; i < places.length; i++) places[i] = listed[places[i]!]!;
  return places;
}

/** Texts as keys, numbers as numbers; only where a column has both, one value is compared with the other. */
async function byField(listed: Uint32Array, key: string, work: SortWork): Promise<Ordered | undefined> {
  const { slices, mostOctets = Number.POSITIVE_INFINITY } = work;
  const texts = work.texts ?? new TextKeys();
  const known = texts.length;
  let place = known;
  const values: SortValue[] = [];
  const isOn = (): boolean => work.isOn() && texts.octets <= mostOctets;
  // Info is always text: that of a million packets is kept as octets, not as a million strings.
  const onProgress = (done: number): void => work.onProgress(known + done);
  const isGathered = await gatherValues(listed.subarray(known), key, { ...work, isOn, onProgress }, (value) => {
    if (key === 'info') {
      if (texts.length === place++) texts.add(value?.toString());
    } else values.push(typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : value);
  });
  if (!isGathered) return undefined;
  const isText = values.every((value) => value === undefined || typeof value === 'string');
  if (!isText) return (await byNumbers(listed, values, work)) ?? (await byComparing(listed, values, work));
  for (const value of values) texts.add(value?.toString());
  const sorted = await texts.sort(slices, isOn);
  return sorted && new Ordered(packetsAt(sorted.order, listed), sorted.begins, texts.valued);
}

/** As `byKeys`, when all values are plain numbers; undefined when they are not, or when it was given up. */
async function byNumbers(
  listed: Uint32Array,
  values: readonly SortValue[],
  work: SortWork,
): Promise<Ordered | undefined> {
  const numbers: number[] = [];
  const have: number[] = [];
  const lack: number[] = [];
  for (const [place, value] of values.entries()) {
    if (value === undefined) lack.push(listed[place]!);
    else if (typeof value !== 'number' || Number.isNaN(value)) return undefined;
    else {
      numbers.push(value);
      have.push(listed[place]!);
    }
  }
  const ordered = await byKeys(Uint32Array.from(have), numberKeys(Float64Array.from(numbers)), work);
  return ordered?.with(lack);
}

async function byComparing(
  listed: Uint32Array,
  values: readonly SortValue[],
  { slices, isOn }: SortWork,
): Promise<Ordered | undefined> {
  const compare = (a: number, b: number): number => {
    const x = values[a];
    const y = values[b];
    if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? 1 : -1;
    return compareValues(x, y);
  };
  const order = await mergeSort(placesUpTo(listed.length), compare, slices, isOn);
  if (order === undefined) return undefined;
  const begins = new Uint8Array(order.length);
  for (let i = 1; i < order.length; i++) if (compare(order[i - 1]!, order[i]!) !== 0) begins[i] = 1;
  const valued = values.reduce<number>((count, value) => (value === undefined ? count : count + 1), 0);
  return new Ordered(packetsAt(order, listed), begins, valued);
}

/** Numbers before texts. */
function compareValues(a: number | bigint | string, b: number | bigint | string): number {
  if (typeof a === 'string') return typeof b === 'string' ? compareNatural(a, b) : 1;
  if (typeof b === 'string') return -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
