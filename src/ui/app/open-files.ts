import type { FileInput } from '../../worker/api.ts';
import type { AppStore } from '../state/store.ts';
import { before } from './last-visit.ts';
import type { Session } from './session.ts';

const inputOf = (file: File): FileInput => ({ kind: 'file', file });

/** Opens a file, several merged by time; a file that was open before a reload opens where the user was. */
export function openFiles(store: AppStore, session: Session): (files: readonly File[]) => void {
  return (files) => {
    const [first, ...others] = files;
    if (first === undefined || isExporting(store)) return;
    store.getState().notify(undefined);
    if (others.length > 0) openMerged(session, [], files.map(inputOf));
    else {
      const again = store.getState().opened === undefined ? before(first.name) : undefined;
      session.openFile(first, again && { packet: again.packet, filter: again.filter, isAgain: true });
    }
  };
}

/** Adds files to the open capture, all packets ordered by time. */
export function mergeFiles(store: AppStore, session: Session): (files: readonly File[]) => void {
  return (files) => {
    const input = store.getState().opened?.input;
    if (files.length === 0 || input === undefined || input.kind === 'paste' || isExporting(store)) return;
    openMerged(session, input.kind === 'merged' ? input.parts : [input], files.map(inputOf));
  };
}

/** Another capture would end an export, or be covered by its dialog: who exports must stop that first, and is told so. */
function isExporting(store: AppStore): boolean {
  const { exporting, say } = store.getState();
  if (exporting === undefined) return false;
  say('Not opened: packets are being exported. Stop that first');
  return true;
}

/** @param open what is open of them */
function openMerged(session: Session, open: readonly FileInput[], added: readonly FileInput[]): void {
  const parts = [...open, ...added];
  const names = parts.map((part) => (part.kind === 'file' ? part.file.name : part.name));
  session.open({ input: { kind: 'merged', parts, keeps: open.length }, name: names.join(' + ') });
}
