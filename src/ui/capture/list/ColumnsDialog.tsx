import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import type { Catalogue, FieldView } from '../../../worker/api.ts';
import { type Columns, USUAL_COLUMNS } from '../../state/layout.ts';
import { Dialog } from '../../widgets/Dialog.tsx';
import { SortedDownIcon, SortedUpIcon, TrashIcon } from '../../widgets/icons.tsx';
import { type ColumnId, movedTo, orderedColumns, renamed, toggled, withoutField } from './columns.ts';
import { searchFields } from './field-search.ts';
import './ColumnsDialog.css';

export interface ColumnsDialogProps {
  readonly columns: Columns;
  readonly catalogue: Catalogue | undefined;
  readonly onColumns: (columns: Columns) => void;
  readonly onAdd: (field: string) => void;
  readonly onClose: () => void;
}

/** All columns: show, name, order, add, remove. What is changed holds at once. */
export function ColumnsDialog({ columns, catalogue, onColumns, onAdd, onClose }: ColumnsDialogProps): ReactNode {
  const all = orderedColumns(columns);
  const move = (id: ColumnId, step: 1 | -1): void => {
    const target = all[all.findIndex((column) => column.id === id) + step];
    if (target !== undefined) onColumns(movedTo(columns, id, target.id));
  };
  return (
    <Dialog title="Columns" description="What the packet list shows, and in which order" onClose={onClose}>
      <ul className="columns-list">
        {all.map(({ id, label, isVisible, isAdded }, at) => (
          <li key={id} className="columns-line">
            <input
              type="checkbox"
              aria-label={`Show ${label}`}
              checked={isVisible}
              onChange={() => onColumns(toggled(columns, id))}
            />
            <NameField label={label} onName={(name) => onColumns(renamed(columns, id, name))} />
            <span className="columns-field mono">{isAdded ? id : undefined}</span>
            <button
              type="button"
              className="button button-plain button-icon"
              aria-label={`Move ${label} to the left`}
              title="To the left"
              disabled={at === 0}
              onClick={() => move(id, -1)}
            >
              <SortedUpIcon />
            </button>
            <button
              type="button"
              className="button button-plain button-icon"
              aria-label={`Move ${label} to the right`}
              title="To the right"
              disabled={at === all.length - 1}
              onClick={() => move(id, 1)}
            >
              <SortedDownIcon />
            </button>
            <button
              type="button"
              className="button button-plain button-icon"
              aria-label={`Remove ${label}`}
              title={isAdded ? 'Remove' : 'This column can be hidden, not removed'}
              disabled={!isAdded}
              onClick={() => onColumns(withoutField(columns, id))}
            >
              <TrashIcon />
            </button>
          </li>
        ))}
      </ul>
      <AddField catalogue={catalogue} onAdd={onAdd} />
      <div className="dialog-foot">
        <button type="button" className="button" onClick={() => onColumns(USUAL_COLUMNS)}>
          Usual columns
        </button>
        <button type="button" className="button button-primary" onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  );
}

/** It may be empty while it is typed; then the column gets its own name back. */
function NameField({ label, onName }: { readonly label: string; readonly onName: (name: string) => void }): ReactNode {
  const [typed, setTyped] = useState<string>();
  return (
    <input
      className="field"
      aria-label={`Name of ${label}`}
      value={typed ?? label}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (typed !== undefined && typed !== label) onName(typed);
        setTyped(undefined);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
      }}
    />
  );
}

const SHOWN = 40;

interface AddFieldProps {
  readonly catalogue: Catalogue | undefined;
  readonly onAdd: (field: string) => void;
}

/** Any field of any protocol, by a part of its name. */
function AddField({ catalogue, onAdd }: AddFieldProps): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = useMemo(
    () => (catalogue === undefined ? [] : searchFields([...catalogue.fields, ...catalogue.names], typed, SHOWN)),
    [catalogue, typed],
  );
  const add = (field: FieldView | undefined): void => {
    if (field === undefined) return;
    onAdd(field.filter);
    setTyped('');
    setAt(0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') add(found[at]);
    else if (event.key === 'ArrowDown' && found.length > 0) setAt((at + 1) % found.length);
    else if (event.key === 'ArrowUp' && found.length > 0) setAt((at + found.length - 1) % found.length);
    else return;
    event.preventDefault();
  };
  return (
    <div className="columns-add">
      <label htmlFor={id}>Add a field as column</label>
      <input
        id={id}
        className="field mono"
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={found.length > 0 ? `${id}-list` : undefined}
        aria-activedescendant={found[at] === undefined ? undefined : `${id}-${at}`}
        autoComplete="off"
        spellCheck={false}
        placeholder="dmnoti.session_id, port ..."
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {found.length === 0 ? undefined : (
        <div id={`${id}-list`} className="columns-found" role="listbox" aria-label="Fields">
          {found.map((field, place) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field above names the active option
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard
            <div
              key={field.filter}
              id={`${id}-${place}`}
              role="option"
              className="columns-option"
              aria-selected={place === at}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => add(field)}
            >
              <span className="mono">{field.filter}</span>
              <span className="columns-option-label">{field.label}</span>
            </div>
          ))}
        </div>
      )}
      {typed.trim() !== '' && found.length === 0 ? <p className="muted">No field has this in its name</p> : undefined}
    </div>
  );
}
