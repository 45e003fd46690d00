import { describe, expect, test } from 'vitest';
import { concatBytes, toHex } from '../../base/bytes.ts';
import { encode } from '../../codec/codec.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, findingTexts, octets, summarize, values, violations } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register as sms } from '../gsm-sms/gsm-sms.ts';
import { register as userData } from '../gsm-sms-ud/user-data.ts';
import { register as wsp } from '../wsp/wsp.ts';
import { register as wtp } from '../wtp/wtp.ts';
import { certificates } from './certificate.ts';
import { alertBody } from './fields.ts';
import { clientHello, serverHello } from './hello.ts';
import { register, wtlsRecord } from './wtls.ts';

const registry = new Registry();
for (const one of [frame, wsp, wtp, sms, userData, register]) one(registry);

const RANDOM = octets('000102030405060708090a0b');
const PUSH = octets('010603c4af8710');
const HANDSHAKE = { hasLength: 1, hasSequence: 0, isProtected: 0, type: 3 } as const;
const DATA = { hasLength: 0, hasSequence: 1, isProtected: 0, type: 4, sequence: 9 } as const;

const one = (packet: string | Uint8Array, layer = 'wtls') => {
  const found = dissect(registry, layer, packet);
  checkTiling(found.tree);
  return found;
};
const texts = (packet: string | Uint8Array) => findingTexts(one(packet).tree);
/** A handshake message of type `type` in a record. */
const message = (type: number, body: Uint8Array) =>
  wtlsRecord(HANDSHAKE, concatBytes(Uint8Array.of(type, body.length >>> 8, body.length & 0xff), body));

const hello = {
  version: 1,
  time: 0x6553f100,
  random: RANDOM,
  sessionId: new Uint8Array(0),
  clientKeys: [{ suite: 5, parameterIndex: 0, identifier: { type: 0 } }],
  trustedKeys: [],
  ciphers: [
    { bulk: 3, mac: 3 },
    { bulk: 6, mac: 2 },
  ],
  compressions: [0],
  sequenceMode: 2,
  keyRefresh: 3,
};
const answer = {
  version: 1,
  time: 0x6553f100,
  random: RANDOM,
  sessionId: octets('abcd'),
  key: 1,
  cipher: { bulk: 3, mac: 3 },
  compression: 0,
  sequenceMode: 2,
  keyRefresh: 3,
};

describe('what is written is what the reference has', () => {
  test.each([
    [
      'client_hello',
      message(1, encode(clientHello, hello)),
      '830025010022016553f100000102030405060708090a0b0000030500000000040303060201000203',
    ],
    [
      'server_hello and protected data',
      concatBytes(
        message(2, encode(serverHello, answer)),
        wtlsRecord(
          { hasLength: 1, hasSequence: 1, isProtected: 1, type: 4, sequence: 5 },
          octets('0b30557a9fc4e90e33587da2c7ec11365b80a5caef14395e'),
        ),
      ),
      '83001d02001a016553f100000102030405060708090a0b02abcd010303000203e4000500180b30557a9fc4e90e33587da2c7ec11365b80a5caef14395e',
    ],
    [
      'alert',
      wtlsRecord(
        { hasLength: 1, hasSequence: 0, isProtected: 0, type: 2 },
        encode(alertBody, { level: 3, description: 40, checksum: 0xdeadbeef }),
      ),
      '8200060328deadbeef',
    ],
  ])('%s', (_name, bytes, hex) => {
    expect(toHex(bytes)).toBe(hex);
    expect(violations(one(bytes).tree)).toEqual([]);
  });
});

