import { describe, expect, test } from 'vitest';
import { concatBytes, toHex } from '../../base/bytes.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { Registry } from '../../dissect/registry.ts';
import {
  checkTiling,
  dissect,
  dissectAll,
  findingTexts,
  octets,
  summarize,
  values,
  violations,
} from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register as sms } from '../gsm-sms/gsm-sms.ts';
import { register as userData } from '../gsm-sms-ud/user-data.ts';
import { register as wsp } from '../wsp/wsp.ts';
import { abort, ack, invoke, negativeAck, result, segmentedInvoke, segmentedResult } from './headers.ts';
import { concatenate, register, wtpPdu } from './wtp.ts';

const registry = new Registry();
for (const one of [frame, wsp, sms, userData, register]) one(registry);

/** A confirmed push of 4 octets of text. */
const PUSH = octets('0703' + '83af84' + '61626364');
const push = (draft: { trailer?: number; resent?: number; class?: number } = {}, data = PUSH, tid = 7) =>
  wtpPdu(invoke, { trailer: 1, class: 1, userAck: 1, tid, ...draft }, { data });
const segment = (sequence: number, data: Uint8Array, more: { trailer?: number; resent?: number } = {}) =>
  wtpPdu(segmentedInvoke, { trailer: 0, tid: 7, sequence, ...more }, { data });
const all = (...packets: (string | Uint8Array)[]) => dissectAll(registry, 'wtp', packets);
const one = (packet: string | Uint8Array) => {
  const found = dissect(registry, 'wtp', packet);
  checkTiling(found.tree);
  return found;
};

describe('PDUs are written as the reference has them', () => {
  test.each([
    ['Invoke', wtpPdu(invoke, { trailer: 1, tid: 7, userAck: 1, class: 1 }), '0a000711'],
    [
      'Invoke with an option',
      wtpPdu(
        invoke,
        { trailer: 1, tid: 7, userAck: 1, class: 1 },
        { tpis: [{ identity: 2, content: Uint8Array.of(1, 5, 0x78) }] },
      ),
      '8a00071113010578',
    ],
    ['Result', wtpPdu(result, { trailer: 1, tid: 1 }), '128001'],
    ['Ack', wtpPdu(ack, { response: 1, tid: 7 }), '188007'],
    ['Ack with TID verification', wtpPdu(ack, { response: 1, tid: 7, verify: 1 }), '1c8007'],
    [
      'Ack with a long and a short item',
      wtpPdu(
        ack,
        { response: 1, tid: 7 },
        {
          tpis: [
            { identity: 2, content: Uint8Array.of(1, 5, 0x78), long: true },
            { identity: 3, content: Uint8Array.of(5) },
          ],
        },
      ),
      '98800794030105781905',
    ],
    ['Abort by the user', wtpPdu(abort, { abortType: 1, response: 1, tid: 7, userReason: 0xee }), '218007ee'],
    ['Abort by the provider', wtpPdu(abort, { abortType: 0, response: 1, tid: 7, providerReason: 4 }), '20800704'],
    ['Segmented Invoke', wtpPdu(segmentedInvoke, { trailer: 1, tid: 9, sequence: 2 }), '2a000902'],
    ['Segmented Result', wtpPdu(segmentedResult, { trailer: 1, tid: 11, sequence: 1 }), '32800b01'],
    ['Negative Ack', wtpPdu(negativeAck, { response: 1, tid: 9, missing: [1] }), '3880090101'],
    [
      'two in one datagram, with lengths of one and two octets',
      concatenate([wtpPdu(ack, { response: 1, tid: 7 }), new Uint8Array(0x80)]),
      `00031880078080${'00'.repeat(0x80)}`,
    ],
  ])('%s', (_name, bytes, hex) => expect(toHex(bytes)).toBe(hex));
});

