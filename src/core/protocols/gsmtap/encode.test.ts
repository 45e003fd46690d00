import { describe, expect, it } from 'vitest';
import { toHex } from '../../base/bytes.ts';
import { checkTiling, dissect, findingTexts, octets, values } from '../../testing/packets.ts';
import { cpData, rpData } from '../gsm-cp-rp/encode.ts';
import { createRegistry } from '../index.ts';
import { gsmtapPacket } from './encode.ts';

const REGISTRY = createRegistry();
// SMS-DELIVER of the text "hellohello", as published for years.
const DELIVER = octets('040bc87238880900f10000993092516195800ae8329bfd4697d9ec37');

describe('layers between radio and short message', () => {
  it('RP-DATA names the centre on the side that it is on', () => {
    const down = rpData({ direction: 'to-mobile', reference: 3, centre: '+15550000', tpdu: DELIVER });
    expect(toHex(down).slice(0, 20)).toBe('010305915155000000 1c'.replace(' ', ''));
    const up = rpData({ direction: 'to-network', reference: 3, centre: '1555', tpdu: DELIVER });
    expect(toHex(up).slice(0, 16)).toBe('000300038151551c');
    expect(() => rpData({ direction: 'to-mobile', reference: 0, centre: 'x', tpdu: DELIVER })).toThrow(RangeError);
    const { tree } = dissect(REGISTRY, 'rp', down);
    expect(findingTexts(tree)).toEqual([]);
  });

  it('GSMTAP carries CP-DATA on Abis', () => {
    const relay = rpData({ direction: 'to-mobile', reference: 0, centre: '+1', tpdu: DELIVER });
    const draft = { type: 2, isUplink: false, arfcn: 871, timeslot: 2, signal: -60, frameNumber: 99, channel: 1 };
    const { tree } = dissect(REGISTRY, 'gsmtap', gsmtapPacket(draft, cpData(8, relay)));
    checkTiling(tree);
    expect(findingTexts(tree)).toEqual([]);
    expect(values(tree, 'gsmtap.arfcn')).toEqual([871]);
    expect(values(tree, 'gsmtap.signal_dbm')).toEqual([-60]);
    expect(values(tree, 'gsm_sms.sms_text')).toEqual(['hellohello']);
    const plain = gsmtapPacket({ type: 1, isUplink: true }, new Uint8Array(0));
    expect(toHex(plain)).toBe('02040100400100000000000000000000');
  });
});
