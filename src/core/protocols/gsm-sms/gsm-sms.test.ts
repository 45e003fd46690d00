import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '../../base/bytes.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { Registry } from '../../dissect/registry.ts';
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
import { register as gsmSms } from './gsm-sms.ts';

function registry(): Registry {
  const to = new Registry();
  frame(to);
  userData(to);
  gsmSms(to);
  to.bind('udp.port', 2948, standIn);
  to.bind('udp.port', 9200, standIn);
  return to;
}

const TO = registry();
const WSP = '010603c4af87102b6ae63f3d81d48b8a79037fc86921032800000000010b636f6d2e6578616d706c65';
const DELIVER = `440c91447700091032000432114122310200300605040b8423f0${WSP}`;
const SUBMIT = `51000c9144770009103200f5aa300605040b8423f0${WSP}`;
const REPORT = '06070c91447700091032321141223102003211412241020000';
const COMMAND = '22080002070c9144770009103200';

const one = (layer: string, hex: string | Uint8Array) => dissect(TO, layer, hex);
const value = (layer: string, hex: string, filter: string) => values(one(layer, hex).tree, filter);

describe('the examples of the reference', () => {
  test('SMS-DELIVER', () => {
    const { tree, context } = one('sms', DELIVER);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'gsm_sms.tp-mti')).toEqual([0]);
    expect(values(tree, 'gsm_sms.tp-udhi')).toEqual([1]);
    expect(values(tree, 'gsm_sms.tp-mms')).toEqual([1]);
    expect(values(tree, 'gsm_sms.tp-oa')).toEqual(['447700900123']);
    expect(values(tree, 'gsm_sms.tp-dcs')).toEqual([4]);
    expect(values(tree, 'gsm_sms.tp-scts')).toEqual([1_700_000_000]);
    expect(values(tree, 'gsm_sms.scts.year')).toEqual([23]);
    expect(values(tree, 'gsm_sms.tp.user_data_length')).toEqual([48]);
    expect(values(tree, 'gsm_sms.destination_port')).toEqual([2948]);
    expect(values(tree, 'gsm_sms.originator_port')).toEqual([9200]);
    expect(values(tree, 'test.push')).toEqual([WSP]);
    expect(context.destinationPort).toEqual({ port: 2948, source: 0, start: 0x16 * 8, end: 0x18 * 8 });
    expect(context.sourcePort).toEqual({ port: 9200, source: 0, start: 0x18 * 8, end: 0x1a * 8 });
    expect(context.source).toBe('447700900123');
    expect(context.info).toBe('SMS-DELIVER from 447700900123 push');
    expect(context.protocolName).toBe('PUSH');
    expect(treeText(tree)).toMatchSnapshot();
  });

  test('SMS-SUBMIT', () => {
    const { tree, context } = one('sms', SUBMIT);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'gsm_sms.tp-vpf')).toEqual([2]);
    expect(values(tree, 'gsm_sms.tp-da')).toEqual(['447700900123']);
    expect(values(tree, 'gsm_sms.vp.validity_period')).toEqual([0xaa]);
    expect(treeText(tree)).toContain('(4 days)');
    expect(values(tree, 'gsm_sms.dcs.message_coding')).toEqual([1]);
    expect(values(tree, 'test.push')).toEqual([WSP]);
    expect(context.destination).toBe('447700900123');
  });

  test('SMS-STATUS-REPORT', () => {
    const { tree, context } = one('sms-deliver', REPORT);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'gsm_sms.tp-mr')).toEqual([7]);
    expect(values(tree, 'gsm_sms.tp-ra')).toEqual(['447700900123']);
    expect(values(tree, 'gsm_sms.tp-dt')).toEqual([1_700_000_060]);
    expect(values(tree, 'gsm_sms.dis_field.st_error')).toEqual([0]);
    expect(context.info).toBe('SMS-STATUS-REPORT on 447700900123: received');
  });

  test('SMS-COMMAND', () => {
    const { tree, context } = one('sms-submit', COMMAND);
    checkTiling(tree);
    expect(violations(tree)).toEqual([]);
    expect(values(tree, 'gsm_sms.tp.command_type')).toEqual([2]);
    expect(values(tree, 'gsm_sms.tp.message_number')).toEqual([7]);
    expect(context.info).toBe('SMS-COMMAND on message to 447700900123');
  });

  test('reports', () => {
    const submitReport = one('sms-deliver', '010032114122310200');
    expect(submitReport.context.info).toBe('SMS-SUBMIT-REPORT');
    expect(values(submitReport.tree, 'gsm_sms.tp-scts')).toEqual([1_700_000_000]);
    const deliverReport = one('sms-submit', '0000');
    expect(deliverReport.context.info).toBe('SMS-DELIVER-REPORT');
    expect(values(deliverReport.tree, 'gsm_sms.tp.parameter_indicator')).toEqual([0]);
    const failed = one('sms-submit', '00d300');
    expect(failed.context.info).toBe('SMS-DELIVER-REPORT: memory capacity exceeded');
    expect(values(failed.tree, 'gsm_sms.tp-fcs')).toEqual([0xd3]);
    for (const { tree } of [submitReport, deliverReport, failed]) {
      checkTiling(tree);
      expect(violations(tree)).toEqual([]);
    }
  });

  test('an alphanumeric sender', () => {
    const hex = '040ed0c4e6bc2cb797e50004321141223102000141';
    expect(value('sms', hex, 'gsm_sms.tp-oa')).toEqual(['DMserver']);
    expect(value('sms', hex, 'gsm_sms.sms_body')).toEqual(['41']);
  });

  test('7-bit text behind a header: one fill bit, and the bits stand in order', () => {
    const { tree, context } = one('sms', '440c914477000910320000321141223102000c0500035a0101d06536fb0d');
    checkTiling(tree);
    expect(values(tree, 'gsm_sms.sms_text')).toEqual(['hello']);
    expect(values(tree, 'gsm_sms.dis_field_udh.gsm.fill_bits')).toEqual([0]);
    expect(context.info).toBe('SMS-DELIVER from 447700900123: hello');
    expect(treeText(tree)).toMatchSnapshot();
  });

  test('an escape', () => {
    expect(value('sms', '040c9144770009103200003211412231020004e14d590c', 'gsm_sms.sms_text')).toEqual(['a€b']);
  });

  test('PDU mode', () => {
    for (const smsc of ['00', '0791447758100650']) {
      const { tree } = one('sms-smsc', smsc + SUBMIT);
      checkTiling(tree);
      expect(violations(tree)).toEqual([]);
      expect(values(tree, 'test.push')).toEqual([WSP]);
      expect(values(tree, 'gsm_sms.smsc.digits')).toEqual(smsc === '00' ? [] : ['447785016005']);
    }
    const odd = one('sms-smsc', `069144775810f6${SUBMIT}`);
    expect(values(odd.tree, 'gsm_sms.smsc.digits')).toEqual(['447785016']);
    checkTiling(odd.tree);
  });
});

