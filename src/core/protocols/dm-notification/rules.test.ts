import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex } from '../../base/bytes.ts';
import { encode } from '../../codec/codec.ts';
import { Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { checkTiling, dissect, values, violations } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register } from './dm-notification.ts';
import { type AlertDs12Draft, alertDs12 } from './ds12.ts';
import type { NotificationFormat } from './formats.ts';
import type { OptionDraft } from './option-codec.ts';
import { N12 } from './rules-n12.ts';
import { N13 } from './rules-n13.ts';
import { N20 } from './rules-n20.ts';
import { SCR_ITEMS } from './scr.ts';
import { sign } from './sign.ts';
import { type Notification12Draft, notification12 } from './v12.ts';
import { type Notification13Draft, notification13 } from './v13.ts';
import { type Notification20Draft, notification20 } from './v20.ts';

const registry = new Registry();
frame(registry);
register(registry);

const SECRET: Secret = { form: 'text', typed: 'secret' };

/** Findings of a signed message: `rule bit+length`, violations and the rest apart. */
function judge(format: NotificationFormat | 'dmnoti', message: Uint8Array, original = message.length) {
  const { tree, context } = dissect(registry, format, message, { secrets: [SECRET], original });
  checkTiling(tree);
  const key = ({ rule, start, end }: (typeof tree.findings)[number]) => `${rule.id} ${start}+${end - start}`;
  const severe = (severity: string) => severity === 'error' || severity === 'warning';
  return {
    violations: tree.findings.filter(({ severity }) => severe(severity)).map(key),
    notes: tree.findings.filter(({ severity }) => !severe(severity)).map(key),
    verdict: context.digests[0]?.verdict,
    messages: tree.findings.map(({ message: text }) => text),
    severities: tree.findings.map(({ severity }) => severity),
    info: context.info,
    tree,
  };
}

function signed(format: NotificationFormat, message: Uint8Array): Uint8Array {
  return sign(format, message, SECRET) ?? message;
}

const SRV: OptionDraft = { number: 1, value: 'srv' };
const RMO: OptionDraft = { number: 3, value: 0x27 };

const m13 = (changes: Partial<Notification13Draft> = {}) =>
  signed(
    'dm-1.3',
    encode(notification13, {
      initiator: 1,
      uiMode: 0,
      transport: 1,
      timeout: 0,
      sessionId: 1,
      timestamp: 1,
      options: [SRV, RMO],
      ...changes,
    }),
  );
const options13 = (...options: OptionDraft[]) => judge('dm-1.3', m13({ options }));
const zeros = (size: number) => new Uint8Array(size);

