import { fromUtf8, toHex } from '../../base/bytes.ts';
import type { Field } from '../../codec/field.ts';
import type { Tree } from '../../codec/tree.ts';
import { formatRow } from '../../codec/value.ts';
import type { Context } from '../../dissect/context.ts';
import type { FilterCatalogue, NameInfo } from '../../filter/catalogue.ts';
import { type Value, valueOfRow } from '../../filter/values.ts';

/** Characters of a cell; what is longer is cut. */
const MOST_CHARACTERS = 1000;

/** The user's columns: values of fields by filter name, for people and for sorting. */
export class Cells {
  readonly #infos: readonly (NameInfo | undefined)[];
  /** Which of the columns a field's rows stand in, kept from packet to packet. */
  readonly #columnsOf = new Map<Field, readonly number[]>();

  constructor(names: readonly string[], catalogue: FilterCatalogue) {
    this.#infos = names.map((name) => catalogue.get(name));
  }

  /** True when there are any. */
  get hasColumns(): boolean {
    return this.#infos.length > 0;
  }

  /** The cells of a packet as text, several values joined by commas; empty where it has no such field. */
  texts(tree: Tree, context: Context): string[] {
    const texts = this.#infos.map((info) => (info === undefined ? '' : otherText(info, tree, context)));
    if (texts.length === 0) return texts;
    for (let row = 0; row < tree.length; row++) {
      const columns = this.#columns(tree.field(row));
      if (columns.length === 0 || tree.sources[tree.source(row)]?.alternative === true) continue;
      for (const column of columns) {
        const before = texts[column]!;
        if (before.length > MOST_CHARACTERS) continue;
        const value = formatRow(tree, row) || (tree.field(row).type === 'protocol' ? tree.field(row).label : '');
        texts[column] = before === '' ? value : `${before},${value}`;
      }
    }
    return texts.map((text) => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text));
  }

  /** The first value of column 0, to sort by; undefined where the packet has none. */
  key(tree: Tree, context: Context): number | bigint | string | undefined {
    const [info] = this.#infos;
    if (info === undefined) return undefined;
    if (info.source.from !== 'rows') return otherText(info, tree, context) || undefined;
    for (let row = 0; row < tree.length; row++) {
      if (this.#columns(tree.field(row)).length === 0) continue;
      if (tree.sources[tree.source(row)]?.alternative === true) continue;
      const value = tree.field(row).type === 'protocol' ? formatRow(tree, row) : valueOfRow(tree, row);
      if (value !== undefined) return typeof value === 'object' ? octetsText(tree, row) : value;
    }
    return undefined;
  }

  #columns(field: Field): readonly number[] {
    const known = this.#columnsOf.get(field);
    if (known !== undefined) return known;
    const names = [field.filter, ...(field.also ?? [])];
    const columns = this.#infos.flatMap((info, i) =>
      info?.source.from === 'rows' && names.includes(info.source.row) ? [i] : [],
    );
    this.#columnsOf.set(field, columns);
    return columns;
  }
}

function octetsText(tree: Tree, row: number): string {
  return formatRow(tree, row);
}

/** Cells that are no rows: findings, layers, what the packet says as a whole. */
function otherText({ source }: NameInfo, tree: Tree, context: Context): string {
  switch (source.from) {
    case 'rows':
      return '';
    case 'findings':
      return tree.findings
        .map(source.value)
        .filter((value) => value !== undefined)
        .map(plainText)
        .join(',');
    case 'context':
      return plainText(source.value(context));
    case 'layers':
      return context.layers.some(({ protocol }) => protocol === source.protocol) ? source.protocol : '';
  }
}

function plainText(value: Value): string {
  return typeof value === 'object' ? (fromUtf8(value) ?? toHex(value)) : String(value);
}