describe('fields', () => {
  const submit = (vpf: number, period: string, dcs = '04') =>
    `${(1 | (vpf << 3)).toString(16).padStart(2, '0')}00039144f700${dcs}${period}0141`;

  test('validity periods', () => {
    for (const [octet, text] of [
      ['00', '5 minutes'],
      ['8f', '12 hours'],
      ['90', '750 minutes'],
      ['a7', '1 day'],
      ['a8', '2 days'],
      ['c4', '30 days'],
      ['c5', '5 weeks'],
      ['ff', '63 weeks'],
    ]) {
      expect(treeText(one('sms-submit', submit(2, octet!)).tree)).toContain(`(${text})`);
    }
    expect(value('sms-submit', submit(3, '32114122310240'), 'gsm_sms.tp-vp')).toEqual([1_700_000_000 - 3600]);
    expect(value('sms-submit', submit(1, '41aa0000000000'), 'gsm_sms.vp.validity_period')).toEqual([0xaa]);
    expect(value('sms-submit', submit(1, '023c0000000000'), 'gsm_sms.vp.validity_period.seconds')).toEqual([60]);
    expect(value('sms-submit', submit(1, '03214365000000'), 'gsm_sms.vp.validity_period.minutes')).toEqual([34]);
    expect(value('sms-submit', submit(1, '80010000000000'), 'gsm_sms.vp.unused')).toEqual(['010000000000']);
    for (const hex of [submit(1, '00000000000000'), submit(1, '03214365000000'), submit(3, '32114122310240')]) {
      checkTiling(one('sms-submit', hex).tree);
      expect(violations(one('sms-submit', hex).tree)).toEqual([]);
    }
  });

  test('time zones: the sign stands among the tens', () => {
    const at = (zone: string) => `04039144f70004321141223102${zone}0141`;
    expect(value('sms-deliver', at('8a'), 'gsm_sms.scts.timezone')).toEqual([-28]);
    expect(value('sms-deliver', at('8a'), 'gsm_sms.tp-scts')).toEqual([1_700_000_000 + 7 * 3600]);
    expect(treeText(one('sms-deliver', at('8a')).tree)).toContain('(UTC-07:00)');
    expect(treeText(one('sms-deliver', at('22')).tree)).toContain('(UTC+05:30)');
    const nineties = value('sms-deliver', '04039144f70004991141223102000141', 'gsm_sms.tp-scts');
    expect(nineties).toEqual([Date.UTC(1999, 10, 14, 22, 13, 20) / 1000]);
  });

  test('data coding schemes', () => {
    const coding = (dcs: string, text: string) =>
      value('sms-submit', `0100039144f700${dcs}${text}`, 'gsm_sms.sms_text');
    expect(coding('08', '0400430044')).toEqual(['CD']);
    expect(coding('48', '0400430044')).toEqual(['CD']);
    expect(coding('e0', '0400430044')).toEqual(['CD']);
    expect(coding('c8', '0141')).toEqual(['A']);
    expect(coding('d0', '0141')).toEqual(['A']);
    expect(coding('f0', '0141')).toEqual(['A']);
    expect(coding('0c', '0141')).toEqual(['A']);
    expect(coding('80', '0141')).toEqual(['A']);
    expect(coding('f4', '0141')).toEqual([]);
    expect(value('sms-submit', '0100039144f700200141', 'gsm_sms.compressed_data')).toEqual(['41']);
    expect(value('sms-submit', '0100039144f700c80141', 'gsm_sms.dcs.indication_sense')).toEqual([1]);
    for (const dcs of ['0c', '80', 'c4', 'f8']) {
      expect(findingTexts(one('sms-submit', `0100039144f700${dcs}0141`).tree).join()).toContain('is reserved');
    }
  });

  test('protocol identifiers', () => {
    const pid = (octet: string, name: string) =>
      value('sms-submit', `0100039144f7${octet}040141`, `gsm_sms.tp.pid.${name}`);
    expect(pid('32', 'device_type')).toEqual([0x12]);
    expect(pid('41', 'message_type')).toEqual([1]);
    expect(pid('7f', 'message_type')).toEqual([0x3f]);
    expect(pid('81', 'undefined')).toEqual([1]);
    expect(pid('c1', 'sc_specific')).toEqual([1]);
    expect(pid('01', 'sm_al_proto')).toEqual([1]);
    expect(findingTexts(one('sms-submit', '0100039144f781040141').tree).join()).toContain('TP-PID 0x81 is reserved');
  });

  test('an odd number of digits leaves a fill', () => {
    const { tree } = one('sms-submit', '0100039144f700040141');
    expect(values(tree, 'gsm_sms.tp-da')).toEqual(['447']);
    expect(values(tree, 'gsm_sms.address.fill')).toEqual([15]);
    checkTiling(tree);
  });

  test('optional fields of reports', () => {
    const { tree } = one('sms-submit', '000700040141');
    expect(values(tree, 'gsm_sms.tp-pid')).toEqual([0]);
    expect(values(tree, 'gsm_sms.tp-dcs')).toEqual([4]);
    expect(values(tree, 'gsm_sms.sms_body')).toEqual(['41']);
    const submitted = one('sms-deliver', '01d40732114122310200000401410000');
    expect(values(submitted.tree, 'gsm_sms.tp-fcs')).toEqual([0xd4]);
    expect(values(submitted.tree, 'gsm_sms.sms_body')).toEqual(['41']);
    expect(violations(submitted.tree)).toEqual(['SMS-002']);
    const extended = dissect(TO, 'sms-submit', '0000');
    checkTiling(extended.tree);
    const status = one('sms-deliver', `${REPORT}06040141`);
    expect(values(status.tree, 'gsm_sms.sms_body')).toEqual(['41']);
  });

  test('what a report says', () => {
    const status = (st: string) => one('sms-deliver', REPORT.replace(/00$/, st)).context.info.split(': ')[1];
    expect(status('01')).toBe('forwarded without confirmation');
    expect(status('21')).toBe('SME busy');
    expect(status('46')).toBe('validity period expired');
    expect(status('62')).toBe('no response');
    expect(status('0f')).toBe('reserved');
    expect(status('50')).toBe('SMSC specific');
    expect(status('80')).toBe('reserved');
    const cause = (fcs: string) => one('sms-submit', `00${fcs}00`).context.info.split(': ')[1];
    expect(cause('e1')).toBe('application specific');
    expect(cause('83')).toBe('reserved');
  });
});

