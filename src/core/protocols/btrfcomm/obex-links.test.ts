import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex } from '../../base/bytes.ts';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { Registry } from '../../dissect/registry.ts';
import {
  checkTiling,
  type Dissected,
  dissectAll,
  findingTexts,
  summarize,
  values,
  violations,
} from '../../testing/packets.ts';
import { wireExamples } from '../../testing/wire-examples.ts';
import { register as acl } from '../bthci-acl/bthci-acl.ts';
import { register as l2cap } from '../btl2cap/btl2cap.ts';
import { register as data } from '../data/data.ts';
import { register as dmNotification } from '../dm-notification/dm-notification.ts';
import { register as frame } from '../frame/frame.ts';
import { register as h4 } from '../hci-h4/hci-h4.ts';
import { register as irlap } from '../irlap/irlap.ts';
import { register as irlmp } from '../irlmp/irlmp.ts';
import { register as obex } from '../obex/obex.ts';
import { register as tinytp } from '../tinytp/tinytp.ts';
import { register as rfcomm } from './btrfcomm.ts';
import { frameCheck } from './fcs.ts';

const registry = new Registry();
for (const register of [frame, data, h4, acl, l2cap, rfcomm, irlap, irlmp, tinytp, obex, dmNotification])
  register(registry);

/** Rules of the layers under test, not of what they carry. */
const OURS = /^(H4|ACL|L2CAP|RFCOMM|OBEX|IRLAP|X)-/;
const H4 = 187;
const H4_PHDR = 201;
const IRDA = 144;

const csv = readFileSync(new URL('../../../../tests/fixtures/wire-examples.csv', import.meta.url), 'utf8');
const examples = wireExamples(csv, /^lt-(h4|h4phdr|irda)$/);
const bluetooth = examples.find(({ name }) => name === 'lt-h4phdr')!.packets;
const infrared = examples.find(({ name }) => name === 'lt-irda')!.packets[0]!;

/** The PUT of the examples: 81 octets with a DM notification of 1.2 format. */
const PUT = fromHex(infrared.slice(42))!;

function hex(text: string): Uint8Array {
  return fromHex(text.replaceAll(' ', ''))!;
}

function run(linkType: number, packets: readonly (string | Uint8Array)[], original?: number): Dissected[] {
  const all = dissectAll(registry, linkType, packets, original === undefined ? {} : { original });
  for (const { tree } of all) checkTiling(tree);
  return all;
}

function le16(value: number): Uint8Array {
  return Uint8Array.of(value & 255, value >>> 8);
}

function aclFrame(boundary: number, octets: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(2), le16(0x001 | (boundary << 12)), le16(octets.length), octets);
}

function l2capPacket(cid: number, octets: Uint8Array): Uint8Array {
  return concatBytes(le16(octets.length), le16(cid), octets);
}

/** A UIH frame on channel 9. */
function uih(octets: Uint8Array, credits?: number): Uint8Array {
  const long = octets.length > 127;
  const head = Uint8Array.of(0x4b, credits === undefined ? 0xef : 0xff);
  const length = long ? le16(octets.length << 1) : Uint8Array.of((octets.length << 1) | 1);
  const more = credits === undefined ? new Uint8Array(0) : Uint8Array.of(credits);
  return concatBytes(head, length, more, octets, Uint8Array.of(frameCheck(head, 0, 2)));
}

/** Opens CID 0x40 for RFCOMM, then sends these RFCOMM frames on it. */
function session(frames: readonly Uint8Array[], psm = 3): Uint8Array[] {
  const request = l2capPacket(1, concatBytes(hex('02010400'), le16(psm), le16(0x40)));
  return [aclFrame(2, request), ...frames.map((one) => aclFrame(2, l2capPacket(0x40, one)))];
}

const sessionOf = ({ tree }: Dissected) => values(tree, 'dmnoti.session_id');

describe('examples of the reference', () => {
  test.each(examples.map((example) => [example.name, example] as const))(
    '%s',
    (_name, { linkType, packets, fields }) => {
      expect(fields.length).toBeGreaterThan(0);
      const all = run(linkType, packets);
      for (const { tree } of all) expect(findingTexts(tree).filter((text) => OURS.test(text))).toEqual([]);
      for (const [field, stated] of fields) expect(values(all.at(-1)!.tree, field)).toEqual(stated);
    },
  );

  test('their content is reached', () => {
    expect(sessionOf(run(H4_PHDR, bluetooth).at(-1)!)).toHaveLength(1);
    expect(sessionOf(run(IRDA, [infrared])[0]!)).toHaveLength(1);
    const layers = run(H4_PHDR, bluetooth)
      .at(-1)!
      .context.layers.map(({ protocol }) => protocol);
    expect(layers.slice(1, 6)).toEqual(['hci_h4', 'bthci_acl', 'btl2cap', 'btrfcomm', 'obex']);
  });

  test('check sequences are as captured', () => {
    const [, , sabm, ua, put] = run(H4_PHDR, bluetooth).map(({ tree }) => tree);
    for (const tree of [sabm!, ua!, put!]) expect(violations(tree).filter((id) => OURS.test(id))).toEqual([]);
    expect(values(sabm!, 'btrfcomm.frame_type')).toEqual([0x2f]);
    expect(values(ua!, 'btrfcomm.frame_type')).toEqual([0x63]);
    expect(values(sabm!, 'btrfcomm.fcs')).toEqual([0x32]);
  });
});

