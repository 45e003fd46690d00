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
  switch (command) {
    case 'undo':
      craft.session.travel('undo');
      break;
    case 'redo':
      craft.session.travel('redo');
      break;
    case 'new':
      get().choose(true);
      break;
    case 'edit':
    case 'out':
    case 'break':
    case 'compare':
    case 'export':
      get().show(command);
      break;
    case 'copy':
      copyBytes(app, craft);
      break;
    case 'link':
      link(app, craft);
      break;
    case 'close': {
      const { active, remove } = get();
      if (active !== undefined) remove(active);
      break;
    }
    case 'next-difference':
      get().jump?.(1);
      break;
    case 'previous-difference':
      get().jump?.(-1);
      break;
    case 'next-packet':
    case 'previous-packet': {
      const { packets, active, activate } = get();
      const at = packets.findIndex(({ id }) => id === active);
      const next = packets[(at + (command === 'next-packet' ? 1 : -1) + packets.length) % packets.length];
      if (next !== undefined) activate(next.id);
    }
  }
}

function copyBytes(app: App, craft: Craft): void {
  const { say } = app.store.getState();
  const bytes = activePacket(craft.store.getState())?.built?.bytes;
  if (bytes === undefined) say('No packet has been built to copy');
  else void copyWhole(formatBytes(bytes, 'hex'), `${counted(bytes.length, 'octet')} as hex`, say);
}

function link(app: App, craft: Craft): void {
  const { say } = app.store.getState();
  const { selected, ...state } = craft.store.getState();
  const packet = activePacket(state);
  const layer = packet === undefined ? undefined : startOfDescription(textOf(packet));
  if (packet?.built === undefined || layer === undefined) {
    say('No packet has been built to link to');
    return;
  }
  const bits = selected === undefined ? undefined : { start: selected.start, end: selected.end };
  void copyLink({ place: 'craft', layer, bytes: packet.built.bytes, bits }, location.href, say);
}
