import { childOf, descend, type Element, localName } from '../../dissect/markup.ts';
import { ALERT_CODES } from './alert-codes.ts';

const COMMANDS: ReadonlySet<string> = new Set(
  'Add Alert Atomic Copy Delete Exec Get Map Move Put Replace Results Search Sequence Status Sync'.split(' '),
);

/** Commands directly in a body or a container. */
export function commandsOf(element: Element | undefined): readonly Element[] {
  return (element?.elements ?? []).filter(({ name }) => COMMANDS.has(localName(name)));
}

/** `DM/1.2 session 1F message 1, server to device: Alert 1100 DISPLAY, Get ./DevInfo/Mod`. */
export function syncmlInfo(root: Element): string {
  const header = childOf(root, 'SyncHdr');
  const text = (...path: readonly string[]): string => descend(header, ...path)?.text.trim() ?? '';
  const commands = commandsOf(childOf(root, 'SyncBody'));
  const shown = commands.slice(0, 6).map(describe);
  if (commands.length > shown.length) shown.push(`and ${commands.length - shown.length} more`);
  const [session, message, source, target] = [
    text('SessionID'),
    text('MsgID'),
    text('Source', 'LocURI'),
    text('Target', 'LocURI'),
  ];
  // Only what is there: an empty or foreign document has none of it.
  const head = [text('VerProto') || 'SyncML'];
  if (session !== '') head.push(`session ${session}`);
  if (message !== '') head.push(`message ${message}`);
  const ends = [source, target === '' ? '' : `to ${target}`].filter((end) => end !== '').join(' ');
  const who = `${head.join(' ')}${ends === '' ? '' : `, ${ends}`}`;
  return shown.length === 0 ? who : `${who}: ${shown.join(', ')}`;
}

function describe(command: Element): string {
  const name = localName(command.name);
  const data = childOf(command, 'Data')?.text.trim() ?? '';
  if (name === 'Alert') return `Alert ${data} ${ALERT_CODES.get(Number(data)) ?? ''}`.trim();
  if (name === 'Status') return `Status ${data} of ${childOf(command, 'Cmd')?.text ?? ''}`.trim();
  const item = childOf(command, 'Item');
  const place = descend(item, 'Target', 'LocURI') ?? descend(item, 'Source', 'LocURI');
  return `${name} ${place?.text.trim() ?? ''}`.trim();
}
