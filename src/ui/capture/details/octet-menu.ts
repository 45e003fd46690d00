import type { MenuEntry } from '../../widgets/CopyMenu.tsx';
import { copyOctets, type OnAction } from './actions.ts';
import { BYTE_FORMATS } from './copy-formats.ts';
import type { OctetRange } from './octet-cursor.ts';

/** What can be done to octets where they are being made. */
export interface OctetEdits {
  readonly onInsert: () => void;
  readonly onDelete: () => void;
}

/** The context menu of octets: copies of the chosen ones, and octets that come and go where they can. */
export function octetMenu(
  bytes: Uint8Array,
  chosen: OctetRange | undefined,
  onAction: OnAction | undefined,
  onMarkAll: () => void,
  edits: OctetEdits | undefined,
): readonly MenuEntry[] {
  const copies = BYTE_FORMATS.map(
    ({ id, label }): MenuEntry => ({
      id,
      label: `Copy as ${label[0]?.toLowerCase()}${label.slice(1)}`
        .replace('ascii', 'ASCII')
        .replace('c array', 'C array'),
      keys: id === 'hex' ? 'Ctrl+C' : undefined,
      disabled: chosen === undefined,
      run: () => chosen && copyOctets(bytes.subarray(chosen.start, chosen.end), id, chosen.start, onAction),
    }),
  );
  return [
    ...copies,
    { id: 'all', label: 'Mark all octets', keys: 'Ctrl+A', separator: true, run: onMarkAll },
    ...(edits === undefined
      ? []
      : [
          { id: 'insert', label: 'Insert an octet', keys: 'Insert', separator: true, run: edits.onInsert },
          { id: 'delete', label: 'Delete octets', keys: 'Delete', run: edits.onDelete },
        ]),
  ];
}
