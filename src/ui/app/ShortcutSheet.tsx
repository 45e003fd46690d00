import { Fragment, type ReactNode } from 'react';
import type { Action, ActionGroup } from '../actions/actions.ts';
import { type SheetLine, sheetLines } from '../actions/sheet-lines.ts';
import { printed } from '../actions/shortcut.ts';
import { isMac } from '../actions/use-shortcuts.ts';
import { Dialog } from '../widgets/Dialog.tsx';
import './ShortcutSheet.css';

/** Keys that a pane understands while it has the keyboard. */
const IN_PANES: readonly { readonly title: string; readonly lines: readonly SheetLine[] }[] = [
  {
    title: 'In the packet list',
    lines: [
      { label: 'Move by a packet', keys: ['Up', 'Down'] },
      { label: 'Move by a page', keys: ['PageUp', 'PageDown'] },
      { label: 'First, last packet', keys: ['Home', 'End'] },
      { label: 'Select several packets', keys: ['Shift+Up', 'Shift+Down', 'Shift+Click'] },
      { label: 'Select packets that lie apart', keys: ['Ctrl+Click'] },
      { label: 'Select all packets of the list', keys: ['Ctrl+A'] },
      { label: 'Into the details', keys: ['Enter'] },
      { label: 'Menu of the packet', keys: ['Shift+F10'] },
      { label: 'Copy the row', keys: ['Ctrl+C'] },
      { label: 'On a column head: size', keys: ['Shift+Left', 'Shift+Right'] },
      { label: 'On a column head: move', keys: ['Ctrl+Shift+Left', 'Ctrl+Shift+Right'] },
      { label: 'On a column head: edit', keys: ['F2'] },
      { label: 'On a column head: menu', keys: ['Shift+F10'] },
    ],
  },
  {
    title: 'In the field tree',
    lines: [
      { label: 'Open, close or go to the parent', keys: ['Right', 'Left'] },
      { label: 'Open the whole subtree', keys: ['Shift+Right'] },
      { label: 'Open all, close all', keys: ['Ctrl+Right', 'Ctrl+Left'] },
      { label: 'Open or close', keys: ['Enter'] },
      { label: 'Parent', keys: ['Backspace'] },
      { label: 'Menu of the field', keys: ['Shift+F10'] },
    ],
  },
  {
    title: 'In a document',
    lines: [
      { label: 'Next, previous part', keys: ['Down', 'Up'] },
      { label: 'Into a part, out of it', keys: ['Right', 'Left'] },
      { label: 'Select the part', keys: ['Enter'] },
      { label: 'Copy the part', keys: ['Ctrl+C'] },
    ],
  },
  {
    title: 'In shown octets',
    lines: [
      { label: 'Find', keys: ['Ctrl+F'] },
      { label: 'Next, previous place', keys: ['F3', 'Shift+F3'] },
    ],
  },
  {
    title: 'Anywhere',
    lines: [
      { label: 'Paste bytes or a file', keys: ['Ctrl+V'] },
      { label: 'Clear, restore or close', keys: ['Esc'] },
      { label: 'Round the panes', keys: ['Tab', 'Shift+Tab'] },
    ],
  },
];

const GROUPS: readonly ActionGroup[] = ['File', 'Edit', 'Go', 'View', 'Tools', 'Help'];

export interface ShortcutSheetProps {
  readonly actions: readonly Action[];
  readonly onClose: () => void;
}

/** All keys on one sheet. */
export function ShortcutSheet({ actions, onClose }: ShortcutSheetProps): ReactNode {
  const sections = [
    ...GROUPS.map((title) => ({
      title,
      lines: sheetLines(actions.filter(({ group }) => group === title)),
    })),
    ...IN_PANES,
  ].filter(({ lines }) => lines.length > 0);
  return (
    <Dialog
      title="Keyboard shortcuts"
      description="Also printed beside each command in the menus"
      size="wide"
      onClose={onClose}
    >
      <div className="sheet">
        {sections.map(({ title, lines }) => (
          <section key={title} className="sheet-section">
            <h3 className="sheet-title">{title}</h3>
            <dl>
              {lines.map(({ label, keys, appKeys = [], isRange = false }) => (
                <div key={label} className="sheet-line">
                  <dt>{label.replace(/\.\.\.$/, '')}</dt>
                  <dd className={`sheet-keys${isRange ? ' sheet-keys-range' : ''}`}>
                    {keys.map((text, at) => (
                      <Fragment key={text}>
                        {isRange && at > 0 ? ' to ' : undefined}
                        <kbd>{printed(text, isMac())}</kbd>
                      </Fragment>
                    ))}
                    {appKeys.length === 0 ? undefined : (
                      <span className="sheet-app-key" title="A browser tab keeps these keys for itself">
                        {appKeys.map((text, at) => (
                          <Fragment key={text}>
                            {isRange && at > 0 ? ' to ' : undefined}
                            <kbd>{printed(text, isMac())}</kbd>{' '}
                          </Fragment>
                        ))}
                        (installed app)
                      </span>
                    )}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
