import { type ReactNode, useId, useState } from 'react';
import { useAppState } from '../../app/context.ts';
import type { SavedFilter } from '../../state/filter-book.ts';
import { Dialog } from '../../widgets/Dialog.tsx';
import { LineButtons } from '../../widgets/LineButtons.tsx';
import { moved } from '../colours/rule-list.ts';
import './FilterDialogs.css';

interface DialogPartProps {
  readonly onClose: () => void;
}

/**
 * Gives the filter in the bar a name.
 * @param props.isButton whether it is to be a button below the filter bar, unless the user wants otherwise
 */
export function SaveFilterDialog({
  isButton: isButtonAtFirst,
  onClose,
}: DialogPartProps & { readonly isButton: boolean }): ReactNode {
  const draft = useAppState((state) => state.draft.trim());
  const saved = useAppState((state) => state.savedFilters);
  const setSaved = useAppState((state) => state.setSaved);
  const [name, setName] = useState('');
  const [text, setText] = useState(draft);
  const [isButton, setButton] = useState(isButtonAtFirst);
  const [comment, setComment] = useState('');
  const id = useId();
  const wanted = name.trim();
  const isTaken = saved.some((other) => other.name === wanted);
  const isComplete = wanted !== '' && text.trim() !== '';
  return (
    <Dialog
      title={isButtonAtFirst ? 'Add filter button' : 'Save filter'}
      description="Under a name, on this device"
      size="narrow"
      onClose={onClose}
    >
      <form
        className="filter-save"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isComplete) return;
          setSaved([...saved, { name: wanted, text, isButton, comment }]);
          onClose();
        }}
      >
        <label htmlFor={`${id}-name`}>Name</label>
        <input
          id={`${id}-name`}
          className="field"
          autoComplete="off"
          aria-describedby={`${id}-note`}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <label htmlFor={`${id}-filter`}>Filter</label>
        <input
          id={`${id}-filter`}
          className="field mono"
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <label className="filter-save-choice">
          <input type="checkbox" checked={isButton} onChange={(event) => setButton(event.target.checked)} />
          Show as button below the filter bar
        </label>
        {isButton ? (
          <>
            <label htmlFor={`${id}-comment`}>Comment</label>
            <input
              id={`${id}-comment`}
              className="field"
              autoComplete="off"
              value={comment}
              onChange={(event) => setComment(event.target.value)}
            />
          </>
        ) : undefined}
        <div className="dialog-foot">
          <span id={`${id}-note`} className="muted filter-save-note">
            {isTaken
              ? 'Replaces the filter of this name'
              : isButton
                ? 'Push//Errors is the button Errors in a menu Push'
                : undefined}
          </span>
          <button type="submit" className="button button-primary" disabled={!isComplete}>
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** A saved filter with the number that its line keeps wherever it moves. */
interface Line extends SavedFilter {
  readonly key: number;
}

/** Saved filters and buttons: rename, change, order, delete. */
export function SavedFiltersDialog({ onClose }: DialogPartProps): ReactNode {
  const saved = useAppState((state) => state.savedFilters);
  const setSaved = useAppState((state) => state.setSaved);
  // Names may be empty or double while they are typed: what is here counts when it is saved.
  const [lines, setLines] = useState<readonly Line[]>(() => saved.map((filter, key) => ({ ...filter, key })));
  const change = (key: number, part: Partial<SavedFilter>): void =>
    setLines(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <Dialog
      title="Saved filters and buttons"
      description="Kept on this device; a button with the name Push//Errors is Errors in a menu Push"
      size="wide"
      onClose={onClose}
    >
      <form
        className="filter-lines"
        onSubmit={(event) => {
          event.preventDefault();
          setSaved(lines.map(({ key: _, ...filter }) => filter));
          onClose();
        }}
      >
        {lines.length === 0 ? (
          <p className="muted">No filter is saved: the bookmark beside the filter bar saves one</p>
        ) : (
          <div className="filter-lines-line filter-lines-head" aria-hidden="true">
            <span>Button</span>
            <span>Name</span>
            <span>Filter</span>
            <span>Comment</span>
          </div>
        )}
        <ul className="filter-lines-list">
          {lines.map(({ key, name, text, isButton = false, comment = '' }, at) => (
            <li key={key} className="filter-lines-line">
              <input
                type="checkbox"
                aria-label={`Show ${name} as button`}
                checked={isButton}
                onChange={(event) => change(key, { isButton: event.target.checked })}
              />
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
              <input
                className="field"
                aria-label={`Comment on ${name}`}
                value={comment}
                onChange={(event) => change(key, { comment: event.target.value })}
              />
              <LineButtons
                called={name}
                order={{ at, count: lines.length, onMove: (step) => setLines(moved(lines, at, step)) }}
                removal="Delete"
                onRemove={() => setLines(lines.filter((line) => line.key !== key))}
              />
            </li>
          ))}
        </ul>
        <div className="dialog-foot">
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="button button-primary" data-after-lines>
            Save
          </button>
        </div>
      </form>
    </Dialog>
  );
}
