import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, toHex, toUtf8 } from '../../base/bytes.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { Registry } from '../../dissect/registry.ts';
import {
  checkTiling,
  dissect,
  findingTexts,
  octets,
  summarize,
  treeText,
  values,
  violations,
} from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { HEADERS } from './headers.ts';
import { register as mms } from './mms.ts';
import { guessMms } from './scan.ts';

const TO = new Registry();
for (const register of [frame, mms]) register(TO);

const one = (hex: string | Uint8Array, original?: number) => {
  const made = dissect(TO, 'mms', hex, original === undefined ? {} : { original });
  checkTiling(made.tree);
  return made;
};
const text = (value: string) => `${toHex(toUtf8(value))}00`;
const counted = (hex: string) => (hex.length / 2).toString(16).padStart(2, '0') + hex;
const shown = (hex: string, filter: string) => values(one(hex).tree, filter);

const HEAD = `8c8298${text('T1')}8d90`;
const NOTIFICATION = `${HEAD}89${counted(`80${text('+1/TYPE=PLMN')}`)}8a808e020400${'8805810302a300'}83${text('http://a/')}`;
const RESPONSE = `8c8398${text('T1')}8d909581`;
const ACKNOWLEDGE = `8c8598${text('T1')}8d909180`;
const DELIVERY = `8c868d928b${text('M1')}97${text('+1/TYPE=PLMN')}850465530000${'9581'}`;

describe('messages', () => {
  test('a notification', () => {
    const { tree, context } = one(NOTIFICATION);
    expect(findingTexts(tree)).toEqual([]);
    expect(treeText(tree)).toMatchInlineSnapshot(`
      "frame [0:0+0] 1, 48 octets on the wire, mms
        frame.time_epoch [0:0+0] 1700000000.000000000
        frame.number [0:0+0] 1
        frame.len [0:0+0] 48
        frame.cap_len [0:0+0] 48
        frame.marked [0:0+0] 0
        frame.ignored [0:0+0] 0
        frame.protocols [0:0+0] mmse
      mmse [0:0+384]
        mmse.header [0:0+16] X-Mms-Message-Type
          mmse.header.code [0:0+8] 0x8c
          mmse.message_type [0:8+8] m-notification-ind (0x82)
        mmse.header [0:16+32] X-Mms-Transaction-ID
          mmse.header.code [0:16+8] 0x98
          mmse.transaction_id [0:24+24] T1
        mmse.header [0:48+16] X-Mms-MMS-Version
          mmse.header.code [0:48+8] 0x8d
          mmse.mms_version [0:56+8] 1.0
        mmse.header [0:64+128] From
          mmse.header.code [0:64+8] 0x89
          mmse.header.value_length [0:72+8] 14
          mmse.from_token [0:80+8] address present (0x80)
          mmse.from [0:88+104] +1/TYPE=PLMN
        mmse.header [0:192+16] X-Mms-Message-Class
          mmse.header.code [0:192+8] 0x8a
          mmse.message_class.id [0:200+8] Personal (0x80)
        mmse.header [0:208+32] X-Mms-Message-Size
          mmse.header.code [0:208+8] 0x8e
          mmse.header.integer_length [0:216+8] 2
          mmse.message_size [0:224+16] 1024
        mmse.header [0:240+56] X-Mms-Expiry
          mmse.header.code [0:240+8] 0x88
          mmse.header.value_length [0:248+8] 5
          mmse.time_token [0:256+8] relative (0x81)
          mmse.header.integer_length [0:264+8] 3
          mmse.expiry.rel [0:272+24] 172800 s
        mmse.header [0:296+88] X-Mms-Content-Location
          mmse.header.code [0:296+8] 0x83
          mmse.content_location [0:304+80] http://a/"
    `);
    expect(context.info).toBe('MMS m-notification-ind from +1/TYPE=PLMN, 1024 octets, http://a/');
    expect(context.protocolName).toBe('MMSE');
  });

  test.each([
    ['a response to it', RESPONSE, 'MMS m-notifyresp-ind, Retrieved'],
    ['an acknowledgement', ACKNOWLEDGE, 'MMS m-acknowledge-ind'],
    ['a delivery report', DELIVERY, 'MMS m-delivery-ind to +1/TYPE=PLMN, Retrieved'],
  ])('%s', (_name, hex, info) => {
    const { tree, context } = one(hex);
    expect(findingTexts(tree)).toEqual([]);
    expect(context.info).toBe(info);
  });

  test('columns', () => {
    const row = summarize(TO, { table: 'layer', key: 'mms' }, octets(RESPONSE), 0, createCaptureState());
    expect(row.protocol).toBe(TO.protocolNumber('mmse'));
  });

  test('a body is left alone', () => {
    const { tree } = one(`${HEAD}84a3010203`);
    expect(values(tree, 'mmse.content_type')).toEqual(['a3']);
    expect(values(tree, 'data.data')).toEqual(['010203']);
    expect(shown(`${HEAD}84${text('text/plain')}41`, 'mmse.content_type.text')).toEqual(['text/plain']);
    expect(shown(`${HEAD}8403b38a80ff`, 'mmse.content_type')).toEqual(['b38a80']);
    expect(shown(`${HEAD}8400`, 'mmse.content_type.text')).toEqual(['']);
  });
});

