import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameOf } from '../../codec/field.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, octets, summarize, values } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { elementName, isReservedElement } from './element-names.ts';
import { f } from './fields.ts';
import { likelyUserData } from './guess.ts';
import { isPart, NO_HEADER, scanHeader } from './header.ts';
import { register as userData } from './user-data.ts';

const TO = new Registry();
frame(TO);
userData(TO);
TO.bind('layer', 'ud', TO.table('dissector.name').get('gsm_sms_ud')!);

test('user data that nothing describes are octets', () => {
  const { tree, context } = dissect(TO, 'ud', 'aabb');
  checkTiling(tree);
  expect(values(tree, 'gsm_sms.sms_body')).toEqual(['aabb']);
  expect(context.protocolName).toBe('GSM SMS UD');
  const row = summarize(TO, { table: 'layer', key: 'ud' }, octets('aabb'), 0, createCaptureState());
  expect(TO.protocolByNumber(row.protocol)?.name).toBe('GSM SMS UD');
});

test('scanning a header', () => {
  const scan = (hex: string) => scanHeader(octets(hex), 0, hex.length / 2);
  expect(scan('0b05040b8423f00003b70201ff')).toMatchObject({
    octets: 12,
    whole: true,
    destinationPort: 2948,
    originatorPort: 9200,
    portsAt: 3,
    portOctets: 2,
    reference: 0xb7,
    referenceBits: 8,
    total: 2,
    number: 1,
  });
  expect(scan('0608041234030205')).toMatchObject({ reference: 0x1234, referenceBits: 16, total: 3, number: 2 });
  expect(scan('0c0402f0f1240101250103')).toMatchObject({
    destinationPort: 240,
    singleShift: 1,
    lockingShift: 3,
    whole: false,
  });
  expect(scan('05040bffff')).toMatchObject({ destinationPort: -1 });
  expect(scan('')).toMatchObject({ octets: 0, whole: false });
  expect(isPart(NO_HEADER)).toBe(false);
});

test('scanning stays inside the octets', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(scanHeader(bytes, 0, bytes.length).octets).toBeLessThanOrEqual(bytes.length);
    }),
  );
});

test('names', () => {
  expect(elementName(0x05)).toBe('Application port addressing scheme, 16 bit address');
  expect(elementName(0x75)).toBe('(U)SIM Toolkit Security Headers');
  expect(elementName(0x100)).toBeUndefined();
  expect([0x02, 0x1d, 0x30, 0xb0, 0xf0, 0x100].every(isReservedElement)).toBe(true);
  expect([0x00, 0x24, 0x75, 0x85, 0xc5].some(isReservedElement)).toBe(false);
  const ports = [2948, 16_500, 20_000, 50_000].map((port) => nameOf(f.destinationPort, port));
  expect(ports).toEqual(['IANA', 'application', 'IANA', 'reserved']);
  expect([nameOf(f.destinationPort8, 239), nameOf(f.originatorPort8, 240)]).toEqual(['reserved', 'application']);
  expect([nameOf(f.originatorPort8, 1), nameOf(f.destinationPort8, 255)]).toEqual(['reserved', 'application']);
});

describe('user data alone', () => {
  const KANNEL = readFileSync(new URL('../../../../tests/fixtures/paste/kannel-log.txt', import.meta.url), 'utf8');
  const logged = octets([...KANNEL.matchAll(/data: ((?:[0-9a-f]{2} )+)/g)].map(([, digits]) => digits).join(''));

  test('of a gateway log are told by their header', () => {
    expect(logged.length).toBe(140);
    expect(likelyUserData(logged, 0, logged.length)).toBe(0.9);
    const { tree, context } = dissect(TO, 'sms-ud', logged);
    checkTiling(tree);
    expect(values(tree, 'gsm_sms.destination_port')).toEqual([2948]);
    expect(values(tree, 'gsm_sms.udh.mm.msg_parts')).toEqual([4]);
    expect(context.info).toBe('User data of a short message, part 1 of 4 (ref 0)');
    const row = summarize(TO, { table: 'layer', key: 'sms-ud' }, logged, 0, createCaptureState());
    expect([row.protocol, row.destinationPort]).toEqual([TO.protocolNumber('gsm_sms_ud'), 2948]);
  });

  test('are not seen in what only looks alike', () => {
    const likely = (hex: string) => likelyUserData(octets(hex), 0, hex.length / 2);
    expect(likely('0605040b8423f0')).toBe(0);
    expect(likely('0605040b8423f041')).toBe(0.9);
    expect(likely('06050400504e2041')).toBe(0.6);
    expect(likely('050003010201414243')).toBe(0.4);
    expect(likely('0605050b8423f04142')).toBe(0);
    expect(likely('0700030102014142430102')).toBe(0);
    expect(likely('03240103414243')).toBe(0);
    expect(likely('4142')).toBe(0);
  });
});
