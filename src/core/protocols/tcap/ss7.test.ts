import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { type Dissector, Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, octets, summarize, values, violations } from '../../testing/packets.ts';
import { register as exportedPdu } from '../exported-pdu/exported-pdu.ts';
import { register as frame } from '../frame/frame.ts';
import { register as mtp2 } from '../mtp2/mtp2.ts';
import { register as mtp3 } from '../mtp3/mtp3.ts';
import { register as sccp } from '../sccp/sccp.ts';
import { register as tcap } from './tcap.ts';

const TPDU = { filter: 'test.tpdu', type: 'bytes', label: 'TPDU' } as const;
const tpdu = (name: string): Dissector => ({
  id: name,
  name,
  summarize(_bytes, start, end, row) {
    row.protocol = 100 + end - start;
  },
  dissect(cursor, context) {
    context.info += ` ${name} ${context.channel}`;
    if (cursor.octetsLeft > 0) cursor.octets(TPDU, cursor.octetsLeft);
  },
});

const TO = new Registry();
for (const register of [frame, exportedPdu, mtp2, mtp3, sccp, tcap]) register(TO);
for (const name of ['to_mobile', 'to_network', 'ack_to_mobile', 'ack_to_network'])
  TO.bind('dissector.name', `gsm_sms.${name}`, tpdu(name));

/** The worked examples of the reference. */
const example = (name: string): string =>
  new RegExp(`^${name},[^,]*,[^,]*,[^,]*,([0-9a-f]+)`, 'm').exec(
    readFileSync(new URL('../../../../tests/fixtures/wire-examples.csv', import.meta.url), 'utf8'),
  )![1]!;
const SCCP = example('lt-sccp');
const MTP3 = example('lt-mtp3');
const MTP2 = example('lt-mtp2');
const CONTENT = SCCP.slice(-2 * 67);

const ber = (tag: string, content: string) => {
  const size = content.length / 2;
  const length = size < 128 ? size.toString(16).padStart(2, '0') : `81${size.toString(16)}`;
  return tag + length + content;
};
const begin = (component: string) => ber('62', ber('48', '00000001') + ber('6c', component));
const invoke = (operation: string, argument: string) =>
  begin(ber('a1', ber('02', '01') + ber('02', operation) + ber('30', argument)));

