import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { Action } from '../actions/actions.ts';
import { fuzzySort } from '../actions/fuzzy.ts';
import { useTypedAhead } from '../actions/keys-ahead.ts';
import { printed } from '../actions/shortcut.ts';
import { isMac } from '../actions/use-shortcuts.ts';
import { Dialog } from '../widgets/Dialog.tsx';
import './CommandPalette.css';

export interface CommandPaletteProps {
  readonly actions: readonly Action[];
  readonly onClose: () => void;
}

/** Every command by a few letters of its name. */
export function CommandPalette({ actions, onClose }: CommandPaletteProps): ReactNode {
  const [typed, setTyped] = useState('');
  useTypedAhead('palette', setTyped);
  const [at, setAt] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const found = fuzzySort(actions, typed, ({ label, group }) => `${label} ${group}`);
  const optionId = (index: number): string => `${id}-${index}`;
  const run = (action: Action | undefined): void => {
    if (action === undefined) return;
    onClose();
    action.run();
  };
  const moveTo = (index: number): void => {
    const next = (index + found.length) % found.length;
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') run(found[at]);
    else if (event.key === 'ArrowDown') moveTo(at + 1);
    else if (event.key === 'ArrowUp') moveTo(at - 1);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Command palette" description="Type a few letters of a command" isBare onClose={onClose}>
      <input
        className="field palette-input"
        role="combobox"
        aria-label="Command"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={found[at] === undefined ? undefined : optionId(at)}
        autoComplete="off"
        placeholder="Type a command"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} className="palette-list" role="listbox" aria-label="Commands" ref={list}>
        {found.map((action, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard
          // biome-ignore lint/a11y/useFocusableInteractive: the field above names the active option
          <div
            key={action.id}
            id={optionId(index)}
            role="option"
            className="palette-option"
            aria-selected={index === at}
            onClick={() => run(action)}
            onPointerMove={() => setAt(index)}
          >
            <span className="palette-group">{action.group}</span>
            {action.label}
            {action.keys[0] === undefined ? undefined : <kbd>{printed(action.keys[0], isMac())}</kbd>}
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="muted">No command has these letters</p> : undefined}
    </Dialog>
  );
}