describe('breaches', () => {
  test.each([
    ['UDL beyond the octets', 'sms-deliver', '04039144f70004321141223102000541', 'SMS-001'],
    ['octets behind the user data', 'sms-deliver', '04039144f7000432114122310200014142', 'SMS-002'],
    ['too much user data', 'sms-deliver', `04039144f7000432114122310200${'8d'}${'00'.repeat(141)}`, 'SMS-003'],
    ['21 digits', 'sms-deliver', `041591${'11'.repeat(10)}f1000432114122310200${'0141'}`, 'SMS-004'],
    ['a fill in the middle', 'sms-deliver', '0404914ff40004321141223102000141', 'SMS-004'],
    ['an extension bit of 0', 'sms-deliver', '04031144f70004321141223102000141', 'SMS-005'],
    ['month 13', 'sms-deliver', '04039144f70004323141223102000141', 'SMS-006'],
    ['message type 3', 'sms-deliver', '07039144f7', 'SMS-008'],
    ['a header longer than the user data', 'sms-deliver', '44039144f7000432114122310200020900', 'SMS-020'],
    ['an element longer than the header', 'sms-deliver', '44039144f7000432114122310200040305090b', 'SMS-021'],
    ['ports in three octets', 'sms-deliver', '44039144f700043211412231020006' + '0505030b8423', 'SMS-022'],
    ['part 3 of 2', 'sms-deliver', '44039144f70004321141223102000705' + '0003010203' + '41', 'SMS-024'],
    ['part 0', 'sms-deliver', '44039144f70004321141223102000705' + '0003010200' + '41', 'SMS-024'],
    ['7-bit text for a push', 'sms-deliver', '44039144f700003211412231020008' + '0605040b8423f0', 'SMS-028'],
    ['half a UCS2 character', 'sms-deliver', '04039144f70008321141223102000141', 'SMS-034'],
  ])('%s', (_name, layer, hex, rule) => {
    const { tree } = one(layer, hex);
    checkTiling(tree);
    expect(violations(tree)).toContain(rule);
  });

  test('notes', () => {
    const notes = (hex: string) => findingTexts(one('sms-deliver', hex).tree).join('\n');
    expect(notes('14039144f70004321141223102000141')).toContain('SMS-007');
    expect(notes('04039174f70004321141223102000141')).not.toContain('SMS-007');
    expect(notes('0403f144f70004321141223102000141')).toContain('type of number 7 is reserved');
    expect(notes('01' + '00d4')).toContain('X-SHORT');
    expect(notes('44039144f7000432114122310200060502000041' + '42')).toContain('SMS-031');
    expect(notes('44039144f700043211412231020008' + '060504c35123f041')).toContain('port 50001');
    expect(notes('44039144f700043211412231020006' + '0404020a0b41')).toContain('destination port 10 is reserved');
    expect(notes('04039144f7000032114122310200' + '01c1')).toContain('SMS-032');
  });

  test('a failure cause below 0x80 in an RP-ERROR', () => {
    const to = registry();
    const dissector = to.table('dissector.name').get('gsm_sms.error_to_network')!;
    to.bind('layer', 'error', dissector);
    expect(violations(dissect(to, 'error', '000300').tree)).toEqual(['SMS-009']);
  });

  test('a cut packet is cut, not malformed', () => {
    const bytes = octets(DELIVER);
    for (let size = 1; size < bytes.length; size++) {
      const { tree } = dissect(TO, 'sms-deliver', bytes.slice(0, size), { original: bytes.length });
      checkTiling(tree);
      expect(violations(tree)).toEqual([]);
    }
  });

  test('the ports repeated before a push (some carriers)', () => {
    const { tree } = one('sms', `440c91447700091032000432114122310200340605040b8423f00b8423f0${WSP}`);
    checkTiling(tree);
    expect(values(tree, 'gsm_sms.repeated_ports')).toEqual(['0b8423f0']);
    expect(values(tree, 'test.push')).toEqual([WSP]);
    expect(findingTexts(tree)).toEqual([
      'SMS-029 note [0:208+32] the ports 9200 → 2948 stand here once more: the push begins 4 octets further',
    ]);
  });
});