describe('DM 1.3', () => {
  it('finds nothing in a conforming message', () => {
    const full = m13({
      options: [
        SRV,
        { number: 2, value: 1 },
        RMO,
        { number: 3, value: 1, length: 1 },
        { number: 4, value: 0x0b },
        { number: 5, value: 'line\r\nline' },
        { number: 6, value: 'v' },
      ],
    });
    expect(judge('dm-1.3', full)).toMatchObject({ violations: [], notes: [], verdict: 'match' });
  });

  // Options begin at bit 96; SRV takes 40 bits, RMO 32.
  const cases: readonly [string, ReturnType<typeof judge>, string[], string[]?][] = [
    ['VER', judge('dm-1.3', m13({ version: 2 })), ['N13-021 0+4']],
    ['VER undefined', judge('dm-1.3', m13({ version: 7 })), ['NX-01 0+4']],
    ['TRA', judge('dm-1.3', m13({ transport: 5 })), ['N13-027 10+3']],
    ['RESERVED', judge('dm-1.3', m13({ reserved: 1 })), ['N13-028 13+19']],
    ['SESSIONID', judge('dm-1.3', m13({ sessionId: 0 })), ['N13-036 48+16']],
    ['order', options13(RMO, SRV), ['N13-008 128+4']],
    [
      'order against the predecessor only',
      options13(SRV, { number: 5, value: 'x' }, RMO, { number: 4, value: 1 }),
      ['N13-008 160+4'],
    ],
    ['number 0', options13({ number: 0, value: zeros(1) }, SRV, RMO), ['N13-013 96+4']],
    ['number 7', options13(SRV, RMO, { number: 7, value: zeros(0) }), ['N13-013 168+4']],
    ['Server-ID empty', options13({ number: 1, value: '' }, RMO), ['N13-014 100+12']],
    ['Server-ID of 256', options13({ number: 1, value: 'x'.repeat(256) }, RMO), [], ['N13-041 100+12']],
    ['Server-ID of 257', options13({ number: 1, value: 'x'.repeat(257) }, RMO), ['N13-014 100+12', 'N13-041 100+12']],
    ['Targeted-MO empty', options13(SRV, { number: 2, value: zeros(0) }, RMO), ['N13-015 140+12']],
    ['Targeted-MO of 3', options13(SRV, { number: 2, value: zeros(3) }, RMO), ['N13-015 140+12']],
    ['Requested-MO empty', options13(SRV, { number: 3, value: zeros(0) }), ['N13-016 140+12']],
    ['Requested-MO of 7', options13(SRV, { number: 3, value: zeros(7) }), ['N13-016 140+12']],
    ['bearer empty', options13(SRV, RMO, { number: 4, value: zeros(0) }), ['N13-017 172+12']],
    ['bearer of 2', options13(SRV, RMO, { number: 4, value: 6, length: 2 }), ['N13-017 172+12']],
    ['bearer 0C', options13(SRV, RMO, { number: 4, value: 12 }), ['N13-057 184+8']],
    ['bearer of 7', options13(SRV, RMO, { number: 4, value: zeros(7).fill(1) }), ['N13-017 172+12', 'N13-057 184+56']],
    [
      'bearer of 7, zeros first',
      options13(SRV, RMO, { number: 4, value: Uint8Array.of(0, 0, 0, 0, 0, 0, 5) }),
      ['N13-017 172+12'],
    ],
    ['Connect-Reason empty', options13(SRV, RMO, { number: 5, value: '' }), ['N13-018 172+12']],
    ['Vendor-Info empty', options13(SRV, RMO, { number: 6, value: '' }), ['N13-019 172+12']],
    [
      'Connect-Reason twice',
      options13(SRV, RMO, { number: 5, value: 'a' }, { number: 5, value: 'b' }),
      ['N13-020 192+4'],
    ],
    ['Server-ID three times', options13(SRV, SRV, SRV, RMO), ['N13-042 136+4', 'N13-042 176+4']],
    ['Vendor-Info twice', options13(SRV, RMO, { number: 6, value: 'a' }, { number: 6, value: 'b' }), ['N13-047 192+4']],
    ['Server-ID missing', options13(RMO), ['N13-044 96+0']],
    ['Requested-MO missing', options13(SRV), ['N13-051 96+0']],
    ['both missing', options13(), ['N13-044 96+0', 'N13-051 96+0']],
    ['not UTF-8', options13({ number: 1, value: Uint8Array.of(0xc0, 0xaf) }, RMO), ['N13-011 112+16']],
    ['binary Vendor-Info', options13(SRV, RMO, { number: 6, value: Uint8Array.of(0, 255) }), ['N13-011 184+16']],
    ['control', options13(SRV, RMO, { number: 5, value: 'a\tb' }), ['N13-012 184+24']],
    ['CR alone', options13(SRV, RMO, { number: 5, value: 'a\r' }), ['N13-012 184+16']],
    ['LF before CR', options13(SRV, RMO, { number: 5, value: '\n\r' }), ['N13-012 184+16']],
    ['DEL', options13(SRV, RMO, { number: 6, value: '\u007f' }), ['N13-012 184+8']],
    ['C1', options13(SRV, RMO, { number: 6, value: '\u0085' }), ['N13-012 184+16']],
    ['not NFC', options13(SRV, RMO, { number: 6, value: 'e\u0301' }), [], ['N13-012 184+24']],
    ['octets behind the digest', judge('dm-1.3', concatBytes(m13(), zeros(2))), ['N13-S5 424+16']],
  ];
  it.each(cases)('%s', (_name, result, broken, notes = []) => {
    expect(result.violations).toEqual(broken);
    expect(result.notes).toEqual(notes);
    expect(result.verdict).toBe('match');
  });

  it('judges lengths of cut values, and values only when they are whole', () => {
    const whole = m13({ options: [{ number: 1, value: Uint8Array.of(0xff, ...zeros(299)) }, RMO] });
    const result = judge('dm-1.3', whole.subarray(0, 40));
    expect(result.violations).toEqual(['N13-S3 112+208', 'N13-014 100+12', 'N13-041 100+12']);
    expect(result.verdict).toBe('not-verifiable');
  });

  it('shows the octets of a number that is cut', () => {
    const { tree } = judge('dm-1.3', m13({ options: [SRV, RMO] }).subarray(0, 20));
    expect(values(tree, 'dmnoti.option.value')).toEqual(['00']);
    expect(values(tree, 'dmnoti.requested_mo')).toEqual([0]);
  });

  it('says where structure ends', () => {
    const whole = m13();
    expect(judge('dm-1.3', whole.subarray(0, 5)).violations).toEqual(['N13-S1 32+8']);
    expect(judge('dm-1.3', whole.subarray(0, 12)).violations).toEqual(['N13-S2 96+0']);
    expect(judge('dm-1.3', whole.subarray(0, 13)).violations).toEqual(['N13-S2 96+8']);
    expect(judge('dm-1.3', whole.subarray(0, 21))).toMatchObject({ violations: ['N13-S4 168+0'], verdict: 'absent' });
    expect(judge('dm-1.3', whole.subarray(0, 30))).toMatchObject({
      violations: ['N13-S4 168+72'],
      verdict: 'not-verifiable',
    });
    expect(judge('dm-1.3', m13({ sessionId: 0 }).subarray(0, 8)).violations).toEqual(['N13-036 48+16', 'N13-S1 64+0']);
  });

  it('blames the capture for what the capture cut off', () => {
    const whole = m13();
    for (let size = 1; size < whole.length; size++) {
      const result = judge('dm-1.3', whole.subarray(0, size), whole.length);
      expect(result.violations).toEqual([]);
      expect(result.notes).toHaveLength(1);
      expect(result.messages[0]).toMatch(/the rest of the packet is not here$/);
      expect(result.verdict).toBe('not-verifiable');
    }
  });
});

