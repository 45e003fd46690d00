import type { Session } from '../app/session.ts';
import type { CraftCommand } from '../state/place.ts';
import type { AppState, AppStore } from '../state/store.ts';
import type { Action } from './actions.ts';

const inCraft = ({ place, craft }: AppState): boolean => place === 'craft' && craft !== undefined;
const hasPacket = (state: AppState): boolean => inCraft(state) && state.craft?.hasPacket === true;
const isCapture = ({ place }: AppState): boolean => place === 'capture';

/** What leads to the craft place, and what it can do. */
export function createCraftActions(store: AppStore, session: Session): readonly Action[] {
  const { getState: get } = store;
  const command = (
    id: CraftCommand,
    label: string,
    keys: readonly string[],
    when: (state: AppState) => boolean = hasPacket,
  ): Action => ({
    id: `craft-${id}`,
    group: 'Craft',
    label,
    keys,
    when,
    run: () => get().craft?.run(id),
  });
  const compare = (find: () => Promise<{ readonly left: number; readonly right: number } | undefined>): void => {
    void find().then(
      (found) => {
        if (found === undefined) get().say('No other packet is marked');
        else get().wishCraft({ kind: 'compare', ...found });
      },
      () => get().say('The marks are not known'),
    );
  };
  return [
    {
      id: 'place-capture',
      group: 'Craft',
      label: 'Go to the capture',
      keys: ['Alt+Shift+1'],
      when: () => true,
      isOn: isCapture,
      run: () => get().showPlace('capture'),
    },
    {
      id: 'place-craft',
      group: 'Craft',
      label: 'Go to Craft',
      keys: ['Alt+Shift+2'],
      when: () => true,
      isOn: ({ place }) => place === 'craft',
      run: () => get().showPlace('craft'),
    },
    {
      id: 'craft-start',
      group: 'Craft',
      label: 'New packet from a template...',
      keys: ['Alt+N'],
      when: () => true,
      run: () => get().wishCraft({ kind: 'start' }),
    },
    {
      id: 'craft-packet',
      group: 'Craft',
      label: 'Edit packet in Craft',
      keys: ['Ctrl+E'],
      when: (state) => state.packet !== undefined,
      run: () => {
        const { packet, wishCraft } = get();
        if (packet !== undefined) wishCraft({ kind: 'packet', index: packet, row: undefined });
      },
    },
    {
      id: 'craft-layer',
      group: 'Craft',
      label: 'Edit selected layer in Craft',
      keys: ['Ctrl+Shift+E'],
      when: (state) => isCapture(state) && state.packet !== undefined && state.row !== undefined,
      run: () => {
        const { packet, row, wishCraft } = get();
        if (packet !== undefined) wishCraft({ kind: 'packet', index: packet, row });
      },
    },
    {
      id: 'compare-marked',
      group: 'Craft',
      label: 'Compare the marked packets',
      keys: [],
      when: ({ marks }) => marks.marked === 2,
      run: () =>
        compare(async () => {
          const [left, right] = await session.marking.firstMarked();
          return left === undefined || right === undefined ? undefined : { left, right };
        }),
    },
    {
      id: 'compare-with-marked',
      group: 'Craft',
      label: 'Compare with marked packet',
      keys: [],
      when: (state) => isCapture(state) && state.packet !== undefined && state.marks.marked > 0,
      run: () =>
        compare(async () => {
          const right = get().packet;
          const left = right === undefined ? undefined : await session.marking.nearestMarked(right);
          return left === undefined || right === undefined ? undefined : { left, right };
        }),
    },
    {
      id: 'compare-with-previous',
      group: 'Craft',
      label: 'Compare with previous packet',
      keys: [],
      when: (state) => isCapture(state) && state.packet !== undefined && state.packet > 0,
      run: () => {
        const right = get().packet;
        if (right !== undefined && right > 0) get().wishCraft({ kind: 'compare', left: right - 1, right });
      },
    },
    {
      id: 'compare-packets',
      group: 'Craft',
      label: 'Compare with packet selected before',
      keys: [],
      when: (state) => isCapture(state) && state.packet !== undefined && state.visits.past.length > 0,
      run: () => {
        const { packet, visits, wishCraft } = get();
        const left = visits.past.at(-1);
        if (packet !== undefined && left !== undefined) wishCraft({ kind: 'compare', left, right: packet });
      },
    },
    {
      id: 'link-packet',
      group: 'Craft',
      label: 'Copy link to packet',
      keys: [],
      when: (state) => isCapture(state) && state.packet !== undefined,
      run: () => void import('../craft/share-packet.ts').then(({ sharePacket }) => sharePacket(store, session)),
    },
    command('undo', 'Undo', ['Ctrl+Z'], (state) => inCraft(state) && state.craft?.canUndo === true),
    command('redo', 'Redo', ['Ctrl+Shift+Z', 'Ctrl+Y'], (state) => inCraft(state) && state.craft?.canRedo === true),
    command('next-packet', 'Next crafted packet', ['Ctrl+Down']),
    command('previous-packet', 'Previous crafted packet', ['Ctrl+Up']),
    command('close', 'Close crafted packet', []),
    command('edit', 'Edit', []),
    command('out', 'How it goes out', []),
    command('break', 'Break it', []),
    command('compare', 'Compare', [], inCraft),
    command('next-difference', 'Next difference', ['F8'], inCraft),
    command('previous-difference', 'Previous difference', ['F7'], inCraft),
    command('export', 'Export crafted packets', []),
    command('copy', 'Copy crafted bytes as hex', ['Alt+C']),
    command('link', 'Copy link to the crafted packet', []),
  ];
}
