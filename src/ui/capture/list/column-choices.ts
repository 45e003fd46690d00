import type { ColumnDisplay } from '../../../core/base/column-key.ts';
import type { Align } from '../../state/layout.ts';

/** A column's choices in Wireshark's words and order. */
export const ALIGNS: readonly { readonly id: Align; readonly label: string }[] = [
  { id: 'left', label: 'Left' },
  { id: 'center', label: 'Center' },
  { id: 'right', label: 'Right' },
];

export const DISPLAYS: readonly { readonly id: ColumnDisplay; readonly label: string }[] = [
  { id: 'details', label: 'Details: name and value' },
  { id: 'strings', label: 'Strings: the name' },
  { id: 'values', label: 'Values: the number' },
];