describe('the worked examples', () => {
  test.each([
    ['SCCP', 142, SCCP],
    ['MTP3', 141, MTP3],
    ['MTP2', 140, MTP2],
    ['MTP2 with a pseudo-header', 139, `00000001${MTP2}`],
  ])('%s', (_name, link, hex) => {
    const { tree, context } = dissect(TO, link as number, hex as string);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'test.tpdu')).toEqual([CONTENT]);
    expect(values(tree, 'sccp.called.ssn')).toEqual([8]);
    expect(values(tree, 'gsm_old.localValue')).toEqual([44]);
    expect(values(tree, 'gsm_old.invokeID')).toEqual([1]);
    expect(values(tree, 'tcap.otid')).toEqual(['00000001']);
    expect(values(tree, 'gsm_map.address.digits')).toEqual(['447785016005']);
    expect(values(tree, 'e212.imsi').length).toBe(1);
    expect(context.info).toContain('to_mobile');
  });

  test('point codes', () => {
    const { tree, context } = dissect(TO, 141, MTP3);
    expect(values(tree, 'mtp3.dpc')).toEqual([2]);
    expect(values(tree, 'mtp3.opc')).toEqual([1]);
    expect(values(tree, 'mtp3.sls')).toEqual([5]);
    expect([context.source, context.destination]).toEqual(['1', '2']);
  });

  test('point codes of ANSI networks', () => {
    const ansi = `83 030201 060504 07 ${MTP3.slice(10)}`.replaceAll(' ', '');
    const { tree, context } = dissect(TO, 141, ansi);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'mtp3.ansi_dpc')).toEqual(['1-2-3']);
    expect(values(tree, 'mtp3.ansi_opc')).toEqual(['4-5-6']);
    expect(values(tree, 'mtp3.sls')).toEqual([7]);
    expect(values(tree, 'test.tpdu')).toEqual([CONTENT]);
    expect([context.source, context.destination]).toEqual(['4-5-6', '1-2-3']);
    const row = summarize(TO, { table: 'link.type', key: 141 }, octets(ansi), 0, createCaptureState());
    expect([row.source, row.destination].map((id) => row.state.addresses.text(id))).toEqual(['4-5-6', '1-2-3']);
    const isup = dissect(TO, 'mtp3-ansi', '8503020106050407aa');
    expect(values(isup.tree, 'mtp3.ansi_opc')).toEqual(['4-5-6']);
    expect(violations(dissect(TO, 'mtp3-ansi', '85030201').tree)).toEqual(['X-SHORT']);
  });

  test('signal units', () => {
    const unit = (hex: string) => dissect(TO, 140, hex);
    expect(values(unit(MTP2).tree, 'mtp2.li')).toEqual([63]);
    expect(unit('818200').context.info).toBe('Fill in signal unit');
    expect(values(unit('81820105').tree, 'mtp2.sf')).toEqual([5]);
    expect(values(unit('8182020501').tree, 'mtp2.sf_extra')).toEqual([1]);
    expect(values(unit('818200abcd').tree, 'mtp2.trailer')).toEqual(['abcd']);
    expect(violations(unit('81820a01').tree)).toContain('MTP2-001');
    const annexA = dissect(TO, 139, `00010001${MTP2}`);
    checkTiling(annexA.tree);
    expect(values(annexA.tree, 'test.tpdu')).toEqual([]);
    expect(dissect(TO, 141, '8502400050aabb').context.info).toBe('MTP3, ISUP');
    expect(violations(dissect(TO, 141, '85024000').tree)).toEqual(['X-SHORT']);
  });
});

describe('SCCP', () => {
  const message = begin('');
  const size = (message.length / 2).toString(16).padStart(2, '0');
  test('XUDT with an optional part, and a segment', () => {
    const end = (4 + 3 + 3 + message.length / 2 - 2).toString(16).padStart(2, '0');
    const build = (octet: string) =>
      `11010f04060${'8'}${end}${'024208'}${'024206'}${size}${message}1004${octet}00000100`;
    const whole = dissect(TO, 142, build('80'));
    checkTiling(whole.tree);
    expect(violations(whole.tree)).toEqual([]);
    expect(values(whole.tree, 'sccp.calling.ssn')).toEqual([6]);
    expect(values(whole.tree, 'tcap.otid')).toEqual(['00000001']);
    const segment = dissect(TO, 142, build('81'));
    checkTiling(segment.tree);
    expect(values(segment.tree, 'sccp.segmented_data')).toEqual([message]);
  });

  test('LUDT and UDTS', () => {
    const ludt = `13010f${'0700'}${'0800'}${'0900'}${'0000'}${'024208'}${'024206'}${size}00${message}`;
    const { tree } = dissect(TO, 142, ludt);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'tcap.otid')).toEqual(['00000001']);
    const returned = dissect(TO, 142, `0a01030507024208024206${size}${message}`);
    expect(values(returned.tree, 'sccp.return_cause')).toEqual([1]);
    expect(values(returned.tree, 'tcap.otid')).toEqual(['00000001']);
  });

  test('global titles', () => {
    const title = (hex: string) => {
      const length = (hex.length / 2).toString(16).padStart(2, '0');
      const data = (5 + hex.length / 2).toString(16).padStart(2, '0');
      const { tree } = dissect(
        TO,
        142,
        `090003${(3 + hex.length / 2).toString(16).padStart(2, '0')}${data}${length}${hex}024206${size}${message}`,
      );
      checkTiling(tree);
      return values(tree, 'sccp.called.digits');
    };
    expect(title('1208001104214305')).toEqual(['12345']);
    expect(title('12080011042143f5')).toEqual(['12345']);
    expect(title('060884214305')).toEqual(['12345']);
    expect(title('0a08002143')).toEqual(['1234']);
    expect(title('0e0800112143')).toEqual(['123']);
    expect(title('17010008001104214305')).toEqual([]);
    expect(title('130100080011042143')).toEqual(['123']);
  });

  test('broken ones', () => {
    expect(violations(dissect(TO, 142, '0900ff0507024208024208').tree)).toEqual(['SCCP-001']);
    expect(violations(dissect(TO, 142, '0900').tree)).toEqual(['X-SHORT']);
    expect(dissect(TO, 142, '0102').context.info).toBe('SCCP message type 1');
  });
});