describe('the option-count repair', () => {
  /** A message signed with its true count, then with another count written over it. */
  const miscounted = (count: number, options: OptionDraft[]) => {
    const draft = encode(notification13, {
      initiator: 0,
      uiMode: 0,
      transport: 0,
      timeout: 0,
      sessionId: 0,
      timestamp: 1,
      options,
    });
    draft[0] = 0x10 | (count << 1);
    return { draft, longer: sign('dm-1.3', draft, SECRET) };
  };

  it('judges the second reading when the digest verifies', () => {
    const options = [SRV, { number: 4, value: 0x20 }, { number: 7, value: zeros(1) }];
    const { longer } = miscounted(7, options);
    const result = judge('dm-1.3', longer ?? zeros(0));
    expect(result.verdict).toBe('match');
    expect(result.violations).toEqual([
      'N13-036 48+16',
      'N13-057 152+8',
      'N13-013 160+4',
      'N13-051 96+0',
      'N13-S6 4+3',
    ]);
    expect(result.tree.sources.map(({ label }) => label)).toEqual([
      'Frame',
      'Second reading: 3 options, digest at the end',
    ]);
    expect(result.tree.find1('dmnoti.second_reading')).toBeDefined();
  });

  it('leaves the strict reading in place when it does not', () => {
    const { draft } = miscounted(1, [SRV, RMO]);
    draft.fill(5, draft.length - 32);
    const result = judge('dm-1.3', draft);
    expect(result.violations).toEqual(['N13-036 48+16', 'N13-S5 392+32', 'N13-051 96+0', 'N13-D1 136+256']);
    expect(result.notes).toEqual(['N13-S6 4+3']);
    expect(result.verdict).toBe('mismatch');
    expect(result.tree.sources).toHaveLength(2);
  });

  it('is not offered without room, without a fit, or without a fault', () => {
    const { draft } = miscounted(3, []);
    expect(judge('dm-1.3', draft).tree.sources).toHaveLength(2);
    expect(judge('dm-1.3', draft.subarray(0, 43)).tree.sources).toHaveLength(1);
    expect(judge('dm-1.3', concatBytes(draft, zeros(1))).tree.sources).toHaveLength(1);
    expect(judge('dm-1.3', m13()).tree.sources).toHaveLength(1);
    expect(judge('dm-1.3', draft, draft.length + 1).tree.sources).toHaveLength(1);
  });

  it('names bits of the body wherever it stands', () => {
    const { longer = zeros(0) } = miscounted(7, [SRV, RMO]);
    const registryWithHeader = new Registry();
    frame(registryWithHeader);
    register(registryWithHeader);
    registryWithHeader.bind('layer', 'after-2', {
      id: 'after-2',
      name: 'two octets',
      dissect(cursor, context) {
        cursor.bit += 16;
        context.next('layer', 'dm-1.3', cursor);
      },
    });
    const { tree, context } = dissect(registryWithHeader, 'after-2', concatBytes(zeros(2), longer), {
      secrets: [SECRET],
    });
    checkTiling(tree);
    const s6 = tree.findings.find(({ rule }) => rule.id === 'N13-S6');
    expect([s6?.start, s6?.end, s6?.source]).toEqual([20, 23, 0]);
    const { start, end, covered } = context.digests[0] ?? { start: 0, end: 0, covered: undefined };
    expect([start, end]).toEqual([16 + (longer.length - 32) * 8, 16 + longer.length * 8]);
    expect(covered).toEqual({ source: 0, start: 16, end: start });
  });
});

