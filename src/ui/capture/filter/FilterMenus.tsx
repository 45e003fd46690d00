import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import type { Action } from '../../actions/actions.ts';
import type { SavedFilter } from '../../state/filter-book.ts';
import { BookmarkIcon, HistoryIcon } from '../../widgets/icons.tsx';
import { visibleText } from '../details/visible-text.ts';
import { filterInShort } from './filter-words.ts';
import '../../widgets/Menu.css';
import './FilterMenus.css';

/** Menus open inside the place, so that they belong to its landmark. */
const home = (): HTMLElement | null => document.querySelector('main');

interface SavedMenuProps {
  readonly saved: readonly SavedFilter[];
  /** There is a filter that can be given a name. */
  readonly canSave: boolean;
  readonly onApply: (text: string) => void;
  readonly onSave: () => void;
  readonly onEdit: () => void;
  /** Actions of macros and buttons. */
  readonly actions: readonly Action[];
}

/** Filters that the user has given a name. */
export function SavedMenu({ saved, canSave, onApply, onSave, onEdit, actions }: SavedMenuProps): ReactNode {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="filter-button" aria-label="Saved filters" title="Saved filters">
        <BookmarkIcon />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={home()}>
        <DropdownMenu.Content className="menu filter-menu" align="start" sideOffset={6} collisionPadding={8}>
          <DropdownMenu.Item className="menu-item" disabled={!canSave} onSelect={onSave}>
            Save this filter...
          </DropdownMenu.Item>
          <DropdownMenu.Item className="menu-item" onSelect={onEdit}>
            Rename and delete saved filters...
          </DropdownMenu.Item>
          {actions.map(({ id, label, run }) => (
            <DropdownMenu.Item key={id} className="menu-item" onSelect={run}>
              {label}
            </DropdownMenu.Item>
          ))}
          {saved.length === 0 ? undefined : <DropdownMenu.Separator className="menu-line" />}
          {saved.map(({ name, text }) => (
            <DropdownMenu.Item key={name} className="menu-item" textValue={name} onSelect={() => onApply(text)}>
              <span className="filter-menu-name">{visibleText(name)}</span>
              <span className="filter-menu-text">{filterInShort(text)}</span>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface RecentMenuProps {
  readonly recent: readonly string[];
  readonly onApply: (text: string) => void;
  readonly onForget: () => void;
}

const SHOWN = 20;

/** Filters that were used, newest first. */
export function RecentMenu({ recent, onApply, onForget }: RecentMenuProps): ReactNode {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className="filter-button"
        aria-label="Filters used before"
        title="Filters used before (↑ in the field)"
      >
        <HistoryIcon />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={home()}>
        <DropdownMenu.Content className="menu filter-menu" align="end" sideOffset={6} collisionPadding={8}>
          {recent.length === 0 ? (
            <DropdownMenu.Label className="menu-label">No filter was used yet</DropdownMenu.Label>
          ) : undefined}
          {recent.slice(0, SHOWN).map((text) => (
            <DropdownMenu.Item key={text} className="menu-item" onSelect={() => onApply(text)}>
              <span className="filter-menu-text">{filterInShort(text)}</span>
            </DropdownMenu.Item>
          ))}
          {recent.length === 0 ? undefined : (
            <>
              <DropdownMenu.Separator className="menu-line" />
              <DropdownMenu.Item className="menu-item" onSelect={onForget}>
                Forget these
              </DropdownMenu.Item>
            </>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
