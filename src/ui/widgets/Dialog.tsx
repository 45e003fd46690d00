import { Dialog as Radix } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { CloseIcon } from './icons.tsx';
import './Dialog.css';

export interface DialogProps {
  readonly title: string;
  /** One sentence below the title. */
  readonly description: string;
  /** Keeps the description for screen readers only. */
  readonly isBare?: boolean;
  readonly size?: 'narrow' | 'normal' | 'wide' | 'large';
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A window above the page; it is open as long as it is rendered. */
export function Dialog({
  title,
  description,
  isBare = false,
  size = 'normal',
  onClose,
  children,
}: DialogProps): ReactNode {
  // There is no trigger to go back to: dialogs open by keys and menus as well.
  const [before] = useState(() => document.activeElement);
  const giveBack = (event: Event): void => {
    event.preventDefault();
    // What was asked for in the dialog may have taken the keyboard already.
    if (document.activeElement !== document.body) return;
    const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body;
    const home = isThere ? before : document.querySelector<HTMLElement>('[role="grid"]');
    home?.focus();
  };
  return (
    <Radix.Root open onOpenChange={(isOpen) => isOpen || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="dialog-veil" />
        <Radix.Content className={`dialog dialog-${size}`} onCloseAutoFocus={giveBack}>
          <header className={isBare ? 'unseen' : 'dialog-head'}>
            <Radix.Title className="dialog-title">{title}</Radix.Title>
            <Radix.Description className="dialog-text">{description}</Radix.Description>
          </header>
          {children}
          {isBare ? undefined : (
            <Radix.Close className="button button-plain button-icon dialog-close" aria-label="Close" title="Close">
              <CloseIcon />
            </Radix.Close>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
