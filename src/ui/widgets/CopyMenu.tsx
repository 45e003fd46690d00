import { ContextMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { CheckIcon } from './icons.tsx';
import './CopyMenu.css';

/** One entry of a context menu; `separator` draws a line before it. */
export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly keys?: string | undefined;
  readonly disabled?: boolean;
  readonly separator?: boolean;
  /** Class of a colour that stands before the label. */
  readonly swatch?: string | undefined;
  /** Of a choice: whether it is the one that holds. */
  readonly isOn?: boolean;
  /** One alone of the entries around it holds. */
  readonly isOneOf?: boolean;
  readonly run?: () => void;
  readonly entries?: readonly MenuEntry[];
}

/** A context menu from a list of entries, made while it is open. The child is what it opens on, and has to take a ref. */
export function CopyMenu({
  entries,
  children,
  onOpenChange,
  home: findHome,
}: {
  readonly entries: () => readonly MenuEntry[];
  readonly children: ReactNode;
  readonly onOpenChange?: (open: boolean) => void;
  /** Gets the keyboard when an entry has taken away what had it before. */
  readonly home?: () => HTMLElement | null | undefined;
}): ReactNode {
  // Behind the menu's own try to give it back.
  const giveBack = (): void =>
    queueMicrotask(() => {
      if (document.activeElement === document.body) findHome?.()?.focus();
    });
  return (
    // The page around it stays as it is, for screen readers too; keys and pointer are the menu's while it is open.
    <ContextMenu.Root modal={false} {...(onOpenChange ? { onOpenChange } : {})}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal container={place()}>
        <ContextMenu.Content className="copy-menu" collisionPadding={8} onCloseAutoFocus={giveBack}>
          <Made entries={entries} />
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

/** Menus open inside the place, so that they belong to its landmark. */
const place = (): HTMLElement | null => document.querySelector('main');

function Made({ entries }: { readonly entries: () => readonly MenuEntry[] }): ReactNode {
  return <Entries entries={entries()} />;
}

function Entries({ entries }: { readonly entries: readonly MenuEntry[] }): ReactNode {
  return entries.flatMap(
    ({ id, label, keys, disabled = false, separator, swatch, isOn, isOneOf, run, entries: inner }) => [
      separator ? <ContextMenu.Separator key={`${id}-line`} className="copy-menu-line" /> : null,
      inner ? (
        <ContextMenu.Sub key={id}>
          <ContextMenu.SubTrigger className="copy-menu-entry" disabled={disabled}>
            {label}
            <svg className="copy-menu-arrow" viewBox="0 0 16 16" aria-hidden="true">
              <path d="m6 3.5 4.5 4.5L6 12.5" />
            </svg>
          </ContextMenu.SubTrigger>
          <ContextMenu.Portal container={place()}>
            <ContextMenu.SubContent className="copy-menu" collisionPadding={8}>
              <Entries entries={inner} />
            </ContextMenu.SubContent>
          </ContextMenu.Portal>
        </ContextMenu.Sub>
      ) : isOn !== undefined ? (
        <ContextMenu.CheckboxItem
          key={id}
          className="copy-menu-entry copy-menu-choice"
          disabled={disabled}
          checked={isOn}
          {...(isOneOf ? { role: 'menuitemradio' } : {})}
          {...(run ? { onSelect: run } : {})}
        >
          <ContextMenu.ItemIndicator className="copy-menu-check">
            <CheckIcon />
          </ContextMenu.ItemIndicator>
          {label}
        </ContextMenu.CheckboxItem>
      ) : (
        <ContextMenu.Item key={id} className="copy-menu-entry" disabled={disabled} {...(run ? { onSelect: run } : {})}>
          {swatch ? <span className={`copy-menu-swatch ${swatch}`} aria-hidden="true" /> : null}
          {label}
          {keys ? <span className="copy-menu-keys">{keys}</span> : null}
        </ContextMenu.Item>
      ),
    ],
  );
}
