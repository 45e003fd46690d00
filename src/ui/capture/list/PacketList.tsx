// biome-ignore-all lint/a11y/useSemanticElements: a virtual list scrolls with a spacer, which no table element allows
import {
  type CSSProperties,
  type KeyboardEvent,
  lazy,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  Suspense,
  startTransition,
  useCallback,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { isMac } from '../../actions/use-shortcuts.ts';
import { hasPlace, type PlaceRange } from '../../state/places.ts';
import { lineAt, type RelatedRows } from '../../state/related.ts';
import { CopyMenu, type MenuEntry } from '../../widgets/CopyMenu.tsx';
import { openMenuAt } from '../details/keyboard-menu.ts';
import { type ColumnId, gridTracks, orderedColumns, resized, totalWidth } from './columns.ts';
import { contentWidth } from './content-width.ts';
import { ListHeader, type ListHeaderProps } from './ListHeader.tsx';
import { loadListTools } from './load-list-tools.ts';
import { cellId, PacketRowView, rowId } from './PacketRowView.tsx';
import type { RowSource } from './row-source.ts';
import type { TimeStyle } from './time-format.ts';
import { useVirtualList } from './use-virtual-list.ts';
import { type Extent, pageOf, type Visible } from './virtual-scroll.ts';
import '../colours/row-colours.css';
import './PacketList.css';

const ColumnEditorView = lazy(() =>
  loadListTools().then(({ ColumnEditorView: component }) => ({ default: component })),
);

const HEAD_HEIGHT = 26;
const USUAL_ROW_HEIGHT = 22;

/** What stands beside the list is told of its rows. */
export interface ShownRows {
  readonly extent: Extent;
  readonly visible: Visible;
  readonly isSelected: (place: number) => boolean;
  /** Wheels turn here. */
  readonly scroller: RefObject<HTMLElement | null>;
}

export interface PacketListProps
  extends Pick<ListHeaderProps, 'columns' | 'onColumns' | 'sort' | 'onSort' | 'loadMenu' | 'onField'> {
  /** Rows by their place in the list. */
  readonly source: RowSource;
  /** Place of the selected packet, when it is listed. */
  readonly selected: number | undefined;
  /** Places of all selected rows where they are several. */
  readonly all: readonly PlaceRange[] | undefined;
  /** Where it would stand otherwise. */
  readonly near: number | undefined;
  readonly onSelect: (place: number) => void;
  /** Selects all rows up to a place; with `isMore`, besides others that are selected. */
  readonly onSelectTo: (place: number, isMore: boolean) => void;
  /** Selects a place besides others, or takes it out of them. */
  readonly onPick: (place: number) => void;
  readonly onSelectAll: () => void;
  /** The place under the pointer, undefined where there is none. */
  readonly onPoint: (place: number | undefined) => void;
  /** Moves the selection by rows. */
  readonly onMove: (rows: number) => void;
  /** Enter: the user wants to look into the packet. */
  readonly onEnter: () => void;
  /** Ctrl+C: the selected rows are to be copied. */
  readonly onCopy: () => void;
  /** A sign was typed: a display filter may begin with it. */
  readonly onType: (text: string) => void;
  /** What can be done with the selected packets, and with a cell: of the row at `place`, else of the one that the keyboard is at. */
  readonly menuFor: (column: ColumnId | undefined, place: number | undefined) => readonly MenuEntry[];
  /** Tells which rows are in view, so that they can be fetched. */
  readonly onWindow: (from: number, to: number) => void;
  /** Changes when rows in view may be out of date. */
  readonly revision: number;
  readonly rowHeight: number;
  readonly time: TimeStyle;
  /** Digits of the number of the capture's last packet. */
  readonly numberDigits: number;
  /** Fields that the rows' added cells stand for. */
  readonly fields: readonly string[];
  /** The list is the capture itself. */
  readonly isWhole: boolean;
  /** What rows have to do with the shown packet. */
  readonly related: RelatedRows | undefined;
  /** Stands in the place of rows when there are none. */
  readonly empty: ReactNode;
  /** Stands beside the scroll bar; must keep to itself what it costs while the list scrolls. */
  readonly beside?: ((shown: ShownRows) => ReactNode) | undefined;
}

/** The packet list: any number of rows, of which only those in view exist. */
export function PacketList(props: PacketListProps): ReactNode {
  const { source, selected, all, near, columns, time, numberDigits, rowHeight, revision } = props;
  const { onSelect, onSelectTo, onMove, onEnter, onWindow, related } = props;
  const { scroller, extent, spacer, height, visible, reveal } = useVirtualList(source.count, rowHeight, HEAD_HEIGHT);
  const { count } = source;
  // A list that grows keeps its columns, and the rows drawn in them, until its numbers have a digit more.
  const shown = useMemo(() => {
    const needs = { numberDigits, time, scale: rowHeight / USUAL_ROW_HEIGHT };
    return orderedColumns(columns, needs).filter(({ isVisible }) => isVisible);
  }, [columns, numberDigits, time, rowHeight]);
  const { from, to, shift } = visible;
  const isSelected = (place: number): boolean => place === selected || (all !== undefined && hasPlace(all, place));
  const [active, setActive] = useState<ColumnId>();
  const activeColumn = shown.some(({ id }) => id === active) ? active : undefined;
  /** Cell under the pointer that asked for the menu. */
  const [pointed, setPointed] = useState<{ readonly column: ColumnId | undefined; readonly place: number }>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision asks for the same window again
  useEffect(() => onWindow(from, to), [from, to, revision, onWindow]);

  const isMeasured = height > 0;
  // A list that is made anew may be asked for a place before as many of its rows are known here: it is shown once they are.
  const place = selected ?? near;
  const isThere = place !== undefined && place < count + (selected === undefined ? 1 : 0);
  useEffect(() => {
    if (isMeasured && isThere) reveal(place);
  }, [place, isThere, isMeasured, reveal]);

  /** Left and right choose a cell of the selected row; beyond the first it is the row again. */
  const moveCell = (step: 1 | -1): void => {
    const at = shown.findIndex(({ id }) => id === activeColumn) + step;
    const next = shown[Math.min(at, shown.length - 1)]?.id;
    setActive(at < 0 ? undefined : next);
    if (selected === undefined || next === undefined) return;
    document.getElementById(cellId(selected, next))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };

  const stepOf = (key: string): number | undefined => {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: pageOf(extent),
      PageUp: -pageOf(extent),
      Home: Number.NEGATIVE_INFINITY,
      End: Number.POSITIVE_INFINITY,
    };
    return steps[key];
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    const command = { c: props.onCopy, a: props.onSelectAll }[isCommand ? event.key.toLowerCase() : ''];
    if (command !== undefined && event.target === event.currentTarget && selected !== undefined) {
      event.preventDefault();
      command();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const step = stepOf(event.key);
    if (event.shiftKey && step === undefined) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      onEnter();
      return;
    }
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault();
      moveCell(event.key === 'ArrowLeft' ? -1 : 1);
      return;
    }
    if (/^[\p{L}\p{N}]$/u.test(event.key)) {
      event.preventDefault();
      props.onType(event.key);
      return;
    }
    const last = source.count - 1;
    if (step === undefined || last < 0) return;
    event.preventDefault();
    const wanted = selected === undefined ? undefined : Math.min(Math.max(0, selected + step), last);
    // The selected row may have been scrolled away: any key brings it back.
    if (wanted !== undefined && wanted === selected) reveal(wanted);
    // The rows in between are selected too.
    else if (wanted !== undefined && event.shiftKey) onSelectTo(wanted, false);
    else if (Number.isFinite(step)) onMove(step);
    else onSelect(step < 0 ? 0 : last);
  };

  const onContextMenu = (event: MouseEvent): void => {
    // Keys open the menu at the selected row; the head of the list has a menu of its own.
    if (event.target !== event.currentTarget || selected === undefined) return;
    setPointed(undefined);
    const cell = activeColumn === undefined ? null : document.getElementById(cellId(selected, activeColumn));
    openMenuAt(event.nativeEvent, cell ?? document.getElementById(rowId(selected)));
  };

  const onPointerDown = (event: PointerEvent): void => {
    if (!(event.target instanceof Element)) return;
    const place = placeAt(event.target);
    if (place === undefined || event.button === 1) return;
    // The menu is about the rows that are selected, if it is asked for on one of them.
    const isOfSelected = event.button === 2 && all !== undefined && hasPlace(all, place);
    const isMore = isMac() ? event.metaKey : event.ctrlKey;
    if ((event.shiftKey || isMore) && event.button === 0) {
      // Else the texts in between were selected too.
      event.preventDefault();
      scroller.current?.focus();
      if (event.shiftKey) onSelectTo(place, isMore);
      else props.onPick(place);
    } else if (!isOfSelected) onSelect(place);
    const column = event.target.closest<HTMLElement>('[data-key]')?.dataset['key'];
    setPointed(event.button === 2 ? { column, place } : undefined);
  };

  const { onColumns } = props;
  const fit = useCallback(
    (ids: readonly ColumnId[]): void => {
      const element = scroller.current;
      if (element === null) return;
      onColumns(ids.reduce((before, id) => resized(before, id, contentWidth(element, id)), columns));
    },
    [columns, onColumns, scroller],
  );
  const [edited, setEdited] = useState<ColumnId>();
  // Without a transition the editor is shown up to 300 ms later when it is first wanted, and what is typed meanwhile is lost.
  const edit = (id: ColumnId): void => startTransition(() => setEdited(id));
  const endEdit = (id: ColumnId): void => {
    setEdited(undefined);
    // The head has another key by now, where another field was chosen.
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-column="${id}"]`)?.focus());
  };

  const window = source.rows(from, to).map((row, at) => ({ place: from + at, row }));
  const isSelectedInView = selected !== undefined && selected >= from && selected < to;
  const grid = (
    <div
      ref={scroller}
      role="grid"
      className={props.beside === undefined ? 'packet-list' : 'packet-list packet-list-beside'}
      tabIndex={0}
      aria-label="Packets"
      aria-multiselectable
      aria-rowcount={source.count + 1}
      aria-colcount={shown.length + 1}
      aria-activedescendant={
        isSelectedInView ? (activeColumn === undefined ? rowId(selected) : cellId(selected, activeColumn)) : undefined
      }
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerOver={({ target }) => props.onPoint(placeAt(target))}
      onPointerLeave={() => props.onPoint(undefined)}
      onContextMenu={onContextMenu}
      style={
        {
          '--columns': gridTracks(shown),
          '--width': `${totalWidth(shown)}px`,
        } as CSSProperties
      }
    >
      {/* What changes while scrolling and loading stands where it is used: no row has to be styled anew for it. */}
      <div
        className="packet-list-spacer"
        role="presentation"
        style={{ '--list-spacer': `${spacer}px` } as CSSProperties}
      >
        <div
          className="packet-list-view"
          role="presentation"
          style={{ '--list-height': `${height}px` } as CSSProperties}
        >
          <div role="rowgroup">
            <ListHeader
              columns={columns}
              shown={shown}
              onColumns={onColumns}
              sort={props.sort}
              onSort={props.onSort}
              onFit={fit}
              onEdit={edit}
              loadMenu={props.loadMenu}
              onField={props.onField}
            />
          </div>
          {/* Only the group moves while scrolling: rows that stay in view are not drawn again. */}
          <CopyMenu entries={() => props.menuFor(pointed?.column ?? activeColumn, pointed?.place)}>
            <div role="rowgroup" className="packet-list-rows" style={{ '--list-shift': `${shift}px` } as CSSProperties}>
              {window.map(({ place, row }) => (
                <PacketRowView
                  key={place}
                  place={place}
                  row={row}
                  isSelected={place === selected}
                  isAlsoSelected={place !== selected && isSelected(place)}
                  activeColumn={place === selected ? activeColumn : undefined}
                  columns={shown}
                  time={time}
                  fields={props.fields}
                  line={related && row && lineAt(related, place, row.index)}
                  related={row && related?.packets.get(row.index)}
                  isWhole={props.isWhole}
                />
              ))}
            </div>
          </CopyMenu>
        </div>
      </div>
    </div>
  );
  // A grid holds rows and nothing else.
  return (
    <>
      {grid}
      {props.beside?.({ extent, visible, isSelected, scroller })}
      <Suspense>
        {edited === undefined ? undefined : <ColumnEditorView key={edited} id={edited} onClose={endEdit} />}
      </Suspense>
      {count === 0 ? <div className="packet-list-empty">{props.empty}</div> : undefined}
    </>
  );
}

function placeAt(target: EventTarget): number | undefined {
  const place = target instanceof Element ? target.closest<HTMLElement>('[data-place]')?.dataset['place'] : undefined;
  return place === undefined ? undefined : Number(place);
}
