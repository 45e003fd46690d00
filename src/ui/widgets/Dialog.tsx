import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { CloseIcon } from './icons.tsx';
import './Dialog.css';

export interface DialogProps {
  readonly title: string;
  /** One sentence below the title. */
  readonly description: string;
  /** Keeps the description for screen readers only. */
  readonly isBare?: boolean;
  readonly size?: 'narrow' | 'normal' | 'wide';
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
  return (
    <Radix.Root open onOpenChange={(isOpen) => isOpen || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="dialog-veil" />
        <Radix.Content className={`dialog dialog-${size}`}>
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
