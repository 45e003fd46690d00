import { findInPackets } from '../app/find-in-packets.ts';
import { followConversation, leaveConversation } from '../app/follow-conversation.ts';
import type { Session } from '../app/session.ts';
import { filterInShort } from '../capture/filter/filter-words.ts';
import { focusFilter } from '../capture/filter/focus-filter.ts';
import { isListing } from '../state/listing.ts';
import type { AppState, AppStore } from '../state/store.ts';
import type { Action } from './actions.ts';

/** The bars stand above the list only: elsewhere these keys belong to what is there. */
const hasPackets = (state: AppState): boolean => state.place === 'capture' && (state.status?.packets ?? 0) > 0;

const hasPacket = (state: AppState): boolean => state.place === 'capture' && state.packet !== undefined;

/** Where the menu of going has what is about a conversation. */
const CONVERSATION = 'Conversation';

/** What the list shows and in which order, and looking for things in it. */
export function createListActions(store: AppStore, session: Session): readonly Action[] {
  const { getState: get } = store;
  const find = (direction: 1 | -1) => () => void findInPackets(store, session.list, direction);
  const filterByConversation = async (): Promise<void> => {
    const { packet } = get();
    const filter = packet === undefined ? undefined : await session.list.filterForConversation(packet);
    if (filter === undefined) {
      get().say('No conversation to filter by: the packet has no addresses that a filter can name');
      return;
    }
    get().applyFilter(filter);
    get().remember(filter);
    get().say(`Filter: ${filterInShort(filter)}`);
  };
  const expandMacros = async (): Promise<void> => {
    const expanded = await session.engine().expandMacros(get().draft);
    if (expanded === undefined) get().say('The macros cannot be expanded: the filter is wrong');
    else get().setDraft(expanded);
  };
  return [
    {
      id: 'filter',
      group: 'Edit',
      label: 'Display filter',
      keys: ['/', 'Ctrl+F'],
      when: hasPackets,
      run: () => focusFilter(),
    },
    {
      id: 'clear-filter',
      group: 'Edit',
      label: 'Clear display filter',
      keys: [],
      when: ({ filter, draft }) => filter !== '' || draft !== '',
      run: () => get().applyFilter(''),
    },
    {
      id: 'add-filter-button',
      group: 'Edit',
      label: 'Add filter as button...',
      keys: [],
      when: ({ draft }) => draft !== '',
      run: () => get().showDialog('add-button'),
    },
    {
      id: 'expand-macros',
      group: 'Edit',
      label: 'Expand macros',
      keys: [],
      when: ({ draft }) => draft.includes('$'),
      run: () => void expandMacros(),
    },
    {
      id: 'macros',
      group: 'Edit',
      label: 'Filter macros...',
      keys: [],
      when: () => true,
      run: () => get().showDialog('macros'),
    },
    {
      id: 'stop-filter',
      group: 'Edit',
      label: 'Stop filtering or sorting',
      keys: [],
      when: isListing,
      run: () => session.list.stopFilter(),
    },
    {
      id: 'find',
      group: 'Edit',
      label: 'Find...',
      keys: ['Ctrl+Shift+F'],
      when: hasPackets,
      run: () => {
        get().changeFind({ isOpen: true });
        // It may be open already, with the keyboard elsewhere.
        document.querySelector<HTMLInputElement>('[data-find-input]')?.focus();
      },
    },
    { id: 'find-next', group: 'Edit', label: 'Find next', keys: ['F3'], when: hasPackets, run: find(1) },
    { id: 'find-previous', group: 'Edit', label: 'Find previous', keys: ['Shift+F3'], when: hasPackets, run: find(-1) },
    {
      id: 'filter-conversation',
      group: 'Edit',
      label: 'Filter by the conversation of the packet',
      keys: [],
      when: hasPacket,
      run: () => void filterByConversation(),
    },
    {
      id: 'follow',
      group: 'Go',
      label: 'Follow the conversation of the packet',
      submenu: { label: CONVERSATION, short: 'Follow it' },
      keys: ['Ctrl+Alt+Shift+T'],
      when: hasPacket,
      run: () => {
        const { packet } = get();
        if (packet !== undefined) void followConversation(store, session.engine, packet);
      },
    },
    {
      id: 'leave-conversation',
      group: 'Go',
      label: 'Back from the conversation to the list',
      submenu: { label: CONVERSATION, short: 'Back to the list' },
      keys: [],
      when: ({ place, following }) => place === 'capture' && following !== undefined,
      run: () => leaveConversation(store, session.engine, false),
    },
    {
      id: 'next-in-conversation',
      group: 'Go',
      label: 'Next packet of the conversation',
      submenu: { label: CONVERSATION, short: 'Next packet' },
      keys: ['Ctrl+.'],
      when: hasPacket,
      run: () => session.list.goOnInConversation(1),
    },
    {
      id: 'previous-in-conversation',
      group: 'Go',
      label: 'Previous packet of the conversation',
      submenu: { label: CONVERSATION, short: 'Previous packet' },
      keys: ['Ctrl+,'],
      when: hasPacket,
      run: () => session.list.goOnInConversation(-1),
    },
    {
      id: 'columns',
      group: 'View',
      label: 'Columns...',
      keys: [],
      when: () => true,
      run: () => get().showDialog('columns'),
    },
    {
      id: 'list-map',
      group: 'View',
      label: 'Map beside the scroll bar',
      keys: [],
      when: () => true,
      isOn: ({ layout }) => layout.hasMap,
      run: () => get().changeLayout({ hasMap: !get().layout.hasMap }),
    },
    {
      id: 'unsort',
      group: 'View',
      label: 'Order of the capture',
      keys: [],
      when: ({ sort }) => sort !== undefined,
      run: () => get().sortBy(undefined),
    },
  ];
}
