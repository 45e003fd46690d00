import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { contentMac, imsiOctets, macKeys, macText, securityParameters, userDigits } from '../../dissect/content-mac.ts';
import type { PushCarrier } from '../../dissect/push-carrier.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { dissectPushed, documentRegistry } from '../../testing/documents.ts';
import { dissect, values, violations } from '../../testing/packets.ts';

const body: Uint8Array = new Uint8Array(
  readFileSync(new URL('../../../../tests/fixtures/wbxml/prov-w7.wbxml', import.meta.url)),
);
const IMSI = '262011234567890';
const TYPE = 'application/vnd.wap.connectivity-wbxml';
const key = (hex: string): Uint8Array => fromHex(hex)!;
const text = (typed: string): Secret => ({ form: 'text', typed });

const sent = (sec: string | undefined, mac: string | undefined, secrets: readonly Secret[] = [], octets = body) =>
  dissectPushed(
    TYPE,
    {
      parameters: [
        ...(sec === undefined ? [] : [{ name: 'SEC', value: sec }]),
        ...(mac === undefined ? [] : [{ name: 'mac', value: mac }]),
      ],
    },
    octets,
    secrets,
  );

describe('MAC of the content type', () => {
  const vectors: readonly (readonly [sec: string, keyHex: string, mac: string, secret: Secret, formula: string])[] = [
    ['NETWPIN', '2926102143658709', '998D0E53EACDA7124F33B23C24CB974D1F40F8EA', text(IMSI), 'NETWPIN-SEMI'],
    ['USERPIN', '31323334', 'A4FF7E6534E279C1B3B166F299360F0EFAC2C30E', text('1234'), 'USERPIN'],
    [
      'USERNETWPIN',
      '292610214365870931323334',
      'D1C891AF0226F38E3C91242592A1D5C839A16EAE',
      { form: 'text', typed: '', pin: '1234', imsi: IMSI },
      'USERNETWPIN-SEMI',
    ],
  ];
  test.each(vectors)('%s', (sec, keyHex, mac, secret, formula) => {
    expect(macText(contentMac(key(keyHex), body))).toBe(mac);
    const { context, tree } = sent(sec, mac, [text('0000'), secret]);
    expect(context.digests).toMatchObject([
      { format: 'oma-cp', verdict: 'match', formula, start: 0, covered: { start: 0, end: body.length * 8 } },
    ]);
    expect(violations(tree)).toEqual([]);
    const altered = Uint8Array.from(body);
    altered[40] = altered[40]! ^ 1;
    expect(sent(sec, mac, [secret], altered).context.digests).toMatchObject([{ verdict: 'mismatch' }]);
    expect(sent(sec, mac, [text('0000')]).tree.findings.map(({ rule }) => rule.id)).toEqual(['PROV-001']);
  });

  test('what a gateway sent', () => {
    const hex = readFileSync(
      new URL('../../../../tests/fixtures/wbxml/kannel-prov.hex', import.meta.url),
      'utf8',
    ).trim();
    const octets = key(hex);
    const { context, tree } = sent('USERPIN', 'BFBBDF2D927A8813290E06022E28167945813521', [text('1234')], octets);
    expect(context.digests).toMatchObject([{ verdict: 'match', formula: 'USERPIN' }]);
    expect(violations(tree)).toEqual([]);
    // The same body with the MAC of a key that is not known here.
    expect(
      sent('NETWPIN', '4109DE14E6852EE61E0152157C9C6BA03CBCF900', [text('1234')], octets).context.digests,
    ).toMatchObject([{ verdict: 'mismatch' }]);
  });

  test('digits that the user enters', () => {
    const mac = contentMac(key('35363738'), body);
    expect(macText(mac)).toBe('5FD143EFC30726146E5FB3848BA2C6235588B2DC');
    expect(userDigits(mac, 4)).toBe('5979');
    expect(sent('3', undefined, [text('56785979')]).context.digests).toMatchObject([
      { verdict: 'match', formula: 'USERPINMAC' },
    ]);
    expect(sent('3', undefined, [text('56785978')]).context.digests).toMatchObject([{ verdict: 'mismatch' }]);
    expect(sent('3', undefined, [text('odd')]).context.digests).toMatchObject([{ verdict: 'unchecked' }]);
  });

  test('the semi-octets of an IMSI', () => {
    expect(toHex(imsiOctets(IMSI)!)).toBe('2926102143658709');
    expect(toHex(imsiOctets('26201123456789')!)).toBe('21261021436587f9');
    expect(imsiOctets('')).toBeUndefined();
  });

  test('a gateway that takes the PIN for every method is named', () => {
    const mac = macText(contentMac(key('31323334'), body));
    const { context, tree } = sent('0', mac, [text('1234')]);
    expect(context.digests).toMatchObject([{ verdict: 'match', formula: 'AS-TYPED' }]);
    expect(violations(tree)).toEqual(['PROV-002']);
    const digits = macText(contentMac(new TextEncoder().encode(IMSI), body));
    expect(sent('NETWPIN', digits, [{ form: 'hex', typed: '00', imsi: IMSI }]).context.digests).toMatchObject([
      { formula: 'NETWPIN-DIGITS' },
    ]);
  });

  test.each([
    [undefined, undefined, 'PROV-004', undefined],
    ['USERPIN', undefined, 'PROV-003', 'absent'],
    ['1', 'xyz', 'PROV-005', 'not-verifiable'],
    ['9', '00', 'PROV-006', 'not-verifiable'],
    ['1', '00'.repeat(20), undefined, 'unchecked'],
    [undefined, '00'.repeat(20), undefined, 'unchecked'],
  ])('SEC %s, MAC %s', (sec, mac, rule, verdict) => {
    const { context, tree } = sent(sec, mac);
    const found = tree.findings.map(({ rule: { id } }) => id);
    if (rule === undefined) expect(found).toEqual([]);
    else expect(found).toContain(rule);
    expect(context.digests.map((digest) => digest.verdict)).toEqual(verdict === undefined ? [] : [verdict]);
  });

  test('parameters in the text of the content type', () => {
    const push = (value: string): PushCarrier => ({
      bearer: 'http',
      secure: false,
      contentType: { text: value, source: 0, start: 0, end: 0 },
    });
    expect(securityParameters(push(`${TYPE}; SEC=1; MAC="AB"`))).toEqual({ method: 'USERPIN', mac: 'AB' });
    expect(securityParameters(push(`${TYPE};sec=userpin`))).toEqual({ method: 'USERPIN', mac: undefined });
    expect(securityParameters(push(TYPE))).toBeUndefined();
  });

  test('keys of bootstrap messages', () => {
    const secret: Secret = { form: 'text', typed: '', pin: '1234', imsi: IMSI };
    expect(macKeys(secret, 'USERPIN_NETWORKID').map(({ formula }) => formula)).toEqual([
      'USERNETWPIN-SEMI',
      'USERPIN_NETWORKID-SEMI',
      'USERPIN_NETWORKID-DIGITS',
    ]);
    expect(macKeys(secret, 'NETWORKID').map(({ formula }) => formula)).toEqual(['NETWPIN-SEMI', 'NETWPIN-DIGITS']);
    expect(macKeys({ form: 'hex', typed: 'zz' }, 'USERPIN')).toEqual([]);
  });
});

test('settings by name', () => {
  const { tree, context } = dissect(documentRegistry(), 'prov', body);
  expect(values(tree, 'prov.parm.name').slice(0, 3)).toEqual(['APPID', 'PROVIDER-ID', 'NAME']);
  expect(values(tree, 'prov.parm.value').slice(0, 2)).toEqual(['w7', 'dm.operator.example']);
  expect(values(tree, 'prov.characteristic.type')).toEqual(['APPLICATION', 'APPAUTH', 'APPAUTH']);
  expect(context.info).toBe('Client provisioning: APPLICATION w7');
  expect(context.digests).toEqual([]);
});

test('as text', () => {
  const xml = new TextEncoder().encode(
    '<wap-provisioningdoc version="1.1"><characteristic type="NAPDEF"/></wap-provisioningdoc>',
  );
  const { tree, context } = dissectPushed(TYPE, { parameters: [{ name: 'sec', value: '0' }] }, xml);
  expect(violations(tree)).toEqual(['PROV-003', 'PROV-007', 'WBXML-032']);
  expect(context.info).toBe('Client provisioning: NAPDEF');
});
