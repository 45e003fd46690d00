import { type ReactNode, useId, useState } from 'react';
import { useAppState } from '../../app/context.ts';
import { Dialog } from '../../widgets/Dialog.tsx';
import { TrashIcon } from '../../widgets/icons.tsx';
import { filterInShort } from './filter-words.ts';
import './FilterDialogs.css';

interface DialogPartProps {
  readonly onClose: () => void;
}

/** Gives the filter in the bar a name. */
export function SaveFilterDialog({ onClose }: DialogPartProps): ReactNode {
  const text = useAppState((state) => state.draft.trim());
  const saved = useAppState((state) => state.savedFilters);
  const setSaved = useAppState((state) => state.setSaved);
  const [name, setName] = useState('');
  const id = useId();
  const wanted = name.trim();
  const isTaken = saved.some((other) => other.name === wanted);
  return (
    <Dialog title="Save filter" description="Under a name, on this device" size="narrow" onClose={onClose}>
      <form
        className="filter-save"
        onSubmit={(event) => {
          event.preventDefault();
          if (wanted === '') return;
          setSaved([...saved, { name: wanted, text }]);
          onClose();
        }}
      >
        <code className="filter-save-text">{filterInShort(text)}</code>
        <label htmlFor={id}>Name</label>
        <input
          id={id}
          className="field"
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="dialog-foot">
          <span className="muted filter-save-note">{isTaken ? 'Replaces the filter of this name' : undefined}</span>
          <button type="submit" className="button button-primary" disabled={wanted === ''}>
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Saved filters: rename, change, delete. */
export function SavedFiltersDialog({ onClose }: DialogPartProps): ReactNode {
  const saved = useAppState((state) => state.savedFilters);
  const setSaved = useAppState((state) => state.setSaved);
  // Names may be empty or double while they are typed: what is here counts when it is saved.
  const [lines, setLines] = useState(() => saved.map((filter, key) => ({ ...filter, key })));
  const change = (key: number, part: { readonly name?: string; readonly text?: string }): void =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <Dialog title="Saved filters" description="They are kept on this device" size="wide" onClose={onClose}>
      <form
        className="filter-lines"
        onSubmit={(event) => {
          event.preventDefault();
          setSaved(lines);
          onClose();
        }}
      >
        {lines.length === 0 ? (
          <p className="muted">No filter is saved: the bookmark beside the filter bar saves one</p>
        ) : undefined}
        <ul className="filter-lines-list">
          {lines.map(({ key, name, text }) => (
            <li key={key} className="filter-lines-line">
              <input
                className="field"
                aria-label="Name"
                value={name}
                onChange={(event) => change(key, { name: event.target.value })}
              />
              <input
                className="field mono"
                aria-label={`Filter ${name}`}
                spellCheck={false}
                value={text}
                onChange={(event) => change(key, { text: event.target.value })}
              />
              <button
                type="button"
                className="button button-plain button-icon"
                aria-label={`Delete ${name}`}
                title="Delete"
                onClick={() => setLines(lines.filter((line) => line.key !== key))}
              >
                <TrashIcon />
              </button>
            </li>
          ))}
        </ul>
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary">
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
