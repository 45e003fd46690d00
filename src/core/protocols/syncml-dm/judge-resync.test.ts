import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, toBase64, toHex, toUtf8 } from '../../base/bytes.ts';
import { isResynchronising, ZERO_NONCE } from '../../dissect/dm-resync.ts';
import { Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { findingTexts } from '../../testing/packets.ts';
import { dissectTraffic, type Message, withPost } from '../../testing/traffic.ts';
import { register as dmNotification } from '../dm-notification/dm-notification.ts';
import { formulas12 } from '../dm-notification/formulas.ts';
import { register as frame } from '../frame/frame.ts';
import { register as wbxml } from '../wbxml/wbxml.ts';
import { register as xml } from '../xml/xml.ts';
import { md5Credential } from './credentials.ts';
import { register } from './syncml-dm.ts';

const registry = new Registry();
for (const part of [frame, wbxml, xml, dmNotification, register]) part(registry);
withPost(registry);

const SERVER = 'dm.operator.example';
const NONCE = toUtf8('nonce');
const SECRET: Secret = { form: 'text', typed: 'secret', nonce: NONCE };

/** A 1.2 notification for session 1F, signed with the nonce that is given. */
function notification(nonce: Uint8Array, vendor = ''): Message {
  const serverId = toUtf8(SERVER);
  const trigger = concatBytes(
    fromHex('02c0000000001f')!,
    new Uint8Array([serverId.length]),
    serverId,
    fromHex(vendor)!,
  );
  const made = formulas12({ serverId, trigger, vendorOctets: vendor.length / 2, nonce, accountName: undefined });
  const body = concatBytes(made[0]!.digest(toUtf8('secret')), trigger);
  return { type: 'application/vnd.syncml.notification', body, from: 'gateway', to: 'device' };
}

const md5Cred = (nonce: Uint8Array, user = 'IMEI:1'): string =>
  `<Cred><Meta><Format>b64</Format><Type>syncml:auth-md5</Type></Meta><Data>${toBase64(md5Credential(user, toUtf8('secret'), nonce))}</Data></Cred>`;
const BASIC = `<Cred><Meta><Type>syncml:auth-basic</Type></Meta><Data>${toBase64(toUtf8('IMEI:1:secret'))}</Data></Cred>`;

function message(number: number, isClient: boolean, cred: string, commands: string): Message {
  const [server, client] = [`<LocURI>https://${SERVER}/dm</LocURI>`, '<LocURI>IMEI:1</LocURI>'];
  const [target, source] = isClient ? [server, client] : [client, server];
  const text = `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1F</SessionID><MsgID>${number}</MsgID><Target>${target}</Target><Source>${source}</Source>${cred}</SyncHdr><SyncBody>${commands}<Final/></SyncBody></SyncML>`;
  return { type: 'application/vnd.syncml.dm+xml', body: toUtf8(text) };
}

const ALERT = '<Alert><CmdID>1</CmdID><Data>1200</Data></Alert>';
const chal = (type: string, next: string): string =>
  `<Chal><Meta><Format>b64</Format><Type>${type}</Type>${next === '' ? '' : `<NextNonce>${next}</NextNonce>`}</Meta></Chal>`;
const status = (challenge: string, ref = 1, command = 'SyncHdr'): string =>
  `<Status><CmdID>1</CmdID><MsgRef>${ref}</MsgRef><CmdRef>0</CmdRef><Cmd>${command}</Cmd>${challenge}<Data>212</Data></Status>`;
const NEXT = chal('syncml:auth-md5', 'bmV3');
const NO_NEXT = chal('syncml:auth-md5', '');

/** Numbers of the packets with the finding. */
function found(messages: readonly Message[], secrets: readonly Secret[] = [SECRET]): number[] {
  return dissectTraffic(registry, messages, secrets).packets.flatMap(({ tree }, index) =>
    findingTexts(tree).some((text) => text.startsWith('N12-003')) ? [index + 1] : [],
  );
}

describe('a session after a notification with the zero nonce', () => {
  const zero = notification(ZERO_NONCE);
  const opening = message(1, true, md5Cred(ZERO_NONCE), ALERT);
  const answer = message(1, false, md5Cred(ZERO_NONCE, SERVER), status(NEXT));

  test('goes on with that nonce, and each side gives a new one', () => {
    const messages = [zero, opening, answer, message(2, true, '', status(NEXT))];
    expect(found(messages)).toEqual([]);
    const digests = dissectTraffic(registry, messages, [SECRET]).packets.map(({ context }) => context.digests[0]);
    expect(digests.slice(0, 3)).toMatchObject([
      { verdict: 'match', formula: 'N12-F2' },
      { verdict: 'match', formula: 'CRED-MD5-ZERO' },
      { verdict: 'match', formula: 'CRED-MD5-ZERO' },
    ]);
  });

  test('credentials with another nonce are found in packages 1 and 2, not later', () => {
    const client = message(1, true, md5Cred(NONCE), ALERT);
    const server = message(1, false, md5Cred(NONCE, SERVER), status(NEXT));
    const later = message(2, true, md5Cred(NONCE), status(NEXT));
    expect(found([zero, client, server, later])).toEqual([2, 3]);
    // Which nonce it was nobody knows without a password, or with a password that is another.
    expect(found([zero, client, server, later], [])).toEqual([]);
    expect(found([zero, message(1, true, md5Cred(toUtf8('third')), ALERT)])).toEqual([]);
    expect(found([zero, message(1, true, BASIC, ALERT)])).toEqual([]);
  });

  test('a status of the first message without a new nonce', () => {
    expect(found([zero, opening, message(1, false, '', status(''))])).toEqual([3]);
    expect(found([zero, opening, message(1, false, '', status(NO_NEXT))])).toEqual([3]);
    // Those of commands, and of later messages, need none.
    expect(found([zero, opening, message(1, false, '', status('', 1, 'Alert'))])).toEqual([]);
    expect(found([zero, opening, message(2, false, '', status('', 2))])).toEqual([]);
    // Basic credentials have no nonce.
    expect(found([zero, message(1, true, BASIC, ALERT), message(1, false, '', status(''))])).toEqual([]);
    expect(found([zero, message(1, true, '', ALERT), message(1, false, '', status(''))])).toEqual([]);
    expect(found([zero, opening, answer, message(2, true, '', status(NO_NEXT))])).toEqual([4]);
    expect(found([zero, opening, answer, message(2, true, '', status(''))])).toEqual([]);
  });

  test('says so with the packet of the notification', () => {
    const { packets } = dissectTraffic(registry, [zero, message(1, true, md5Cred(NONCE), ALERT)], [SECRET]);
    expect(findingTexts(packets[1]!.tree).find((text) => text.startsWith('N12-003'))).toContain(
      'the notification in packet 1 was made with the zero nonce, these credentials with another one',
    );
  });
});

test('other notifications ask for no zero nonce', () => {
  const wrong = message(1, true, md5Cred(NONCE), ALERT);
  expect(found([notification(NONCE), wrong])).toEqual([]);
  expect(found([wrong])).toEqual([]);
  const zero = notification(ZERO_NONCE);
  // The zero nonce as the nonce of the account is no resynchronisation.
  expect(found([zero, message(1, true, md5Cred(NONCE), ALERT)], [{ ...SECRET, nonce: ZERO_NONCE }])).toEqual([]);
  expect(found([zero, message(1, true, md5Cred(NONCE), ALERT)], [{ form: 'hex', typed: 'x' }])).toEqual([]);
  expect(found([zero, { ...wrong, type: `quoted ${wrong.type}` }])).toEqual([]);
  // A trigger with much behind it is not kept.
  expect(found([notification(ZERO_NONCE, 'ab'.repeat(300)), wrong])).toEqual([]);
  expect(found([notification(ZERO_NONCE, 'ab'.repeat(30)), wrong])).toEqual([2]);
});

test('the digest of a client of the field', () => {
  // Without a nonce, as PC suites send it: known answer with an empty password.
  const octets = fromHex(
    '0179ab671b68f26698269b4ca78222ad0318000000000012504320537569746520446174612053796e63106000000008436f6e7461637473',
  )!;
  expect(isResynchronising(octets, [{ form: 'text', typed: '' }])).toBe(false);
  const zero = notification(ZERO_NONCE).body as Uint8Array;
  expect(isResynchronising(zero, [{ form: 'text', typed: 'other' }, SECRET])).toBe(true);
  expect(isResynchronising(zero, [{ form: 'hex', typed: toHex(toUtf8('secret')) }])).toBe(true);
  expect(isResynchronising(zero.subarray(0, 10), [SECRET])).toBe(false);
});
