import { securityParameters } from '../../dissect/content-mac.ts';
import { serverName } from '../../dissect/dm-sessions.ts';
import { childOf, descend, type Element } from '../../dissect/markup.ts';
import { secretsFor } from '../../dissect/secrets.ts';
import type { Subject } from '../../dissect/vocabulary.ts';
import { checkCredential, hmacHeader } from './credentials.ts';
import { judgeBootstrapMac } from './judge-bootstrap.ts';
import { DM } from './rules-dm.ts';
import { credentialType } from './session-facts.ts';

/** Verifies what proves the sender: Cred in the header, x-syncml-hmac beside it, SEC and MAC of a bootstrap. */
export function judgeCredentials(subject: Subject, header: Element | undefined): void {
  const { context, source, start, end, bytes, find } = subject;
  const text = (...path: readonly string[]): string => descend(header, ...path)?.text.trim() ?? '';
  const ends = [text('Source', 'LocURI'), text('Target', 'LocURI')];
  // A server is known by its identifier, and by an address whose host that is.
  const ids = [...new Set([...ends, ...ends.map(serverName)])];
  const users = [text('Source', 'LocName'), ...ids];
  const secrets = [...new Set(ids.flatMap((id) => secretsFor(context.secrets, id)))];
  const cred = childOf(header, 'Cred');
  const data = childOf(cred, 'Data');
  if (cred !== undefined && data !== undefined) {
    const meta = childOf(cred, 'Meta');
    const type = credentialType(cred);
    const format = (descend(meta, 'MetInf', 'Format') ?? childOf(meta, 'Format'))?.text.trim();
    if (type === 'syncml:auth-md5' && format !== 'b64')
      find(DM['DM-005'], `the format of the credentials is ${format ?? 'missing'}; it must be b64`, cred);
    const formula = type === 'syncml:auth-md5' ? 'md5' : type === 'syncml:auth-basic' ? 'basic' : undefined;
    if (formula !== undefined) {
      const place = { source, start: data.start, end: data.end };
      const digest = checkCredential({ formula, text: data.text, users, body: bytes }, secrets, place, undefined);
      context.digests.push(digest);
      if (digest.verdict === 'mismatch')
        find(
          DM['DM-015'],
          `no password that was given makes these ${formula === 'md5' ? 'MD5' : 'basic'} credentials`,
          data,
        );
      if (digest.verdict === 'not-verifiable')
        find(DM['DM-015'], `the credentials are not ${formula === 'md5' ? '16 octets in ' : ''}base64`, data);
    }
  }
  const { push } = context;
  if (push === undefined || context.documents > 0) return;
  const hmac = push.syncmlHmac;
  const parts = hmac === undefined ? undefined : hmacHeader(hmac.text);
  if (hmac !== undefined && parts !== undefined) {
    const place = { source: hmac.source, start: hmac.start, end: hmac.end };
    const digest = checkCredential(
      { formula: 'hmac', text: parts.mac, users: [parts.user, ...users], body: bytes },
      secrets,
      place,
      { source, start, end },
    );
    context.digests.push(digest);
    if (digest.verdict === 'mismatch')
      context.tree.find(
        DM['DM-020'],
        'no password that was given makes this MAC',
        place.source,
        place.start,
        place.end,
      );
  }
  const security = securityParameters(push);
  if (security !== undefined) judgeBootstrapMac(subject, security);
}