describe('bluetooth', () => {
  test('without directions a channel is known by its number', () => {
    const all = run(H4, session([uih(PUT)]));
    expect(values(all[1]!.tree, 'btl2cap.psm')).toEqual([3]);
    expect(sessionOf(all[1]!)).toHaveLength(1);
  });

  test('credits, long lengths and control frames', () => {
    const [, put, control] = run(H4, session([uih(PUT, 7), hex('03ef 09 83 05 1200f0 aa')]));
    expect(values(put!.tree, 'btrfcomm.credits')).toEqual([7]);
    expect(sessionOf(put!)).toHaveLength(1);
    expect(values(control!.tree, 'btrfcomm.mcc.cmd')).toEqual([0x20]);
    expect(violations(control!.tree)).toContain('RFCOMM-001');
    const long = run(H4, session([uih(concatBytes(hex('8200c8 4c00c5'), new Uint8Array(194)))]))[1]!;
    expect(values(long.tree, 'btrfcomm.len')).toEqual([200]);
    expect(values(long.tree, 'obex.header.length')).toEqual([197]);
  });

  test('a message in several frames of the serial port', () => {
    const all = run(H4, session([uih(PUT.subarray(0, 30)), uih(PUT.subarray(30, 60), 1), uih(PUT.subarray(60))]));
    expect(values(all[1]!.tree, 'btrfcomm.reassembled_in')).toEqual([4]);
    expect(values(all[2]!.tree, 'btrfcomm.reassembled_in')).toEqual([4]);
    expect(sessionOf(all[3]!)).toHaveLength(1);
    const cut = run(H4, session([uih(PUT.subarray(0, 30))]))[1]!;
    expect(findingTexts(cut.tree).join()).toContain('RFCOMM-003 note');
  });

  test('an L2CAP packet in several fragments', () => {
    const whole = l2capPacket(0x40, uih(PUT));
    const open = session([])[0]!;
    const pieces = [whole.subarray(0, 20), whole.subarray(20, 50), whole.subarray(50)];
    const all = run(H4, [open, ...pieces.map((octets, i) => aclFrame(i === 0 ? 2 : 1, octets))]);
    expect(all.map(({ tree }) => values(tree, 'bthci_acl.reassembled_in'))).toEqual([[], [4], [4], []]);
    expect(sessionOf(all[3]!)).toHaveLength(1);
    const lost = run(H4, [open, aclFrame(2, pieces[0]!), aclFrame(1, pieces[1]!)]);
    expect(findingTexts(lost[1]!.tree).join()).toContain('ACL-001 note');
    const alone = run(H4, [aclFrame(1, pieces[1]!)])[0]!;
    expect(findingTexts(alone.tree).join()).toContain('ACL-001 note');
  });

  test('a channel that was opened before the capture', () => {
    const all = run(H4, [aclFrame(2, l2capPacket(0x55, uih(PUT)))]);
    expect(sessionOf(all[0]!)).toHaveLength(1);
    const other = run(H4, [aclFrame(2, l2capPacket(0x55, hex('0102030405')))])[0]!;
    expect(other.context.layers.at(-1)?.protocol).toBe('btl2cap');
  });

  test('OBEX on a channel of its own', () => {
    expect(sessionOf(run(H4, session([PUT], 0x1001))[1]!)).toHaveLength(1);
    expect(sessionOf(run(H4, session([PUT], 0x19))[1]!)).toEqual([]);
  });

  test('other packets, commands and faults', () => {
    const names = ['01030c00', '03aabb', '04aabb', '05aabb'].map((octets) => run(H4, [octets])[0]!.context.info);
    expect(names).toEqual(['HCI Command', 'SCO Data', 'HCI Event', 'ISO Data']);
    expect(violations(run(H4, ['09aa'])[0]!.tree)).toEqual(['H4-001']);
    const commands = run(H4, [aclFrame(2, l2capPacket(1, hex('06020400 41004000 08030100 55')))])[0]!;
    expect(values(commands.tree, 'btl2cap.cmd_code')).toEqual([6, 8]);
    expect(values(commands.tree, 'btl2cap.dcid')).toEqual([0x41]);
    expect(values(commands.tree, 'btl2cap.cmd_data')).toEqual(['55']);
    const short = aclFrame(2, concatBytes(l2capPacket(0x40, hex('0102')), hex('03')));
    expect(violations(run(H4, [short])[0]!.tree)).toContain('L2CAP-001');
    const badType = run(H4, session([hex('4b 01 01 00')]))[1]!;
    expect(violations(badType.tree)).toEqual(['RFCOMM-001', 'RFCOMM-002']);
    for (const octets of ['02', '0201']) expect(violations(run(H4, [octets])[0]!.tree)).toEqual(['X-SHORT']);
    expect(violations(run(H4, session([hex('01ef')]))[1]!.tree)).toEqual(['X-SHORT']);
    expect(violations(run(H4, [hex('02 0120 0300 0100 01')])[0]!.tree)).toEqual([]);
    expect(violations(run(H4_PHDR, [hex('0000')])[0]!.tree)).toEqual(['X-SHORT']);
    expect(violations(run(H4, [aclFrame(3, hex('0300 0100 020104'))])[0]!.tree)).toEqual(['X-SHORT']);
  });

  test('what the capture cut off is no fault', () => {
    const [open, put] = session([uih(PUT)]) as [Uint8Array, Uint8Array];
    for (let size = 6; size < put.length; size++) {
      const [, shown] = run(H4, [open, put.subarray(0, size)], put.length);
      expect(violations(shown!.tree).filter((id) => OURS.test(id))).toEqual([]);
    }
  });
});

