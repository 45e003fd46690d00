import { decimalSeconds } from '../base/time.ts';
import { type Bits, type Encoding, hasOwnWidth, NUMBER_ENCODINGS, TEXT_ENCODINGS } from '../codec/encodings.ts';
import type { Field } from '../codec/field.ts';
import type { Tree } from '../codec/tree.ts';
import { rowValue } from '../codec/value.ts';
import type { FrameInfo, Start } from '../dissect/context.ts';
import { BINARY } from './documents.ts';
import { childPath, cutBits, equalBits, type Item, layerName, makeItem, rootItem } from './item.ts';
import { encodeValue, exactJson } from './leaf-bits.ts';
import type { Names } from './names.ts';

/** A description as JSON. `layers` mirrors the tree of the packet's own octets: objects with one member, so that order and repetition survive. */
export interface DescriptionJson {
  /** Start layer, `{"link": number}` or `{"media": type}`. */
  readonly start: StartJson;
  /** Seconds since 1970 with nine decimals. */
  readonly time?: string;
  readonly comment?: string;
  /** Octets on the wire, where more than were captured. */
  readonly length?: number;
  readonly layers: readonly ItemJson[];
}

export type StartJson = string | { readonly link: number } | { readonly media: string };
export type ItemJson = Readonly<Record<string, unknown>>;

/** Items that mirror a tree's rows of source 0, each with its exact bits; no value is computed yet. */
export function itemsOfTree(tree: Tree, names: Names): Item {
  const root = rootItem();
  addRows(tree, names, 0, tree.length, root);
  root.end = (tree.sources[0]?.bytes.length ?? 0) * 8;
  return root;
}

/** The description of items, as they are: computed values that stand in them as `auto` are left to be worked out. */
export function descriptionOf(root: Item, frame: FrameInfo): DescriptionJson {
  const { seconds, nanos, comments, original, captured } = frame;
  return {
    start: startJson(frame.start),
    ...(seconds === 0 && nanos === 0 ? {} : { time: decimalSeconds(seconds, nanos) }),
    ...(comments.length === 0 ? {} : { comment: comments.join('\n') }),
    ...(original > captured ? { length: original } : {}),
    layers: (root.children ?? []).map(itemJson),
  };
}

export function startJson({ table, key }: Start): StartJson {
  switch (table) {
    case 'link.type':
      return { link: key };
    case 'media.type':
      return { media: key };
    case 'layer':
      return key;
  }
}

/** The one member of an item in a description. */
export function itemJson(item: Item): ItemJson {
  return { [item.name]: itemValueJson(item) };
}

export function itemValueJson(item: Item): unknown {
  const { children, document, isAuto, width, value, exact, field, encoding } = item;
  if (document !== undefined) {
    const { xml, publicId, version, stringTable } = document;
    if (item.name !== BINARY) return { xml };
    return {
      xml,
      ...(publicId === undefined ? {} : { publicId }),
      version,
      ...(stringTable ? { stringTable } : {}),
    };
  }
  if (children !== undefined) return children.map(itemJson);
  const widthJson = width === undefined ? {} : { bits: width };
  if (isAuto) {
    const asJson = encoding === undefined ? {} : { as: encoding };
    const isPlain = field?.type !== 'text' && width === undefined && encoding === undefined;
    return isPlain ? 'auto' : { auto: true, ...asJson, ...widthJson };
  }
  if (exact !== undefined) return value === undefined ? exactJson(exact) : { value, ...exactJson(exact) };
  if (encoding === undefined) return width === undefined ? value : { value, ...widthJson };
  return { value, as: encoding, ...widthJson };
}

function addRows(tree: Tree, names: Names, from: number, to: number, parent: Item): void {
  const children = parent.children ?? [];
  for (let row = from; row < to; row = tree.endRow(row)) {
    const field = tree.field(row);
    if (tree.source(row) !== 0 || field.generated === true) continue;
    const start = tree.start(row);
    const end = tree.end(row);
    const name = field.filter;
    const isLeaf = tree.endRow(row) === row + 1;
    if (start === end && !(isLeaf && (field.type === 'text' || field.type === 'bytes'))) continue;
    const item = makeItem({
      name,
      field: names.field(field.type === 'protocol' ? name : layerName(parent), name) ?? field,
      parent,
      path: childPath(parent.path, children.length, name),
      children: isLeaf ? undefined : [],
      start,
      end,
    });
    if (isLeaf) setValue(tree, row, item);
    else {
      addRows(tree, names, row + 1, tree.endRow(row), item);
      if (item.children?.length === 0) continue;
    }
    children.push(item);
  }
}

/** Finds the way of writing the value that gives the bits: the field's usual one, else one that is then stated. */
function setEncoding(item: Item, field: Field, value: number | string, bits: Bits): boolean {
  const fits = (width: number | undefined, encoding: Encoding | undefined): boolean => {
    const written = encodeValue(field, value, width, encoding);
    return 'bytes' in written && equalBits(written, bits);
  };
  if (fits(undefined, field.encoding)) return true;
  const others: readonly Encoding[] =
    typeof value === 'number'
      ? ['big-endian', ...NUMBER_ENCODINGS]
      : field.type === 'text'
        ? ['utf-8', ...TEXT_ENCODINGS]
        : [];
  for (const encoding of [field.encoding, ...others]) {
    const needsWidth = typeof value === 'number' && !hasOwnWidth(encoding);
    if (!fits(needsWidth ? bits.width : undefined, encoding)) continue;
    if (encoding !== field.encoding && !(encoding === 'big-endian' && field.encoding === undefined))
      item.encoding = encoding;
    if (needsWidth && bits.width !== field.bits) item.width = bits.width;
    return true;
  }
  return false;
}

/** The value in its shortest form that gives back the bits; with the bits beside it where none does. */
function setValue(tree: Tree, row: number, item: Item): void {
  const value = rowValue(tree, row);
  const { field } = item;
  const { bytes } = tree.sources[0] ?? { bytes: new Uint8Array(0) };
  const bits = cutBits(bytes, item.start, item.end);
  item.bits = bits;
  if (value !== undefined && value !== null && field !== undefined) {
    item.value = value;
    if (setEncoding(item, field, value, bits)) return;
  }
  item.exact = bits;
  // Octets as digits would only say again what the exact bits say.
  const isOctets = field?.type === 'bytes' || field?.type === 'undecoded' || field?.type === 'group';
  if (isOctets || (typeof item.value === 'number' && !Number.isFinite(item.value))) item.value = undefined;
}