describe('MAP', () => {
  const tcapOf = (hex: string) => dissect(TO, 'tcap', hex);
  test.each([
    ['mt-forwardSM', invoke('2c', ber('80', '21f3') + ber('84', '9121f3') + ber('04', 'aabb')), 'to_mobile'],
    ['mo-forwardSM', invoke('2e', ber('84', '9121f3') + ber('82', '9121f3') + ber('04', 'aabb')), 'to_network'],
    ['the old forwardSM', invoke('2e', ber('80', '21f3') + ber('84', '9121f3') + ber('04', 'aabb')), 'to_mobile'],
    [
      'more messages to send',
      invoke('2c', ber('85', '') + ber('84', '9121f3') + ber('04', 'aabb') + ber('05', '')),
      'to_mobile',
    ],
    [
      'a report',
      begin(ber('a2', ber('02', '01') + ber('30', ber('02', '2c') + ber('30', ber('04', 'aabb'))))),
      'ack_to_network',
    ],
    [
      'a submit report',
      begin(ber('a2', ber('02', '01') + ber('30', ber('02', '2e') + ber('30', ber('04', 'aabb'))))),
      'ack_to_mobile',
    ],
    [
      'an indefinite length',
      `6280${ber('48', '01')}${ber('6c', ber('a1', ber('02', '01') + ber('02', '2c') + ber('30', ber('80', '21f3') + ber('84', '9121f3') + ber('04', 'aabb'))))}0000`,
      'to_mobile',
    ],
  ])('%s', (_name, hex, name) => {
    const { tree, context } = tcapOf(hex);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'test.tpdu')).toEqual(['aabb']);
    expect(context.info).toContain(` ${name} `);
  });

  test('other operations, errors and long tags', () => {
    for (const hex of [
      invoke('2d', ber('04', 'aa')),
      invoke('2c', ber('04', 'aa')),
      invoke('2c', ber('80', '21f3') + ber('84', '91') + ber('04', '')),
      begin(ber('a3', ber('02', '01') + ber('02', '20'))),
      begin(ber('a2', ber('02', '01'))),
      begin(ber('a2', ber('02', '01') + ber('30', ber('02', '01') + ber('30', '')))),
      ber('64', ber('49', '01')),
      ber('62', ber('7f8101', 'aa')),
      ber('62', `${ber('48', '01')}ff`),
    ]) {
      const { tree } = tcapOf(hex);
      checkTiling(tree);
      expect(values(tree, 'test.tpdu')).toEqual([]);
    }
    expect(violations(tcapOf('62ff').tree)).toEqual(['TCAP-001']);
    expect(violations(tcapOf(ber('62', `${ber('48', '01')}04ff`)).tree)).toEqual([]);
    checkTiling(tcapOf('aabb').tree);
    checkTiling(tcapOf(`62${'80a1'.repeat(40)}`).tree);
  });
});

