import { fromUtf8, toHex } from '../../base/bytes.ts';
import { type FieldColumn, parseColumnKey } from '../../base/column-key.ts';
import type { Field } from '../../codec/field.ts';
import type { Tree } from '../../codec/tree.ts';
import { formatName, formatRow, formatValue } from '../../codec/value.ts';
import type { Context } from '../../dissect/context.ts';
import type { FilterCatalogue, NameInfo } from '../../filter/catalogue.ts';
import { type Value, valueOfRow } from '../../filter/values.ts';

/** Characters of a cell; what is longer is cut. */
const MOST_CHARACTERS = 1000;

/** What one column shows. */
interface Column extends Pick<FieldColumn, 'occurrence'> {
  readonly infos: readonly NameInfo[];
  /** A row's value as it is shown there. */
  readonly format: (tree: Tree, row: number) => string;
  /** True when it is ordered by what it shows, and not by the values behind that. */
  readonly isText: boolean;
}

const FORMATS = { details: formatRow, strings: formatName, values: formatValue } as const;

/** The user's columns: values of fields by the key of the column (see `columnKey`), for people and for sorting. */
export class Cells {
  readonly #columns: readonly Column[];
  /** Which of the columns a field's rows stand in, kept from packet to packet. */
  readonly #columnsOf = new Map<Field, readonly number[]>();

  constructor(keys: readonly string[], catalogue: FilterCatalogue) {
    this.#columns = keys.map((key) => {
      const { fields = [], occurrence = 0, display = 'details' } = parseColumnKey(key) ?? {};
      const infos = fields.flatMap((name) => catalogue.get(name) ?? []);
      return { infos, occurrence, format: FORMATS[display], isText: display === 'strings' };
    });
  }

  /** True when there are any. */
  get hasColumns(): boolean {
    return this.#columns.length > 0;
  }

  /**
   * The cells of a packet as text, several values joined by commas unless the column wants one of them alone; empty where it has no
   * such field.
   */
  texts(tree: Tree, context: Context): string[] {
    if (this.#columns.length === 0) return [];
    const texts = this.#columns.map((column) =>
      column.occurrence === 0 ? otherTexts(column, tree, context).join(',') : '',
    );
    for (let row = 0; row < tree.length; row++) {
      const places = this.#columnsAt(tree, row);
      for (const place of places) {
        const column = this.#columns[place]!;
        const before = texts[place]!;
        if (column.occurrence !== 0 || before.length > MOST_CHARACTERS) continue;
        const value = rowText(column, tree, row);
        texts[place] = before === '' ? value : `${before},${value}`;
      }
    }
    for (const [place, column] of this.#columns.entries())
      if (column.occurrence !== 0) texts[place] = this.#one(place, column, tree, context)?.text ?? '';
    return texts.map((text) => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text));
  }

  /** What column 0 is sorted by: its first value, or the one that it shows alone; undefined where the packet has none. */
  key(tree: Tree, context: Context): number | bigint | string | undefined {
    const [column] = this.#columns;
    if (column === undefined) return undefined;
    if (column.occurrence !== 0) {
      const one = this.#one(0, column, tree, context);
      return one?.row === undefined ? one?.text : rowKey(column, tree, one.row);
    }
    const others = otherTexts(column, tree, context).join(',');
    if (others !== '') return others;
    for (let row = 0; row < tree.length; row++) {
      const key = this.#columnsAt(tree, row).length === 0 ? undefined : rowKey(column, tree, row);
      if (key !== undefined) return key;
    }
    return undefined;
  }

  /** The row whose value column 0 shows alone; undefined where the packet has none. */
  shownRow(tree: Tree, context: Context): number | undefined {
    const [column] = this.#columns;
    return column && this.#one(0, column, tree, context)?.row;
  }

  /** The value that a column shows alone, and the row that has it. */
  #one(
    place: number,
    column: Column,
    tree: Tree,
    context: Context,
  ): { readonly text: string; readonly row: number | undefined } | undefined {
    const { occurrence } = column;
    const step = occurrence < 0 ? -1 : 1;
    let left = Math.abs(occurrence);
    const others = otherTexts(column, tree, context);
    // What is no row stands before all rows.
    if (step > 0 && left <= others.length) return { text: others[left - 1]!, row: undefined };
    if (step > 0) left -= others.length;
    for (let row = step > 0 ? 0 : tree.length - 1; row >= 0 && row < tree.length; row += step) {
      if (!this.#columnsAt(tree, row).includes(place)) continue;
      const text = rowText(column, tree, row);
      if (text !== '' && --left === 0) return { text, row };
    }
    const text = step < 0 ? others.at(-left) : undefined;
    return text === undefined ? undefined : { text, row: undefined };
  }

  /** Which of the columns a row stands in. */
  #columnsAt(tree: Tree, row: number): readonly number[] {
    const field = tree.field(row);
    let columns = this.#columnsOf.get(field);
    if (columns === undefined) {
      const names = [field.filter, ...(field.also ?? [])];
      columns = this.#columns.flatMap(({ infos }, place) =>
        infos.some(({ source }) => source.from === 'rows' && names.includes(source.row)) ? [place] : [],
      );
      this.#columnsOf.set(field, columns);
    }
    if (columns.length === 0 || tree.sources[tree.source(row)]?.alternative === true) return NONE;
    return columns;
  }
}

const NONE: readonly number[] = [];

function rowText({ format }: Column, tree: Tree, row: number): string {
  return format(tree, row) || (tree.field(row).type === 'protocol' ? tree.field(row).label : '');
}

function rowKey(column: Column, tree: Tree, row: number): number | bigint | string | undefined {
  if (column.isText) return rowText(column, tree, row) || undefined;
  const value = tree.field(row).type === 'protocol' ? formatRow(tree, row) : valueOfRow(tree, row);
  return typeof value === 'object' ? formatRow(tree, row) : value;
}

/** Values that are no rows: findings, layers, what the packet says as a whole. */
function otherTexts({ infos }: Column, tree: Tree, context: Context): string[] {
  const texts: string[] = [];
  for (const { source } of infos) {
    switch (source.from) {
      case 'rows':
        break;
      case 'findings':
        for (const finding of tree.findings) {
          const value = source.value(finding);
          if (value !== undefined) texts.push(plainText(value));
        }
        break;
      case 'context':
        texts.push(plainText(source.value(context)));
        break;
      case 'layers':
        if (context.layers.some(({ protocol }) => protocol === source.protocol)) texts.push(source.protocol);
        break;
    }
  }
  return texts;
}

function plainText(value: Value): string {
  return typeof value === 'object' ? (fromUtf8(value) ?? toHex(value)) : String(value);
}