describe('values', () => {
  test.each([
    ['88058103012c00', 'mmse.expiry.rel', 76_800],
    ['88028190', 'mmse.expiry.rel', 16],
    ['8806800465530000', 'mmse.expiry.abs', 0x65530000],
    ['8706800465530000', 'mmse.delivery_time.abs', 0x65530000],
    ['87028181', 'mmse.delivery_time.rel', 1],
    ['9d028185', 'mmse.reply_charging_deadline.rel', 5],
    ['850465530000', 'mmse.date', 0x65530000],
    ['8a83', 'mmse.message_class.id', 0x83],
    [`8a${text('mine')}`, 'mmse.message_class.str', 'mine'],
    ['8f82', 'mmse.priority', 0x82],
    ['8680', 'mmse.delivery_report', 0x80],
    ['9081', 'mmse.read_report', 0x81],
    ['9480', 'mmse.sender_visibility', 0x80],
    ['9280', 'mmse.response_status', 0x80],
    ['99e2', 'mmse.retrieve_status', 0xe2],
    ['9b81', 'mmse.read_status', 0x81],
    ['9c80', 'mmse.reply_charging', 0x80],
    ['9f0205dc', 'mmse.reply_charging_size', 1500],
    [`9e${text('R')}`, 'mmse.reply_charging_id', 'R'],
    [`93${text('ok')}`, 'mmse.response_text', 'ok'],
    [`9a${text('ok')}`, 'mmse.retrieve_text', 'ok'],
    [`81${text('b')}`, 'mmse.bcc', 'b'],
    [`82${text('c')}`, 'mmse.cc', 'c'],
    ['890181', 'mmse.from', undefined],
    [`96${counted(`ea${text('ünï')}`)}`, 'mmse.subject', 'ünï'],
    [`96${counted('84fc6e00')}`, 'mmse.subject', 'ün'],
    [`96${counted('0203e800fc006e0000')}`, 'mmse.subject', 'ün'],
    [`96${counted('0203f700fc006e')}`, 'mmse.subject', 'ün'],
    ['967ffc00', 'mmse.subject', 'ü'],
    ['8e0800ffffffffffffff', 'mmse.message_size', '00ffffffffffffff'],
    [`a0${counted(`81${text('+1')}`)}`, 'mmse.previously_sent_by.address', '+1'],
    [`a0${counted(`81${text('+1')}`)}`, 'mmse.previously_sent_by.forward_count', 1],
    [`a0${counted(`81${text('+1')}`)}`, 'mmse.previously_sent_by', '+1'],
    ['a106820465530000', 'mmse.previously_sent_date.date', '2023-11-14 05:05:04 UTC'],
    ['a106820465530000', 'mmse.previously_sent_date.forward_count', 2],
    ['a780', 'mmse.header.uint', 0x80],
    [`b0${text('x')}`, 'mmse.header.string', 'x'],
    ['b2021122', 'mmse.header.bytes', '1122'],
    [`${text('X-Own')}${text('v')}`, 'mmse.ffheader', 'X-Own: v'],
  ] as const)('%s', (hex, filter, value) => {
    const { tree } = one(HEAD + hex);
    expect(violations(tree).filter((id) => id !== 'MMS-002')).toEqual([]);
    expect(values(tree, filter)).toEqual(value === undefined ? [] : [value]);
  });

  test('versions', () => {
    expect(shown('8c858d9f', 'mmse.mms_version')).toEqual(['1']);
    expect(shown('8c858d93', 'mmse.mms_version')).toEqual(['1.3']);
  });

  test('a long value length', () => {
    const long = 'x'.repeat(200);
    const { tree } = one(`${ACKNOWLEDGE}961f814aea${text(long)}`);
    expect(findingTexts(tree)).toEqual([]);
    expect(values(tree, 'mmse.subject')).toEqual([long]);
    expect(values(tree, 'mmse.header.value_length')).toEqual([202]);
  });
});