describe('whatever the octets', () => {
  function check(link: number, bytes: Uint8Array): void {
    const { tree } = dissect(TO, link, bytes);
    checkTiling(tree);
    const row = summarize(TO, { table: 'link.type', key: link }, bytes, 0, createCaptureState());
    const content = values(tree, 'test.tpdu')[0] as string | undefined;
    expect(row.protocol >= 100 ? row.protocol - 100 : 0).toBe((content?.length ?? 0) / 2);
  }
  const VALID = [
    [142, SCCP],
    [141, MTP3],
    [140, MTP2],
    [139, `00000001${MTP2}`],
  ] as const;

  test('truncated', () => {
    for (const [link, hex] of VALID)
      for (let size = 0; size <= hex.length / 2; size++) check(link, octets(hex).slice(0, size));
  });
  test('mutated', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...VALID),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        ([link, hex], changes) => {
          const bytes = octets(hex).slice();
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          check(link, bytes);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

test('without the layers above', () => {
  for (const [register, link] of [
    [mtp2, 140],
    [mtp3, 141],
    [sccp, 142],
  ] as const) {
    const bare = new Registry();
    frame(bare);
    register(bare);
    const hex = { 140: MTP2, 141: MTP3, 142: SCCP }[link];
    const { tree } = dissect(bare, link, hex);
    checkTiling(tree);
    expect(values(tree, 'data.data').length).toBe(1);
  }
});

test('a paste can be SCCP', () => {
  const names = (hex: string) =>
    TO.table('layer')
      .candidates(octets(hex))
      .map(({ dissector }) => dissector.id);
  expect(names(SCCP)).toEqual(['sccp']);
  expect(names(`${SCCP}00`)).toEqual([]);
  expect(names('0102')).toEqual([]);
});

describe('exported PDUs', () => {
  const named = (name: string) => {
    const text = `${Buffer.from(name).toString('hex')}00`;
    return text.padEnd(Math.ceil(text.length / 8) * 8, '0');
  };
  const exported = (name: string, data: string) =>
    `000c${(named(name).length / 2).toString(16).padStart(4, '0')}${named(name)}001800040000000100190004${'00000b59'}001a0004${'00000b59'}00000000${data}`;
  const TCAP = SCCP.slice(SCCP.indexOf('62818a48'));
  const MAP = TCAP.slice(TCAP.indexOf('a160'));

  test.each([
    ['mtp2', MTP2, 'mtp2'],
    ['mtp3', MTP3, 'mtp3'],
    ['sccp', SCCP, 'sccp'],
    ['tcap', TCAP, 'tcap'],
    ['gsm_map', MAP, 'gsm_map'],
  ])('%s over SCTP', (name, hex, layer) => {
    const { tree, context } = dissect(TO, 252, exported(name, hex));
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'exported_pdu.port_type')).toEqual([1]);
    expect(context.layers[2]?.protocol).toBe(layer);
    expect(values(tree, 'test.tpdu')).toEqual([CONTENT]);
    expect(values(tree, 'gsm_map.imsi').length + values(tree, 'e212.imsi').length).toBeGreaterThan(0);
    expect([context.sourcePort?.port, context.destinationPort?.port]).toEqual([2905, 2905]);
    const row = summarize(TO, { table: 'link.type', key: 252 }, octets(exported(name, hex)), 0, createCaptureState());
    expect([row.protocol, row.sourcePort, row.destinationPort]).toEqual([100 + CONTENT.length / 2, 2905, 2905]);
  });

  test('components that are none, and cut ones', () => {
    for (const hex of ['', '00', '6c00', MAP.slice(0, 40)]) {
      const { tree, context } = dissect(TO, 252, exported('gsm_map', hex));
      checkTiling(tree);
      expect(context.info).toBe('GSM MAP');
      const row = summarize(
        TO,
        { table: 'link.type', key: 252 },
        octets(exported('gsm_map', hex)),
        0,
        createCaptureState(),
      );
      expect(row.protocol).toBe(TO.protocolNumber('gsm_map'));
    }
    const result = dissect(TO, 252, exported('gsm_map', 'a203020101a203020102'));
    checkTiling(result.tree);
    expect(result.context.layers.map(({ protocol }) => protocol)).toContain('gsm_map');
  });
});
