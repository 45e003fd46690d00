import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useMemo, useRef } from 'react';
import type { Catalogue, PacketView } from '../../../worker/api.ts';
import { matches } from '../../actions/shortcut.ts';
import { CopyMenu } from '../../widgets/CopyMenu.tsx';
import type { DigestVerdict } from '../../widgets/signs.ts';
import { copyAs } from './actions.ts';
import { bitMask } from './bit-mask.ts';
import { rowText } from './copy-formats.ts';
import { openMenuAt } from './keyboard-menu.ts';
import { TreeRow } from './TreeRow.tsx';
import { shownRow, treeCommand, typeahead } from './tree-keys.ts';
import { linkedPacket, type TreeMenuCallbacks, treeMenu } from './tree-menu.ts';
import {
  ancestorsOf,
  endOf,
  findingsByRow,
  hasChildren,
  isOpen,
  kindsOf,
  type OpenKinds,
  octetsOf,
  placeOf,
  rowOver,
  sourceOf,
  startOf,
  type TreeModel,
  treeModel,
  visibleRows,
} from './tree-model.ts';
import { showRowIn, useViewport, windowOf } from './use-viewport.ts';
import { safeText, visibleText } from './visible-text.ts';
import './PacketTree.css';

export interface PacketTreeProps extends TreeMenuCallbacks {
  readonly view: PacketView;
  readonly catalogue: Catalogue;
  readonly selectedRow: number | undefined;
  readonly hoveredRow: number | undefined;
  readonly onSelect: (row: number) => void;
  readonly onHover: (row: number | undefined) => void;
  readonly openKinds: OpenKinds;
  /** A row begins to be dragged. */
  readonly onDrag?: ((row: number, transfer: DataTransfer) => void) | undefined;
  /** Pixels; it has to be what the style sheet says. */
  readonly rowHeight?: number;
}

/** Up to this many rows are drawn all at once, so that a screen reader and "find in page" see them all. */
const DRAWN_WHOLE = 500;
const USUAL_ROW_HEIGHT = 22;
const SHOWN_CHARACTERS = 400;
const TYPEAHEAD_MS = 800;