const SIG: OptionDraft = { number: 5, value: { time: 5, digest: zeros(32) } };
const m20 = (changes: Partial<Notification20Draft> = {}) =>
  signed('dm-2.0', encode(notification20, { notificationId: 1, options: [SRV, SIG], ...changes }));
const options20 = (...options: OptionDraft[]) => judge('dm-2.0', m20({ options }));

describe('DM 2.0', () => {
  it('finds nothing in a conforming message', () => {
    const result = options20(
      SRV,
      { number: 2, value: [0, 1, 2, 3] },
      { number: 3, value: [1, 2] },
      { number: 4, value: [{ mo: 1, cacheValidator: zeros(4) }] },
      SIG,
    );
    expect(result).toMatchObject({ violations: [], notes: [], verdict: 'match' });
  });

  // Options begin at bit 32; SRV takes 40 bits.
  const cases: readonly [string, ReturnType<typeof judge>, string[], string[]?, string?][] = [
    ['VER', judge('dm-2.0', m20({ version: 1 })), ['N20-003 0+4']],
    ['VER undefined', judge('dm-2.0', m20({ version: 9 })), ['NX-01 0+4']],
    ['RESERVED', judge('dm-2.0', m20({ reserved: 3 })), ['N20-005 9+7']],
    ['first delta 0', options20({ delta: 0, value: zeros(1) }, SRV, SIG), ['N20-014 32+4']],
    ['delta 0 later', options20(SRV, SRV, SIG), ['N20-009 72+4', 'N20-015 72+4']],
    ['number 6', options20(SRV, SIG, { number: 6, value: zeros(0) }), ['N20-014 376+4']],
    ['not UTF-8', options20({ number: 1, value: Uint8Array.of(0xff) }, SIG), ['N20-012 48+8']],
    ['control', options20({ number: 1, value: '\u0000' }, SIG), ['N20-013 48+8']],
    ['not NFC', options20({ number: 1, value: 'e\u0301' }, SIG), [], ['N20-013 48+24']],
    ['SERVER-ID empty', options20({ number: 1, value: '' }, SIG), ['N20-S5 36+12']],
    ['SERVER-ID left out', options20(SIG), [], ['N20-016 32+0']],
    ['connection types', options20(SRV, { number: 2, value: [4, 1, 0xff] }, SIG), ['N20-026 88+8', 'N20-026 104+8']],
    ['REQ-MO odd', options20(SRV, { number: 3, value: zeros(3) }, SIG), ['N20-018 76+12']],
    ['REQ-MO-CV', options20(SRV, { number: 4, value: zeros(8) }, SIG), ['N20-019 76+12']],
    [
      'empty lists',
      options20(SRV, { number: 2, value: [] }, { number: 3, value: [] }, { number: 4, value: [] }, SIG),
      [],
    ],
    ['digest of 35', options20(SRV, { number: 5, value: zeros(35) }), ['N20-027 76+12'], [], 'not-verifiable'],
    ['digest of 37', options20(SRV, { number: 5, value: zeros(37) }), ['N20-027 76+12'], [], 'not-verifiable'],
    ['unsigned', options20(SRV), [], [], 'absent'],
    ['too few counted', judge('dm-2.0', m20({ optionCount: 1 })), ['N20-004 72+304'], [], 'not-verifiable'],
    [
      'too few counted, unsigned',
      judge('dm-2.0', m20({ optionCount: 0, options: [SRV] })),
      ['N20-004 32+40'],
      ['N20-016 32+0'],
      'absent',
    ],
    ['too many counted', judge('dm-2.0', m20({ optionCount: 3 })), ['N20-004 376+0']],
    [
      'octets that are no option',
      judge('dm-2.0', concatBytes(m20({ options: [SRV] }), zeros(1))),
      ['N20-S4 72+8'],
      [],
      'absent',
    ],
  ];
  it.each(cases)('%s', (_name, result, broken, notes = [], verdict = 'match') => {
    expect(result.violations).toEqual(broken);
    expect(result.notes).toEqual(notes);
    expect(result.verdict).toBe(verdict);
  });

  it('says where structure ends', () => {
    const whole = m20();
    expect(judge('dm-2.0', whole.subarray(0, 3)).violations).toEqual(['N20-S1 16+8']);
    expect(judge('dm-2.0', whole.subarray(0, 4))).toMatchObject({
      violations: ['N20-004 32+0'],
      verdict: 'not-verifiable',
    });
    expect(judge('dm-2.0', whole.subarray(0, 5)).violations).toEqual(['N20-S2 32+8']);
    expect(judge('dm-2.0', whole.subarray(0, 20))).toMatchObject({
      violations: ['N20-S3 88+72'],
      verdict: 'not-verifiable',
    });
    const cut = judge('dm-2.0', whole.subarray(0, 4), 47);
    expect(cut).toMatchObject({ violations: [], notes: ['N20-004 32+0'] });
  });
});

