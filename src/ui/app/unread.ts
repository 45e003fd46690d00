import { messageOf } from '../../core/base/message-of.ts';
import type { AppStore } from '../state/store.ts';

/** Tells that octets of the capture could not be read: the file has gone or changed while it was open. A crash of the engine is told by the page. */
export function tellUnread(store: AppStore, error: unknown): void {
  const { engine, notice, notify } = store.getState();
  if (engine.phase === 'crashed') return;
  const reason = messageOf(error);
  const text = `Packets cannot be read: ${reason}`;
  if (notice !== text) notify(text);
}
