// biome-ignore-all lint/a11y/useSemanticElements: a virtual list scrolls with a spacer, which no table element allows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the keyboard and names its active row
import { type DragEvent, type KeyboardEvent, memo, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import { matches } from '../../actions/shortcut.ts';
import type { Columns } from '../../state/layout.ts';
import { nextSort, type Sort } from '../../state/listing.ts';
import { CopyMenu, type MenuEntry } from '../../widgets/CopyMenu.tsx';
import { SortedDownIcon, SortedUpIcon } from '../../widgets/icons.tsx';
import { type DraggedField, droppedField, isField } from '../field-drag.ts';
import { type ColumnId, movedBy, movedTo, resized, type ShownColumn, spelled } from './columns.ts';
import type { HeaderMenuAbout } from './header-menu.ts';
import './ListHeader.css';

const DRAG_TYPE = 'application/x-pushscope-column';
const KEY_STEP = 8;

export type HeaderMenu = (about: HeaderMenuAbout) => readonly MenuEntry[];

export interface ListHeaderProps {
  readonly columns: Columns;
  readonly shown: readonly ShownColumn[];
  readonly onColumns: (columns: Columns) => void;
  readonly sort: Sort | undefined;
  readonly onSort: (sort: Sort | undefined) => void;
  /** Fits columns to what stands in them. */
  readonly onFit: (ids: readonly ColumnId[]) => void;
  /** A column is to be edited in the head's place. */
  readonly onEdit: (id: ColumnId) => void;
  /** Loads the menu when it is first wanted. */
  readonly loadMenu: () => Promise<HeaderMenu>;
  /** A field of the packet was dropped in front of a column, or behind all. */
  readonly onField: (field: DraggedField, before: ColumnId | undefined) => void;
}

/** Head of the packet list: rows are ordered, columns are sized, moved and hidden here, by mouse, keys and menu. */
export const ListHeader = memo(function ListHeader(props: ListHeaderProps): ReactNode {
  const { columns, shown, onColumns, sort, onSort, onFit, onEdit, loadMenu, onField } = props;
  const [active, setActive] = useState<ColumnId>('number');
  /** The column that is being moved. */
  const [moved, setMoved] = useState<ColumnId>();
  const [landing, setLanding] = useState<Landing>();
  const [menuFor, setMenuFor] = useState<ShownColumn | undefined>(undefined);
  const [row, setRow] = useState<HTMLDivElement | null>(null);
  const [menu, setMenu] = useState<HeaderMenu>();
  const stop = shown.some(({ id }) => id === active) ? active : shown[0]?.id;

  const focus = (column: ShownColumn | undefined): void => {
    if (column === undefined) return;
    setActive(column.id);
    row?.querySelector<HTMLElement>(`[data-column="${column.id}"]`)?.focus();
  };
  // A column takes the place of another, a field comes between two.
  const sideOf = (event: DragEvent, column: ShownColumn): Landing['side'] | undefined => {
    if (isField(event.dataTransfer)) {
      const { left, width } = event.currentTarget.getBoundingClientRect();
      return event.clientX < left + width / 2 ? 'before' : 'after';
    }
    if (moved === undefined) return undefined;
    return shown.findIndex(({ id }) => id === moved) < shown.indexOf(column) ? 'after' : 'before';
  };
  const onDragOver = (event: DragEvent, column: ShownColumn): void => {
    const side = sideOf(event, column);
    if (side === undefined) return;
    event.preventDefault();
    if (landing?.over !== column.id || landing.side !== side) setLanding({ over: column.id, side });
  };
  const onDrop = (event: DragEvent, column: ShownColumn): void => {
    const side = sideOf(event, column);
    if (side === undefined) return;
    event.preventDefault();
    setLanding(undefined);
    const field = droppedField(event.dataTransfer);
    if (field !== undefined) onField(field, side === 'before' ? column.id : shown[shown.indexOf(column) + 1]?.id);
    else if (moved !== undefined) onColumns(movedTo(columns, moved, column.id));
  };
  const onKeyDown = (event: KeyboardEvent, column: ShownColumn): void => {
    if (matches('F2', event)) {
      event.preventDefault();
      event.stopPropagation();
      onEdit(column.id);
      return;
    }
    if ((event.key === 'Enter' || event.key === ' ') && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      event.stopPropagation();
      onSort(nextSort(sort, column.id));
      return;
    }
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : undefined;
    if (step === undefined || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.ctrlKey && event.shiftKey) onColumns(movedBy(columns, column.id, step));
    else if (event.shiftKey) onColumns(resized(columns, column.id, column.width + step * KEY_STEP));
    else focus(shown[shown.indexOf(column) + step]);
  };

  return (
    <CopyMenu
      entries={() => menu?.({ column: menuFor, onFit, onEdit }) ?? []}
      home={() => row?.querySelector<HTMLElement>('[tabindex="0"]')}
    >
      <div
        role="row"
        className="list-header"
        aria-rowindex={1}
        ref={setRow}
        onContextMenu={({ target }) => {
          const cell = target instanceof Element ? target.closest<HTMLElement>('[data-column]') : null;
          setMenuFor(shown.find(({ id }) => id === cell?.dataset['column']));
          void loadMenu().then((loaded) => setMenu(() => loaded));
        }}
        onDragLeave={({ currentTarget, relatedTarget }) => {
          if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setLanding(undefined);
        }}
      >
        <div role="columnheader" className="list-header-cell list-header-signs">
          <span className="unseen">Signs</span>
        </div>
        {shown.map((column) => (
          <div
            key={column.id}
            role="columnheader"
            className={classOf(column, moved, landing)}
            data-column={column.id}
            tabIndex={column.id === stop ? 0 : -1}
            aria-keyshortcuts="F2 Shift+ArrowLeft Shift+ArrowRight Control+Shift+ArrowLeft Control+Shift+ArrowRight"
            aria-sort={sortOf(sort, column.id)}
            title={`${column.label}${column.isAdded ? ` [${spelled(column.id)}]` : ''}: click to sort`}
            draggable
            onClick={() => onSort(nextSort(sort, column.id))}
            onFocus={() => setActive(column.id)}
            onKeyDown={(event) => onKeyDown(event, column)}
            onDragStart={(event) => {
              event.dataTransfer.setData(DRAG_TYPE, column.id);
              event.dataTransfer.effectAllowed = 'move';
              setMoved(column.id);
            }}
            onDragOver={(event) => onDragOver(event, column)}
            onDragEnd={() => {
              setMoved(undefined);
              setLanding(undefined);
            }}
            onDrop={(event) => onDrop(event, column)}
          >
            <span className="list-header-label">{column.label}</span>
            {sort?.key === column.id ? <SortSign isDescending={sort.isDescending} /> : undefined}
            <ResizeHandle
              onResize={(by) => onColumns(resized(columns, column.id, column.width + by))}
              onReset={() => onFit([column.id])}
            />
          </div>
        ))}
      </div>
    </CopyMenu>
  );
});

function sortOf(sort: Sort | undefined, id: ColumnId): 'ascending' | 'descending' | 'none' {
  if (sort?.key !== id) return 'none';
  return sort.isDescending ? 'descending' : 'ascending';
}

function SortSign({ isDescending }: { readonly isDescending: boolean }): ReactNode {
  return <span className="list-header-sort">{isDescending ? <SortedDownIcon /> : <SortedUpIcon />}</span>;
}

/** Where what is dragged would land. */
interface Landing {
  readonly over: ColumnId;
  readonly side: 'before' | 'after';
}

function classOf({ id, align }: ShownColumn, moved: ColumnId | undefined, landing: Landing | undefined): string {
  return [
    'list-header-cell',
    `list-header-${align}`,
    ...(moved === id ? ['list-header-moved'] : []),
    ...(landing?.over === id && moved !== id ? [`list-header-drop-${landing.side}`] : []),
  ].join(' ');
}

interface ResizeHandleProps {
  readonly onResize: (by: number) => void;
  readonly onReset: () => void;
}

/** For the mouse only; keys size the column from its head. */
function ResizeHandle({ onResize, onReset }: ResizeHandleProps): ReactNode {
  const last = useRef<number | undefined>(undefined);
  const onPointerMove = (event: PointerEvent): void => {
    if (last.current === undefined) return;
    onResize(event.clientX - last.current);
    last.current = event.clientX;
  };
  return (
    <span
      className="list-header-handle"
      aria-hidden="true"
      draggable
      // A click here sizes and does not sort.
      onClick={(event) => event.stopPropagation()}
      onDragStart={(event) => {
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        last.current = event.clientX;
      }}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        last.current = undefined;
      }}
      onDoubleClick={onReset}
    />
  );
}