const m12 = (changes: Partial<Notification12Draft> = {}) =>
  signed('dm-1.2', encode(notification12, { uiMode: 0, initiator: 0, sessionId: 1, serverId: 'srv', ...changes }));
const mDs = (changes: Partial<AlertDs12Draft> = {}) =>
  signed(
    'ds-1.2',
    encode(alertDs12, {
      uiMode: 0,
      initiator: 0,
      sessionId: 0,
      serverId: 'srv',
      syncs: [{ type: 6, uri: 'a' }],
      ...changes,
    }),
  );

describe('DM 1.2', () => {
  const cases: readonly [string, ReturnType<typeof judge>, string[], string[]?][] = [
    ['conforming', judge('dm-1.2', m12()), []],
    ['version 12', judge('dm-1.2', m12({ version: 12 })), ['N12-007 128+10'], ['Q-01 128+10']],
    ['version 8', judge('dm-1.2', m12({ version: 8 })), ['N12-007 128+10'], ['Q-14 128+10']],
    ['version 512', judge('dm-1.2', m12({ version: 512 })), ['N12-007 128+10'], ['Q-09 128+10']],
    ['future use', judge('dm-1.2', m12({ futureUse: 1 })), ['N12-010 141+27']],
    ['session 0', judge('dm-1.2', m12({ sessionId: 0 })), ['N12-014 168+16']],
    ['no server', judge('dm-1.2', m12({ serverId: '' })), ['N12-015 184+8'], ['Q-03 184+8']],
    ['octet 80', judge('dm-1.2', m12({ serverId: Uint8Array.of(0x41, 0x80) })), ['N12-016 192+16']],
    ['octet 00', judge('dm-1.2', m12({ serverId: '\u0000' })), ['N12-016 192+8']],
    ['24 octets of server', judge('dm-1.2', m12({ serverId: 'x'.repeat(24) })), [], ['Q-03 184+8']],
    ['33 octets of server', judge('dm-1.2', m12({ serverId: 'x'.repeat(33) })), [], ['Q-03 184+8', 'Q-04 184+8']],
    [
      '128 octets of server',
      judge('dm-1.2', m12({ serverId: 'x'.repeat(128) })),
      [],
      ['Q-03 184+8', 'Q-04 184+8', 'Q-09 184+8'],
    ],
    ['vendor octets', judge('dm-1.2', m12({ vendorSpecific: zeros(1) })), [], ['N12-017 216+8', 'Q-15 216+8']],
    [
      'a long trigger',
      judge('dm-1.2', m12({ vendorSpecific: zeros(300) })),
      [],
      ['N12-017 216+2400', 'Q-15 216+2400', 'Q-05 128+2488'],
    ],
  ];
  it.each(cases)('%s', (_name, result, broken, notes = []) => {
    expect(result.violations).toEqual(broken);
    expect(result.notes).toEqual(notes);
    expect(result.verdict).toBe('match');
  });

  it('says where structure ends', () => {
    const whole = m12();
    expect(judge('dm-1.2', whole.subarray(0, 7)).violations).toEqual(['N12-S1 0+56']);
    expect(judge('dm-1.2', whole.subarray(0, 23)).violations).toEqual(['N12-S1 184+0']);
    expect(judge('dm-1.2', whole.subarray(0, 24)).violations).toEqual(['N12-S2 192+0']);
    expect(judge('dm-1.2', whole.subarray(0, 26))).toMatchObject({
      violations: ['N12-S2 192+16'],
      verdict: 'not-verifiable',
    });
    expect(judge('dm-1.2', whole.subarray(0, 26), 27)).toMatchObject({ violations: [], verdict: 'not-verifiable' });
    // The vendor's octets have no length: whether some are missing only the capture can say.
    const vendor = m12({ vendorSpecific: zeros(3) });
    expect(judge('dm-1.2', vendor.subarray(0, 29)).violations).toEqual(['N12-D1 0+128']);
    expect(judge('dm-1.2', vendor.subarray(0, 29), 30)).toMatchObject({ violations: [], verdict: 'not-verifiable' });
  });

  it('reads the private structure where it fits exactly', () => {
    const fits = fromHex('04 01 01 01 02 00 04 01 4f 03 02 aabb 05 01 00'.replaceAll(' ', '')) ?? zeros(0);
    const { tree } = judge('dm-1.2', m12({ vendorSpecific: fits }));
    expect(tree.find1('dmnoti.samsung.service_type')).toBeDefined();
    for (const other of ['050101', '0400', '04', '040601', '04010201', '0001']) {
      const plain = judge('dm-1.2', m12({ vendorSpecific: fromHex(other) ?? zeros(0) }));
      expect(plain.tree.find1('dmnoti.samsung.tag'), other).toBeUndefined();
    }
  });
});

