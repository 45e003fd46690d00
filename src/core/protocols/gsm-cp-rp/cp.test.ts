import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex } from '../../base/bytes.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { type Dissector, Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, findingTexts, octets, summarize, values, violations } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register as cpRp } from './cp.ts';

const TPDU = { filter: 'test.tpdu', type: 'bytes', label: 'TPDU' } as const;
/** Stands for the short message. */
const tpdu = (name: string): Dissector => ({
  id: name,
  name,
  summarize(_bytes, start, end, row) {
    row.protocol = 100 + end - start;
  },
  dissect(cursor, context) {
    context.info += ` ${name}`;
    if (cursor.octetsLeft > 0) cursor.octets(TPDU, cursor.octetsLeft);
  },
});

const TO = new Registry();
frame(TO);
cpRp(TO);
const NAMES = ['to_mobile', 'to_network', 'ack_to_mobile', 'ack_to_network', 'error_to_mobile', 'error_to_network'];
for (const name of NAMES) TO.bind('dissector.name', `gsm_sms.${name}`, tpdu(name));

const RP = '012a079144775810065000020102';
const CP = `09010e${RP}`;
const one = (layer: string, hex: string | Uint8Array) => dissect(TO, layer, hex);

describe('RP', () => {
  test.each([
    ['data to the mobile station', RP, 'to_mobile', '0102'],
    ['data to the network', '002b0007914477581006500155', 'to_network', '55'],
    ['acknowledgement to the network', '022a41020000', 'ack_to_network', '0000'],
    ['acknowledgement to the mobile station', '032b410155', 'ack_to_mobile', '55'],
    ['error to the network', '042a0116410300d300', 'error_to_network', '00d300'],
    ['error to the mobile station', '052a029601410155', 'error_to_mobile', '55'],
  ])('%s', (_name, hex, name, content) => {
    const { tree, context } = one('rp', hex);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'test.tpdu')).toEqual([content]);
    expect(context.info.endsWith(` ${name}`)).toBe(true);
  });

  test('fields', () => {
    const { tree } = one('rp', RP);
    expect(values(tree, 'gsm_a.rp.msg_type')).toEqual([1]);
    expect(values(tree, 'gsm_a.rp.rp_message_reference')).toEqual([0x2a]);
    expect(values(tree, 'gsm_a.dtap.cld_party_bcd_num')).toEqual(['447785016005']);
    expect(values(tree, 'gsm_a.dtap.type_of_number')).toEqual([1]);
    const odd = one('rp', '012a039121f3000155');
    checkTiling(odd.tree);
    expect(values(odd.tree, 'gsm_a.dtap.cld_party_bcd_num')).toEqual(['123']);
    const error = one('rp', '052a0216aa');
    expect(values(error.tree, 'gsm_a.rp.cause')).toEqual([22]);
    expect(values(error.tree, 'gsm_a.rp.diagnostic_field')).toEqual(['aa']);
    expect(error.context.info).toContain('memory capacity exceeded');
    expect(one('rp', '042a0177').context.info).toContain('cause 119');
    expect(one('rp', '0612').context.info).toBe('RP-SMMA (MS to network), reference 18');
    expect(one('rp', '022a').context.info).toBe('RP-ACK (MS to network), reference 42');
  });

  test.each([
    ['type 7', '0712', 'RP-001'],
    ['octets behind it', `${RP}00`, 'RP-002'],
    ['no SMS centre', '012a00000155', 'RP-003'],
    ['both addresses', '012a029121029121' + '0155', 'RP-003'],
    ['too short', '012a0791', 'X-SHORT'],
    ['no reference', '01', 'X-SHORT'],
    ['nothing', '', 'X-SHORT'],
  ])('%s', (_name, hex, rule) => {
    const { tree } = one('rp', hex);
    checkTiling(tree);
    expect(violations(tree)).toContain(rule);
  });

  test('spare bits', () => {
    expect(findingTexts(one('rp', '0a2a').tree)).toEqual([expect.stringContaining('RP-004')]);
  });
});

describe('CP', () => {
  test('data', () => {
    const { tree, context } = one('cp', CP);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'gsm_a.dtap.msg_sms_type')).toEqual([1]);
    expect(values(tree, 'gsm_a.L3_protocol_discriminator')).toEqual([9]);
    expect(values(tree, 'test.tpdu')).toEqual(['0102']);
    expect(context.layers.map(({ protocol }) => protocol)).toEqual(['frame', 'gsm_a.dtap', 'gsm_a.rp', 'to_mobile']);
  });
  test('the others', () => {
    expect(one('cp', '8904').context.info).toBe('CP-ACK');
    expect(values(one('cp', '891062').tree, 'gsm_a.dtap.cp_cause')).toEqual([98]);
    expect(one('cp', '8904').tree.findings).toEqual([]);
    expect(violations(one('cp', '8977').tree)).toEqual(['CP-001']);
    expect(violations(one('cp', '890400').tree)).toEqual(['CP-002']);
    expect(violations(one('cp', '89').tree)).toEqual(['X-SHORT']);
  });
  test('other protocols are named', () => {
    const { tree, context } = one('cp', '0508aabb');
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(context.info).toBe('DTAP, mobility management');
    expect(one('cp', '0d08').context.info).toBe('DTAP, protocol 13');
  });
});

test('without the layers above', () => {
  const bare = new Registry();
  frame(bare);
  cpRp(bare);
  const { tree } = dissect(bare, 'cp', CP);
  checkTiling(tree);
  expect(values(tree, 'data.data')).toEqual(['0102']);
});

test('guesses want every length to fit', () => {
  const guess = (hex: string) => {
    const bytes = fromHex(hex)!;
    const found = TO.table('layer').guess(bytes, 0, bytes.length);
    return found && TO.table('layer').keyOf(found.dissector);
  };
  expect(guess(CP)).toBe('cp');
  expect(guess(RP)).toBe('rp');
  expect(guess('002b0007914477581006500155')).toBe('rp');
  expect(guess('022a41020000')).toBe('rp');
  expect(guess('042a0116410300d300')).toBe('rp');
  for (const hex of [
    `${CP}00`,
    CP.slice(0, -2),
    `${RP}00`,
    RP.slice(0, -2),
    '8904',
    '891062',
    '022a',
    '042a0116',
    '042a03160000',
    '012a0711',
    '0712',
    '79040000',
    '8901',
    '09',
  ])
    expect(guess(hex), hex).toBeUndefined();
  expect(guess('012a07114477581006500155')).toBeUndefined();
  expect(guess('002b0791447758100650' + '000155')).toBeUndefined();
});

describe('whatever the octets', () => {
  function check(layer: string, bytes: Uint8Array): void {
    const { tree, context } = one(layer, bytes);
    checkTiling(tree);
    const row = summarize(TO, { table: 'layer', key: layer }, bytes, 0, createCaptureState());
    const content = values(tree, 'test.tpdu')[0] as string | undefined;
    expect(row.protocol > 100 ? row.protocol - 100 : 0).toBe((content?.length ?? 0) / 2);
    expect(context.protocolName).not.toBe('');
  }
  const VALID = [RP, '022a41020000', '042a0116410300d300', '8904', CP, '0508aabb', '002b0007914477581006500155'];

  test('truncated', () => {
    for (const hex of VALID)
      for (let size = 0; size <= hex.length / 2; size++)
        for (const layer of ['cp', 'rp']) check(layer, octets(hex).slice(0, size));
  });
  test('mutated', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...VALID),
        fc.constantFrom('cp', 'rp'),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        (hex, layer, changes) => {
          const bytes = octets(hex).slice();
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          check(layer, bytes);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
