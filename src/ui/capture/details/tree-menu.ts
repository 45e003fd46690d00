import { linkTarget } from '../../state/related.ts';
import type { MenuEntry } from '../../widgets/CopyMenu.tsx';
import { filterEntries } from '../filter/filter-menu.ts';
import { copyAs, copyOctets, type FilterJoin, type OnAction } from './actions.ts';
import { BYTE_FORMATS, filterExpression, rowText, subtreeText } from './copy-formats.ts';
import { hasChildren, kindsOf, octetsOf, startOf, type TreeModel } from './tree-model.ts';
import { safeText } from './visible-text.ts';

export interface TreeMenuCallbacks {
  readonly onToggle: (kinds: readonly string[], open: boolean) => void;
  readonly onAction?: OnAction | undefined;
  /** A filter from a row: it holds at once, or is only put into the bar. */
  readonly onFilter?: ((row: number, how: FilterJoin, isApplied: boolean) => void) | undefined;
  /** A colour rule from a row. */
  readonly onColour?: ((row: number) => void) | undefined;
  /** The engine's filter of a row is to be copied; without it a plain one is made here. */
  readonly onCopyFilter?: ((row: number) => void) | undefined;
  readonly onColumn?: ((filterName: string, label: string) => void) | undefined;
  /** The row's octets are to be shown in other ways. */
  readonly onShow?: ((row: number) => void) | undefined;
  /** The row's layer, and what that carries, is to be edited. */
  readonly onCraft?: ((row: number) => void) | undefined;
}

/** Number of the packet that a link leads to, from 0. */
export function linkedPacket(model: TreeModel, row: number): number | undefined {
  return linkTarget(model.field(row), model.view.texts[row]);
}

/** The context menu of a row. */
export function treeMenu(model: TreeModel, row: number, callbacks: TreeMenuCallbacks): readonly MenuEntry[] {
  const { onToggle, onAction, onFilter, onColour, onCopyFilter, onColumn, onShow, onCraft } = callbacks;
  const { view } = model;
  const field = model.field(row);
  const value = view.texts[row] ?? '';
  const octets = octetsOf(view, row);
  const expression = filterExpression(model, row);
  const packet = linkedPacket(model, row);
  const parent = hasChildren(view, row);
  const entries: MenuEntry[] = [];
  if (packet !== undefined) {
    entries.push({
      id: 'go',
      label: `Go to packet ${packet + 1}`,
      keys: 'Enter',
      run: () => onAction?.({ kind: 'go-to-packet', packet }),
    });
  }
  if (onFilter && expression !== undefined) {
    entries.push(
      ...filterEntries(undefined, (how, isApplied) => onFilter(row, how, isApplied), onColour && (() => onColour(row))),
    );
  }
  if (onColumn && field.filter !== '') {
    entries.push({ id: 'column', label: 'Add as column', run: () => onColumn(field.filter, field.label) });
  }
  if (onCraft) {
    entries.push({ id: 'craft', label: 'Edit layer in Craft', keys: 'Ctrl+Shift+E', run: () => onCraft(row) });
  }
  if (onShow) {
    entries.push({
      id: 'show',
      label: 'Show octets...',
      keys: 'Ctrl+Shift+O',
      disabled: octets.length === 0,
      run: () => onShow(row),
    });
  }
  entries.push(
    {
      id: 'name',
      separator: entries.length > 0,
      label: 'Copy name',
      run: () => copyAs('name', field.filter, onAction),
    },
    {
      id: 'value',
      label: 'Copy value',
      disabled: value === '',
      run: () => copyAs('value', safeText(value), onAction),
    },
    {
      id: 'expression',
      label: 'Copy as filter',
      disabled: expression === undefined,
      run: () => (onCopyFilter ? onCopyFilter(row) : copyAs('filter', expression ?? '', onAction)),
    },
    {
      id: 'bytes',
      label: 'Copy bytes',
      disabled: octets.length === 0,
      entries: BYTE_FORMATS.map(({ id, label }) => ({
        id,
        label,
        run: () => copyOctets(octets, id, Math.floor(startOf(view, row) / 8), onAction),
      })),
    },
    {
      id: 'row',
      separator: true,
      label: 'Copy row as text',
      keys: 'Ctrl+C',
      run: () => copyAs('row', safeText(rowText(model, row)), onAction),
    },
    {
      id: 'subtree',
      label: 'Copy subtree as text',
      disabled: !parent,
      run: () => copyAs('subtree', subtreeText(model, row), onAction),
    },
    {
      id: 'expand',
      separator: true,
      label: 'Open subtree',
      keys: 'Shift+→',
      disabled: !parent,
      run: () => onToggle(kindsOf(model, row), true),
    },
    {
      id: 'collapse',
      label: 'Close subtree',
      keys: 'Shift+←',
      disabled: !parent,
      run: () => onToggle(kindsOf(model, row), false),
    },
    { id: 'expand-all', label: 'Open all', keys: 'Ctrl+→', run: () => onToggle(kindsOf(model, 0, model.length), true) },
    {
      id: 'collapse-all',
      label: 'Close all',
      keys: 'Ctrl+←',
      run: () => onToggle(kindsOf(model, 0, model.length), false),
    },
  );
  return entries;
}