/** The fields of one packet as a tree, by keys, mouse and screen reader. */
export function PacketTree(props: PacketTreeProps): ReactNode {
  const { view, catalogue, selectedRow, hoveredRow, openKinds, onSelect, onHover, onToggle, onAction } = props;
  const { rowHeight = USUAL_ROW_HEIGHT } = props;
  const id = useId();
  const viewport = useViewport();
  const typed = useRef({ text: '', at: 0 });
  const model = useMemo(() => treeModel(view, catalogue), [view, catalogue]);
  const visible = useMemo(() => visibleRows(model, openKinds), [model, openKinds]);
  const { own, inside } = useMemo(() => findingsByRow(model), [model]);
  const verdicts = useMemo(() => verdictRows(model), [model]);
  const sizes = useMemo(() => siblingPlaces(model), [model]);
  const row = shownRow(model, visible, selectedRow ?? Math.max(0, model.innermost));
  const place = placeOf(visible, row);

  // Only a new selection opens what hides it: afterwards the user may close it again.
  const reveal = useRef({ model, openKinds, onToggle });
  useEffect(() => {
    reveal.current = { model, openKinds, onToggle };
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the packet is a trigger
  useEffect(() => {
    if (selectedRow === undefined) return;
    const { model, openKinds, onToggle } = reveal.current;
    const closed = ancestorsOf(model, selectedRow).filter((ancestor) => !isOpen(model, openKinds, ancestor));
    if (closed.length > 0)
      onToggle(
        closed.map((ancestor) => model.kinds[ancestor] ?? ''),
        true,
      );
  }, [selectedRow, view]);

  const { ref, now } = viewport;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is not seen yet is scrolled to once it is
  useEffect(() => {
    if (selectedRow !== undefined && place >= 0) showRowIn({ ref, now }, place, rowHeight);
  }, [selectedRow, place, rowHeight, ref, now, viewport.height > 0]);

  const whole = visible.length <= DRAWN_WHOLE;
  const { from, to } = whole ? { from: 0, to: visible.length } : windowOf(viewport, rowHeight, visible.length, 12);

  const toggle = (kinds: readonly string[], open: boolean): void => {
    onToggle(kinds, open);
    // What was selected inside a row that closes is no longer seen: the row that closed stands for it.
    if (!open && selectedRow !== undefined) {
      const top = ancestorsOf(model, selectedRow).findLast((ancestor) => kinds.includes(model.kinds[ancestor] ?? ''));
      if (top !== undefined) onSelect(top);
    }
  };

  const activate = (at: number): void => {
    const packet = linkedPacket(model, at);
    if (packet !== undefined) onAction?.({ kind: 'go-to-packet', packet });
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const { key, shiftKey: shift, altKey } = event;
    const ctrl = event.ctrlKey || event.metaKey;
    if (altKey) return;
    if (ctrl && key.toLowerCase() === 'c' && !shift) {
      event.preventDefault();
      copyAs('row', safeText(rowText(model, row)), onAction);
      return;
    }
    if (props.onShow && matches('Ctrl+Shift+O', event)) {
      event.preventDefault();
      event.stopPropagation();
      if (octetsOf(view, row).length > 0) props.onShow(row);
      return;
    }
    const state = { model, openKinds, visible, row, page: Math.max(1, Math.floor(viewport.height / rowHeight) - 1) };
    const command = treeCommand(state, { key, ctrl, shift });
    if (command === undefined) {
      if (ctrl || !/^[\p{L}\p{N}-]$/u.test(key)) return;
      const text = event.timeStamp - typed.current.at < TYPEAHEAD_MS ? typed.current.text + key : key;
      typed.current = { text, at: event.timeStamp };
      const found = typeahead(state, text);
      event.preventDefault();
      event.stopPropagation();
      if (found !== undefined) onSelect(found);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (command.kind === 'select') onSelect(command.row);
    else if (command.kind === 'toggle') toggle(command.kinds, command.open);
    else activate(command.row);
  };

  const onClick = (event: MouseEvent): void => {
    const at = rowOfEvent(event);
    if (at === undefined) return;
    const target = event.target as Element;
    if (target.closest('[data-twisty]') && hasChildren(view, at)) toggleRow(at, event.shiftKey);
    else onSelect(at);
    if (target.closest('[data-link]')) activate(at);
  };

  const toggleRow = (at: number, subtree: boolean): void =>
    toggle(subtree ? kindsOf(model, at) : [model.kinds[at] ?? ''], !isOpen(model, openKinds, at));

  const onDoubleClick = (event: MouseEvent): void => {
    const at = rowOfEvent(event);
    if (at !== undefined && hasChildren(view, at) && !(event.target as Element).closest('[data-twisty]'))
      toggleRow(at, event.shiftKey);
  };

  const onContextMenu = (event: MouseEvent): void => {
    if (openMenuAt(event.nativeEvent, document.getElementById(`${id}-${row}`))) return;
    const at = rowOfEvent(event);
    if (at !== undefined && at !== selectedRow) onSelect(at);
  };

  return (
    <CopyMenu entries={() => treeMenu(model, row, { ...props, onToggle: toggle })}>
      <div
        ref={viewport.ref}
        className="packet-tree"
        role="tree"
        aria-label="Packet details"
        tabIndex={0}
        aria-activedescendant={place >= from && place < to ? `${id}-${row}` : undefined}
        onScroll={viewport.onScroll}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onDoubleClick={onDoubleClick}
        onContextMenuCapture={onContextMenu}
        onDragStart={(event) => {
          const at = rowOfEvent(event);
          if (at !== undefined) props.onDrag?.(at, event.dataTransfer);
        }}
        onPointerOver={(event) => {
          if (!event.ctrlKey) onHover(rowOfEvent(event));
        }}
        onPointerLeave={(event) => {
          if (!event.ctrlKey) onHover(undefined);
        }}
      >
        <div
          className="packet-tree-rows"
          role="presentation"
          style={
            {
              '--before': `${from * rowHeight}px`,
              '--after': `${(visible.length - to) * rowHeight}px`,
            } as React.CSSProperties
          }
        >
          {Array.from(visible.subarray(from, to), (at) => {
            const field = model.field(at);
            const finding = own.get(at);
            return (
              <TreeRow
                key={at}
                id={`${id}-${at}`}
                row={at}
                depth={model.depths[at] ?? 0}
                label={field.label}
                value={shown(view.texts[at] ?? '')}
                type={field.type}
                generated={field.generated}
                mask={maskOf(model, at)}
                position={sizes.position[at] ?? 1}
                siblings={sizes.count[(model.parents[at] ?? -1) + 1] ?? 1}
                open={hasChildren(view, at) ? isOpen(model, openKinds, at) : undefined}
                selected={at === selectedRow}
                hovered={at === hoveredRow}
                severity={finding?.severity}
                inside={inside.get(at)}
                message={finding && visibleText(finding.message)}
                verdict={verdicts.get(at)}
                link={linkNumber(model, at)}
                isDraggable={props.onDrag !== undefined && field.filter !== ''}
              />
            );
          })}
        </div>
      </div>
    </CopyMenu>
  );
}

function linkNumber(model: TreeModel, row: number): number | undefined {
  const packet = linkedPacket(model, row);
  return packet === undefined ? undefined : packet + 1;
}

function shown(text: string): string {
  return visibleText(text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}...`);
}

function maskOf(model: TreeModel, row: number): string | undefined {
  const { view } = model;
  if (hasChildren(view, row)) return undefined;
  const source = view.sources[sourceOf(view, row)];
  return source && bitMask(source.bytes, startOf(view, row), endOf(view, row));
}

function rowOfEvent(event: { readonly target: EventTarget }): number | undefined {
  const element = (event.target as Element).closest('[data-row]');
  return element instanceof HTMLElement ? Number(element.dataset['row']) : undefined;
}

/** Place of each row among its siblings from 1, and how many children each row has (index 0: the top). */
function siblingPlaces(model: TreeModel): { readonly position: Int32Array; readonly count: Int32Array } {
  const position = new Int32Array(model.length);
  const count = new Int32Array(model.length + 1);
  for (let row = 0; row < model.length; row++) {
    const parent = (model.parents[row] ?? -1) + 1;
    const next = (count[parent] ?? 0) + 1;
    count[parent] = next;
    position[row] = next;
  }
  return { position, count };
}

function verdictRows(model: TreeModel): ReadonlyMap<number, DigestVerdict> {
  const rows = new Map<number, DigestVerdict>();
  for (const { source, start, end, verdict } of model.view.digests) {
    const row = rowOver(model, source, start, end);
    if (row !== undefined) rows.set(row, verdict);
  }
  return rows;
}
