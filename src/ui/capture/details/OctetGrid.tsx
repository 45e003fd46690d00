// biome-ignore-all lint/a11y/useSemanticElements: a table does not lay out as a virtualised grid with one cursor does
import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { matches } from '../../actions/shortcut.ts';
import { CopyMenu, type MenuEntry } from '../../widgets/CopyMenu.tsx';
import { copyOctets } from './actions.ts';
import { BitsRow } from './BitsRow.tsx';
import type { BytesPaneProps } from './BytesPane.tsx';
import { tintedProtocol } from './field-tints.ts';
import { HexRow } from './HexRow.tsx';
import { openMenuAt } from './keyboard-menu.ts';
import { clip, moveCursor, type OctetRange, octetRange } from './octet-cursor.ts';
import { bitOfEvent, inside } from './octet-event.ts';
import { octetMenu } from './octet-menu.ts';
import { typedOctet } from './octet-typing.ts';
import { endOf, rowAtBit, sourceOf, startOf, treeModel } from './tree-model.ts';
import { showRowIn, useViewport, windowOf } from './use-viewport.ts';
import './OctetGrid.css';

const HEX_HEIGHT = 22;
const BITS_HEIGHT = 62;
/** Narrower panes show half as many octets in a row. */
const WIDE_PX = 590;
const WIDE_BITS_PX = 480;

/** The cursor and the copied range belong to one source of one packet; elsewhere they are forgotten. */
interface Place {
  readonly view: unknown;
  readonly source: number;
  readonly bit: number;
  /** The other end of the range to be copied. */
  readonly anchor: number | undefined;
}