describe('hellos', () => {
  test('have every kind of identifier', () => {
    const draft = {
      ...hello,
      sessionId: octets('0102030405060708'),
      clientKeys: [
        {
          suite: 8,
          parameterIndex: 255,
          parameters: octets('aabb'),
          identifier: { type: 1, charset: 106, value: octets('4f4d41') },
        },
        { suite: 1, parameterIndex: 1, identifier: { type: 2, value: octets('0102') } },
      ],
      trustedKeys: [
        { suite: 14, parameterIndex: 1, identifier: { type: 254, value: new Uint8Array(20).fill(7) } },
        { suite: 14, parameterIndex: 1, identifier: { type: 255, value: octets('3000') } },
        { suite: 14, parameterIndex: 1, identifier: { type: 9 } },
      ],
    };
    const body = encode(clientHello, draft);
    const { tree } = one(message(1, body));
    const prefix = 'wtls.handshake.client_hello';
    expect(violations(tree)).toEqual([]);
    expect(values(tree, `${prefix}.key.key_exchange`)).toEqual([8, 1, 14, 14, 14]);
    expect(values(tree, `${prefix}.parameter`)).toEqual(['aabb']);
    expect(values(tree, `${prefix}.ident_type`)).toEqual([1, 2, 254, 255, 9]);
    expect(values(tree, `${prefix}.ident_charset`)).toEqual([106]);
    expect(values(tree, `${prefix}.ident_name`)).toEqual(['OMA']);
    expect(values(tree, `${prefix}.identifier`)).toEqual(['0102', '07'.repeat(20), '3000']);
    expect(values(tree, `${prefix}.sessionid`)).toEqual(['0102030405060708']);
    expect(values(tree, `${prefix}.client_keys_len`)).toEqual([19, 32]);
    expect(values(tree, `${prefix}.cipher`)).toEqual(['RC5_CBC, SHA', '3DES_CBC_EDE, SHA_80']);
  });

  test('have short session ids as numbers', () => {
    expect(values(one(message(2, encode(serverHello, answer))).tree, 'wtls.handshake.server_hello.sessionid')).toEqual([
      0xabcd,
    ]);
  });

  test.each([
    [
      'version',
      message(1, encode(clientHello, { ...hello, version: 2 })),
      ['WTLS-007 warning [0:48+8] the version is 2; it must be 1'],
    ],
    [
      'a long session id',
      message(2, encode(serverHello, { ...answer, sessionId: new Uint8Array(9) })),
      ['WTLS-008 warning [0:48+264] the session id has 9 octets; 8 are the most'],
    ],
    [
      'unknown suites',
      message(
        1,
        encode(clientHello, {
          ...hello,
          ciphers: [{ bulk: 10, mac: 8 }],
          clientKeys: [{ suite: 19, parameterIndex: 0, identifier: { type: 0 } }],
        }),
      ),
      [
        'WTLS-011 warning [0:48+256] bulk cipher 10 is unknown: 0 to 9 are assigned',
        'WTLS-011 warning [0:48+256] MAC 8 is unknown: 0 to 7 are assigned',
        'WTLS-011 warning [0:48+256] key exchange suite 19 is unknown: 0 to 18 are assigned',
      ],
    ],
    [
      'no cipher',
      message(2, encode(serverHello, { ...answer, cipher: { bulk: 0, mac: 0 } })),
      ['WTLS-012 warning [0:48+208] the server chooses NULL, SHA_0: application data will be in the clear'],
    ],
  ])('findings: %s', (_name, bytes, wanted) => expect(texts(bytes)).toEqual(wanted));

  test('a suite without a name', () => {
    const { tree } = one(message(1, encode(clientHello, { ...hello, ciphers: [{ bulk: 10, mac: 8 }] })));
    expect(values(tree, 'wtls.handshake.client_hello.cipher')).toEqual(['cipher 10, MAC 8']);
  });

  test('that break off leave the next record readable', () => {
    const broken = message(1, encode(clientHello, hello).subarray(0, 20));
    const { tree, context } = one(concatBytes(broken, message(14, new Uint8Array(0))));
    expect(violations(tree)).toEqual(['X-SHORT']);
    expect(context.info).toBe('WTLS client_hello; server_hello_done');
    const list = encode(clientHello, hello).slice();
    list[18] = 0;
    list[19] = 1;
    expect(violations(one(message(1, list)).tree)).not.toEqual([]);
  });
});

describe('certificates', () => {
  const wtls = {
    version: 1,
    signatureAlgorithm: 2,
    issuer: { type: 1, charset: 3, value: octets('4341') },
    notBefore: 0x6553f100,
    notAfter: 0x7553f100,
    subject: { type: 2, value: octets('99') },
    keyType: 2,
    parameterIndex: 0,
    rsa: { exponent: octets('010001'), modulus: octets('c0ffee') },
    signature: octets('0102'),
  };
  const P = 'wtls.handshake.certificate';

  test('of every type', () => {
    const body = encode(certificates, [
      { type: 1, wtls },
      { type: 2, octets: octets('3003020101') },
      { type: 3, octets: octets('aa') },
      { type: 4, octets: octets('687474703a2f2f61') },
    ]);
    const { tree } = one(message(11, body));
    expect(violations(tree)).toEqual([]);
    expect(values(tree, `${P}.type`)).toEqual([1, 2, 3, 4]);
    expect(values(tree, `${P}.issuer.name`)).toEqual(['CA']);
    expect(values(tree, `${P}.subject.identifier`)).toEqual(['99']);
    expect(values(tree, `${P}.before`)).toEqual([0x6553f100]);
    expect(values(tree, `${P}.rsa.exponent`)).toEqual([3]);
    expect(values(tree, `${P}.rsa.exponent.value`)).toEqual([65_537]);
    expect(values(tree, `${P}.rsa.modulus.value`)).toEqual(['c0ffee']);
    expect(values(tree, `${P}.signature.value`)).toEqual(['0102']);
    expect(values(tree, `${P}.octets`)).toEqual(['3003020101', 'aa']);
    expect(values(tree, `${P}.url`)).toEqual(['http://a']);
  });

  test('with keys of unknown layout, or of unknown type, stay undecoded from there', () => {
    const other = {
      ...wtls,
      keyType: 4,
      parameterIndex: 255,
      parameters: octets('0505'),
      rsa: undefined,
      signature: undefined,
    };
    const { rsa: _rsa, signature: _signature, ...rest } = other;
    const ec = concatBytes(encode(certificates, [{ type: 1, wtls: rest }]), octets('11223344'));
    ec[1] = ec.length - 2;
    const { tree } = one(message(11, ec));
    expect(values(tree, `${P}.parameter`)).toEqual(['0505']);
    expect(values(tree, 'data.data')).toEqual(['11223344']);
    expect(values(one(message(11, octets('00030711' + '22'))).tree, 'data.data')).toEqual(['1122']);
  });
});

