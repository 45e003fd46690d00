import { Tree } from '../../codec/tree.ts';
import type { Secret } from '../../dissect/secrets.ts';
import type { FilterCatalogue } from '../../filter/catalogue.ts';
import type { Capture } from '../capture.ts';
import { Cells } from './cells.ts';
import { columnKeys, tableColumn } from './column-keys.ts';
import { mergeSort } from './merge-sort.ts';
import { compareNatural } from './natural.ts';
import { readPackets } from './packet-window.ts';
import { sortByKeys } from './radix-sort.ts';
import type { Slices } from './slices.ts';

export interface SortOrder {
  readonly key: string;
  readonly isDescending: boolean;
}

export interface SortWork {
  readonly capture: Capture;
  readonly catalogue: FilterCatalogue;
  readonly secrets: readonly Secret[];
  readonly slices: Slices;
  /** Asked after each pause; once false the sort ends. */
  isOn(): boolean;
  /** Packets that have been dissected for their value. */
  onProgress(done: number): void;
}

/** Packets dissected for one read. */
const BLOCK = 1024;
/** Characters of a text that decide its order. */
const MOST_CHARACTERS = 256;

/**
 * The listed packets in the order of a column. Equal values stay in the order of the capture, whatever the direction;
 * packets without a value come last.
 * @param listed packet indexes, ascending
 * @returns the indexes in their order, undefined when it was given up
 * @throws when the file cannot be read any more
 */
export async function sortPackets(
  listed: Uint32Array,
  { key, isDescending }: SortOrder,
  work: SortWork,
): Promise<Uint32Array | undefined> {
  const column = tableColumn(key);
  const places =
    column === undefined
      ? await byField(listed, key, isDescending, work)
      : await byKeys(await columnKeys(work.capture, column, listed, work.slices, work.isOn), isDescending, work);
  if (places === undefined) return undefined;
  // The places turn into the packets that stood there.
  for (let i = 0; i < places.length; i++) places[i] = listed[places[i]!]!;
  return places;
}

async function byKeys(
  keys: readonly Uint32Array[] | undefined,
  isDescending: boolean,
  { slices, isOn }: SortWork,
): Promise<Uint32Array | undefined> {
  if (keys === undefined) return undefined;
  let order: Uint32Array = Uint32Array.from(keys[0]!, (_, place) => place);
  let scratch: Uint32Array = new Uint32Array(order.length);
  // The least telling key first: a stable sort by the next one keeps its order among equals.
  for (const some of keys.toReversed()) {
    if (isDescending) for (let place = 0; place < some.length; place++) some[place] = ~some[place]!;
    const sorted = sortByKeys(order, some, scratch);
    if (sorted !== order) [order, scratch] = [sorted, order];
    await slices.rest();
    if (!isOn()) return undefined;
  }
  return order;
}

type SortValue = number | bigint | string | undefined;

async function byField(
  listed: Uint32Array,
  key: string,
  isDescending: boolean,
  work: SortWork,
): Promise<Uint32Array | undefined> {
  const { capture, catalogue, secrets, slices, isOn, onProgress } = work;
  const cells = new Cells([key === 'info' ? '_ws.col.info' : key], catalogue);
  const tree = new Tree();
  const values: SortValue[] = [];
  for (let from = 0; from < listed.length; from += BLOCK) {
    const block = listed.subarray(from, from + BLOCK);
    const bytes = await readPackets(capture, [...block]);
    if (!isOn()) return undefined;
    for (const index of block) {
      const { context } = capture.dissect(index, bytes, secrets, tree);
      const value = cells.key(tree, context);
      values.push(typeof value === 'string' ? value.slice(0, MOST_CHARACTERS) : value);
      if (values.length % 8 !== 0 || !slices.isOver) continue;
      onProgress(values.length);
      await slices.pause();
      if (!isOn()) return undefined;
    }
  }
  onProgress(values.length);
  const sign = isDescending ? -1 : 1;
  const compare = (a: number, b: number): number => {
    const x = values[a];
    const y = values[b];
    if (x === undefined || y === undefined) return x === y ? 0 : x === undefined ? 1 : -1;
    return sign * compareValues(x, y);
  };
  return mergeSort(
    Uint32Array.from(listed, (_, place) => place),
    compare,
    slices,
    isOn,
  );
}

/** Numbers before texts. */
function compareValues(a: number | bigint | string, b: number | bigint | string): number {
  if (typeof a === 'string') return typeof b === 'string' ? compareNatural(a, b) : 1;
  if (typeof b === 'string') return -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
