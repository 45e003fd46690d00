import type { Action } from '../../actions/actions.ts';
import { COLOUR_CONVERSATION } from '../../actions/colour-actions.ts';
import { COPY_BYTES } from '../../actions/packet-actions.ts';
import { printed } from '../../actions/shortcut.ts';
import type { AppState } from '../../state/store.ts';
import type { MenuEntry } from '../../widgets/CopyMenu.tsx';
import { CONVERSATION_COLOURS } from '../colours/palette.ts';

/** The context menu of a packet: actions of the one list, grouped. */
export function packetMenu(actions: readonly Action[], state: AppState, isMac: boolean): readonly MenuEntry[] {
  const entry = (id: string, change: Partial<MenuEntry> = {}): MenuEntry[] => {
    const action = actions.find((other) => other.id === id);
    if (action === undefined) return [];
    const { label, keys, swatch, when, run } = action;
    const [first] = keys;
    return [
      {
        id,
        label,
        keys: first === undefined ? undefined : printed(first, isMac),
        disabled: !when(state),
        swatch,
        run,
        ...change,
      },
    ];
  };
  const submenu = (label: string, entries: readonly MenuEntry[]): MenuEntry => ({
    id: label,
    label,
    disabled: state.packet === undefined,
    entries,
  });
  /** Of actions whose labels begin with that of the menu. */
  const nested = (label: string, entries: readonly MenuEntry[]): MenuEntry =>
    submenu(
      label,
      entries.map((item) => ({ ...item, label: capital(item.label.replace(`${label} `, '')) })),
    );
  return [
    ...entry('go-to'),
    submenu('Conversation', [
      ...entry('follow', { label: 'Follow it' }),
      ...entry('filter-conversation', { label: 'Filter by it' }),
      ...entry('next-in-conversation', { label: 'Next packet' }),
      ...entry('previous-in-conversation', { label: 'Previous packet' }),
      ...entry('go-to-request', { separator: true }),
      ...entry('go-to-response'),
      ...entry('next-related'),
      ...entry('previous-related'),
      {
        ...submenu(COLOUR_CONVERSATION, [
          ...CONVERSATION_COLOURS.flatMap(({ number, label }) => entry(`colour-conversation-${number}`, { label })),
          ...entry('clear-conversations', { label: 'Clear all', separator: true }),
        ]),
        separator: true,
      },
    ]),
    ...entry('next-finding', { separator: true }),
    ...entry('previous-finding'),
    ...entry('next-verdict'),
    ...entry('previous-verdict'),
    // The list copies by Ctrl+C itself: elsewhere the key belongs to what is marked there.
    ...entry('copy-row', { separator: true, keys: printed('Ctrl+C', isMac) }),
    ...entry('copy-csv'),
    nested(
      'Copy packet bytes as',
      COPY_BYTES.flatMap((id) => entry(id)),
    ),
    ...entry('mark', { separator: true }),
    ...entry('ignore'),
    submenu('Time', [
      ...entry('time-reference', { label: 'Set or remove reference' }),
      ...entry('next-time-reference', { label: 'Next reference' }),
      ...entry('previous-time-reference', { label: 'Previous reference' }),
      ...entry('remove-time-references', { label: 'Remove all references' }),
      ...entry('time-shift', { label: 'Shift...', separator: true }),
      ...entry('undo-time-shifts', { label: 'Undo all shifts' }),
    ]),
    ...entry('comment'),
    ...entry('export'),
    ...entry('craft-packet', { separator: true }),
    nested(
      'Compare with',
      ['compare-with-marked', 'compare-with-previous', 'compare-packets'].flatMap((id) => entry(id)),
    ),
    ...entry('link-packet'),
    ...entry('decode-as', { separator: true }),
  ];
}

const capital = (text: string): string => `${text[0]?.toUpperCase() ?? ''}${text.slice(1)}`;