describe('parts', () => {
  const deliver = (from: string, header: string, body: string, dcs = '04') => {
    const size = (header.length + body.length) / 2;
    return `440391${from}00${dcs}32114122310200${size.toString(16).padStart(2, '0')}${header}${body}`;
  };
  const part = (number: number, body: string, from = '44f7', ports = '05040b8423f0') => {
    const header = `${ports}00035a03${number.toString(16).padStart(2, '0')}`;
    return deliver(from, (header.length / 2).toString(16).padStart(2, '0') + header, body);
  };

  test.each([[[1, 2, 3]], [[3, 1, 2]], [[2, 3, 1]]])('come in the order %j', (order) => {
    const bodies = ['', '0106aa', 'bb', 'ccdd'];
    const all = dissectAll(
      TO,
      'sms',
      order.map((number) => part(number, bodies[number]!)),
    );
    for (const { tree } of all) {
      checkTiling(tree);
      expect(violations(tree)).toEqual([]);
    }
    expect(values(all[2]!.tree, 'test.push')).toEqual(['0106aabbccdd']);
    expect(values(all[2]!.tree, 'gsm_sms.reassembled.length')).toEqual([6]);
    expect(values(all[2]!.tree, 'gsm_sms.fragment')).toEqual([1, 2, 3].map((n) => order.indexOf(n) + 1));
    expect(values(all[2]!.tree, 'gsm_sms.fragment.count')).toEqual([3]);
    expect(values(all[0]!.tree, 'gsm_sms.reassembled.in')).toEqual([3]);
    expect(all[0]!.context.info).toBe(`SMS-DELIVER from 447, part ${order[0]} of 3 (ref 90)`);
    expect(values(all[0]!.tree, 'gsm_sms.udh.mm.msg_id')).toEqual([90]);
    expect(all[2]!.context.protocolName).toBe('PUSH');
  });

  test('of two senders do not mix', () => {
    const all = dissectAll(TO, 'sms', [part(1, '11'), part(2, '22', '44f8'), part(3, '33')]);
    expect(all.flatMap(({ tree }) => values(tree, 'gsm_sms.reassembled.in'))).toEqual([]);
    expect(findingTexts(all[0]!.tree)).toEqual([expect.stringContaining('part 2 of 3 is not in the capture')]);
    expect(findingTexts(all[1]!.tree)).toEqual([expect.stringContaining('part 1, 3 of 3 are not in the capture')]);
  });

  test('missing: the first part is shown as far as it goes', () => {
    const [first] = dissectAll(TO, 'sms', [part(1, '0106aa')]);
    checkTiling(first!.tree);
    expect(values(first!.tree, 'test.push')).toEqual(['0106aa']);
    expect(first!.context.protocolName).toBe('GSM SMS');
    expect(first!.context.info).toBe('SMS-DELIVER from 447, part 1 of 3 (ref 90)');
  });

  test('twice, and with other content', () => {
    const all = dissectAll(TO, 'sms', [part(1, '11'), part(1, '11'), part(2, '22'), part(2, '99'), part(3, '33')]);
    expect(values(all[4]!.tree, 'test.push')).toEqual(['112233']);
    expect(values(all[1]!.tree, 'gsm_sms.reassembled.in')).toEqual([5]);
    expect(violations(all[3]!.tree)).toEqual(['SMS-025']);
  });

  test('a later repetition of a whole message points at it', () => {
    const all = dissectAll(TO, 'sms', [part(1, '11'), part(2, '22'), part(3, '33'), part(3, '33')]);
    expect(values(all[3]!.tree, 'gsm_sms.reassembled.in')).toEqual([3]);
  });

  test('the reference is used again', () => {
    const all = dissectAll(
      TO,
      'sms',
      [1, 2, 3, 1, 2, 3].map((n, i) => part(n, i < 3 ? `1${n}` : `2${n}`)),
    );
    expect(values(all[2]!.tree, 'test.push')).toEqual(['111213']);
    expect(values(all[5]!.tree, 'test.push')).toEqual(['212223']);
  });

  test('ports in the first part only', () => {
    const all = dissectAll(TO, 'sms', [part(3, '33', '44f7', ''), part(1, '11'), part(2, '22', '44f7', '')]);
    expect(values(all[2]!.tree, 'test.push')).toEqual(['112233']);
    const differ = dissectAll(TO, 'sms', [part(1, '11'), part(2, '22', '44f7', '05040b8523f0'), part(3, '33')]);
    expect(violations(differ[1]!.tree)).toEqual(['SMS-026']);
  });

  test('7-bit text is unpacked, then joined', () => {
    const all = dissectAll(TO, 'sms', [
      '440c914477000910320000321141223102000c0500035a0201d06536fb0d',
      '440c914477000910320000321141223102000c0500035a0202d06536fb0d',
    ]);
    for (const { tree } of all) checkTiling(tree);
    expect(values(all[1]!.tree, 'gsm_sms.sms_text')).toEqual(['hello', 'hellohello']);
    expect(all[1]!.context.info).toBe('SMS-DELIVER from 447700900123, part 2 of 2 (ref 90): hellohello');
  });

  test('UCS2: a character may be cut in two', () => {
    const header = (n: number) => `0600035a020${n}`.replace('06', '05');
    const all = dissectAll(TO, 'sms', [
      deliver('44f7', header(1), '004300', '08'),
      deliver('44f7', header(2), '44', '08'),
    ]);
    expect(values(all[1]!.tree, 'gsm_sms.sms_text').at(-1)).toBe('CD');
    const octetsOnly = dissectAll(TO, 'sms', [deliver('44f7', header(1), '01'), deliver('44f7', header(2), '02')]);
    expect(values(octetsOnly[1]!.tree, 'gsm_sms.sms_body')).toEqual(['02', '0102']);
    const compressed = dissectAll(TO, 'sms', [
      deliver('44f7', header(1), '01', '20'),
      deliver('44f7', header(2), '02', '20'),
    ]);
    expect(values(compressed[1]!.tree, 'gsm_sms.compressed_data')).toEqual(['02', '0102']);
  });
});