describe('DS 1.2', () => {
  const cases: readonly [string, ReturnType<typeof judge>, string[], string[]?][] = [
    ['conforming', judge('ds-1.2', mDs({ vendorSpecific: zeros(2) })), []],
    ['version', judge('ds-1.2', mDs({ version: 11 })), ['DS-001 128+10']],
    ['version 8', judge('ds-1.2', mDs({ version: 8 })), ['DS-001 128+10']],
    ['future use', judge('ds-1.2', mDs({ futureUse: 1, bodyFutureUse: 1 })), ['DS-002 141+27', 'DS-002 220+4']],
    ['future use of a sync', judge('ds-1.2', mDs({ syncs: [{ type: 10, futureUse: 2, uri: '' }] })), ['DS-002 228+4']],
    [
      'sync types',
      judge(
        'ds-1.2',
        mDs({
          syncs: [
            { type: 5, uri: '' },
            { type: 11, uri: '' },
          ],
        }),
      ),
      ['DS-003 224+4', 'DS-003 264+4'],
    ],
    ['every data store', judge('ds-1.2', mDs({ syncs: [] })), [], ['Q-15 216+4']],
  ];
  it.each(cases)('%s', (_name, result, broken, notes = []) => {
    expect(result.violations).toEqual(broken);
    expect(result.notes).toEqual(notes);
    expect(result.verdict).toBe('match');
  });

  it('says where structure ends', () => {
    const whole = mDs();
    expect(judge('ds-1.2', whole.subarray(0, 20)).violations).toEqual(['DS-S1 141+19']);
    expect(judge('ds-1.2', whole.subarray(0, 25)).violations).toEqual(['DS-S2 192+8']);
    expect(judge('ds-1.2', whole.subarray(0, 27)).violations).toEqual(['DS-S3 216+0']);
    expect(judge('ds-1.2', whole.subarray(0, 28)).violations).toEqual(['DS-S3 224+0']);
    expect(judge('ds-1.2', whole.subarray(0, 31)).violations).toEqual(['DS-S3 224+24']);
    expect(judge('ds-1.2', whole.subarray(0, 33))).toMatchObject({
      violations: ['DS-S3 264+0'],
      verdict: 'not-verifiable',
    });
  });
});

