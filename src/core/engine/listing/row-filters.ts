import { parseColumnKey } from '../../base/column-key.ts';
import { decimalSeconds } from '../../base/time.ts';
import type { Tree } from '../../codec/tree.ts';
import { rowValue } from '../../codec/value.ts';
import type { Context } from '../../dissect/context.ts';
import type { FilterCatalogue } from '../../filter/catalogue.ts';
import { quoteText } from '../../filter/literal-text.ts';
import { filterFor } from '../../filter/quote.ts';
import { type Value, valueText } from '../../filter/values.ts';
import { Cells } from './cells.ts';

/** Values of one name that a filter demands together. */
const MOST_VALUES = 4;

/** Filter that selects what a row of a tree says; undefined when there is no such row. */
export function filterOfRow(tree: Tree, row: number): string | undefined {
  return row >= 0 && row < tree.length ? filterFor(tree.field(row), rowValue(tree, row)) : undefined;
}

/** Filter that selects what a cell of a packet's row in the list says; undefined when the cell is empty. */
export function filterOfCell(
  key: string,
  tree: Tree,
  context: Context,
  catalogue: FilterCatalogue,
): string | undefined {
  const { frame } = context;
  switch (key) {
    case 'number':
      return `frame.number == ${frame.number}`;
    case 'time':
      return `frame.time_epoch == ${decimalSeconds(frame.seconds, frame.nanos)}`;
    case 'length':
      return `frame.len == ${frame.original}`;
    case 'source':
      return ofAddress(tree, context.source, '_ws.col.def_src');
    case 'destination':
      return ofAddress(tree, context.destination, '_ws.col.def_dst');
    case 'protocol':
      return `_ws.col.protocol == ${quoteText(context.protocolName)}`;
    case 'info':
      return `_ws.col.info == ${quoteText(context.info)}`;
    default:
      return ofColumn(key, tree, context, catalogue);
  }
}

/** The innermost row that holds the address, so that the filter is about the field that has it. */
function ofAddress(tree: Tree, shown: string, column: string): string | undefined {
  if (shown === '') return undefined;
  const wanted = column.endsWith('src') ? SOURCES : DESTINATIONS;
  for (let row = tree.length - 1; row >= 0; row--) {
    const field = tree.field(row);
    if (wanted.has(field.filter) && rowValue(tree, row) === shown) return filterFor(field, shown);
  }
  return `${column} == ${quoteText(shown)}`;
}

const SOURCES: ReadonlySet<string> = new Set(['ip.src', 'ipv6.src', 'eth.src', 'sll.src.eth']);
const DESTINATIONS: ReadonlySet<string> = new Set(['ip.dst', 'ipv6.dst', 'eth.dst']);

/** What a column of fields shows of a packet: the one value that it shows alone, else all of them. */
function ofColumn(key: string, tree: Tree, context: Context, catalogue: FilterCatalogue): string | undefined {
  const { fields = [], occurrence = 0 } = parseColumnKey(key) ?? {};
  const row = occurrence === 0 ? undefined : new Cells([key], catalogue).shownRow(tree, context);
  if (row === undefined) return joined(fields.flatMap((name) => ofName(name, tree, context, catalogue) ?? []));
  const field = tree.field(row);
  const name = fields.find((one) => one === field.filter || field.also?.includes(one) === true);
  return filterFor({ ...field, filter: name ?? field.filter }, rowValue(tree, row));
}

function ofName(name: string, tree: Tree, context: Context, catalogue: FilterCatalogue): string | undefined {
  const source = catalogue.get(name)?.source;
  switch (source?.from) {
    case 'rows':
      return ofRows(name, source.row, tree);
    case 'findings':
      return ofTexts(name, tree.findings.map(source.value));
    case 'context':
      return ofTexts(name, [source.value(context)]);
    case 'layers':
      return context.layers.some(({ protocol }) => protocol === source.protocol) ? name : undefined;
    case undefined:
      return undefined;
  }
}

/** Every value of the name, as long as they are few. */
function ofRows(name: string, wanted: string, tree: Tree): string | undefined {
  const filters = new Set<string>();
  for (let row = 0; row < tree.length && filters.size < MOST_VALUES; row++) {
    const field = tree.field(row);
    if (field.filter !== wanted && field.also?.includes(wanted) !== true) continue;
    if (tree.sources[tree.source(row)]?.alternative === true) continue;
    // The user asked about this name, not about the field that counts under it.
    filters.add(filterFor({ ...field, filter: name }, rowValue(tree, row)));
  }
  return joined(filters);
}

/** The same of values that are no rows: what findings say, and the packet as a whole. */
function ofTexts(name: string, values: readonly (Value | undefined)[]): string | undefined {
  const texts = new Set(values.flatMap((value) => (value === undefined ? [] : [valueText(value, 'text')])));
  texts.delete('');
  return joined([...texts].slice(0, MOST_VALUES).map((text) => `${name} == ${quoteText(text)}`));
}

function joined(filters: Iterable<string>): string | undefined {
  return [...filters].join(' && ') || undefined;
}