describe('findings', () => {
  test.each([
    ['a type that does not exist', '400007', ['WTP-001 error [0:0+8] PDU type 8 does not exist: 1 to 7 do']],
    ['a version', '0a000750', ['WTP-002 warning [0:24+2] the version is 1; it must be 0']],
    ['reserved bits', '0a00070c', ['WTP-004 note [0:28+2] reserved bits are 11, not 0']],
    ['class 3', '0a000703', ['WTP-003 warning [0:30+2] class 3 does not exist: 0, 1 and 2 do']],
    [
      'an Invoke of the responder',
      '0a800700',
      ['WTP-006 warning [0:8+1] the direction bit is 1; an Invoke comes from the initiator (0)'],
    ],
    [
      'a Result of the initiator',
      '120007',
      ['WTP-006 warning [0:8+1] the direction bit is 0; a Result comes from the responder (1)'],
    ],
    [
      'a Segmented Result of the initiator',
      '32000701',
      [
        'WTP-006 warning [0:8+1] the direction bit is 0; a Segmented Result comes from the responder (1)',
        'WTP-008 note [0:32+0] packet 0 of the message (0 to 1) is not in the capture',
      ],
    ],
    ['reserved bit of an Ack', '1a0007', ['WTP-004 note [0:6+1] reserved bits are 1, not 0']],
    [
      'an abort type',
      '2200070a',
      [
        'WTP-012 warning [0:5+3] abort type 2 is unknown: 0 and 1 are known',
        'WTP-011 note [0:0+32] the transaction is aborted by the user: unknown reason (0x0a)',
      ],
    ],
    [
      'a reason',
      '2000070a',
      [
        'WTP-012 warning [0:24+8] reason 0x0a is unknown',
        'WTP-010 warning [0:0+32] the transaction is aborted: unknown reason (0x0a)',
      ],
    ],
    ['octets after an Ack', '18000700', ['WTP-017 warning [0:24+8] 1 octet after the Ack']],
    [
      'octets after a Negative Ack',
      '3c000700aabb',
      ['WTP-004 note [0:5+2] reserved bits are 10, not 0', 'WTP-017 warning [0:32+16] 2 octets after the Negative Ack'],
    ],
    ['an unknown item', '980007' + '3100', ['WTP-016 warning [0:24+8] item 6 is unknown: 0 to 5 are assigned']],
    ['an unknown option', '980007' + '1107', ['WTP-016 warning [0:24+16] option 7 is unknown: 1 to 6 are assigned']],
    [
      'a long sequence number',
      '980007' + '1a0506',
      ['WTP-016 warning [0:24+24] a packet sequence number is one octet, 1 more follow'],
    ],
    ['an item that is not there', '980007', ['X-SHORT error [0:24+0] TPI needs 1 octet, 0 octets are left']],
    ['a short header', '0a00', ['X-SHORT error [0:9+7] Transaction id needs 15 bits, 7 bits are left']],
    ['a missing PDU', '', ['X-SHORT error [0:0+0] PDU type needs 1 octet, 0 octets are left']],
    ['a length of 0', '0000', ['WTP-005 error [0:8+8] the length of a PDU is 0']],
    [
      'a length that does not fit',
      '0004180007',
      ['WTP-005 error [0:8+8] the PDU has 4 octets by its length, 3 are left'],
    ],
    ['half a length', '0080', ['X-SHORT error [0:9+7] Size of the PDU needs 15 bits, 7 bits are left']],
  ])('%s', (_name, hex, wanted) => expect(findingTexts(one(hex).tree)).toEqual(wanted));

  test('a cut PDU is cut, not malformed', () => {
    const { tree } = dissect(registry, 'wtp', '0004180007', { original: 9 });
    expect(violations(tree)).toEqual([]);
  });
});

describe('items', () => {
  test('say their numbers', () => {
    const { tree } = one(
      wtpPdu(
        ack,
        { response: 1, tid: 1 },
        {
          tpis: [
            { identity: 2, content: Uint8Array.of(6) },
            { identity: 2, content: Uint8Array.of(2, 1, 0, 0) },
            { identity: 2, content: new Uint8Array(9).fill(1) },
            { identity: 1, content: Uint8Array.of(9, 9) },
            { identity: 0, content: Uint8Array.of(8) },
            { identity: 4, content: new Uint8Array(0) },
            { identity: 3, content: Uint8Array.of(5) },
          ],
        },
      ),
    );
    expect(values(tree, 'wtp.tpi')).toEqual([2, 2, 2, 1, 0, 4, 3]);
    expect(values(tree, 'wtp.tpi.opt.number')).toEqual([65_536]);
    expect(values(tree, 'wtp.tpi.opt.val')).toEqual(['010000', '0101010101010101']);
    expect(values(tree, 'wtp.tpi.info')).toEqual(['0909']);
    expect(values(tree, 'wtp.tpi.content')).toEqual(['08']);
    expect(values(tree, 'wtp.tpi.psn')).toEqual([5]);
    expect(violations(tree)).toEqual([]);
  });
});

