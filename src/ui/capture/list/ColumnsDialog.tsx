import { type ReactNode, useId, useState } from 'react';
import { parseColumnKey } from '../../../core/base/column-key.ts';
import type { Catalogue } from '../../../worker/api.ts';
import { type Columns, USUAL_COLUMNS } from '../../state/layout.ts';
import { Dialog } from '../../widgets/Dialog.tsx';
import { LineButtons } from '../../widgets/LineButtons.tsx';
import { ALIGNS, DISPLAYS } from './column-choices.ts';
import { aligned, displayOf, shownAs } from './column-edits.ts';
import { type ColumnId, movedTo, orderedColumns, renamed, spelled, toggled, withoutField } from './columns.ts';
import { FieldInput } from './FieldInput.tsx';
import { hasNames } from './field-column.ts';
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
    <Dialog title="Columns" description="What the packet list shows, and in which order" size="wide" onClose={onClose}>
      <ul className="columns-list">
        {all.map(({ id, label, isVisible, isAdded, align }, at) => (
          <li key={id} className="columns-line">
            <input
              type="checkbox"
              aria-label={`Show ${label}`}
              checked={isVisible}
              onChange={() => onColumns(toggled(columns, id))}
            />
            <NameField label={label} onName={(name) => onColumns(renamed(columns, id, name))} />
            <span className="columns-field mono" title={isAdded ? described(id) : undefined}>
              {isAdded ? described(id) : undefined}
            </span>
            {isAdded && hasNames(id, catalogue) ? (
              <Choice
                label={`Display ${label} as`}
                items={DISPLAYS}
                chosen={displayOf(id)}
                onChoose={(display) => onColumns(shownAs(columns, id, display))}
              />
            ) : (
              <span />
            )}
            <Choice
              label={`Align ${label}`}
              items={ALIGNS}
              chosen={align}
              onChoose={(wanted) => onColumns(aligned(columns, id, wanted))}
            />
            <LineButtons
              called={label}
              order={{ at, count: all.length, ways: ['to the left', 'to the right'], onMove: (step) => move(id, step) }}
              stays={isAdded ? undefined : 'This column can be hidden, not removed'}
              onRemove={() => onColumns(withoutField(columns, id))}
            />
          </li>
        ))}
      </ul>
      <AddField catalogue={catalogue} onAdd={onAdd} />
      <div className="dialog-foot">
        <button type="button" className="button" onClick={() => onColumns(USUAL_COLUMNS)}>
          Usual columns
        </button>
        <button type="button" className="button button-primary" data-after-lines onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  );
}

/** The fields of a column, and which of their values it shows where these are not all. */
function described(id: ColumnId): string {
  const { occurrence = 0 } = parseColumnKey(id) ?? {};
  return occurrence === 0 ? spelled(id) : `${spelled(id)} #${occurrence}`;
}

interface ChoiceProps<Id extends string> {
  readonly label: string;
  readonly items: readonly { readonly id: Id; readonly label: string }[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
}

function Choice<Id extends string>({ label, items, chosen, onChoose }: ChoiceProps<Id>): ReactNode {
  return (
    <select
      className="field columns-choice"
      aria-label={label}
      value={chosen}
      onChange={({ target }) => {
        const item = items.find(({ id }) => id === target.value);
        if (item !== undefined) onChoose(item.id);
      }}
    >
      {items.map((item) => (
        <option key={item.id} value={item.id}>
          {item.label.split(':', 1)[0]}
        </option>
      ))}
    </select>
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

interface AddFieldProps {
  readonly catalogue: Catalogue | undefined;
  readonly onAdd: (field: string) => void;
}

/** Any field of any protocol, by a part of its name. */
function AddField({ catalogue, onAdd }: AddFieldProps): ReactNode {
  const id = useId();
  const [typed, setTyped] = useState('');
  const isUnknown =
    typed.trim() !== '' &&
    searchFields([...(catalogue?.fields ?? []), ...(catalogue?.names ?? [])], typed, 1).length === 0;
  return (
    <div className="columns-add">
      <label htmlFor={id}>Add a field as column</label>
      <FieldInput
        id={id}
        catalogue={catalogue}
        value={typed}
        searched={typed}
        isFirstTaken
        placeholder="dmnoti.session_id, port ..."
        onValue={setTyped}
        onTake={({ filter }) => {
          onAdd(filter);
          setTyped('');
        }}
      />
      {isUnknown ? <p className="muted">No field has this in its name</p> : undefined}
    </div>
  );
}
