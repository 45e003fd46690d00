import { decimalSeconds } from '../../base/time.ts';
import type { Tree } from '../../codec/tree.ts';
import type { Context } from '../../dissect/context.ts';
import type { ExportColumn } from '../export-views.ts';
import { judgedSeverity, judgedVerdict } from '../judgement.ts';
import type { SortKey } from '../listing-views.ts';

type Cell = string | number;
type Row = (index: number, tree: Tree, context: Context, judged: number) => readonly Cell[];

/** Columns that every list has; times are seconds since 1970, whatever the list shows. */
const USUAL: ReadonlyMap<SortKey, (index: number, context: Context) => Cell> = new Map<
  SortKey,
  (index: number, context: Context) => Cell
>([
  ['number', (index) => index + 1],
  ['time', (_index, { frame }) => decimalSeconds(frame.seconds, frame.nanos)],
  ['source', (_index, { source }) => source],
  ['destination', (_index, { destination }) => destination],
  ['protocol', (_index, { protocolName }) => protocolName],
  ['length', (_index, { frame }) => frame.original],
  ['info', (_index, { info }) => info],
]);

const USUAL_COLUMNS: readonly ExportColumn[] = [
  { key: 'number', label: 'No.' },
  { key: 'time', label: 'Time' },
  { key: 'source', label: 'Source' },
  { key: 'destination', label: 'Destination' },
  { key: 'protocol', label: 'Protocol' },
  { key: 'length', label: 'Length' },
  { key: 'info', label: 'Info' },
];

/**
 * Head and cells of a packet in a CSV table: the columns, the worst finding, the verdict on the digest.
 * @param valuesOf gives the values of fields, by filter name, as the list shows them
 * @returns `hasFields` true when cells need the whole tree
 */
export function exportCells(
  columns: readonly ExportColumn[] = USUAL_COLUMNS,
  valuesOf: (fields: readonly string[]) => (tree: Tree, context: Context) => readonly string[],
): { readonly head: readonly string[]; readonly cells: Row; readonly hasFields: boolean } {
  const fields = columns.flatMap(({ key }) => (USUAL.has(key) ? [] : [key]));
  const values = valuesOf(fields);
  return {
    head: [...columns.map(({ label }) => label), 'Findings', 'Digest'],
    hasFields: fields.length > 0,
    cells: (index, tree, context, judged) => {
      const own = values(tree, context);
      return [
        ...columns.map(({ key }) => USUAL.get(key)?.(index, context) ?? own[fields.indexOf(key)] ?? ''),
        judgedSeverity(judged) ?? '',
        judgedVerdict(judged) ?? '',
      ];
    },
  };
}