describe('messages in several packets', () => {
  const [a, b, c] = [PUSH.subarray(0, 3), PUSH.subarray(3, 7), PUSH.subarray(7)] as const;
  const first = push({ trailer: 0 }, a);
  const content = (found: ReturnType<typeof all>) => found.map(({ tree }) => values(tree, 'wsp.pdu_type'));

  test('are shown where they are whole', () => {
    const found = all(first, segment(1, b), segment(2, c, { trailer: 1 }));
    for (const { tree } of found) checkTiling(tree);
    expect(content(found)).toEqual([[], [], [7]]);
    expect(found.map(({ tree }) => values(tree, 'wtp.reassembled.in'))).toEqual([[3], [3], []]);
    expect(values(found[2]!.tree, 'wtp.fragment')).toEqual([1, 2, 3]);
    expect(values(found[2]!.tree, 'wtp.fragment.count')).toEqual([3]);
    expect(values(found[2]!.tree, 'wtp.reassembled.length')).toEqual([PUSH.length]);
    expect(found.map(({ context }) => context.info)).toEqual([
      'WTP Invoke, class 1, more packets follow',
      'WTP Segmented Invoke, packet 1, more packets follow',
      'WTP Segmented Invoke, packet 2, WSP ConfirmedPush, text/plain, x-wap-application:mms.ua',
    ]);
  });

  test('in any order, from groups, with an empty last packet', () => {
    const found = all(
      segment(2, c, { trailer: 2 }),
      segment(1, b),
      segment(3, PUSH.subarray(0, 0), { trailer: 1 }),
      first,
    );
    expect(content(found)).toEqual([[], [], [], [7]]);
    expect(found[0]!.context.info).toBe('WTP Segmented Invoke, packet 2, end of group');
  });

  test('with packets that are sent again', () => {
    const again = segment(1, b, { resent: 1 });
    const other = segment(1, Uint8Array.of(1, 2, 3, 4), { resent: 1 });
    const found = all(first, segment(1, b), again, other, segment(2, c, { trailer: 1 }));
    expect(content(found)).toEqual([[], [], [], [], [7]]);
    expect(values(found[2]!.tree, 'wtp.retransmission_of')).toEqual([2]);
    expect(findingTexts(found[2]!.tree)).toEqual(['WTP-009 note [0:0+8] sent again: a retransmission of packet 2']);
    expect(violations(found[3]!.tree)).toEqual(['WTP-007']);
  });

  test('again after a message with the same TID', () => {
    const packets = [first, segment(1, b), segment(2, c, { trailer: 1 })];
    expect(content(all(...packets, ...packets))).toEqual([[], [], [7], [], [], [7]]);
  });

  test('that stay incomplete show their first packet as far as it goes', () => {
    const found = all(push({ trailer: 0 }, PUSH.subarray(0, 6)), segment(2, c, { trailer: 1 }));
    expect(content(found)).toEqual([[7], []]);
    expect(found[0]!.context.info).toBe('WTP Invoke, class 1, more packets follow');
    expect(findingTexts(found[1]!.tree)).toEqual([
      'WTP-008 note [0:32+16] packet 1 of the message (0 to 2) is not in the capture',
    ]);
    expect(findingTexts(all(segment(1, b))[0]!.tree)).toEqual([
      'WTP-008 note [0:32+32] the last packet of the message is not in the capture',
    ]);
  });

  test('of results', () => {
    const found = all(
      wtpPdu(result, { trailer: 0, tid: 3 }, { data: octets('042001') }),
      wtpPdu(segmentedResult, { trailer: 1, tid: 3, sequence: 1 }, { data: octets('8361') }),
    );
    expect(found[1]!.context.info).toBe('WTP Segmented Result, packet 1, WSP Reply 200 OK (text/plain)');
  });

  test('that were cut by the capture are not joined', () => {
    const found = dissectAll(registry, 'wtp', [first, segment(1, b, { trailer: 1 })], { original: 99 });
    expect(values(found[1]!.tree, 'wtp.reassembled.length')).toEqual([]);
  });
});

