import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { Registry } from '../../dissect/registry.ts';
import { atLeast, NOT_OURS, Streams } from '../../dissect/streams.ts';
import {
  checkTiling,
  dissect,
  dissectAll,
  findingTexts,
  octets,
  summarize,
  treeText,
  values,
  violations,
} from '../../testing/packets.ts';
import { STAND_IN, standIn } from '../../testing/stand-in.ts';
import { register as frame } from '../frame/frame.ts';
import { register as userData } from '../gsm-sms-ud/user-data.ts';
import { PARAMETERS } from './parameters.ts';
import { pduOctets, register as smpp } from './smpp.ts';
import { parseTime } from './time.ts';
import { statusName } from './values.ts';

const TO = new Registry();
for (const register of [frame, userData, smpp]) register(TO);
TO.bind('udp.port', 2948, standIn).bind('udp.port', 9200, standIn);

const one = (hex: string | Uint8Array) => dissect(TO, 'smpp', hex);
const text = (value: string) => `${toHex(new TextEncoder().encode(value))}00`;
const word = (value: number) => value.toString(16).padStart(8, '0');
const octet = (value: number) => value.toString(16).padStart(2, '0');

function pdu(command: number, body: string, status = 0, sequence = 1): string {
  return word(16 + body.length / 2) + word(command) + word(status) + word(sequence) + body;
}
/** The fields of submit_sm up to data_coding. */
const FROM_TO = `00${'0500'}${text('DMserver')}0101${text('447700900123')}`;
function submit(
  message: string,
  more: { esm?: number; coding?: number; tlvs?: string; command?: number } = {},
): string {
  const { esm = 0, coding = 4, tlvs = '', command = 4 } = more;
  const body = `${FROM_TO}${octet(esm)}0000000000${'00'}${octet(coding)}00${octet(message.length / 2)}${message}${tlvs}`;
  return pdu(command, body);
}
const tlv = (tag: string, value: string) => tag + (value.length / 2).toString(16).padStart(4, '0') + value;
const WSP = '010603c4af8710';
const UDH = '0605040b8423f0';
const PORTS = tlv('020a', '23f0') + tlv('020b', '0b84');

