import { readFileSync } from 'node:fs';
import { hmac } from '@noble/hashes/hmac.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex, toUtf8 } from '../../base/bytes.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { dissectPushed } from '../../testing/documents.ts';
import { violations } from '../../testing/packets.ts';

const boot = new Uint8Array(
  readFileSync(new URL('../../../../tests/fixtures/wbxml/dm12-tnds-inbox.wbxml', import.meta.url)),
);
const IMSI = '262011234567890';
/** The IMSI as the reference has it, in semi-octets. */
const SEMI = '2926102143658709';
const PIN = '1234';
const BOTH: Secret = { form: 'text', typed: '', pin: PIN, imsi: IMSI };
const TYPE = 'application/vnd.syncml.dm+wbxml';
const at = { source: 0, start: 0, end: 8 };

function sent(sec: string, key: string | undefined, secrets: readonly Secret[], octets = boot) {
  const mac = key === undefined ? undefined : toHex(hmac(sha1, fromHex(key)!, boot)).toUpperCase();
  const { tree, context } = dissectPushed(
    TYPE,
    {
      pduType: { type: 6, ...at },
      applicationId: { text: 'x', code: 7, ...at },
      contentType: { text: TYPE, code: 0x42, ...at },
      parameters: [{ name: 'sec', value: sec }, ...(mac === undefined ? [] : [{ name: 'mac', value: mac }])],
    },
    octets,
    secrets,
  );
  return [...context.digests.map(({ verdict, formula }) => `${verdict} ${formula ?? ''}`.trim()), ...violations(tree)];
}

const digits = (text: string) => toHex(toUtf8(text));

describe('the MAC of a bootstrap message', () => {
  test.each([
    ['NETWORKID', SEMI, 'NETWPIN-SEMI'],
    ['NETWORKID', digits(IMSI), 'NETWPIN-DIGITS'],
    ['0', SEMI, 'NETWPIN-SEMI'],
    ['USERPIN', digits(PIN), 'USERPIN'],
    ['userpin', digits(PIN), 'USERPIN'],
    ['1', digits(PIN), 'USERPIN'],
    ['USERPIN_NETWORKID', `${digits('1234:')}${SEMI}`, 'USERPIN_NETWORKID-SEMI'],
    ['USERPIN_NETWORKID', digits(`1234:${IMSI}`), 'USERPIN_NETWORKID-DIGITS'],
    // The form of client provisioning.
    ['USERPIN_NETWORKID', SEMI + digits(PIN), 'USERNETWPIN-SEMI'],
    ['2', `${digits('1234:')}${SEMI}`, 'USERPIN_NETWORKID-SEMI'],
  ])('SEC=%s with the key %s', (sec, key, formula) => {
    expect(sent(sec, key, [{ form: 'text', typed: '0000' }, BOTH])).toEqual([`match ${formula}`]);
    const altered = Uint8Array.from(boot);
    altered[altered.length - 6] = altered[altered.length - 6]! ^ 1;
    expect(sent(sec, key, [BOTH], altered).slice(0, 1)).toEqual(['mismatch']);
    expect(sent(sec, key, [{ ...BOTH, pin: '4321', imsi: '262011234567891' }])).toEqual(['mismatch', 'DM-016']);
    expect(sent(sec, key, [])).toEqual(['unchecked']);
  });

  test('is missing', () => expect(sent('NETWORKID', undefined, [BOTH])).toEqual(['absent', 'DM-016']));
});