describe('octets of unknown format', () => {
  it('are nothing, or of a version that nobody defined', () => {
    expect(judge('dmnoti', zeros(0))).toMatchObject({ violations: ['NX-00 0+0'], verdict: 'not-verifiable' });
    for (const format of ['dm-1.2', 'dm-1.3', 'dm-2.0', 'ds-1.2'] as const) {
      expect(judge(format, zeros(0)).violations).toEqual(['NX-00 0+0']);
    }
    expect(judge('dmnoti', Uint8Array.of(0x30)).violations).toEqual(['NX-01 0+4']);
    expect(judge('dmnoti', zeros(60)).violations).toEqual(['NX-01 0+4']);
  });

  it('are told by their shape, damaged ones by what is left of it', () => {
    const formatOf = (message: Uint8Array) => {
      const { tree } = judge('dmnoti', message);
      return tree.text(tree.find1('dmnoti.format') ?? 0);
    };
    expect([m12(), mDs(), m13(), m20()].map(formatOf)).toEqual(['dm-1.2', 'ds-1.2', 'dm-1.3', 'dm-2.0']);
    expect(formatOf(m12().subarray(0, 25))).toBe('dm-1.2');
    expect(formatOf(m12({ version: 12 }))).toBe('dm-1.2');
    expect(formatOf(mDs().subarray(0, 30))).toBe('ds-1.2');
    expect(formatOf(m13().subarray(0, 30))).toBe('dm-1.3');
    expect(formatOf(m20().subarray(0, 30))).toBe('dm-2.0');
    expect(formatOf(zeros(30))).toBe('unknown');
  });
});

describe('the rule tables', () => {
  it('have every rule of the reference', () => {
    const ids = (prefix: string, last: number) =>
      Array.from({ length: last }, (_, i) => `${prefix}-${String(i + 1).padStart(3, '0')}`);
    expect(Object.keys(N12)).toEqual(expect.arrayContaining(ids('N12', 26)));
    expect(Object.keys(N13)).toEqual(expect.arrayContaining(ids('N13', 79)));
    expect(Object.keys(N20)).toEqual(expect.arrayContaining(ids('N20', 44)));
    const all = registry.rules.map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
  });

  it('rest on items of the conformance tables, and every item has a rule', () => {
    const named = new Set(Object.values(N13).flatMap(({ scr = [] }) => scr));
    expect([...named].sort()).toEqual(SCR_ITEMS.map(({ id }) => id).sort());
    expect(
      SCR_ITEMS.filter(({ mandatory, side }) => mandatory && side === 'server').map(({ id }) => id.slice(12, 17)),
    ).toEqual(['S-001', 'S-002', 'S-003', 'S-004', 'S-005', 'S-006', 'S-008', 'S-010', 'S-011']);
  });

  it('explain every field', () => {
    for (const field of registry.fields.filter(({ filter }) => filter.startsWith('dmnoti'))) {
      expect(field.doc, field.filter).toMatch(/\.$/);
      expect(field.label, field.filter).not.toBe('');
    }
  });

  it('give one name one type', () => {
    const types = new Map<string, string>();
    for (const { filter, type } of registry.fields) {
      expect(types.get(filter) ?? type, filter).toBe(type);
      types.set(filter, type);
    }
  });

  it('are named by findings at their severity', () => {
    expect(violations(judge('dm-1.3', m13({ transport: 6 })).tree)).toEqual(['N13-027']);
    expect(judge('dm-1.3', m13({ transport: 6 })).severities).toEqual(['warning']);
    expect(N13['N13-D2'].severity).toBe('warning');
  });
});
