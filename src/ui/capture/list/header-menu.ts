import type { AppState } from '../../state/store.ts';
import type { MenuEntry } from '../../widgets/CopyMenu.tsx';
import { ALIGNS, DISPLAYS } from './column-choices.ts';
import { aligned, displayOf, shownAs } from './column-edits.ts';
import { type ColumnId, movedBy, orderedColumns, resized, type ShownColumn, toggled, withoutField } from './columns.ts';
import { hasNames } from './field-column.ts';
import { TIME_FORMATS, TIME_PRECISIONS } from './time-format.ts';

/** What the menu of the list's head is about. */
export interface HeaderMenuAbout {
  /** The column that it was asked for on; undefined beside all of them. */
  readonly column: ShownColumn | undefined;
  /** Fits columns to what stands in them. */
  readonly onFit: (ids: readonly ColumnId[]) => void;
  readonly onEdit: (id: ColumnId) => void;
}

type Columns = AppState['layout']['columns'];

/** The menu of the list's head: what can be done with a column, which columns are shown, how times are. */
export function headerMenu(state: AppState, about: HeaderMenuAbout): readonly MenuEntry[] {
  const { layout, setColumns, showDialog, setTimeFormat, setTimePrecision } = state;
  const { columns } = layout;
  return [
    ...(about.column === undefined ? [] : columnEntries(state, about.column, about)),
    ...orderedColumns(columns).map(
      ({ id, label, isVisible }, at): MenuEntry => ({
        id: `show-${id}`,
        label,
        separator: at === 0 && about.column !== undefined,
        isOn: isVisible,
        run: () => setColumns(toggled(columns, id)),
      }),
    ),
    { id: 'columns', label: 'Add, rename, remove columns...', run: () => showDialog('columns') },
    { ...choice('Time format', TIME_FORMATS, layout.timeFormat, setTimeFormat), separator: true },
    choice('Time precision', TIME_PRECISIONS, layout.timePrecision, setTimePrecision),
  ];
}

/** What can be done with one column. */
function columnEntries(state: AppState, column: ShownColumn, { onFit, onEdit }: HeaderMenuAbout): readonly MenuEntry[] {
  const { layout, sort, catalogue, sortBy, say, setColumns } = state;
  const { columns } = layout;
  const { id, label, isAdded, align } = column;
  const change = (changed: Columns) => () => setColumns(changed);
  const shown = orderedColumns(columns).flatMap((other) => (other.isVisible ? [other.id] : []));
  const display = choice('Display as', DISPLAYS, displayOf(id), (wanted) => {
    const changed = shownAs(columns, id, wanted);
    if (changed === columns && wanted !== displayOf(id)) say('Another column shows this already');
    else setColumns(changed);
  });
  return [
    { id: 'ascending', label: 'Sort ascending', keys: 'Enter', run: () => sortBy({ key: id, isDescending: false }) },
    { id: 'descending', label: 'Sort descending', run: () => sortBy({ key: id, isDescending: true }) },
    { id: 'unsorted', label: 'Order of the capture', disabled: sort === undefined, run: () => sortBy(undefined) },
    {
      ...choice('Align', ALIGNS, align, (wanted) => setColumns(aligned(columns, id, wanted))),
      separator: true,
    },
    ...(isAdded && hasNames(id, catalogue) ? [display] : []),
    { id: 'edit', label: 'Edit column...', keys: 'F2', run: () => onEdit(id) },
    { id: 'fit', label: 'Resize to contents', run: () => onFit([id]) },
    { id: 'fit-all', label: 'Resize all to contents', run: () => onFit(shown) },
    { id: 'usual', label: 'Usual width', keys: 'Shift+← → sizes', run: change(resized(columns, id, undefined)) },
    { id: 'left', label: 'Move left', keys: 'Ctrl+Shift+←', run: change(movedBy(columns, id, -1)) },
    { id: 'right', label: 'Move right', keys: 'Ctrl+Shift+→', run: change(movedBy(columns, id, 1)) },
    { id: 'hide', label: `Hide ${label}`, separator: true, run: change(toggled(columns, id)) },
    ...(isAdded ? [{ id: 'remove', label: `Remove ${label}`, run: change(withoutField(columns, id)) }] : []),
  ];
}

/** A submenu that has one of several things chosen. */
function choice<Id extends string>(
  label: string,
  items: readonly { readonly id: Id; readonly label: string }[],
  chosen: Id,
  onChoose: (id: Id) => void,
): MenuEntry {
  const entries = items.map((item) => ({
    id: item.id,
    label: item.label,
    isOn: item.id === chosen,
    isOneOf: true,
    run: () => onChoose(item.id),
  }));
  return { id: label, label, entries };
}
