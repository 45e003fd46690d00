import type { ReactNode } from 'react';
import type { DialogId } from '../state/shell.ts';
import type { Session } from './session.ts';

export function Dialogs(_: { readonly dialog: DialogId; readonly session: Session }): ReactNode {
  return null;
}
