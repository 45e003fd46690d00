// biome-ignore-all lint/a11y/useSemanticElements: a virtual list scrolls with a spacer, which no table element allows
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useMemo,
} from 'react';
import type { Columns } from '../../state/layout.ts';
import { CopyMenu, type MenuEntry } from '../../widgets/CopyMenu.tsx';
import { openMenuAt } from '../details/keyboard-menu.ts';
import { gridTracks, orderedColumns, totalWidth } from './columns.ts';
import { ListHeader } from './ListHeader.tsx';
import { PacketRowView, rowId } from './PacketRowView.tsx';
import type { RowSource } from './row-source.ts';
import type { TimeBase, TimeFormat } from './time-format.ts';
import { useVirtualList } from './use-virtual-list.ts';
import { pageOf } from './virtual-scroll.ts';
import './PacketList.css';

const HEAD_HEIGHT = 26;
const USUAL_ROW_HEIGHT = 22;

export interface PacketListProps {
  readonly source: RowSource;
  readonly selected: number | undefined;
  readonly onSelect: (index: number) => void;
  /** Enter: the user wants to look into the packet. */
  readonly onEnter: () => void;
  /** Ctrl+C: the selected row is to be copied. */
  readonly onCopy: () => void;
  /** What can be done with the selected packet. */
  readonly menu: readonly MenuEntry[];
  /** Tells which rows are in view, so that they can be fetched. */
  readonly onWindow: (from: number, to: number) => void;
  /** Changes when rows in view may be out of date. */
  readonly revision: number;
  readonly rowHeight: number;
  readonly columns: Columns;
  readonly onColumns: (columns: Columns) => void;
  readonly timeFormat: TimeFormat;
  readonly onTimeFormat: (format: TimeFormat) => void;
  readonly timeBase: TimeBase;
}

/** The packet list: any number of rows, of which only those in view exist. */
export function PacketList(props: PacketListProps): ReactNode {
  const { source, selected, columns, timeFormat, timeBase, rowHeight, revision, onSelect, onEnter, onWindow } = props;
  const { scroller, extent, spacer, height, visible, reveal } = useVirtualList(source.count, rowHeight, HEAD_HEIGHT);
  const { count } = source;
  const shown = useMemo(() => {
    const needs = { packets: count, timeFormat, timeDigits: timeBase.digits, scale: rowHeight / USUAL_ROW_HEIGHT };
    return orderedColumns(columns, needs).filter(({ isVisible }) => isVisible);
  }, [columns, count, timeFormat, timeBase, rowHeight]);
  const { from, to, shift } = visible;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision asks for the same window again
  useEffect(() => onWindow(from, to), [from, to, revision, onWindow]);

  const isMeasured = height > 0;
  useEffect(() => {
    if (isMeasured && selected !== undefined) reveal(selected);
  }, [selected, isMeasured, reveal]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const isCopy =
      (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'c';
    if (isCopy && event.target === event.currentTarget && selected !== undefined) {
      event.preventDefault();
      props.onCopy();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.target !== event.currentTarget)
      return;
    if (event.key === 'Enter') {
      event.preventDefault();
      onEnter();
      return;
    }
    const last = source.count - 1;
    const now = selected ?? -1;
    const target: Readonly<Record<string, number>> = {
      ArrowDown: now + 1,
      ArrowUp: now - 1,
      PageDown: now + pageOf(extent),
      PageUp: now - pageOf(extent),
      Home: 0,
      End: last,
    };
    const wanted = target[event.key];
    if (wanted === undefined || last < 0) return;
    event.preventDefault();
    const index = Math.min(Math.max(0, wanted), last);
    // The selected row may have been scrolled away: any key brings it back.
    if (index === selected) reveal(index);
    else onSelect(index);
  };

  const onContextMenu = (event: MouseEvent): void => {
    // Keys open the menu at the selected row; the head of the list has a menu of its own.
    if (event.target !== event.currentTarget || selected === undefined) return;
    openMenuAt(event.nativeEvent, document.getElementById(rowId(selected)));
  };

  const onPointerDown = (event: PointerEvent): void => {
    if (!(event.target instanceof Element)) return;
    const index = event.target.closest<HTMLElement>('[data-index]')?.dataset['index'];
    if (index !== undefined && event.button !== 1) onSelect(Number(index));
  };

  const window = source.rows(from, to).map((row, at) => ({ index: from + at, row }));
  const isSelectedInView = selected !== undefined && selected >= from && selected < to;
  return (
    <div
      ref={scroller}
      role="grid"
      className="packet-list"
      tabIndex={0}
      aria-label="Packets"
      aria-rowcount={source.count + 1}
      aria-colcount={shown.length + 1}
      aria-activedescendant={isSelectedInView ? rowId(selected) : undefined}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onContextMenu={onContextMenu}
      style={
        {
          '--columns': gridTracks(shown),
          '--width': `${totalWidth(shown)}px`,
          '--spacer': `${spacer}px`,
          '--height': `${height}px`,
          '--shift': `${shift}px`,
        } as CSSProperties
      }
    >
      <div className="packet-list-spacer" role="presentation">
        <div className="packet-list-view" role="presentation">
          <div role="rowgroup">
            <ListHeader
              columns={columns}
              shown={shown}
              onColumns={props.onColumns}
              timeFormat={timeFormat}
              onTimeFormat={props.onTimeFormat}
            />
          </div>
          {/* Only the group moves while scrolling: rows that stay in view are not drawn again. */}
          <CopyMenu entries={props.menu}>
            <div role="rowgroup" className="packet-list-rows">
              {window.map(({ index, row }) => (
                <PacketRowView
                  key={index}
                  index={index}
                  row={row}
                  isSelected={index === selected}
                  columns={shown}
                  timeFormat={timeFormat}
                  timeBase={timeBase}
                />
              ))}
            </div>
          </CopyMenu>
        </div>
      </div>
    </div>
  );
}