describe('transactions', () => {
  const of = (found: ReturnType<typeof all>, filter: string) => found.map(({ tree }) => values(tree, filter));

  test('a push is acknowledged', () => {
    const found = all(push(), wtpPdu(ack, { response: 1, tid: 7 }));
    expect(of(found, 'wtp.acknowledged_in')).toEqual([[2], []]);
    expect(of(found, 'wtp.request_in')).toEqual([[], [1]]);
    expect(of(found, 'wtp.acknowledges')).toEqual([[], [1]]);
    expect(found[1]!.context.info).toBe('WTP Ack, to packet 1');
    expect(found.flatMap(({ tree }) => tree.findings)).toEqual([]);
  });

  test('a push is refused', () => {
    const found = all(push(), wtpPdu(abort, { abortType: 1, response: 1, tid: 7, userReason: 0xee }));
    expect(of(found, 'wtp.aborted_in')).toEqual([[2], []]);
    expect(found[1]!.context.info).toBe('WTP Abort by user: content type cannot be processed (0xee)');
    expect(findingTexts(found[1]!.tree)).toEqual([
      'WTP-011 warning [0:0+32] the confirmed push of packet 1 is refused by the user: content type cannot be processed (0xee)',
    ]);
  });

  test('another message is refused, or given up by its sender', () => {
    const other = push({}, octets('0501'));
    const refusal = (response: number) => wtpPdu(abort, { abortType: 1, response, tid: 7, userReason: 0xea });
    expect(findingTexts(all(other, refusal(1))[1]!.tree)).toEqual([
      'WTP-011 warning [0:0+32] the transaction of packet 1 is refused by the user: user request (0xea)',
    ]);
    expect(findingTexts(all(push(), refusal(0))[1]!.tree)).toEqual([
      'WTP-011 note [0:0+32] the transaction of packet 1 is aborted by the user: user request (0xea)',
    ]);
  });

  test('the transaction layer gives up', () => {
    const found = all(push(), wtpPdu(abort, { abortType: 0, response: 1, tid: 7, providerReason: 4 }));
    expect(findingTexts(found[1]!.tree)).toEqual([
      'WTP-010 warning [0:0+32] the transaction of packet 1 is aborted: segmentation and reassembly not implemented (0x04)',
    ]);
  });

  test('nothing answers', () => {
    expect(findingTexts(all(push())[0]!.tree)).toEqual([
      'WTP-013 note [0:0+32] no acknowledgement for this transaction is in the capture',
    ]);
    expect(findingTexts(all(push({ class: 2 }))[0]!.tree)).toEqual([
      'WTP-013 note [0:0+32] no result for this transaction is in the capture',
    ]);
    expect(findingTexts(all(push({ class: 0 }))[0]!.tree)).toEqual([]);
  });

  test('an Invoke is sent again, and one with its TID begins anew', () => {
    const found = all(push(), push({ resent: 1 }), wtpPdu(ack, { response: 1, tid: 7 }), push());
    expect(of(found, 'wtp.retransmission_of')).toEqual([[], [1], [], []]);
    expect(of(found, 'wtp.acknowledged_in')).toEqual([[3], [3], [], []]);
    expect(findingTexts(found[1]!.tree)).toEqual(['WTP-009 note [0:0+8] sent again: a retransmission of packet 1']);
    expect(found[1]!.context.info).toMatch(/^WTP Invoke, class 1, retransmission, WSP ConfirmedPush/);
  });

  test('the TID is verified', () => {
    const question = wtpPdu(ack, { response: 1, tid: 7, verify: 1 });
    const answer = wtpPdu(ack, { response: 0, tid: 7, verify: 1 });
    const found = all(push({ class: 2 }), question, answer, wtpPdu(result, { trailer: 1, tid: 7 }));
    expect(found.map(({ context }) => context.info).slice(1)).toEqual([
      'WTP Ack, TID verification, to packet 1',
      'WTP Ack, TID is OK, to packet 2',
      'WTP Result',
    ]);
    expect(of(found, 'wtp.response_in')).toEqual([[4], [], [], []]);
  });

  test('a result where none may be', () => {
    const found = all(push(), wtpPdu(ack, { response: 1, tid: 7 }), wtpPdu(result, { trailer: 1, tid: 7 }));
    expect(violations(found[2]!.tree)).toEqual(['WTP-014']);
  });

  test('packets of a group are missing', () => {
    const found = all(
      push({ trailer: 2 }),
      wtpPdu(negativeAck, { response: 1, tid: 7, missing: [1, 2] }),
      wtpPdu(negativeAck, { response: 1, tid: 7, missing: [] }),
    );
    expect(findingTexts(found[1]!.tree)).toEqual(['WTP-015 note [0:32+16] the receiver misses packet 1, 2']);
    expect(found.map(({ context }) => context.info).slice(1)).toEqual([
      'WTP Negative Ack, packet 1, 2 missing',
      'WTP Negative Ack',
    ]);
  });

  test('PDUs of one datagram are told apart', () => {
    const packet = concatenate([push({}, PUSH, 1), push({}, PUSH, 2)]);
    const acks = concatenate([wtpPdu(ack, { response: 1, tid: 2 }), wtpPdu(ack, { response: 1, tid: 1 })]);
    const found = all(packet, acks);
    for (const { tree } of found) checkTiling(tree);
    expect(of(found, 'wtp.acknowledged_in')).toEqual([[2, 2], []]);
    expect(found[1]!.context.info).toBe('WTP Ack, to packet 1; WTP Ack, to packet 1');
    expect(values(found[0]!.tree, 'wsp.pdu_type')).toEqual([7, 7]);
  });
});

