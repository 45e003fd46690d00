// biome-ignore-all lint/a11y/useSemanticElements: a virtual list scrolls with a spacer, which no table element allows
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the keyboard and names its active row
import { ContextMenu } from 'radix-ui';
import { type KeyboardEvent, memo, type PointerEvent, type ReactNode, useRef, useState } from 'react';
import type { Columns } from '../../state/layout.ts';
import { nextSort, type Sort } from '../../state/listing.ts';
import { CheckIcon, SortedDownIcon, SortedUpIcon } from '../../widgets/icons.tsx';
import {
  type ColumnId,
  movedBy,
  movedTo,
  orderedColumns,
  resized,
  type ShownColumn,
  toggled,
  withoutField,
} from './columns.ts';
import { type TimeChoices, TimeItems } from './TimeItems.tsx';
import '../../widgets/Menu.css';
import './ListHeader.css';

const DRAG_TYPE = 'application/x-pushscope-column';
const KEY_STEP = 8;

export interface ListHeaderProps {
  readonly columns: Columns;
  readonly shown: readonly ShownColumn[];
  readonly onColumns: (columns: Columns) => void;
  readonly timeChoices: TimeChoices;
  readonly sort: Sort | undefined;
  readonly onSort: (sort: Sort | undefined) => void;
  /** Fits a column to what stands in it. */
  readonly onAutoSize: (id: ColumnId) => void;
  /** The user wants to name, add or remove columns. */
  readonly onEdit: () => void;
}