describe('user data header elements', () => {
  const element = (hex: string, rest = '41') => {
    const size = hex.length / 2;
    const length = (n: number) => n.toString(16).padStart(2, '0');
    return one(
      'sms-deliver',
      `44039144f7000432114122310200${length(size + 1 + rest.length / 2)}${length(size)}${hex}${rest}`,
    );
  };
  test.each([
    ['0102c105', 'gsm_sms.msg_count', 5],
    ['0601c1', 'gsm_sms.status_report', 0xc1],
    ['070103', 'gsm_sms.udh_created', 3],
    ['0a04010512f3', 'gsm_sms.dis_iei_tf.background_colour', 15],
    ['0a03010512', 'gsm_sms.formatting_mode', 0x12],
    ['0b020007', 'gsm_sms.dis_iei_ps.sound_number', 7],
    ['0c0300aabb', 'gsm_sms.dis_iei_uds.user_defined_sound', 'aabb'],
    ['0d020003', 'gsm_sms.dis_iei_pa.animation_number', 3],
    [`0f2100${'ab'.repeat(32)}`, 'gsm_sms.dis_iei_sa.small_animation', 'ab'.repeat(32)],
    ['12040001' + '02ff', 'gsm_sms.dis_iei_vp.variable_picture', 'ff'],
    ['130102', 'gsm_sms.dis_iei_upi.num_corresponding_objects', 2],
    ['200105', 'gsm_sms.rfc822_header_length', 5],
    ['240101', 'gsm_sms.dis_iei_lang.single_shift', 1],
    ['250103', 'gsm_sms.dis_iei_lang.locking_shift', 3],
    ['2202aabb', 'gsm_sms.ie_data', 'aabb'],
  ])('%s', (hex, filter, expected) => {
    const { tree } = element(hex);
    checkTiling(tree);
    expect(values(tree, filter)).toEqual([expected]);
    expect(violations(tree)).toEqual([]);
  });

  test('unknown national tables are said to be unknown', () => {
    expect(findingTexts(element('240104').tree)).toEqual([expect.stringContaining('single shift table of Bengali')]);
    expect(findingTexts(element('250120').tree).join()).toContain('language 32 is reserved');
  });

  test('of equal elements the last one counts', () => {
    const { tree, context } = element('0402f0f105040b8423f0', '0106');
    expect(violations(tree)).toEqual(['SMS-023']);
    expect(context.destinationPort?.port).toBe(2948);
    expect(values(tree, 'test.push')).toEqual(['0106']);
  });
});

