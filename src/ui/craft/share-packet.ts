import { messageOf } from '../../core/base/message-of.ts';
import type { Session } from '../app/session.ts';
import type { AppStore } from '../state/store.ts';
import { copyLink, startOfDescription } from './share.ts';

/** Puts a link to the selected packet of the capture on the clipboard. */
export async function sharePacket(store: AppStore, session: Session): Promise<void> {
  const { packet, say, row } = store.getState();
  const view = await session.selectedView();
  const bytes = view?.sources[0]?.bytes;
  if (packet === undefined || view === undefined || bytes === undefined) return say('No packet to link to');
  try {
    const layer = startOfDescription(await session.engine().describePacket(packet, undefined));
    if (layer === undefined) return say('The packet has no start layer that a link could name');
    const at = row === undefined || view.positions[row * 4 + 3] !== 0 ? undefined : row;
    const bits =
      at === undefined ? undefined : { start: view.positions[at * 4] ?? 0, end: view.positions[at * 4 + 1] ?? 0 };
    await copyLink({ place: 'capture', layer, bytes, bits }, location.href, say);
  } catch (error) {
    say(messageOf(error));
  }
}
