import { checkContentMac, macText, type SecurityParameters } from '../../dissect/content-mac.ts';
import type { Subject } from '../../dissect/vocabulary.ts';
import { DM } from './rules-dm.ts';

/** Verifies SEC and MAC of the content type of a bootstrap message. */
export function judgeBootstrapMac(
  { context, bytes, source, start, end, document }: Subject,
  security: SecurityParameters,
): void {
  const covered = { source, start, end };
  const place = context.push?.contentType ?? covered;
  const find = (rule: (typeof DM)['DM-016'], message: string): void =>
    context.tree.find(rule, message, place.source, place.start, place.end);
  if (document.form === 'xml') find(DM['DM-017'], 'a bootstrap with SEC and MAC is XML text; it must be WBXML');
  const digest = checkContentMac(
    'oma-cp',
    security,
    bytes,
    context.secrets,
    { source: place.source, start: place.start, end: place.end },
    covered,
  );
  context.digests.push(digest);
  const { verdict, expected } = digest;
  if (verdict === 'mismatch')
    find(
      DM['DM-016'],
      `the MAC is none of the keys given${expected === undefined ? '' : `; the first one gives ${macText(expected)}`}`,
    );
  if (verdict === 'absent') find(DM['DM-016'], `SEC is ${security.method ?? 'missing'} but there is no MAC`);
  if (verdict === 'not-verifiable') find(DM['DM-016'], 'the MAC is not 40 hexadecimal digits');
}