describe('other contents in the clear', () => {
  test('change_cipher_spec', () => {
    expect(values(one('81000101').tree, 'wtls.change_cipher_spec')).toEqual([1]);
    expect(texts('81000102')).toEqual(['WTLS-004 warning [0:24+8] the value is 2; it must be 1']);
    expect(texts('8100020101')).toEqual(['WTLS-004 warning [0:32+8] more than one octet']);
    expect(texts('810000')).toEqual(['X-SHORT error [0:24+0] Change cipher spec needs 1 octet, 0 octets are left']);
  });

  test('alerts', () => {
    expect(one('8200060100deadbeef').context.info).toBe('WTLS alert warning connection_close_notify');
    expect(texts('8200060228deadbeef')).toEqual([
      'WTLS-005 note [0:24+16] critical handshake_failure: the connection is over',
    ]);
    expect(texts('8200060002deadbeef')).toEqual([
      'WTLS-006 warning [0:24+8] level 0 is unknown: 1 to 3 are known',
      'WTLS-006 warning [0:32+8] description 2 is unknown',
    ]);
    expect(violations(one('8200020100').tree)).toEqual(['X-SHORT']);
    expect(values(one('8200060100deadbeef').tree, 'wtls.alert.checksum')).toEqual([0xdeadbeef]);
  });

  test('several handshake messages in a record, unknown and broken ones', () => {
    const { tree, context } = one('83000a' + '0e0000' + '0c0002aabb' + '1400');
    expect(context.info).toBe('WTLS server_hello_done, server_key_exchange, finished');
    expect(values(tree, 'wtls.handshake.body')).toEqual(['aabb']);
    expect(violations(tree)).toEqual(['X-SHORT']);
    expect(texts('830003630000')).toEqual(['WTLS-009 warning [0:24+8] handshake type 99 is unknown']);
    expect(violations(one('8300030e0005').tree)).toEqual(['X-SHORT']);
  });
});

describe('records', () => {
  test('that are none', () => {
    expect(texts('0511')).toEqual(['WTLS-001 error [0:0+8] no WTLS record: content type 5 is none of 1 to 4']);
    expect(texts('5411')).toEqual(['WTLS-001 error [0:0+8] no WTLS record: the reserved bit is 1']);
    expect(one('0511').context.info).toBe('WTLS unknown record');
    expect(one('').context.info).toBe('WTLS');
  });

  test('whose header or content is not all there', () => {
    expect(texts('c400')).toEqual(['X-SHORT error [0:8+8] Sequence number needs 2 octets, 1 octet is left']);
    expect(one('c400').context.info).toBe('WTLS broken record');
    expect(texts('a4000800')).toEqual([
      'X-SHORT error [0:24+8] Content needs 8 octets, 1 octet is left',
      'WTLS-003 note [0:24+8] 1 octets are no multiple of 8: the bulk cipher is NULL, or the record is damaged',
    ]);
    const { tree } = dissect(registry, 'wtls', 'a4000800', { original: 11 });
    expect(violations(tree)).toEqual([]);
  });

  test('protected ones stay ciphertext', () => {
    const { tree, context } = one('e400050008' + '0102030405060708' + 'a40000');
    expect(values(tree, 'wtls.ciphertext')).toEqual(['0102030405060708']);
    expect(context.info).toBe('WTLS application_data (5), encrypted, 8 octets; application_data, encrypted, 0 octets');
    expect(violations(tree)).toEqual([]);
  });
});

