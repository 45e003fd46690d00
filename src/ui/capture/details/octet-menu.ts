import { saveFile } from '../../app/save-file.ts';
import type { MenuEntry } from '../../widgets/CopyMenu.tsx';
import { copyOctets, type OnAction } from './actions.ts';
import { BYTE_FORMATS } from './copy-formats.ts';
import type { OctetRange } from './octet-cursor.ts';
import type { OctetText } from './octet-runs.ts';

/** What can be done to octets where they are being made. */
export interface OctetEdits {
  readonly onInsert: () => void;
  readonly onDelete: () => void;
}

export interface OctetMenuCallbacks {
  /** What the characters are read as now. */
  readonly text: OctetText;
  readonly onText: ((text: OctetText) => void) | undefined;
  readonly onAction: OnAction | undefined;
  /** The octets are to be shown in other ways. */
  readonly onShow: ((octets: OctetRange) => void) | undefined;
  readonly onMarkAll: () => void;
  readonly edits: OctetEdits | undefined;
}

const TEXTS: readonly { readonly id: OctetText; readonly label: string }[] = [
  { id: 'ascii', label: 'ASCII' },
  { id: 'ebcdic', label: 'EBCDIC' },
];

/** The context menu of octets: copies of the chosen ones, how they are shown, and octets that come and go where they can. */
export function octetMenu(
  bytes: Uint8Array,
  chosen: OctetRange | undefined,
  { text, onText, onAction, onShow, onMarkAll, edits }: OctetMenuCallbacks,
): readonly MenuEntry[] {
  const octets = chosen && bytes.subarray(chosen.start, chosen.end);
  return [
    {
      id: 'copy',
      label: 'Copy as',
      disabled: chosen === undefined,
      entries: BYTE_FORMATS.map(({ id, label }) => ({
        id,
        label,
        keys: id === 'hex' ? 'Ctrl+C' : undefined,
        run: () => octets && copyOctets(octets, id, chosen.start, onAction),
      })),
    },
    {
      id: 'save',
      label: 'Save as file',
      disabled: chosen === undefined,
      run: () => octets && saveFile(new Blob([octets.slice()]), `octets-${chosen.start}-${chosen.end - 1}.bin`),
    },
    ...(onShow === undefined
      ? []
      : [
          {
            id: 'show',
            label: 'Show octets...',
            keys: 'Ctrl+Shift+O',
            disabled: chosen === undefined,
            run: () => chosen && onShow(chosen),
          },
        ]),
    { id: 'all', label: 'Mark all octets', keys: 'Ctrl+A', separator: true, run: onMarkAll },
    ...(onText === undefined
      ? []
      : [
          {
            id: 'text',
            label: 'Characters',
            separator: true,
            entries: TEXTS.map(({ id, label }) => ({ id, label, isOn: id === text, run: () => onText(id) })),
          },
        ]),
    ...(edits === undefined
      ? []
      : [
          { id: 'insert', label: 'Insert an octet', keys: 'Insert', separator: true, run: edits.onInsert },
          { id: 'delete', label: 'Delete octets', keys: 'Delete', run: edits.onDelete },
        ]),
  ];
}
