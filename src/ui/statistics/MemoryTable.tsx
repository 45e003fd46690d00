import { type ReactNode, useCallback, useMemo } from 'react';
import type { StatisticsTab } from '../state/statistics.ts';
import { type StatColumn, StatTable } from './StatTable.tsx';
import type { UseFilter } from './tab-props.ts';
import { useSort } from './use-sort.ts';

export interface MemoryTableProps<Row> {
  /** The tab, whose order it is. */
  readonly tab: StatisticsTab;
  readonly label: string;
  readonly columns: readonly StatColumn<Row>[];
  readonly rows: readonly Row[];
  /** A table whose order says something of its own (a tree, lengths) begins unsorted. */
  readonly filterOf: (row: Row) => string | undefined;
  readonly onFilter: UseFilter;
  readonly onCopy: (what: string, text: string) => void;
  readonly empty: string;
  readonly children?: ReactNode;
}

/** A table of rows that are all here; sorted here too. */
export function MemoryTable<Row>({ tab, columns, rows, children, ...rest }: MemoryTableProps<Row>): ReactNode {
  const [sort, setSort] = useSort(tab, columns);
  const sorted = useMemo(() => {
    const column = columns.find(({ id }) => id === sort?.id);
    if (column === undefined || sort === undefined) return rows;
    const value = column.value ?? column.text;
    const sign = sort.isDescending ? -1 : 1;
    return [...rows].sort((a, b) => sign * compare(value(a), value(b)));
  }, [columns, rows, sort]);
  const row = useCallback((place: number) => sorted[place], [sorted]);
  return (
    <StatTable
      {...rest}
      columns={columns}
      count={sorted.length}
      row={row}
      sort={sort}
      onSort={setSort}
      all={() => Promise.resolve(sorted)}
    >
      {children}
    </StatTable>
  );
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
}
