import { describe, expect, test } from 'vitest';
import { secretOctets, secretsFor } from '../dissect/secrets.ts';
import { KeysError, parseKeys, secretOf } from './keys.ts';

describe('keys', () => {
  test('hold secrets in three forms, for one server or all', () => {
    const secrets = parseKeys({
      secrets: [
        { text: 'sécret', serverId: 'a' },
        { hex: '00ff', nonce: '0102', accountName: 'me' },
        { base64: 'AAE=' },
        { text: '' },
      ],
    });
    expect(secrets.map(secretOctets)).toEqual([
      new TextEncoder().encode('sécret'),
      Uint8Array.of(0, 255),
      Uint8Array.of(0, 1),
      new Uint8Array(0),
    ]);
    expect(secrets[1]).toEqual({ form: 'hex', typed: '00ff', nonce: Uint8Array.of(1, 2), accountName: 'me' });
    expect(secretsFor(secrets, 'a').map(({ typed }) => typed)).toEqual(['sécret', '00ff', 'AAE=', '']);
    expect(secretsFor(secrets, 'b').map(({ typed }) => typed)).toEqual(['00ff', 'AAE=', '']);
    expect(parseKeys({})).toEqual([]);
    const alone = parseKeys({ secrets: [{ pin: '1234' }] });
    expect([alone.length, secretsFor(alone, 'a').length]).toEqual([1, 0]);
  });

  test('that only protect provisioning are a PIN, an IMSI or both', () => {
    expect(
      parseKeys({
        secrets: [{ pin: '1234' }, { imsi: '262 01 1234567890' }, { text: 'a', pin: '1', imsi: '001010123456789' }],
      }),
    ).toEqual([
      { form: 'text', typed: '', pin: '1234' },
      { form: 'text', typed: '', imsi: '262011234567890' },
      { form: 'text', typed: 'a', pin: '1', imsi: '001010123456789' },
    ]);
    expect(secretOf({ form: 'text', typed: '', pin: ' 1234 ', imsi: '262-01-1234567890' })).toEqual({
      form: 'text',
      typed: '',
      pin: '1234',
      imsi: '262011234567890',
    });
    expect(secretOf({ form: 'text', typed: 'a', pin: '', imsi: '' })).toEqual({ form: 'text', typed: 'a' });
    expect(secretOf({ form: 'text', typed: '', imsi: '26201x' })).toBeUndefined();
  });

  test.each([
    [null, 'keys: an object'],
    [{ secrets: {} }, 'keys.secrets: a list'],
    [{ secrets: ['x'] }, 'keys.secrets[0]: an object'],
    [{ secrets: [{ text: 'a', hex: '00' }] }, 'keys.secrets[0]: one of'],
    [{ secrets: [{ text: 5 }] }, 'keys.secrets[0].text: a string'],
    [{ secrets: [{ text: 'a' }, { text: 'b', serverId: 5 }] }, 'keys.secrets[1].serverId: a string'],
    [{ secrets: [{}] }, 'keys.secrets[0]: one of "text", "hex", "base64" is expected, or else "pin" or "imsi"'],
    [{ secrets: [{ pin: 1234 }] }, 'keys.secrets[0].pin: a string'],
    [{ secrets: [{ imsi: 'x' }] }, 'keys.secrets[0].imsi: 6 to 16 digits'],
    [{ secrets: [{ base64: '?' }] }, 'keys.secrets[0].base64: not base64'],
  ])('%j is refused with the path', (json, message) => {
    expect(() => parseKeys(json)).toThrow(KeysError);
    expect(() => parseKeys(json)).toThrow(message);
  });

  test('typed in a form count only while they are whole', () => {
    expect(secretOf({ form: 'hex', typed: '0' })).toBeUndefined();
    expect(secretOf({ form: 'text', typed: 'a', nonce: 'zz' })).toBeUndefined();
    expect(secretOf({ form: 'text', typed: 'a', nonce: '01:02', serverId: '', accountName: '' })).toEqual({
      form: 'text',
      typed: 'a',
      nonce: Uint8Array.of(1, 2),
    });
  });
});
