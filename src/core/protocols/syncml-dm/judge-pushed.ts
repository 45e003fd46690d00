import { securityParameters } from '../../dissect/content-mac.ts';
import { childOf, childrenOf, descend, type Element, localName, walk } from '../../dissect/markup.ts';
import type { PushCarrier } from '../../dissect/push-carrier.ts';
import type { Subject } from '../../dissect/vocabulary.ts';
import { commandsOf } from './info.ts';
import { judgeCarrier } from './judge-carrier.ts';
import { judgeSessionless } from './judge-sessionless.ts';
import { DM } from './rules-dm.ts';
import { PB } from './rules-push.ts';

const SESSION_ALERTS = ['1200', '1201', '1222', '1223', '1225'];

/** Judges a message that was pushed, and one that is signed as only sessionless messages are. */
export function judgePushed(subject: Subject, header: Element | undefined): void {
  const { context, root, find, source, start } = subject;
  if (context.documents > 0) return;
  const body = childOf(root, 'SyncBody');
  const commands = commandsOf(body);
  const final = childOf(body, 'Final');
  const { push } = context;
  const pushed = push !== undefined && push.bearer !== 'none' && !isSession(push, header);
  const signature = signatureOf(root);
  if (!pushed && signature === undefined) {
    if (final === undefined && body !== undefined)
      find(DM['DM-008'], 'Final is missing: more messages of the package must follow', {
        start: body.start,
        end: body.start + 8,
      });
    return;
  }
  if (pushed) {
    judgeCarrier(push, (rule, message, at) => {
      const place = at ?? { source, start, end: start };
      context.tree.find(rule, message, place.source, place.start, place.end);
    });
  }
  for (const command of commands) {
    const name = localName(command.name);
    const code = childOf(command, 'Data')?.text.trim() ?? '';
    const place = { start: command.start, end: command.start + 8 };
    if (name === 'Status' || name === 'Results') {
      find(DM['DM-021'], `${name} is an answer; a pushed message has none`, place);
      find(PB['PB-002'], `${name} belongs to a session; only single messages are pushed`, place);
    } else if (name === 'Alert' && SESSION_ALERTS.includes(code)) {
      find(PB['PB-002'], `alert ${code} belongs to a session; only single messages are pushed`, place);
    }
  }
  if (isBootstrap(subject, body)) return;
  judgeSessionless(subject, header, commands, signature);
}

/** HTTP carries sessions too: answers are part of one, and so is what a device sends to the address of its server. */
function isSession({ bearer, status, applicationId }: PushCarrier, header: Element | undefined): boolean {
  if (bearer !== 'http' || applicationId !== undefined) return false;
  return status !== undefined || /^https?:/i.test(descend(header, 'Target', 'LocURI')?.text.trim() ?? '');
}

/** A bootstrap is protected by SEC and MAC, or puts an unsigned account into the tree. */
function isBootstrap({ context, root }: Subject, body: Element | undefined): boolean {
  if (securityParameters(context.push) !== undefined) return true;
  if (signatureOf(root) !== undefined) return false;
  const session = descend(root, 'SyncHdr', 'SessionID')?.text.trim() ?? '';
  return session === '0' && childrenOf(body ?? root, 'Add').length > 0;
}

/** The XML signature of a message: an element, or text in Data. */
export function signatureOf(root: Element): Element | undefined {
  let found: Element | undefined;
  walk(root, (element) => {
    const name = localName(element.name);
    if (name === 'Signature' || (name === 'Data' && /<(\w+:)?Signature[\s>]/.test(element.text))) found ??= element;
  });
  return found;
}
