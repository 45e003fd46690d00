import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCaptureState } from '../src/core/dissect/capture-state.ts';
import { dissectPacket } from '../src/core/dissect/dissect-packet.ts';
import { Summary } from '../src/core/dissect/summary.ts';
import { internetRegistry } from '../src/core/testing/internet.ts';
import { checkTiling, dissect, frameInfo, octets } from '../src/core/testing/packets.ts';

const registry = internetRegistry();
const PUSH =
  '4500004500010000401166a50a0000010a00000223f00b8400316d05010603c4af87102b6ae63f3d81d48b8a79037fc86921032800000000010b636f6d2e6578616d706c65';
const PUSH6 =
  '600000000031114020010db800000000000000000000000120010db800000000000000000000000223f00b8400312593010603c4af87102b6ae63f3d81d48b8a79037fc86921032800000000010b636f6d2e6578616d706c65';

/** Valid frames of every link type and protocol, to be damaged. */
const SEEDS: readonly (readonly [number, string])[] = [
  [0, `02000000${PUSH}`],
  [0, `1e000000${PUSH6}`],
  [0, `ff030021${PUSH}`],
  [0, `00000800${PUSH}`],
  [108, `00000002${PUSH}`],
  [1, `0200000000020200000000010800${PUSH}`],
  [1, `02000000000202000000000188a8000a8100006486dd${PUSH6}`],
  [1, `02000000000202000000000181000064002a aaaa03 000000 0800 ${PUSH}`.replaceAll(' ', '')],
  [
    1,
    `0200000000020200000000010026 aaaa03 000000 0806 0001080006040001 020000000001 0a000001 000000000000 0a000002 0000`.replaceAll(
      ' ',
      '',
    ),
  ],
  [1, `02000000000202000000000188641100000100470021${PUSH}`],
  [1, '0200000000020200000000018863110900000010010100000103000800000000deadbeef'],
  [1, '0200000000020200000000010806000108000604000202000000000 10a000001020000000002 0a000001'.replaceAll(' ', '')],
  [9, `ff030021${PUSH}`],
  [9, `21${PUSH}`],
  [9, 'c02101010014020600000000050625c1d6f807020802'],
  [51, `1100000100470021${PUSH}`],
  [101, PUSH],
  [101, PUSH6],
  [113, `00000001000602000000000100000800${PUSH}`],
  [113, `000403080004 0a00000100000000 0004 424203`.replaceAll(' ', '')],
  [276, `080000000000000200010006020000000001 0000${PUSH}`.replaceAll(' ', '')],
  [252, `000c0003697000001400040a0000010014 0004 0a000001 00000000${PUSH}`.replaceAll(' ', '')],
  [252, `000e00087564702e706f7274 00200004 00000b84 001e0004 00000007 00000000 0102`.replaceAll(' ', '')],
  // ICMP port unreachable quoting the push; ICMPv6 neighbor advertisement and router advertisement.
  [101, `450000390001000040010000 0a000001 0a000002 0303 0000 00000000 ${PUSH.slice(0, 58)}`.replaceAll(' ', '')],
  [
    101,
    `6000000000203aff 20010db8000000000000000000000001 20010db8000000000000000000000002 8800 0000 60000000 20010db8000000000000000000000001 0201020000000001`.replaceAll(
      ' ',
      '',
    ),
  ],
  [
    101,
    `6000000000303aff 20010db8000000000000000000000001 20010db8000000000000000000000002 8600 0000 40c00708 00000000 00000000 0304 40c0 00000e10 00000e10 00000000 20010db8000000000000000000000000`.replaceAll(
      ' ',
      '',
    ),
  ],
  // TCP with every option; IPv6 with hop-by-hop, routing, destination, authentication and fragment headers.
  [
    101,
    `4500005000010000400600000a0000010a00000204d2005000000001000000026012ffff00000000 020405b4 0402 080a0000000100000002 01 030307 050a0000000100000005 2206aabb 00`.replaceAll(
      ' ',
      '',
    ),
  ],
  [
    101,
    `6000000000480040 20010db8000000000000000000000001 20010db8000000000000000000000002 2b00 0502 0000 0100 3c02 0001 00000000 20010db8000000000000000000000003 3300 c904 00000000 2c01 0000 00000001 00000002 1100 0001 0000002a 23f00b8400310000`.replaceAll(
      ' ',
      '',
    ),
  ],
];

function judge(linkType: number, bytes: Uint8Array, original = bytes.length): void {
  const start = { table: 'link.type', key: linkType } as const;
  const state = createCaptureState();
  const row = new Summary(state);
  row.begin(0, 1_700_000_000, 0, bytes.length < original);
  registry.table('link.type').get(linkType)?.summarize?.(bytes, 0, bytes.length, row);
  const { tree, context } = dissectPacket({
    registry,
    frame: frameInfo(start, bytes.length, original),
    bytes,
    state,
    frameBytes: () => bytes,
  });
  checkTiling(tree);
  expect({
    source: state.addresses.text(row.source),
    destination: state.addresses.text(row.destination),
    sourcePort: row.sourcePort,
    destinationPort: row.destinationPort,
    protocol: registry.protocolByNumber(row.protocol)?.name,
  }).toEqual({
    source: context.source,
    destination: context.destination,
    sourcePort: context.sourcePort?.port ?? 0,
    destinationPort: context.destinationPort?.port ?? 0,
    protocol: context.protocolName,
  });
}

describe('whatever the octets: every bit has its leaf, nothing throws, and pass 1 says what pass 2 says', () => {
  test.each(SEEDS)('valid, and cut at each octet: link type %i %s', (linkType, hex) => {
    const bytes = octets(hex);
    for (let size = 0; size <= bytes.length; size++) {
      judge(linkType, bytes.subarray(0, size), bytes.length);
      judge(linkType, bytes.subarray(0, size));
    }
  });

  test('changed octets', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...SEEDS),
        fc.array(fc.tuple(fc.nat(100), fc.nat(255)), { minLength: 1, maxLength: 5 }),
        ([linkType, hex], changes) => {
          const bytes = octets(hex);
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          judge(linkType, bytes);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('random octets', () => {
    const types = fc.constantFrom(0, 1, 9, 12, 14, 50, 51, 101, 108, 113, 228, 229, 252, 276);
    fc.assert(
      fc.property(types, fc.uint8Array({ maxLength: 120 }), (linkType, bytes) => judge(linkType, bytes)),
      { numRuns: 2000 },
    );
  });
});

test('deep nesting ends', () => {
  const tags = `020000000002020000000001${'81000001'.repeat(2000)}0800${PUSH}`;
  const deep = dissect(registry, 1, tags);
  checkTiling(deep.tree);
  expect(deep.tree.findings.map(({ rule }) => rule.id)).toContain('X-DEPTH');
  const atomic = `6000000040002c40${'20010db8000000000000000000000001'.repeat(2)}${'2c00000000000001'.repeat(2048)}`;
  judge(229, octets(atomic));
});

test('fields and rules are described', () => {
  const undescribed = registry.fields.filter(({ filter, doc }) => doc === undefined && !filter.startsWith('frame.'));
  expect(undescribed).toEqual([]);
  const ids = registry.rules.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the examples of the reference are what the tests think they are', () => {
  const csv = readFileSync(new URL('fixtures/wire-examples.csv', import.meta.url), 'utf8');
  expect(csv).toContain(PUSH);
  expect(csv).toContain(PUSH6);
});
