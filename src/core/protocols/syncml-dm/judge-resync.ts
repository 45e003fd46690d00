import { isResynchronising } from '../../dissect/dm-resync.ts';
import { SESSION_RULES } from '../../dissect/dm-session-rules.ts';
import { causeOf, openingOf } from '../../dissect/dm-sessions.ts';
import { childOf, descend, type Element, localName } from '../../dissect/markup.ts';
import { secretsFor } from '../../dissect/secrets.ts';
import type { Subject } from '../../dissect/vocabulary.ts';
import { ZERO_SUFFIX } from './credentials.ts';
import { commandsOf } from './info.ts';
import { sessionFacts } from './session-facts.ts';

const RULE = SESSION_RULES['N12-003'];

/**
 * Judges the nonces of a session whose notification was made with the zero nonce: packages 1 and 2 use it too, and each
 * side gives the other a new one. Only what the secrets and the messages prove is said.
 */
export function judgeResync(subject: Subject, header: Element | undefined): void {
  const { context, root, find } = subject;
  const { state, frame } = context;
  if (context.documents > 0 || context.quoting > 0) return;
  const facts = sessionFacts(root, {
    frame: frame.number - 1,
    seconds: frame.seconds,
    from: context.source,
    to: context.destination,
  });
  const cause = facts && causeOf(state, facts);
  if (facts === undefined || cause === undefined || cause.by === 'alert') return;
  const { octets, server, frame: notified } = cause.notification;
  if (octets === undefined || !isResynchronising(octets, secretsFor(context.secrets, server))) return;
  const why = `the notification in packet ${notified + 1} was made with the zero nonce`;
  // Message 1 of either side is all or the begin of its package.
  const proof = context.digests.find(
    ({ format, verdict, formula }) => format === 'syncml-cred' && verdict === 'match' && formula !== 'CRED-BASIC',
  );
  if (facts.message === '1' && proof?.formula?.endsWith(ZERO_SUFFIX) === false)
    find(RULE, `${why}, these credentials with another one`, childOf(header, 'Cred') ?? header ?? root);
  for (const status of commandsOf(childOf(root, 'SyncBody'))) {
    if (localName(status.name) !== 'Status' || text(status, 'Cmd') !== 'SyncHdr' || text(status, 'MsgRef') !== '1')
      continue;
    const meta = descend(status, 'Chal', 'Meta');
    const next = descend(meta, 'MetInf', 'NextNonce') ?? childOf(meta, 'NextNonce');
    if (next !== undefined) continue;
    // A sender without MD5 credentials needs no nonce: of the client's, package 1 tells; of the server's, the challenge.
    const opening = openingOf(state, facts);
    const toClient = opening !== undefined && opening.source === facts.target;
    const type = (descend(meta, 'MetInf', 'Type') ?? childOf(meta, 'Type'))?.text.trim() ?? '';
    const needed = toClient ? opening.credentials === 'syncml:auth-md5' : /^syncml:auth-(md5|MAC)$/i.test(type);
    if (needed) find(RULE, `${why}; the status of the first message has no new nonce for its sender`, status);
  }
}

function text(element: Element, name: string): string {
  return childOf(element, name)?.text.trim() ?? '';
}