/** A grid of octets or of bits: drawn row by row as far as it is seen, with one cursor for keys and screen readers. */
export function OctetGrid(props: BytesPaneProps): ReactNode {
  const { view, catalogue, source, onSource, selectedRow, hoveredRow, onSelectBit, onHoverBit, mode, onAction } = props;
  const { text = 'ascii' } = props;
  const onShow = props.onShow && ((range: OctetRange) => props.onShow?.(source, range));
  const id = useId();
  const viewport = useViewport();
  const model = useMemo(() => treeModel(view, catalogue), [view, catalogue]);
  const [place, setPlace] = useState<Place>();
  const dragging = useRef(false);
  const bytes = view.sources[source]?.bytes ?? new Uint8Array();
  const total = bytes.length * 8;
  const wide = viewport.width >= WIDE_PX;
  const columns = mode === 'hex' ? (wide ? 16 : 8) : viewport.width >= WIDE_BITS_PX ? 4 : 2;
  const rowHeight = mode === 'hex' ? HEX_HEIGHT : BITS_HEIGHT;
  const rows = Math.ceil(bytes.length / columns);

  const bitsOf = (row: number | undefined): OctetRange | undefined =>
    row !== undefined && row < model.length && sourceOf(view, row) === source
      ? { start: startOf(view, row), end: endOf(view, row) }
      : undefined;
  const marked = props.marked?.source === source ? props.marked : undefined;
  const selected = marked ?? bitsOf(selectedRow);
  const parent = marked
    ? undefined
    : bitsOf(
        selectedRow === undefined
          ? undefined
          : (model.parents[selectedRow] ?? -1) < 0
            ? undefined
            : model.parents[selectedRow],
      );
  const hovered =
    props.hoveredBits?.source === source
      ? props.hoveredBits
      : bitsOf(hoveredRow === selectedRow ? undefined : hoveredRow);
  const onOctet = source === 0 ? props.onOctet : undefined;
  // A packet that is being made is another one after each key, and the cursor stays.
  const isMine = place?.view === view || onOctet !== undefined;
  const own = isMine && place?.source === source ? place : undefined;
  const picked = own?.anchor === undefined ? undefined : octetRange(own.anchor, own.bit);
  // The cursor stays inside what is selected elsewhere, unless a range is being marked.
  const kept =
    own !== undefined &&
    (picked !== undefined || selected === undefined || (own.bit >= selected.start && own.bit < selected.end));
  const protocol = tintedProtocol(model, selectedRow);
  const start = selected?.start ?? bitsOf(protocol)?.start ?? 0;
  const cursor = Math.min(kept ? own.bit : start, Math.max(0, total - 1));
  const copied =
    picked ?? (selected && selected.end > selected.start ? octetRange(selected.start, selected.end - 1) : undefined);

  // A row of another source brings its source to the front, once.
  const toSource = useRef({ source, onSource });
  useEffect(() => {
    toSource.current = { source, onSource };
  });
  useEffect(() => {
    if (selectedRow === undefined) return;
    const wanted = sourceOf(view, selectedRow);
    if (wanted !== toSource.current.source && endOf(view, selectedRow) > startOf(view, selectedRow))
      toSource.current.onSource(wanted);
  }, [selectedRow, view]);

  const cursorRow = Math.floor(cursor / 8 / columns);
  const { ref, now } = viewport;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new packet, source or selection scrolls too
  useEffect(() => {
    showRowIn({ ref, now }, cursorRow, rowHeight);
  }, [cursorRow, rowHeight, selectedRow, view, source, ref, now, viewport.height > 0]);

  const put = (bit: number, anchor: number | undefined): void => setPlace({ view, source, bit, anchor });
  const select = (bit: number): void => {
    put(bit, undefined);
    onSelectBit(source, bit);
  };

  /** The octet whose first digit has just been typed. */
  const half = useRef<number>(undefined);
  const type = (key: string): boolean => {
    const octet = Math.floor(cursor / 8);
    const typed = onOctet && typedOctet(mode, key, bytes[octet] ?? 0, cursor % 8, half.current === octet);
    if (typed === undefined || octet >= bytes.length) return false;
    half.current = typed.isHalf ? octet : undefined;
    onOctet?.(octet, typed.value);
    const to = Math.min(cursor + typed.step, total - 1);
    put(mode === 'hex' && typed.step > 0 ? Math.floor(to / 8) * 8 : to, undefined);
    if (typed.step > 0) onSelectBit(source, to);
    return true;
  };

  /** Insert puts an octet in front of the cursor; Delete takes what is marked, or the octet under the cursor. */
  const resize = (key: string): boolean => {
    const octet = Math.floor(cursor / 8);
    if (source !== 0 || total === 0) return false;
    if (key === 'Insert' && props.onInsert) {
      props.onInsert(octet);
      put(octet * 8, undefined);
    } else if (key === 'Delete' && props.onDelete) {
      const { start: from, end: to } = picked ?? { start: octet, end: octet + 1 };
      props.onDelete(from, to);
      put(from * 8, undefined);
    } else return false;
    half.current = undefined;
    return true;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const ctrl = event.ctrlKey || event.metaKey;
    const key = event.key;
    let used = true;
    if (event.altKey) used = false;
    else if (!ctrl && type(key)) used = true;
    else if (!ctrl && !event.shiftKey && resize(key)) used = true;
    else if (ctrl && key.toLowerCase() === 'a') setPlace({ view, source, bit: total - 8, anchor: 0 });
    else if (ctrl && key.toLowerCase() === 'c') {
      if (copied) copyOctets(bytes.subarray(copied.start, copied.end), 'hex', copied.start, onAction);
    } else if (onShow && copied && matches('Ctrl+Shift+O', event)) onShow(copied);
    else if (ctrl) used = false;
    else if (key === 'Escape' && picked) put(cursor, undefined);
    else if (key === 'Enter') {
      // Walks through the fields that share the octet.
      const row = rowAtBit(model, source, cursor);
      const next = row === undefined ? cursor : endOf(view, row);
      const octet = Math.floor(cursor / 8);
      select(Math.floor(next / 8) === octet ? next : octet * 8);
    } else {
      const unit = mode === 'hex' || event.shiftKey ? 8 : 1;
      const from = unit === 8 ? Math.floor(cursor / 8) * 8 : cursor;
      const pageRows = Math.max(1, Math.floor(viewport.height / rowHeight) - 1);
      const to = moveCursor(key, from, { unit, perRow: columns * 8, total, pageRows });
      if (to === undefined) used = false;
      else if (event.shiftKey) put(to, own?.anchor ?? from);
      else select(to);
    }
    if (!used) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onPointerDown = (event: PointerEvent): void => {
    const bit = bitOfEvent(event);
    if (event.button !== 0 || bit === undefined) return;
    event.preventDefault();
    viewport.ref.current?.focus({ preventScroll: true });
    if (event.shiftKey) put(bit, own?.anchor ?? cursor);
    else {
      dragging.current = true;
      select(bit);
    }
  };

  const onPointerMove = (event: PointerEvent): void => {
    const bit = bitOfEvent(event);
    if (dragging.current && (event.buttons & 1) === 0) dragging.current = false;
    if (dragging.current && bit !== undefined && own !== undefined) {
      const anchor = own.anchor ?? own.bit;
      if (own.anchor !== undefined || Math.floor(bit / 8) !== Math.floor(anchor / 8)) put(bit, anchor);
      return;
    }
    if (!event.ctrlKey) onHoverBit(source, bit);
  };

  const { from, to } = windowOf(viewport, rowHeight, rows);
  const activeId = `${id}-${mode === 'hex' ? Math.floor(cursor / 8) : cursor}`;
  const Row = mode === 'hex' ? HexRow : BitsRow;
  const digits = Math.max(4, (Math.max(bytes.length, 1) - 1).toString(16).length);
  const count = copied ? copied.end - copied.start : 0;
  const menu = (): readonly MenuEntry[] =>
    octetMenu(bytes, copied, {
      text,
      onText: mode === 'hex' ? props.onText : undefined,
      onAction,
      onShow,
      onMarkAll: () => put(total - 8, 0),
      edits,
    });
  const edits =
    source === 0 && props.onInsert && props.onDelete
      ? { onInsert: () => void resize('Insert'), onDelete: () => void resize('Delete') }
      : undefined;
  return (
    <CopyMenu entries={menu}>
      <div
        ref={viewport.ref}
        className={`octet-grid ${mode}`}
        role="grid"
        tabIndex={0}
        aria-label={mode === 'hex' ? 'Octets' : 'Bits'}
        aria-rowcount={rows}
        aria-colcount={mode === 'hex' ? columns : columns * 8}
        aria-multiselectable="true"
        aria-activedescendant={cursorRow >= from && cursorRow < to ? activeId : undefined}
        onScroll={viewport.onScroll}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onClick={(event) => {
          const bit = bitOfEvent(event);
          const isBit = mode === 'bits' && (event.target as Element).closest('.bit') !== null;
          if (!isBit || bit === undefined || event.shiftKey || picked !== undefined) return;
          const octet = Math.floor(bit / 8);
          onOctet?.(octet, (bytes[octet] ?? 0) ^ (0x80 >> (bit % 8)));
        }}
        onPointerLeave={(event) => {
          if (!event.ctrlKey) onHoverBit(source, undefined);
        }}
        onContextMenuCapture={(event) => {
          if (openMenuAt(event.nativeEvent, document.getElementById(activeId))) return;
          const bit = bitOfEvent(event);
          if (event.button !== 2 || bit === undefined || (copied && inside(copied, bit))) return;
          select(bit);
        }}
      >
        <div
          className="octet-grid-rows"
          role="presentation"
          style={
            {
              '--before': `${from * rowHeight}px`,
              '--after': `${Math.max(0, rows - to) * rowHeight}px`,
            } as CSSProperties
          }
        >
          {Array.from({ length: Math.max(0, to - from) }, (_, i) => {
            const row = from + i;
            const first = row * columns;
            const bits = (range: OctetRange | undefined): OctetRange =>
              clip(range, (first - columns) * 8, (first + 2 * columns) * 8);
            const around =
              parent &&
              clip(
                { start: Math.floor(parent.start / 8), end: Math.ceil(parent.end / 8) },
                first - 2 * columns,
                first + 3 * columns,
              );
            const sel = bits(selected);
            const hov = bits(hovered);
            const copy = clip(picked, first, first + columns);
            return (
              <Row
                key={row}
                id={id}
                model={model}
                source={source}
                bytes={bytes}
                row={row}
                columns={columns}
                digits={digits}
                text={text}
                protocol={protocol}
                selStart={sel.start}
                selEnd={sel.end}
                hovStart={hov.start}
                hovEnd={hov.end}
                parStart={around?.start ?? 0}
                parEnd={around?.end ?? 0}
                copyStart={copy.start}
                copyEnd={copy.end}
                cursor={cursorRow === row ? cursor : -1}
                changed={source === 0 ? props.changed : undefined}
              />
            );
          })}
        </div>
        <p className="octet-grid-marked" aria-live="polite">
          {picked ? `${count} ${count === 1 ? 'octet' : 'octets'} marked for copying` : ''}
        </p>
      </div>
    </CopyMenu>
  );
}