describe('messages', () => {
  test('a push in short_message', () => {
    const { tree, context } = one(submit(UDH + WSP, { esm: 0x40 }));
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'test.push')).toEqual([WSP]);
    expect(values(tree, 'smpp.message')).toEqual([UDH + WSP]);
    expect(values(tree, 'gsm_sms.destination_port')).toEqual([2948]);
    expect(context.info).toBe('submit_sm from DMserver to 447700900123 push');
    expect(context.destinationPort?.port).toBe(2948);
    expect(treeText(tree)).toMatchSnapshot();
  });

  test('a push in message_payload', () => {
    const { tree } = one(submit('', { esm: 0x40, command: 5, tlvs: tlv('0424', UDH + WSP) }));
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'test.push')).toEqual([WSP]);
    const followed = one(submit('', { esm: 0x40, tlvs: tlv('0424', UDH + WSP) + tlv('0426', '01') }));
    checkTiling(followed.tree);
    expect(values(followed.tree, 'test.push')).toEqual([WSP]);
    expect(values(followed.tree, 'smpp.more_messages_to_send')).toEqual([1]);
  });

  test('data_sm with ports in parameters', () => {
    const body = `00${'0500'}${text('a')}0101${text('1')}000004${PORTS}${tlv('0424', WSP)}`;
    const { tree, context } = one(pdu(0x103, body));
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'smpp.destination_port')).toEqual([2948]);
    expect(values(tree, 'test.push')).toEqual([WSP]);
    expect(context.destinationPort).toMatchObject({ port: 2948, source: 0 });
    expect(context.sourcePort?.port).toBe(9200);
  });

  test('data_coding 0 with a port: the port decides', () => {
    const { tree } = one(submit(WSP, { coding: 0, tlvs: PORTS }));
    expect(values(tree, 'test.push')).toEqual([WSP]);
    expect(findingTexts(tree)).toEqual([expect.stringContaining('SMS-028 note')]);
  });

  test('segments by sar parameters', () => {
    const sar = (n: number) => tlv('020c', '005a') + tlv('020e', '02') + tlv('020f', octet(n));
    const all = dissectAll(TO, 'smpp', [
      submit('0106', { tlvs: PORTS + sar(1) }),
      submit('aabb', { tlvs: PORTS + sar(2) }),
    ]);
    for (const { tree } of all) checkTiling(tree);
    expect(values(all[1]!.tree, 'test.push')).toEqual(['0106aabb']);
    expect(values(all[0]!.tree, 'gsm_sms.reassembled.in')).toEqual([2]);
    const inOne = dissect(
      TO,
      'smpp',
      submit('0106', { tlvs: PORTS + sar(1) }) + submit('aabb', { tlvs: PORTS + sar(2) }),
    );
    checkTiling(inOne.tree);
    expect(values(inOne.tree, 'test.push')).toEqual(['0106aabb']);
    expect(violations(one(submit('01', { tlvs: PORTS + tlv('020c', '005a') })).tree)).toEqual(['SMPP-009']);
    expect(violations(one(submit('01', { tlvs: PORTS + sar(3) })).tree)).toEqual(['SMPP-009']);
  });

  test('text', () => {
    const ascii = one(submit(toHex(new TextEncoder().encode('hello')), { coding: 1 }));
    expect(values(ascii.tree, 'smpp.message_text')).toEqual(['hello']);
    expect(ascii.context.info).toBe('submit_sm from DMserver to 447700900123: hello');
    expect(values(one(submit('00410042', { coding: 8 })).tree, 'smpp.message_text')).toEqual(['AB']);
    expect(values(one(submit('4142', { coding: 0xf0 })).tree, 'smpp.message_text')).toEqual(['AB']);
    expect(values(one(submit('4142', { coding: 0xc0 })).tree, 'smpp.message_text')).toEqual(['AB']);
    expect(values(one(submit('00410042', { coding: 0xe0 })).tree, 'smpp.message_text')).toEqual(['AB']);
    const octetsOnly = one(submit('4142', { coding: 6 }));
    expect(values(octetsOnly.tree, 'smpp.message')).toEqual(['4142']);
    expect(values(octetsOnly.tree, 'smpp.message_text')).toEqual([]);
    const long = one(submit('41'.repeat(70), { coding: 3 }));
    expect(long.context.info.endsWith(`${'A'.repeat(60)}...`)).toBe(true);
  });

  test('both places for the text', () => {
    const { tree } = one(submit('41', { coding: 1, tlvs: tlv('0424', '42') }));
    checkTiling(tree);
    expect(violations(tree)).toEqual(['SMPP-004']);
    expect(values(tree, 'smpp.message_text')).toEqual(['B']);
  });

  test('submit_multi', () => {
    const dests = `02${'01'}0101${text('123')}${'02'}${text('list')}`;
    const body = `00${'0500'}${text('a')}${dests}00000000000000${'01'}00${'01'}41`;
    const { tree, context } = one(pdu(0x21, body));
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'smpp.dl_name')).toEqual(['list']);
    expect(values(tree, 'smpp.destination_addr')).toEqual(['123']);
    expect(context.info).toBe('submit_multi from a to 123: A');
    const odd = one(pdu(0x21, body.replace(`02${'01'}0101`, `02${'07'}0101`)));
    checkTiling(odd.tree);
    const answer = one(pdu(0x80000021, `${text('id')}01${'0101'}${text('123')}0000000b`));
    checkTiling(answer.tree);
    expect(violations(answer.tree)).toEqual([]);
    expect(values(answer.tree, 'smpp.error_status_code')).toEqual([11]);
  });
});

