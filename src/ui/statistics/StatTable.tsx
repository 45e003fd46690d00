// biome-ignore-all lint/a11y/useSemanticElements: a table of which only the rows in view exist cannot be a table element
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { csvLine } from '../../core/base/csv.ts';
import { visibleText } from '../capture/details/visible-text.ts';
import { filterEntries, type UseAsFilter } from '../capture/filter/filter-menu.ts';
import type { TableSort } from '../state/statistics.ts';
import { CopyMenu, type MenuEntry } from '../widgets/CopyMenu.tsx';
import type { UseFilter } from './tab-props.ts';
import './StatTable.css';

export interface StatColumn<Row> {
  readonly id: string;
  readonly label: string;
  readonly isNumber?: boolean;
  /** Grid track: `minmax(120px, 1fr)`. */
  readonly width: string;
  /** What the cell shows; text unless it is drawn. */
  readonly text: (row: Row) => string;
  readonly draw?: (row: Row) => ReactNode;
  /** What is copied and sorted by; the text when left out. */
  readonly value?: (row: Row) => string | number;
  /** 0 to 1: a bar behind the number. */
  readonly bar?: (row: Row) => number;
}

export interface StatTableProps<Row> {
  readonly label: string;
  readonly columns: readonly StatColumn<Row>[];
  readonly count: number;
  /** Row at a place; undefined while it is on its way. */
  readonly row: (place: number) => Row | undefined;
  readonly sort: TableSort | undefined;
  readonly onSort: ((sort: TableSort) => void) | undefined;
  readonly filterOf: (row: Row) => string | undefined;
  readonly onFilter: UseFilter;
  /** Places in view. */
  readonly onWindow?: (from: number, to: number) => void;
  /** All rows, for copying. */
  readonly all: () => Promise<readonly Row[]>;
  readonly onCopy: (what: string, text: string) => void;
  readonly empty: string;
  /** Buttons and words in the line above the table. */
  readonly children?: ReactNode;
}

const HEAD = 1;
const OVERSCAN = 4;