describe('guesses', () => {
  const table = TO.table('layer');
  const best = (hex: string) => {
    const bytes = fromHex(hex)!;
    const found = table.guess(bytes, 0, bytes.length);
    return found && table.keyOf(found.dissector);
  };
  test('a whole message and nothing else', () => {
    expect(best(DELIVER)).toBe('sms-deliver');
    expect(best(SUBMIT)).toBe('sms-submit');
    expect(best(REPORT)).toBe('sms-deliver');
    expect(best(COMMAND)).toBe('sms-submit');
    expect(best(`00${SUBMIT}`)).toBe('sms-smsc');
    expect(best(`0791447758100650${DELIVER}`)).toBe('sms-smsc');
    expect(best(`${DELIVER}00`)).toBeUndefined();
    expect(best(DELIVER.slice(2))).toBeUndefined();
    expect(best(DELIVER.slice(0, -2))).toBeUndefined();
    expect(best(WSP)).toBeUndefined();
    expect(best('00')).toBeUndefined();
    expect(best('')).toBeUndefined();
  });
  test('random octets are hardly ever taken for a message', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        if (best(toHex(bytes)) !== undefined) taken++;
      }),
      { numRuns: 2000, seed: 7 },
    );
    expect(taken).toBeLessThan(3);
  });
});

