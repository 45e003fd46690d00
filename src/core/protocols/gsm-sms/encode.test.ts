import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../base/bytes.ts';
import { checkTiling, dissect, findingTexts, values } from '../../testing/packets.ts';
import { segments, textContent, userData, userDataHeader } from '../gsm-sms-ud/encode.ts';
import { createRegistry } from '../index.ts';
import { smsDeliver, smsSubmit, timeOctets } from './encode.ts';

const REGISTRY = createRegistry();

describe('short messages', () => {
  it('writes the SMS-SUBMIT with hellohello that TS 23.040 readers know', () => {
    // Widely published PDU: 11000B916407281553F80000AA0AE8329BFD4697D9EC37.
    const message = smsSubmit({
      destination: { text: '+46708251358' },
      dcs: 0,
      validity: 0xaa,
      userData: userData(new Uint8Array(0), textContent('hellohello')),
    });
    expect(toHex(message)).toBe('11000b916407281553f80000aa0ae8329bfd4697d9ec37');
  });

  it('writes the SMS-DELIVER with hellohello', () => {
    // 040BC87238880900F10000993092516195800AE8329BFD4697D9EC37 with type of address 0xC8 for its odd plan.
    const message = smsDeliver({
      originator: { text: '27838890001', type: 4, plan: 8 },
      dcs: 0,
      seconds: Date.UTC(1999, 2, 29, 15, 16, 59) / 1000 - 2 * 3600,
      zone: 8,
      userData: userData(new Uint8Array(0), textContent('hellohello')),
    });
    expect(toHex(message)).toBe('040bc87238880900f10000993092516195800ae8329bfd4697d9ec37');
  });

  it('writes texts as addresses, times west of Greenwich and every flag', () => {
    const message = smsDeliver({
      originator: { text: 'Design@Home' },
      seconds: 0,
      zone: -18,
      pid: 1,
      hasMore: true,
      replyPath: true,
      reportIndication: true,
      userData: userData(userDataHeader([{ id: 0x70, data: new Uint8Array(0) }]), {
        coding: 'octets',
        bytes: Uint8Array.of(7),
      }),
    });
    const { tree } = dissect(REGISTRY, 'sms-deliver', message);
    checkTiling(tree);
    expect(findingTexts(tree)).toEqual([]);
    expect(values(tree, 'gsm_sms.tp-oa')).toEqual(['Design@Home']);
    expect(values(tree, 'gsm_sms.scts.timezone')).toEqual([-18]);
    expect(values(tree, 'gsm_sms.tp-mms')).toEqual([0]);
    expect(values(tree, 'gsm_sms.tp-rp')).toEqual([1]);
    expect(toHex(timeOctets(0, -18))).toBe('96211391030089');
    expect(() =>
      smsSubmit({ destination: { text: '漢字' }, userData: { bytes: new Uint8Array(0), length: 0, hasHeader: false } }),
    ).toThrow(RangeError);
  });

  it('reads back what it writes, whatever the text', () => {
    const letters = fc.constantFrom(...'abc XYZ @£$¥èéù\n0123456789€[]~^{}|\\', 'ж', '漢', '😀');
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 700 }), fc.boolean(), (parts, wide) => {
        const text = parts.join('');
        const list = segments(textContent(text), {
          reference: 0x1234 & (wide ? 0xffff : 0xff),
          referenceBits: wide ? 16 : 8,
        });
        const dcs = textContent(text).coding === 'ucs2' ? 8 : 0;
        const read = list.map((data) => {
          const pdu = smsSubmit({
            destination: { text: '+1555' },
            dcs,
            rejectDuplicates: true,
            reportRequest: true,
            reference: 9,
            userData: data,
          });
          const { tree } = dissect(REGISTRY, 'sms-submit', pdu);
          checkTiling(tree);
          expect(
            findingTexts(tree).filter((finding) => !finding.includes('SMS-026') && !finding.includes('SMS-025')),
          ).toEqual([]);
          expect(data.bytes.length).toBeLessThanOrEqual(140);
          return values(tree, 'gsm_sms.sms_text')[0] ?? '';
        });
        expect(read.join('')).toBe(text);
      }),
      { numRuns: 60 },
    );
  });
});