/** A dense table of which only the rows in view exist. */
export function StatTable<Row>(props: StatTableProps<Row>): ReactNode {
  const { label, columns, count, row, sort, onSort, filterOf, onFilter, onWindow, empty } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 400, rowHeight: 22 });
  const [selected, setSelected] = useState(0);
  const place = Math.min(selected, Math.max(0, count - 1));
  const from = Math.max(0, Math.floor(view.top / view.rowHeight) - OVERSCAN);
  const to = Math.min(count, Math.ceil((view.top + view.height) / view.rowHeight) + OVERSCAN);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = (): void => {
      const rowHeight = Number.parseFloat(getComputedStyle(element).getPropertyValue('--row-height')) || 22;
      setView({ top: element.scrollTop, height: element.clientHeight, rowHeight });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    measure();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);
  useEffect(() => onWindow?.(from, to), [onWindow, from, to]);

  const select = (next: number): void => {
    const bounded = Math.min(count - 1, Math.max(0, next));
    setSelected(bounded);
    const element = box.current;
    if (element === null) return;
    const top = bounded * view.rowHeight;
    const room = element.clientHeight - (HEAD + 1) * view.rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top > element.scrollTop + room) element.scrollTop = top - room;
  };
  const chosen = row(place);
  const filter = chosen === undefined ? undefined : filterOf(chosen);
  const use: UseAsFilter = (how, isApplied) => {
    if (filter !== undefined) onFilter(filter, how, isApplied);
  };
  const copyRow = (): void => {
    if (chosen !== undefined) props.onCopy('row', tsv(columns, [chosen], false));
  };
  const copyAll = (form: 'TSV' | 'CSV'): void => {
    void props.all().then((rows) => {
      props.onCopy(`${rows.length} rows as ${form}`, form === 'TSV' ? tsv(columns, rows, true) : csv(columns, rows));
    });
  };
  const page = Math.max(1, Math.floor(view.height / view.rowHeight) - 2);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'c' && (event.ctrlKey || event.metaKey)) copyRow();
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === 'ArrowDown') select(place + 1);
    else if (event.key === 'ArrowUp') select(place - 1);
    else if (event.key === 'PageDown') select(place + page);
    else if (event.key === 'PageUp') select(place - page);
    else if (event.key === 'Home') select(0);
    else if (event.key === 'End') select(count - 1);
    else if (event.key === 'Enter') use('selected', !event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const entries: readonly MenuEntry[] = [
    ...filterEntries(undefined, use).map((entry) => ({ ...entry, disabled: filter === undefined })),
    {
      id: 'copy-filter',
      label: 'Copy filter',
      disabled: filter === undefined,
      run: () => props.onCopy('filter', filter ?? ''),
    },
    { id: 'copy-row', label: 'Copy row', keys: 'Ctrl+C', separator: true, run: copyRow },
    { id: 'copy-tsv', label: 'Copy table as TSV', run: () => copyAll('TSV') },
    { id: 'copy-csv', label: 'Copy table as CSV', run: () => copyAll('CSV') },
  ];
  const tracks = columns.map(({ width }) => width).join(' ');
  // Rows are grids of their own: only a stated width keeps their columns in line.
  const least = columns.reduce((sum, { width }) => sum + Number(/\d+/.exec(width)?.[0] ?? 0), 0);
  return (
    <div className="stat-table">
      <div className="stat-table-bar">
        {props.children}
        <span className="stat-table-gap" />
        <button
          type="button"
          className="button"
          disabled={filter === undefined}
          title={filter ?? 'No filter leads to this row'}
          onClick={() => use('selected', true)}
        >
          Apply as filter
        </button>
        <button type="button" className="button" disabled={filter === undefined} onClick={() => use('selected', false)}>
          Prepare
        </button>
        <button type="button" className="button" disabled={count === 0} onClick={() => copyAll('CSV')}>
          Copy CSV
        </button>
        <button type="button" className="button" disabled={count === 0} onClick={() => copyAll('TSV')}>
          Copy TSV
        </button>
      </div>
      <CopyMenu entries={() => entries}>
        <div
          ref={box}
          className="stat-table-box"
          role="grid"
          tabIndex={0}
          aria-label={label}
          aria-rowcount={count + HEAD}
          aria-colcount={columns.length}
          aria-activedescendant={place >= from && place < to ? `${id}-${place}` : undefined}
          style={{ '--columns': tracks, '--rows': count, '--least': `${least}px` } as CSSProperties}
          onKeyDown={onKeyDown}
        >
          <div className="stat-table-head" role="row" tabIndex={-1} aria-rowindex={1}>
            {columns.map((column) => {
              const isSorted = sort?.id === column.id;
              const order = isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none';
              const onClick = (): void =>
                onSort?.({ id: column.id, isDescending: isSorted ? !sort.isDescending : column.isNumber === true });
              return (
                <div
                  key={column.id}
                  role="columnheader"
                  tabIndex={-1}
                  aria-sort={order}
                  className={column.isNumber === true ? 'stat-cell-number' : undefined}
                >
                  {onSort === undefined ? (
                    column.label
                  ) : (
                    <button type="button" tabIndex={-1} onClick={onClick}>
                      {column.label}
                      <span aria-hidden="true">{isSorted ? (sort.isDescending ? ' ▾' : ' ▴') : ''}</span>
                    </button>
                  )}
                </div>
              );
            })}
          </div>
          <div className="stat-table-rows" role="presentation">
            {Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i).map((at) => {
              const shown = row(at);
              return (
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the grid's, which has the focus
                <div
                  key={at}
                  id={`${id}-${at}`}
                  role="row"
                  tabIndex={-1}
                  aria-rowindex={at + 1 + HEAD}
                  aria-selected={at === place}
                  className="stat-row"
                  style={{ '--place': at } as CSSProperties}
                  onClick={() => setSelected(at)}
                  onContextMenu={() => setSelected(at)}
                  onDoubleClick={() => use('selected', true)}
                >
                  {columns.map((column) => (
                    <Cell key={column.id} column={column} row={shown} />
                  ))}
                </div>
              );
            })}
          </div>
          {count === 0 ? <p className="stat-table-empty">{empty}</p> : undefined}
        </div>
      </CopyMenu>
    </div>
  );
}

function Cell<Row>({ column, row }: { readonly column: StatColumn<Row>; readonly row: Row | undefined }): ReactNode {
  const share = row === undefined ? undefined : column.bar?.(row);
  return (
    <div
      role="gridcell"
      tabIndex={-1}
      className={column.isNumber === true ? 'stat-cell stat-cell-number' : 'stat-cell'}
      style={share === undefined ? undefined : ({ '--share': Math.min(1, Math.max(0, share)) } as CSSProperties)}
      data-bar={share === undefined ? undefined : ''}
    >
      {row === undefined ? '' : (column.draw?.(row) ?? visibleText(column.text(row)))}
    </div>
  );
}

const copied = <Row,>(column: StatColumn<Row>, row: Row): string | number => column.value?.(row) ?? column.text(row);

function csv<Row>(columns: readonly StatColumn<Row>[], rows: readonly Row[]): string {
  const head = csvLine(columns.map(({ label }) => label));
  return head + rows.map((row) => csvLine(columns.map((column) => copied(column, row)))).join('');
}

function tsv<Row>(columns: readonly StatColumn<Row>[], rows: readonly Row[], hasHead: boolean): string {
  // Spreadsheets run formulas in pasted tables as well; a tab or a line end in a text would break the table.
  const safe = (value: string | number): string =>
    typeof value === 'number' ? String(value) : value.replace(/[\t\r\n]/g, ' ').replace(/^(\s*[=+\-@])/, "'$1");
  const lines = rows.map((row) => columns.map((column) => safe(copied(column, row))).join('\t'));
  return [...(hasHead ? [columns.map(({ label }) => label).join('\t')] : []), ...lines].join('\n');
}