describe('whatever the octets', () => {
  const VALID = [DELIVER, SUBMIT, REPORT, COMMAND, '010032114122310200', '000700040141', '00d300'];
  const LAYERS = ['sms', 'sms-deliver', 'sms-submit', 'sms-smsc'];

  function check(layer: string, bytes: Uint8Array): void {
    const { tree, context } = one(layer, bytes);
    checkTiling(tree);
    const row = summarize(TO, { table: 'layer', key: layer }, bytes, 0, createCaptureState());
    const pushed = values(tree, 'test.push').length > 0 && context.protocolName === 'PUSH';
    expect(row.protocol === STAND_IN).toBe(pushed);
    expect(row.destinationPort).toBe(context.destinationPort?.port ?? 0);
    expect(row.sourcePort).toBe(context.sourcePort?.port ?? 0);
    expect(row.state.addresses.text(row.source)).toBe(context.source);
    expect(row.state.addresses.text(row.destination)).toBe(context.destination);
  }

  test('truncated at each octet', () => {
    for (const hex of VALID) {
      const bytes = octets(hex);
      for (let size = 0; size <= bytes.length; size++) for (const layer of LAYERS) check(layer, bytes.slice(0, size));
    }
  });

  test('mutated and random: leaves tile, both passes agree', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...VALID),
        fc.constantFrom(...LAYERS),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        (hex, layer, changes) => {
          const bytes = octets(hex).slice();
          for (const [at, octet] of changes) bytes[at % bytes.length] = octet;
          check(layer, bytes);
        },
      ),
      { numRuns: 1500 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.constantFrom(...LAYERS), (bytes, layer) => check(layer, bytes)),
      { numRuns: 500 },
    );
  });
});
