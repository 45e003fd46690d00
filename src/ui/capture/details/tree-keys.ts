import { ancestorsOf, hasChildren, isOpen, kindsOf, type OpenKinds, placeOf, type TreeModel } from './tree-model.ts';

export interface TreeState {
  readonly model: TreeModel;
  readonly openKinds: OpenKinds;
  readonly visible: Int32Array;
  /** The row that keys act on; it is visible. */
  readonly row: number;
  /** Rows that fit the screen. */
  readonly page: number;
}

export type TreeCommand =
  | { readonly kind: 'select'; readonly row: number }
  | { readonly kind: 'toggle'; readonly kinds: readonly string[]; readonly open: boolean }
  /** Enter on a row without children. */
  | { readonly kind: 'activate'; readonly row: number };

export interface Key {
  readonly key: string;
  readonly ctrl: boolean;
  readonly shift: boolean;
}

/** What a key does in the tree, as in Wireshark; undefined for keys that are not the tree's. */
export function treeCommand(state: TreeState, { key, ctrl, shift }: Key): TreeCommand | undefined {
  const { model, visible, row, page, openKinds } = state;
  const place = placeOf(visible, row);
  const at = (index: number): TreeCommand | undefined => {
    const next = visible[Math.min(Math.max(index, 0), visible.length - 1)];
    return next === undefined ? undefined : { kind: 'select', row: next };
  };
  const parent = model.parents[row] ?? -1;
  const toParent = (): TreeCommand | undefined => (parent < 0 ? undefined : { kind: 'select', row: parent });
  const open = isOpen(model, openKinds, row);
  const toggle = (kinds: readonly string[], to: boolean): TreeCommand => ({ kind: 'toggle', kinds, open: to });
  const own = [model.kinds[row] ?? ''];

  if (ctrl) {
    // Ctrl with up and down is left to the packet list.
    if (key === 'ArrowRight') return toggle(kindsOf(model, 0, model.length), true);
    if (key === 'ArrowLeft') return toggle(kindsOf(model, 0, model.length), false);
    return undefined;
  }
  switch (key) {
    case 'ArrowDown':
      return at(place + 1);
    case 'ArrowUp':
      return at(place - 1);
    case 'PageDown':
      return at(place + page);
    case 'PageUp':
      return at(place - page);
    case 'Home':
      return at(0);
    case 'End':
      return at(visible.length - 1);
    case 'Backspace':
      return toParent();
    case 'ArrowRight':
      if (!hasChildren(model.view, row)) return undefined;
      if (shift) return toggle(kindsOf(model, row), true);
      return open ? at(place + 1) : toggle(own, true);
    case 'ArrowLeft':
      if (shift && hasChildren(model.view, row)) return toggle(kindsOf(model, row), false);
      return open ? toggle(own, false) : toParent();
    case 'Enter':
    case ' ':
      return hasChildren(model.view, row) ? toggle(own, !open) : { kind: 'activate', row };
    default:
      return undefined;
  }
}

/** The next visible row whose label begins with what was typed; one letter again and again walks through its rows. */
export function typeahead(state: TreeState, typed: string): number | undefined {
  const { model, visible, row } = state;
  const same = typed.length > 1 && new Set(typed).size === 1;
  const wanted = (same ? typed.slice(0, 1) : typed).toLowerCase();
  const place = placeOf(visible, row);
  // A longer prefix may still fit the row that a shorter one found.
  const first = wanted.length > 1 ? 0 : 1;
  for (let i = first; i <= visible.length; i++) {
    const candidate = visible[(place + i) % visible.length] ?? 0;
    if (model.field(candidate).label.toLowerCase().startsWith(wanted)) return candidate;
  }
  return undefined;
}

/** The row itself, or its nearest ancestor that is shown. */
export function shownRow(model: TreeModel, visible: Int32Array, row: number): number {
  if (placeOf(visible, row) >= 0) return row;
  return ancestorsOf(model, row).find((ancestor) => placeOf(visible, ancestor) >= 0) ?? visible[0] ?? 0;
}
