import type { App } from '../app/context.ts';
import { formatBytes } from '../capture/details/copy-formats.ts';
import { activePacket } from '../state/craft.ts';
import { textOf } from '../state/craft-packet.ts';
import type { CraftCommand } from '../state/place.ts';
import { counted } from '../widgets/signs.ts';
import type { Craft } from './craft-context.ts';
import { copyLink, copyWhole, startOfDescription } from './share.ts';

/** Does what menus, keys and buttons ask of the craft place. */
export function runCommand(command: CraftCommand, app: App, craft: Craft): void {
  const { getState: get } = craft.store;
  const { say } = app.store.getState();
  const packet = activePacket(get());
  switch (command) {
    case 'undo':
      return get().undo();
    case 'redo':
      return get().redo();
    case 'new':
      return get().choose(true);
    case 'edit':
    case 'out':
    case 'break':
    case 'compare':
    case 'export':
      return get().show(command);
    case 'copy': {
      const bytes = packet?.built?.bytes;
      if (bytes === undefined) return say('No packet has been built to copy');
      void copyWhole(formatBytes(bytes, 'hex'), `${counted(bytes.length, 'octet')} as hex`, say);
      return;
    }
    case 'link': {
      const built = packet?.built;
      const layer = packet === undefined ? undefined : startOfDescription(textOf(packet));
      if (built === undefined || layer === undefined) return say('No packet has been built to link to');
      const { selected } = get();
      const bits = selected === undefined ? undefined : { start: selected.start, end: selected.end };
      void copyLink({ place: 'craft', layer, bytes: built.bytes, bits }, location.href, say);
      return;
    }
    case 'next-difference':
      return get().jump?.(1);
    case 'previous-difference':
      return get().jump?.(-1);
    case 'next-packet':
    case 'previous-packet': {
      const { packets, active, activate } = get();
      const at = packets.findIndex(({ id }) => id === active);
      const next = packets[(at + (command === 'next-packet' ? 1 : -1) + packets.length) % packets.length];
      if (next !== undefined) activate(next.id);
    }
  }
}
