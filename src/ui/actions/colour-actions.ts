import type { ColourSession } from '../app/colouring.ts';
import { CONVERSATION_COLOURS } from '../capture/colours/palette.ts';
import type { AppState, AppStore } from '../state/store.ts';
import type { Action } from './actions.ts';

const hasPacket = (state: AppState): boolean => state.place === 'capture' && state.packet !== undefined;

/** The submenu that the colours of conversations stand in. */
export const COLOUR_CONVERSATION = 'Colour conversation';

/** What gives rows of the list their colours. */
export function createColourActions(store: AppStore, colours: ColourSession): readonly Action[] {
  const { getState: get } = store;
  return [
    {
      id: 'colour-rows',
      group: 'View',
      label: 'Colour rows',
      keys: [],
      when: () => true,
      isOn: ({ layout }) => layout.colours.isOn,
      run: () => {
        const { colours: now } = get().layout;
        get().changeLayout({ colours: { ...now, isOn: !now.isOn } });
      },
    },
    {
      id: 'colour-rules',
      group: 'View',
      label: 'Colour rules...',
      keys: [],
      when: () => true,
      run: () => get().showDialog('colours'),
    },
    // Browsers keep Ctrl and a digit for their tabs.
    ...CONVERSATION_COLOURS.map(
      ({ number, label, className }): Action => ({
        id: `colour-conversation-${number}`,
        group: 'View',
        label: `${COLOUR_CONVERSATION} ${label.toLowerCase()}`,
        submenu: { label: COLOUR_CONVERSATION, short: label },
        swatch: className,
        keys: [`Ctrl+Shift+${number % 10}`],
        appKeys: [`Ctrl+${number % 10}`],
        when: hasPacket,
        run: () => colours.colourConversation(number),
      }),
    ),
    {
      id: 'clear-conversations',
      group: 'View',
      label: 'Clear conversation colours',
      submenu: { label: COLOUR_CONVERSATION, short: 'Clear all' },
      keys: ['Ctrl+Space'],
      when: hasPacket,
      run: () => colours.clearConversations(),
    },
  ];
}