describe('other PDUs', () => {
  test.each([
    ['bind', pdu(9, `${text('ppg')}${text('pw')}${text('WAP')}340000${text('10*')}`), 'smpp.address_range', '10*'],
    ['bind response', pdu(0x80000009, `${text('smsc')}${tlv('0210', '34')}`), 'smpp.SC_interface_version', 0x34],
    ['outbind', pdu(0x0b, `${text('smsc')}${text('pw')}`), 'smpp.password', 'pw'],
    ['query', pdu(3, `${text('id')}0101${text('12')}`), 'smpp.message_id', 'id'],
    ['query response', pdu(0x80000003, `${text('id')}00${'0200'}`), 'smpp.message_state', 2],
    ['cancel', pdu(8, `00${text('id')}0101${text('12')}0101${text('13')}`), 'smpp.destination_addr', '13'],
    ['replace', pdu(7, `${text('id')}0101${text('12')}0000000001${'41'}`), 'smpp.message_text', 'A'],
    ['alert', pdu(0x102, `0101${text('12')}0101${text('13')}${tlv('0422', '01')}`), 'smpp.ms_availability_status', 1],
    ['enquire', pdu(0x15, ''), 'smpp.command_id', 0x15],
    ['nack', pdu(0x80000000, '', 3), 'smpp.command_status', 3],
    ['error without body', pdu(0x80000004, '', 0x58), 'smpp.command_status', 0x58],
    ['response', pdu(0x80000004, text('4a2f')), 'smpp.message_id', '4a2f'],
    [
      'broadcast',
      pdu(0x111, `00${'0101'}${text('1')}${text('id')}0000000000${'00'}${tlv('0601', '000001')}`),
      'smpp.broadcast_content_type.type',
      1,
    ],
  ])('%s', (_name, hex, filter, value) => {
    const { tree } = one(hex);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, filter)).toEqual([value]);
  });

  test('several PDUs in one window', () => {
    const { tree, context } = one(pdu(0x15, '') + pdu(0x80000015, ''));
    checkTiling(tree);
    expect(context.info).toBe('enquire_link, enquire_link_resp: ESME_ROK');
    expect(values(tree, 'smpp.command_length')).toEqual([16, 16]);
  });
});

describe('optional parameters', () => {
  test('each of its own length is right', () => {
    for (const { tag, form, name } of PARAMETERS.values()) {
      if (name.startsWith('sar_') || name === 'message_payload') continue;
      const size =
        form.kind === 'uint'
          ? form.octets
          : form.kind === 'text'
            ? 2
            : form.kind === 'bytes'
              ? form.max
              : form.parts.reduce((sum, part) => sum + part.bits, 0) / 8;
      const value = form.kind === 'text' ? '4100' : '01'.repeat(size);
      const { tree } = one(submit('41', { tlvs: tlv(tag.toString(16).padStart(4, '0'), value) }));
      checkTiling(tree);
      expect(violations(tree), name).toEqual([]);
      const wrong = one(submit('41', { tlvs: tlv(tag.toString(16).padStart(4, '0'), '01'.repeat(1100)) }));
      checkTiling(wrong.tree);
      expect(violations(wrong.tree), name).toEqual(['SMPP-003']);
    }
    expect(PARAMETERS.size).toBe(64);
  });

  test('unknown, and too long', () => {
    const unknown = one(submit('41', { tlvs: tlv('1500', 'aabb') }));
    expect(values(unknown.tree, 'smpp.vendor_op')).toEqual(['aabb']);
    expect(findingTexts(unknown.tree)).toEqual([expect.stringContaining('SMPP-008')]);
    const long = one(submit('41', { tlvs: '0424ffff01' }));
    checkTiling(long.tree);
    expect(violations(long.tree)).toContain('X-SHORT');
    const rest = one(submit('41', { tlvs: '0424' }));
    checkTiling(rest.tree);
    expect(violations(rest.tree)).toEqual(['SMPP-010']);
  });
});