/** Head of the packet list: rows are ordered, columns are sized, moved and hidden here, by mouse, keys and menu. */
export const ListHeader = memo(function ListHeader(props: ListHeaderProps): ReactNode {
  const { columns, shown, onColumns, timeChoices, sort, onSort, onAutoSize, onEdit } = props;
  const [active, setActive] = useState<ColumnId>('number');
  const [dragged, setDragged] = useState<{ readonly id: ColumnId; readonly over: ColumnId | undefined }>();
  const [menuFor, setMenuFor] = useState<ShownColumn | undefined>(undefined);
  const [row, setRow] = useState<HTMLDivElement | null>(null);
  const stop = shown.some(({ id }) => id === active) ? active : shown[0]?.id;

  const focus = (column: ShownColumn | undefined): void => {
    if (column === undefined) return;
    setActive(column.id);
    row?.querySelector<HTMLElement>(`[data-column="${column.id}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, column: ShownColumn): void => {
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
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>
        <div role="row" className="list-header" aria-rowindex={1} ref={setRow}>
          <div role="columnheader" className="list-header-cell list-header-signs">
            <span className="unseen">Signs</span>
          </div>
          {shown.map((column) => (
            <div
              key={column.id}
              role="columnheader"
              className={classOf(column, dropSide(shown, column, dragged))}
              data-column={column.id}
              tabIndex={column.id === stop ? 0 : -1}
              aria-keyshortcuts="Shift+ArrowLeft Shift+ArrowRight Control+Shift+ArrowLeft Control+Shift+ArrowRight"
              aria-sort={sortOf(sort, column.id)}
              title={`${column.label}${column.isAdded ? ` [${column.id}]` : ''}: click to sort`}
              draggable
              onClick={() => onSort(nextSort(sort, column.id))}
              onFocus={() => setActive(column.id)}
              onKeyDown={(event) => onKeyDown(event, column)}
              onContextMenu={() => setMenuFor(column)}
              onDragStart={(event) => {
                event.dataTransfer.setData(DRAG_TYPE, column.id);
                event.dataTransfer.effectAllowed = 'move';
                setDragged({ id: column.id, over: undefined });
              }}
              onDragOver={(event) => {
                if (dragged === undefined || !event.dataTransfer.types.includes(DRAG_TYPE)) return;
                event.preventDefault();
                if (dragged.over !== column.id) setDragged({ ...dragged, over: column.id });
              }}
              onDragEnd={() => setDragged(undefined)}
              onDrop={(event) => {
                if (dragged === undefined) return;
                event.preventDefault();
                onColumns(movedTo(columns, dragged.id, column.id));
                setDragged(undefined);
              }}
            >
              <span className="list-header-label">{column.label}</span>
              {sort?.key === column.id ? <SortSign isDescending={sort.isDescending} /> : undefined}
              <ResizeHandle
                onResize={(by) => onColumns(resized(columns, column.id, column.width + by))}
                onReset={() => onAutoSize(column.id)}
              />
            </div>
          ))}
        </div>
      </ContextMenu.Trigger>
      <ContextMenu.Portal container={row?.closest('section') ?? null}>
        <ContextMenu.Content className="menu list-header-menu" collisionPadding={8}>
          {menuFor === undefined ? undefined : (
            <>
              <SortItems column={menuFor} sort={sort} onSort={onSort} />
              <ContextMenu.Separator className="menu-line" />
              <ContextMenu.Item className="menu-item" onSelect={() => onColumns(toggled(columns, menuFor.id))}>
                Hide {menuFor.label}
              </ContextMenu.Item>
              {menuFor.isAdded ? (
                <ContextMenu.Item className="menu-item" onSelect={() => onColumns(withoutField(columns, menuFor.id))}>
                  Remove {menuFor.label}
                </ContextMenu.Item>
              ) : undefined}
              <ContextMenu.Item className="menu-item" onSelect={() => onColumns(movedBy(columns, menuFor.id, -1))}>
                Move left <span className="menu-keys">Ctrl+Shift+←</span>
              </ContextMenu.Item>
              <ContextMenu.Item className="menu-item" onSelect={() => onColumns(movedBy(columns, menuFor.id, 1))}>
                Move right <span className="menu-keys">Ctrl+Shift+→</span>
              </ContextMenu.Item>
              <ContextMenu.Item className="menu-item" onSelect={() => onAutoSize(menuFor.id)}>
                Fit to content
              </ContextMenu.Item>
              <ContextMenu.Item
                className="menu-item"
                onSelect={() => onColumns(resized(columns, menuFor.id, undefined))}
              >
                Usual width <span className="menu-keys">Shift+← → sizes</span>
              </ContextMenu.Item>
              <ContextMenu.Separator className="menu-line" />
            </>
          )}
          <ContextMenu.Label className="menu-label">Columns</ContextMenu.Label>
          {orderedColumns(columns).map(({ id, label, isVisible }) => (
            <ContextMenu.CheckboxItem
              key={id}
              className="menu-item"
              checked={isVisible}
              onCheckedChange={() => onColumns(toggled(columns, id))}
            >
              <ContextMenu.ItemIndicator className="menu-check">
                <CheckIcon />
              </ContextMenu.ItemIndicator>
              {label}
            </ContextMenu.CheckboxItem>
          ))}
          <ContextMenu.Item className="menu-item" onSelect={onEdit}>
            Add, rename, remove columns...
          </ContextMenu.Item>
          <ContextMenu.Separator className="menu-line" />
          <TimeItems choices={timeChoices} home={row?.closest('section') ?? null} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
});

function sortOf(sort: Sort | undefined, id: ColumnId): 'ascending' | 'descending' | 'none' {
  if (sort?.key !== id) return 'none';
  return sort.isDescending ? 'descending' : 'ascending';
}

function SortSign({ isDescending }: { readonly isDescending: boolean }): ReactNode {
  return <span className="list-header-sort">{isDescending ? <SortedDownIcon /> : <SortedUpIcon />}</span>;
}

interface SortItemsProps extends Pick<ListHeaderProps, 'sort' | 'onSort'> {
  readonly column: ShownColumn;
}

/** The same as a click on the head, said in words. */
function SortItems({ column: { id }, sort, onSort }: SortItemsProps): ReactNode {
  return (
    <>
      <ContextMenu.Item className="menu-item" onSelect={() => onSort({ key: id, isDescending: false })}>
        Sort ascending <span className="menu-keys">Enter</span>
      </ContextMenu.Item>
      <ContextMenu.Item className="menu-item" onSelect={() => onSort({ key: id, isDescending: true })}>
        Sort descending
      </ContextMenu.Item>
      <ContextMenu.Item className="menu-item" disabled={sort === undefined} onSelect={() => onSort(undefined)}>
        Order of the capture
      </ContextMenu.Item>
    </>
  );
}

/** On which side of a column the dragged one would land. */
function dropSide(
  shown: readonly ShownColumn[],
  column: ShownColumn,
  dragged: { readonly id: ColumnId; readonly over: ColumnId | undefined } | undefined,
): 'before' | 'after' | undefined {
  if (dragged?.over !== column.id || dragged.id === column.id) return undefined;
  return shown.findIndex(({ id }) => id === dragged.id) < shown.indexOf(column) ? 'after' : 'before';
}

function classOf({ isNumber }: ShownColumn, side: 'before' | 'after' | undefined): string {
  return [
    'list-header-cell',
    ...(isNumber ? ['list-header-number'] : []),
    ...(side === undefined ? [] : [`list-header-drop-${side}`]),
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
