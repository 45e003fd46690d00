import { learnSession, opens, type SessionSighting, serverName } from '../../dissect/dm-sessions.ts';
import { childOf, descend, type Element, localName } from '../../dissect/markup.ts';
import type { Learns } from '../../dissect/vocabulary.ts';
import { commandsOf } from './info.ts';

/** Where a message was met. */
type Place = Pick<SessionSighting, 'frame' | 'seconds' | 'from' | 'to'>;

/** What a message says of its session; undefined for what is no message of device management. */
export function sessionFacts(root: Element, place: Place): SessionSighting | undefined {
  const header = childOf(root, 'SyncHdr');
  const text = (...path: readonly string[]): string => descend(header, ...path)?.text.trim() ?? '';
  const session = text('SessionID');
  if (session === '' || !text('VerProto').startsWith('DM/')) return undefined;
  return {
    ...place,
    session: session.slice(0, 16),
    message: text('MsgID').slice(0, 16),
    target: serverName(text('Target', 'LocURI')),
    source: serverName(text('Source', 'LocURI')),
    alert: alertOf(root),
    credentials: childOf(header, 'Cred') === undefined ? '' : credentialType(childOf(header, 'Cred')),
  };
}

/** Type of the credentials in a header: basic when they do not say. */
export function credentialType(cred: Element | undefined): string {
  const meta = childOf(cred, 'Meta');
  const type = descend(meta, 'MetInf', 'Type') ?? childOf(meta, 'Type');
  return (type?.text.trim() ?? 'syncml:auth-basic').slice(0, 32);
}

/** Who asked for the session: 1200 the server, 1201 the client; 0 when the message does not say. */
function alertOf(root: Element): number {
  for (const command of commandsOf(childOf(root, 'SyncBody'))) {
    if (localName(command.name) !== 'Alert') continue;
    const code = childOf(command, 'Data')?.text.trim();
    if (code === '1200' || code === '1201') return Number(code);
  }
  return 0;
}

/** True when the digits of alert 1200 or 1201 stand somewhere: few messages of a session have them, and reading one takes long. */
function mayOpen(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = bytes.indexOf(0x31, start); at >= 0 && at + 3 < end; at = bytes.indexOf(0x31, at + 1)) {
    const last = bytes[at + 3]!;
    if (bytes[at + 1] === 0x32 && bytes[at + 2] === 0x30 && (last === 0x30 || last === 0x31)) return true;
    // Two octets a character, as in UTF-16.
    if (bytes[at + 1] === 0 && bytes[at + 2] === 0x32 && bytes[at + 4] === 0x30) return true;
  }
  return false;
}

/** Pass 1 remembers the messages that open sessions. */
export const learnsSessions: Learns = {
  wants: (bytes, start, end, state) => mayOpen(bytes, start, end) && state.sightings('dm.session').mayRead(),
  learn(root, _bytes, _start, _end, row) {
    const { frame, seconds, state } = row;
    const place = { frame, seconds, from: state.addresses.text(row.source), to: state.addresses.text(row.destination) };
    const facts = sessionFacts(root, place);
    if (facts !== undefined && opens(facts)) learnSession(state, facts);
  },
};