describe('breaches', () => {
  test.each([
    ['no PDU', 'ffffffffffffffffffffffffffffffff', 'SMPP-001'],
    ['no PDU, and short', 'ffffffff', 'SMPP-001'],
    ['a text without NUL', pdu(0x0b, '41'.repeat(20)), 'SMPP-002'],
    ['a text that ends with the PDU', pdu(0x0b, '4141'), 'X-SHORT'],
    ['255 octets', submit('41'.repeat(255)), 'SMPP-005'],
    ['no time', pdu(7, `${text('id')}0101${text('12')}${text('soon')}00000000`), 'SMPP-007'],
  ])('%s', (_name, hex, rule) => {
    const { tree } = one(hex);
    checkTiling(tree);
    expect(violations(tree)).toContain(rule);
  });

  test('a status in a request', () => {
    expect(findingTexts(one(pdu(0x15, '', 5)).tree)).toEqual([expect.stringContaining('SMPP-006')]);
  });
});

test('times', () => {
  expect(parseTime('')).toEqual({ relative: true, seconds: 0 });
  expect(parseTime('231114221320004+')).toEqual({ relative: false, seconds: 1_700_000_000 - 3600 });
  expect(parseTime('231114221320004-')).toEqual({ relative: false, seconds: 1_700_000_000 + 3600 });
  expect(parseTime('000001020304000R')).toEqual({ relative: true, seconds: 86_400 + 7384 });
  expect(parseTime('231314221320004+')).toBeUndefined();
  expect(parseTime('x')).toBeUndefined();
  const validity = `${FROM_TO}000000${'00'}${text('231114221320004+')}0000040000`;
  expect(values(one(pdu(4, validity)).tree, 'smpp.validity_period')).toEqual([1_700_000_000 - 3600]);
});

test('names of status values', () => {
  expect(statusName(0)).toBe('ESME_ROK: Ok');
  expect(statusName(0x450)).toBe('[Vendor-specific Error]');
});

test('octets that a stream must bring', () => {
  const bytes = octets(pdu(0x15, ''));
  expect(pduOctets(bytes, 0, 3)).toBe(4);
  expect(pduOctets(bytes, 0, 4)).toBe(16);
  expect(pduOctets(bytes, 0, 16)).toBe(16);
  expect(pduOctets(octets('0000000f'), 0, 4)).toBeUndefined();
  expect(pduOctets(octets('00000010000000ff'), 0, 8)).toBeUndefined();
});

test('a PDU that goes on elsewhere is cut, not malformed', () => {
  const hex = submit(UDH + WSP, { esm: 0x40, tlvs: PORTS });
  for (let size = 2; size < hex.length; size += 2) {
    const { tree } = one(hex.slice(0, size));
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
  }
});

describe('whatever the octets', () => {
  const VALID = [
    submit(UDH + WSP, { esm: 0x40 }),
    submit(WSP, { tlvs: PORTS }),
    submit('', { esm: 0x40, tlvs: tlv('0424', UDH + WSP) + tlv('0426', '01') }),
    pdu(
      0x21,
      `00${'0500'}${text('a')}02${'01'}0101${text('123')}${'02'}${text('list')}00000000000000${'01'}00${'01'}41`,
    ),
    pdu(0x15, '') + submit(UDH + WSP, { esm: 0x40 }),
    pdu(0x80000021, `${text('id')}01${'0101'}${text('123')}0000000b`),
    pdu(9, `${text('ppg')}${text('pw')}${text('WAP')}340000${text('10*')}`),
  ];

  function check(bytes: Uint8Array): void {
    const { tree, context } = one(bytes);
    checkTiling(tree);
    const row = summarize(TO, { table: 'layer', key: 'smpp' }, bytes, 0, createCaptureState());
    expect(row.protocol === STAND_IN).toBe(context.protocolName === 'PUSH');
    expect(row.destinationPort).toBe(context.destinationPort?.port ?? 0);
    expect(row.sourcePort).toBe(context.sourcePort?.port ?? 0);
  }

  test('truncated', () => {
    for (const hex of VALID) {
      const bytes = octets(hex);
      for (let size = 0; size <= bytes.length; size++) check(bytes.slice(0, size));
    }
  });

  test('mutated and random', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...VALID),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        (hex, changes) => {
          const bytes = octets(hex).slice();
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          check(bytes);
        },
      ),
      { numRuns: 1500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => check(bytes)),
      { numRuns: 300 },
    );
  });

  test('guesses', () => {
    const guess = (hex: string) => {
      const bytes = fromHex(hex)!;
      return TO.table('layer').guess(bytes, 0, bytes.length)?.likely ?? 0;
    };
    for (const hex of VALID) expect(guess(hex)).toBe(0.95);
    expect(guess(VALID[0]!.slice(2))).toBe(0);
    expect(guess(`${VALID[0]}00`)).toBe(0);
    expect(guess(pdu(0x15, '', 7))).toBe(0);
  });
});

