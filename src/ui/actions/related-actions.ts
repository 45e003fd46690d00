import type { Session } from '../app/session.ts';
import { linkedAs, type RelatedKind, relatedToShown } from '../state/related.ts';
import type { AppStore } from '../state/store.ts';
import type { Action } from './actions.ts';

/** Where the menu of going has them. */
const RELATED = 'Related packets';

/** Going to packets that the tree of the shown one leads to. */
export function createRelatedActions(store: AppStore, session: Session): readonly Action[] {
  const { getState: get } = store;
  const goTo = (kind: RelatedKind & ('request' | 'response')): Action => ({
    id: `go-to-${kind}`,
    group: 'Go',
    label: `Go to ${kind}`,
    submenu: { label: RELATED, short: kind === 'request' ? 'Request' : 'Response' },
    keys: [],
    when: (state) => linkedAs(state, kind) !== undefined,
    run: () => {
      const packet = linkedAs(get(), kind);
      if (packet !== undefined) get().selectPacket(packet);
    },
  });
  const goOn = (direction: 1 | -1) => (): void => {
    const packets = [...relatedToShown(get()).keys()];
    if (packets.length === 0) get().say('The packet leads to no other packet');
    else session.list.goOnAmong(packets, direction);
  };
  return [
    goTo('request'),
    goTo('response'),
    {
      id: 'next-related',
      group: 'Go',
      label: 'Next related packet',
      submenu: { label: RELATED, short: 'Next' },
      keys: ['Alt+.'],
      when: ({ packet }) => packet !== undefined,
      run: goOn(1),
    },
    {
      id: 'previous-related',
      group: 'Go',
      label: 'Previous related packet',
      submenu: { label: RELATED, short: 'Previous' },
      keys: ['Alt+,'],
      when: ({ packet }) => packet !== undefined,
      run: goOn(-1),
    },
  ];
}