describe('application data in the clear', () => {
  test('go to WSP, as secure', () => {
    const { tree, context } = one(wtlsRecord(DATA, PUSH));
    expect(values(tree, 'wsp.pdu_type')).toEqual([6]);
    expect(context.push?.secure).toBe(true);
    expect(context.secure).toBe(false);
    expect(context.info).toMatch(/^WTLS application_data \(9\) in the clear, WSP Push/);
    expect(findingTexts(tree)[0]).toBe('WTLS-002 note [0:24+56] application data in the clear: the cipher is NULL');
  });

  test('go to WTP on the ports of sessions', () => {
    const pdu = concatBytes(octets('0a000711'), octets('0703c4af8710'));
    const { tree, context } = one(wtlsRecord(DATA, pdu), 'wtls-wtp');
    expect(values(tree, 'wtp.TID')).toEqual([7]);
    expect(values(tree, 'wsp.pdu_type')).toEqual([7]);
    expect(context.push?.secure).toBe(true);
  });

  test('and records behind them', () => {
    const { tree, context } = one(
      concatBytes(
        wtlsRecord({ ...DATA, hasLength: 1 }, PUSH),
        wtlsRecord({ ...DATA, hasLength: 1 }, new Uint8Array(0)),
      ),
    );
    expect(values(tree, 'wtls.rec_type')).toEqual([4, 4]);
    expect(context.info).toMatch(/WSP Push.*; application_data \(9\) in the clear$/);
  });

  test('stay octets where nothing takes them', () => {
    const lonely = new Registry();
    frame(lonely);
    register(lonely);
    const { tree } = dissect(lonely, 'wtls', wtlsRecord(DATA, PUSH));
    checkTiling(tree);
    expect(values(tree, 'wtls.content')).toEqual([toHex(PUSH)]);
  });
});

describe('what should have been protected', () => {
  test.each([
    ['that can be no records', '010603c4af8710'],
    ['that could be records by their first octet', '640603c4af8710'],
    ['that could be application data', '440603c4af8710'],
  ])('a push in octets %s', (_name, hex) => {
    const { tree, context } = one(hex);
    expect(values(tree, 'wsp.pdu_type')).toEqual([6]);
    expect(context.push?.secure).toBe(false);
    expect(violations(tree)).toEqual(['WTLS-010']);
    expect(findingTexts(tree)[0]).toBe('WTLS-010 error [0:0+56] no WTLS record but WSP in the clear');
    // What stands there is WSP alone, chosen as WTLS was.
    expect(context.layers.slice(0, 2)).toMatchObject([
      { protocol: 'frame', depth: 0 },
      { protocol: 'wsp', chosenBy: 'layer wtls', depth: 1 },
    ]);
  });

  test('a transaction', () => {
    const { tree } = one('0a0007110703c4af8710', 'wtls-wtp');
    expect(values(tree, 'wsp.pdu_type')).toEqual([7]);
    expect(violations(tree)).toEqual(['WTLS-010']);
  });

  test('names the port that a short message gave', () => {
    const push = octets('010603c4af8710');
    const bytes = concatBytes(octets('440c9144770009103200043211412231020000060504' + '0b8523f0'), push);
    bytes[18] = 7 + push.length;
    const { tree } = dissect(registry, 'sms', bytes);
    checkTiling(tree);
    expect(findingTexts(tree).filter((text) => text.startsWith('WTLS'))).toEqual([
      `WTLS-010 error [0:${26 * 8}+56] no WTLS record but WSP in the clear on port 2949`,
    ]);
  });
});

describe('guesses', () => {
  const likely = (hex: string) =>
    registry.table('layer').likely(registry.table('layer').get('wtls'), octets(hex), 0, hex.length / 2);
  test('only hellos that fit are likely', () => {
    const sound = toHex(message(1, encode(clientHello, hello)));
    expect(likely(sound)).toBe(0.7);
    expect(likely(sound.slice(0, -2))).toBe(0);
    expect(likely(`${sound}0e`)).toBe(0);
    expect(likely('8300030e0000')).toBe(0);
    expect(likely('e300030e000000')).toBe(0);
    expect(likely('050000000000')).toBe(0);
    expect(likely('83')).toBe(0);
  });
});

describe('columns', () => {
  test.each([
    ['protected', 'e400050008' + '0102030405060708'],
    ['in the clear', '440009010603c4af8710'],
    ['bare', '010603c4af8710'],
    ['none', '0511'],
    ['empty', ''],
    ['two records', '81000101' + '8300030e0000'],
    ['a broken header', 'c400'],
  ])('name the innermost protocol: %s', (_name, hex) => {
    const row = summarize(registry, { table: 'layer', key: 'wtls' }, octets(hex), 0, createCaptureState());
    expect(registry.protocolByNumber(row.protocol)?.name).toBe(one(hex).context.protocolName);
  });
});
