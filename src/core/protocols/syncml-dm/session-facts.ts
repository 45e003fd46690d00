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
  };
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

/** Pass 1 remembers the messages that open sessions. */
export const learnsSessions: Learns = {
  full: (state) => state.sightings('dm.session').full,
  learn(root, _bytes, _start, _end, row) {
    const { frame, seconds, state } = row;
    const place = { frame, seconds, from: state.addresses.text(row.source), to: state.addresses.text(row.destination) };
    const facts = sessionFacts(root, place);
    if (facts !== undefined && opens(facts)) learnSession(state, facts);
  },
};
