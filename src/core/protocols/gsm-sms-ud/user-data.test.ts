import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameOf } from '../../codec/field.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, octets, summarize, values } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { elementName, isReservedElement } from './element-names.ts';
import { f } from './fields.ts';
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