describe('findings', () => {
  const found = (hex: string) => findingTexts(one(hex).tree);
  test.each([
    ['the order', `8c858d9098${text('T')}`, ['MMS-001 warning']],
    ['another beginning', `8d908c85`, ['MMS-001 warning', 'MMS-002 error']],
    ['missing headers', HEAD, ['MMS-002 error', 'MMS-002 error', 'MMS-002 error', 'MMS-002 error']],
    ['text for an octet', `${ACKNOWLEDGE}8f${text('a')}`, ['MMS-003 error']],
    ['an octet for text', `${ACKNOWLEDGE}8b80`, ['MMS-003 error']],
    ['an octet for a number', `${ACKNOWLEDGE}8e80`, ['MMS-003 error']],
    ['an octet for a length', `${ACKNOWLEDGE}8880`, ['MMS-003 error']],
    ['text for a class in a length', `${ACKNOWLEDGE}8a0141`, ['MMS-003 error']],
    ['text for a version', `8c858d${text('1.0')}98${text('T')}`, ['MMS-003 error', 'MMS-001 warning']],
    ['another token of a time', `${ACKNOWLEDGE}880282ff`, ['MMS-003 error', 'MMS-003 error']],
    ['another token of a sender', `${ACKNOWLEDGE}890190`, ['MMS-003 error', 'MMS-003 error']],
    ['octets left over', `${ACKNOWLEDGE}8904818182830000`, ['MMS-003 error', 'MMS-003 error']],
    ['a length too large', `${ACKNOWLEDGE}89108141`, ['X-SHORT error', 'MMS-003 error']],
    ['a length without end', `${ACKNOWLEDGE}891fffffffffff00`, ['MMS-003 error']],
    ['a length that stops', `${ACKNOWLEDGE}891fff`, ['X-SHORT error']],
    ['a number cut by its length', `${ACKNOWLEDGE}880380041100`, ['X-SHORT error', 'MMS-003 error']],
    ['a value without meaning', `${ACKNOWLEDGE}8fff`, ['MMS-004 warning']],
    ['text without end', `${ACKNOWLEDGE}8b4142`, ['MMS-005 error']],
    ['an application header without end', `${ACKNOWLEDGE}414200434400`.slice(0, -2), ['MMS-005 error']],
    ['an application header without value', `${ACKNOWLEDGE}414200`, []],
    ['a header twice', `${ACKNOWLEDGE}8f808f80`, ['MMS-006 warning']],
    ['two recipients', `${ACKNOWLEDGE}97${text('a')}97${text('b')}`, []],
    ['an unknown header', `${ACKNOWLEDGE}fe80`, ['MMS-007 note']],
    ['no header', `${ACKNOWLEDGE}0102`, ['MMS-003 error']],
    ['a header without value', `${ACKNOWLEDGE}8f`, ['X-SHORT error']],
    ['one of many without value', `${ACKNOWLEDGE}fe`, ['MMS-007 note', 'X-SHORT error']],
    ['a content type without value', `${ACKNOWLEDGE}84`, ['X-SHORT error']],
    ['a text without charset', `${ACKNOWLEDGE}960100`, ['MMS-003 error', 'X-SHORT error']],
  ])('%s', (_name, hex, expected) => {
    const messages = found(hex);
    expect(messages.map((message) => message.split(' ').slice(0, 2).join(' '))).toEqual(expected);
  });

  test('cut captures are not malformed', () => {
    const whole = octets(NOTIFICATION);
    for (let size = 1; size < whole.length; size++) {
      const { tree } = one(whole.subarray(0, size), whole.length);
      expect(
        findingTexts(tree).filter((message) => !message.startsWith('X-CUT')),
        String(size),
      ).toEqual([]);
    }
  });
});

describe('guess', () => {
  const guess = (hex: string) => guessMms(octets(hex), 0, hex.length / 2);
  test('messages', () => {
    for (const hex of [
      NOTIFICATION,
      RESPONSE,
      ACKNOWLEDGE,
      DELIVERY,
      `${HEAD}84a3ff`,
      `${ACKNOWLEDGE}${text('X-Own')}${text('v')}`,
    ])
      expect(guess(hex), hex).toBe(0.9);
    expect(guess(`${ACKNOWLEDGE}96${'1f814aea'}${text('x'.repeat(200))}`)).toBe(0.9);
    expect(guess(`${ACKNOWLEDGE}961f05ea${text('xyz')}`)).toBe(0.9);
    expect(TO.table('layer').guess(octets(DELIVERY), 0, DELIVERY.length / 2)?.dissector.id).toBe('mmse');
  });
  test('others', () => {
    for (const hex of [
      '',
      '8c',
      '8c828d90'.replace('82', '20'),
      '8cff8d90',
      '8c858d90fe80',
      '8c858d9001',
      '8c858d9096414243',
      '8c858d90961f',
      '8c858d908905',
      '8c858d9097',
      '8c8584a3',
      '8c85418d',
    ])
      expect(guess(hex), hex).toBe(0);
  });
});

test('nothing throws, whatever the octets are', () => {
  let sound = 0;
  let wrong = 0;
  const all = [NOTIFICATION, RESPONSE, ACKNOWLEDGE, DELIVERY].map(octets);
  const codes = [...HEADERS.keys()].map((code) => 0x80 | code);
  fc.assert(
    fc.property(
      fc.constantFrom(...all),
      fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 2 }),
      fc.array(fc.tuple(fc.constantFrom(...codes), fc.uint8Array({ maxLength: 8 })), { maxLength: 4 }),
      (message, changes, more) => {
        const bytes = concatBytes(message, ...more.map(([code, value]) => Uint8Array.of(code, ...value)));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const { tree } = one(bytes);
        if (violations(tree).length === 0) sound++;
        else wrong++;
        guessMms(bytes, 0, bytes.length);
      },
    ),
    { numRuns: 600 },
  );
  expect(Math.min(sound, wrong)).toBeGreaterThan(0);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void one(bytes)));
});