describe('over TCP', () => {
  const { measure } = TO.table('tcp.port').get(2775)!;

  test('a PDU is measured by its first octets', () => {
    const memory = { direction: 0, seen: 0, waiting: [] } as const;
    const bytes = octets(submit(WSP) + submit(WSP));
    const ask = (data: Uint8Array, end: number) => measure!(data, 0, end, false, { ...memory, waiting: [] });
    expect(ask(bytes, 3)).toBe(atLeast(4));
    expect(ask(bytes, 4)).toBe(bytes.length / 2);
    expect(ask(bytes, bytes.length)).toBe(bytes.length / 2);
    expect(ask(octets('0000000f00000004'), 8)).toBe(NOT_OURS);
    expect(ask(octets('474554202f'), 5)).toBe(NOT_OURS);
  });

  test('PDUs come whole and in order, however they were cut into segments', () => {
    const pdus = [submit(UDH + WSP, { esm: 0x40 }), pdu(0x15, ''), submit('41'), pdu(0x80000015, '')].map(octets);
    const stream = octets(pdus.map((bytes) => toHex(bytes)).join(''));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 20 }), (cuts) => {
        const streams = new Streams();
        const flow = streams.flow(1, 7, 2, 7);
        const got: string[] = [];
        let at = 0;
        for (let frame = 0; at < stream.length; frame++) {
          const payload = stream.subarray(at, at + cuts[frame % cuts.length]!);
          const segment = { frame, at: 0, sequence: at, payload, missing: 0, syn: false, opening: false, fin: false };
          streams.add(flow, 0, segment, measure!, (data, start, end) => got.push(toHex(data.subarray(start, end))));
          at += payload.length;
        }
        expect(got).toEqual(pdus.map((bytes) => toHex(bytes)));
      }),
    );
  });
});

describe('requests and responses', () => {
  const links = (...packets: readonly string[]) =>
    dissectAll(TO, 'smpp', packets).map(({ tree }) => {
      checkTiling(tree);
      return ['request_in', 'response_in'].flatMap((name) =>
        values(tree, `smpp.${name}`).map((packet) => `${name} ${String(packet)}`),
      );
    });
  const link = pdu(0x15, '');
  const answer = pdu(0x80000015, '');

  test('lead to each other by their number', () => {
    expect(links(link, answer)).toEqual([['response_in 2'], ['request_in 1']]);
    expect(links(link, pdu(0x80000015, '', 0, 2), answer)).toEqual([['response_in 3'], [], ['request_in 1']]);
    expect(links(link, pdu(0x80000006, ''))).toEqual([[], []]);
    expect(links(answer, link)).toEqual([[], []]);
  });

  test('also where a packet has several, and a number is used again', () => {
    expect(links(link + pdu(0x15, '', 0, 2), pdu(0x80000015, '', 0, 2) + answer)).toEqual([
      ['response_in 2', 'response_in 2'],
      ['request_in 1', 'request_in 1'],
    ]);
    expect(links(link, answer, link, answer)).toEqual([
      ['response_in 2'],
      ['request_in 1'],
      ['response_in 4'],
      ['request_in 3'],
    ]);
  });
});