describe('where it comes from', () => {
  test('a short message to port 9201', () => {
    const bytes = concatBytes(octets('440c9144770009103200043211412231020019060504' + '23f123f0'), push());
    bytes[18] = 7 + push().length;
    const { tree, context } = dissect(registry, 'sms', bytes);
    checkTiling(tree);
    expect(values(tree, 'wsp.pdu_type')).toEqual([7]);
    expect(context.protocolName).toBe('WSP');
  });

  test('a port that means nothing, when the message is sound', () => {
    const ports = registry.table('udp.port');
    const guess = (bytes: Uint8Array) => ports.guess(bytes, 0, bytes.length)?.dissector.id;
    expect(guess(push({}, octets('0703c4af8710')))).toBe('wtp');
    expect(guess(wtpPdu(result, { trailer: 1, tid: 1 }, { data: octets('04200381' + '8d8261') }))).toBe('wtp');
    expect(guess(wtpPdu(ack, { response: 1, tid: 1 }))).toBeUndefined();
    expect(guess(push({ trailer: 0 }))).toBeUndefined();
    expect(guess(push({ resent: 1 }))).toBeUndefined();
    expect(guess(push({ class: 3 }))).toBeUndefined();
    expect(guess(push({}, octets('ffffffffff')))).toBeUndefined();
    expect(guess(wtpPdu(result, { trailer: 1, tid: 1, response: 0 }, { data: PUSH }))).toBeUndefined();
    expect(
      guess(wtpPdu(invoke, { trailer: 1, tid: 1, class: 1, hasTpis: 1 }, { data: octets('ffffff') })),
    ).toBeUndefined();
  });

  test('pasted octets', () => {
    const bytes = push({}, octets('0703c4af8710'));
    expect(registry.table('layer').candidates(bytes)[0]?.dissector.id).toBe('wtp');
  });
});

describe('columns', () => {
  const column = (packet: Uint8Array) =>
    summarize(registry, { table: 'layer', key: 'wtp' }, packet, 0, createCaptureState());
  test('name the innermost protocol', () => {
    const named = (packet: Uint8Array) => registry.protocolByNumber(column(packet).protocol)?.name;
    for (const packet of [
      push(),
      wtpPdu(ack, { response: 1, tid: 7 }),
      push({ trailer: 0 }),
      octets('40'),
      octets('0000'),
    ])
      expect(named(packet)).toBe(one(packet).context.protocolName);
  });
});
