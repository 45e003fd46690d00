import type { Marking } from '../app/marking.ts';
import { isWhole } from '../state/listing.ts';
import type { AppState, AppStore } from '../state/store.ts';
import type { Action } from './actions.ts';

const hasPacket = (state: AppState): boolean => state.packet !== undefined;
const hasPackets = (state: AppState): boolean => (state.status?.packets ?? 0) > 0;
/** The list shows some packets only: all of them can be meant by "shown". */
const hasSome = (state: AppState): boolean => hasPackets(state) && !isWhole(state);
const hasReferences = (state: AppState): boolean => state.marks.references > 0;
const hasMarks = (state: AppState): boolean => state.marks.marked > 0;

/** What the user can say of packets, and where packets can go. */
export function createMarkActions(store: AppStore, marking: Marking, pickToMerge: () => void): readonly Action[] {
  const { getState: get } = store;
  return [
    {
      id: 'merge',
      group: 'File',
      label: 'Merge another capture by time...',
      keys: [],
      when: (state) => state.opened !== undefined && state.opened.input.kind !== 'paste',
      run: pickToMerge,
    },
    {
      id: 'export',
      group: 'File',
      label: 'Export packets...',
      keys: ['Ctrl+S'],
      when: hasPackets,
      run: () => get().showDialog('export'),
    },
    {
      id: 'mark',
      group: 'Edit',
      label: 'Mark or unmark packet',
      keys: ['Ctrl+M'],
      when: hasPacket,
      run: () => marking.toggleMark(),
    },
    {
      id: 'mark-shown',
      group: 'Edit',
      label: 'Mark all shown packets',
      keys: ['Ctrl+Shift+M'],
      when: hasSome,
      run: () => marking.mark({ kind: 'shown' }, true),
    },
    {
      id: 'unmark-shown',
      group: 'Edit',
      label: 'Unmark all shown packets',
      keys: [],
      when: (state) => hasMarks(state) && hasSome(state),
      run: () => marking.mark({ kind: 'shown' }, false),
    },
    {
      id: 'unmark-all',
      group: 'Edit',
      label: 'Unmark all packets',
      keys: [],
      when: hasMarks,
      run: () => marking.mark({ kind: 'all' }, false),
    },
    {
      id: 'ignore',
      group: 'Edit',
      label: 'Leave packet out or take it in',
      keys: ['Ctrl+D'],
      when: hasPacket,
      run: () => marking.toggleIgnore(),
    },
    {
      id: 'ignore-shown',
      group: 'Edit',
      label: 'Leave all shown packets out',
      keys: ['Ctrl+Shift+D'],
      when: hasSome,
      run: () => marking.ignore({ kind: 'shown' }, true),
    },
    {
      id: 'take-in-shown',
      group: 'Edit',
      label: 'Take all shown packets in',
      keys: [],
      when: (state) => state.marks.ignored > 0 && hasSome(state),
      run: () => marking.ignore({ kind: 'shown' }, false),
    },
    {
      id: 'ignore-none',
      group: 'Edit',
      label: 'Take all packets in',
      keys: [],
      when: (state) => state.marks.ignored > 0,
      run: () => marking.ignore({ kind: 'all' }, false),
    },
    {
      id: 'time-reference',
      group: 'Edit',
      label: 'Set or remove time reference',
      submenu: { label: 'Time', short: 'Set or remove reference' },
      keys: ['Alt+T'],
      appKeys: ['Ctrl+T'],
      when: hasPacket,
      run: () => marking.toggleReference(),
    },
    {
      id: 'remove-time-references',
      group: 'Edit',
      label: 'Remove all time references',
      submenu: { label: 'Time', short: 'Remove all references' },
      keys: [],
      when: hasReferences,
      run: () => marking.removeReferences(),
    },
    {
      id: 'time-shift',
      group: 'Edit',
      label: 'Time shift...',
      submenu: { label: 'Time', short: 'Shift...' },
      keys: ['Alt+Shift+T'],
      appKeys: ['Ctrl+Shift+T'],
      when: hasPacket,
      run: () => get().showDialog('time-shift'),
    },
    {
      id: 'undo-time-shifts',
      group: 'Edit',
      label: 'Undo all time shifts',
      submenu: { label: 'Time', short: 'Undo all shifts' },
      keys: [],
      when: (state) => state.marks.isShifted,
      run: () => marking.undoTimeShifts(),
    },
    {
      id: 'comment',
      group: 'Edit',
      label: 'Comment on packet...',
      keys: ['Ctrl+Alt+C'],
      when: hasPacket,
      run: () => get().showDialog('comment'),
    },
    {
      id: 'next-marked',
      group: 'Go',
      label: 'Next marked packet',
      submenu: { label: 'Marked packets', short: 'Next' },
      keys: ['Ctrl+Alt+.'],
      when: hasMarks,
      run: () => marking.goToMarked(1),
    },
    {
      id: 'previous-marked',
      group: 'Go',
      label: 'Previous marked packet',
      submenu: { label: 'Marked packets', short: 'Previous' },
      keys: ['Ctrl+Alt+,'],
      when: hasMarks,
      run: () => marking.goToMarked(-1),
    },
    {
      id: 'next-time-reference',
      group: 'Go',
      label: 'Next time reference',
      submenu: { label: 'Time references', short: 'Next' },
      keys: ['Ctrl+Alt+N'],
      when: hasReferences,
      run: () => marking.goToReference(1),
    },
    {
      id: 'previous-time-reference',
      group: 'Go',
      label: 'Previous time reference',
      submenu: { label: 'Time references', short: 'Previous' },
      keys: ['Ctrl+Alt+B'],
      when: hasReferences,
      run: () => marking.goToReference(-1),
    },
  ];
}