describe('infrared', () => {
  const link = infrared.slice(0, 32);
  test('a message in several segments', () => {
    const all = run(
      IRDA,
      [`${link}05100203 81`, `${link}05120203 80`, `${link}05140203 00`].map((head, i) =>
        concatBytes(hex(head), PUT.subarray([0, 30, 60][i], [30, 60, 81][i])),
      ),
    );
    expect(all.map(({ tree }) => values(tree, 'ttp.reassembled_in'))).toEqual([[3], [3], []]);
    expect(sessionOf(all[2]!)).toHaveLength(1);
  });

  test('control frames, other services, supervisory and unnumbered frames', () => {
    const info = (rest: string) => run(IRDA, [hex(link + rest)])[0]!.context.info;
    expect(info('0510 8203 0100')).toBe('Connect Command LSAP 3 → 2');
    expect(info('0510 0003 84')).toBe('LSAP 3 → 0');
    expect(info('0511')).toBe('RR, connection 2');
    expect(info('ff3f 01')).toBe('XID, connection 127');
    expect(info('0510 0203 05')).toBe('TinyTP credit 5');
    expect(info('0510 0203')).toBe('LSAP 3 → 2');
    expect(run(IRDA, [hex(`${link}0510 0203 01 414243`)])[0]!.context.layers.at(-1)?.protocol).toBe('ttp');
    expect(violations(run(IRDA, [hex(`${link.replace('030f', '0001')}0511`)])[0]!.tree)).toEqual(['IRLAP-001']);
    for (const rest of ['', '05', '051002', '05100203']) run(IRDA, [hex(link + rest)]);
  });
});

describe('properties', () => {
  const bt = [...session([uih(PUT.subarray(0, 30)), uih(PUT.subarray(30))]), aclFrame(1, PUT)];
  const ir = [hex(infrared), concatBytes(hex(`${infrared.slice(0, 32)}05100203 81`), PUT)];
  const mutated = (valid: readonly Uint8Array[]) =>
    fc
      .tuple(fc.nat(valid.length - 1), fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 3 }))
      .map(([pick, changes]) => {
        const bytes = valid[pick]!.slice();
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return bytes;
      });
  const anything = fc.uint8Array({ minLength: 1, maxLength: 60 });

  test.each([
    ['bluetooth', H4, fc.array(fc.oneof(mutated(bt), anything), { minLength: 1, maxLength: 8 })],
    ['infrared', IRDA, fc.array(fc.oneof(mutated(ir), anything), { minLength: 1, maxLength: 6 })],
  ] as const)('%s: leaves tile every packet, and both passes agree', (_name, linkType, arbitrary) => {
    let joined = 0;
    fc.assert(
      fc.property(arbitrary, (packets) => {
        const state = createCaptureState();
        const rows = packets.map((bytes, i) =>
          summarize(registry, { table: 'link.type', key: linkType }, bytes, i, state),
        );
        run(linkType, packets).forEach(({ tree, context }, i) => {
          if (tree.sources.length > 1) joined++;
          expect(registry.protocolByNumber(rows[i]!.protocol)?.id).toBe(context.layers.at(-1)?.protocol);
        });
      }),
      { numRuns: 200 },
    );
    expect(joined).toBeGreaterThan(0);
  });

  test('a message cut into frames at any place is the same message', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 3, max: 80 }), { maxLength: 4 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), 81];
        const all = run(H4, session(places.slice(1).map((end, i) => uih(PUT.subarray(places[i], end)))));
        expect(sessionOf(all.at(-1)!)).toHaveLength(1);
      }),
      { numRuns: 40 },
    );
  });
});
