import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCaptureState } from '../../dissect/capture-state.ts';
import { Registry } from '../../dissect/registry.ts';
import { checkTiling, dissect, dissectAll, octets, summarize, values } from '../../testing/packets.ts';
import { register as frame } from '../frame/frame.ts';
import { register as wsp } from '../wsp/wsp.ts';
import { abort, ack, invoke, negativeAck, result, segmentedInvoke } from './headers.ts';
import { dataStart, fixedOctets } from './scan.ts';
import type { Tpi } from './tpi.ts';
import { concatenate, register, wtpPdu } from './wtp.ts';

const registry = new Registry();
for (const one of [frame, wsp, register]) one(registry);

const PUSH = octets('070383af8461626364');

const tpi: fc.Arbitrary<Tpi> = fc.record({
  identity: fc.nat(7),
  content: fc.uint8Array({ maxLength: 9 }),
  long: fc.boolean(),
});
const tpis = fc.array(tpi, { maxLength: 3 });
const tid = fc.nat(0x7fff);
const bit = fc.nat(1);

/** Sound PDUs of every type, with items. */
const pdu: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc
    .tuple(fc.record({ trailer: fc.nat(3), tid, class: fc.nat(2), resent: bit, tidNew: bit, userAck: bit }), tpis)
    .map(([draft, items]) => wtpPdu(invoke, draft, { tpis: items, data: PUSH })),
  fc
    .tuple(fc.record({ trailer: fc.nat(3), tid, resent: bit }), tpis)
    .map(([draft, items]) => wtpPdu(result, draft, { tpis: items, data: octets('0420018361') })),
  fc
    .tuple(fc.record({ trailer: fc.nat(3), tid, sequence: fc.nat(255) }), tpis)
    .map(([draft, items]) => wtpPdu(segmentedInvoke, draft, { tpis: items, data: PUSH })),
  fc
    .tuple(fc.record({ tid, response: bit, verify: bit }), tpis)
    .map(([draft, items]) => wtpPdu(ack, draft, { tpis: items })),
  fc.record({ tid, response: bit, userReason: fc.nat(255) }).map((draft) => wtpPdu(abort, { ...draft, abortType: 1 })),
  fc
    .record({ tid, response: bit, missing: fc.array(fc.nat(255), { maxLength: 5 }) })
    .map((draft) => wtpPdu(negativeAck, draft)),
);
const packet = fc.oneof(pdu, fc.array(pdu, { minLength: 1, maxLength: 4 }).map(concatenate));

/** Both passes over packets of one capture; the columns must be what the trees say. */
function check(packets: readonly Uint8Array[]): number {
  let broken = 0;
  const state = createCaptureState();
  const rows = packets.map((bytes, index) => summarize(registry, { table: 'layer', key: 'wtp' }, bytes, index, state));
  for (const [index, { tree, context }] of dissectAll(registry, 'wtp', packets).entries()) {
    checkTiling(tree);
    expect(registry.protocolByNumber(rows[index]!.protocol)?.name).toBe(context.protocolName);
    if (tree.findings.some(({ severity }) => severity === 'error')) broken++;
  }
  return broken;
}

const RUNS = { numRuns: 400 };

describe('whatever the octets are', () => {
  test('sound packets have no errors', () => {
    fc.assert(
      fc.property(fc.array(packet, { minLength: 1, maxLength: 4 }), (packets) => {
        const found = dissectAll(registry, 'wtp', packets);
        for (const { tree } of found) {
          checkTiling(tree);
          // Items with random contents may say nothing, which is an error of theirs.
          const own = tree.findings.filter(({ rule }) => rule.id === 'WTP-001' || rule.id === 'WTP-005');
          expect(own).toEqual([]);
        }
      }),
      RUNS,
    );
  });

  test('changed packets do not throw, and both passes agree', () => {
    let broken = 0;
    let sound = 0;
    fc.assert(
      fc.property(
        fc.array(packet, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }),
        (packets, changes) => {
          const changed = packets.map((bytes) => {
            const copy = bytes.slice();
            for (const [at, octet] of changes) copy[at % copy.length] = octet;
            return copy;
          });
          const count = check(changed);
          broken += count;
          sound += changed.length - count;
        },
      ),
      RUNS,
    );
    expect(broken).toBeGreaterThan(50);
    expect(sound).toBeGreaterThan(50);
  });

  test('cut packets', () => {
    fc.assert(
      fc.property(packet, (bytes) => {
        for (let size = 0; size <= bytes.length; size++) {
          check([bytes.subarray(0, size)]);
          const { tree } = dissect(registry, 'wtp', bytes.subarray(0, size), { original: bytes.length });
          checkTiling(tree);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('random octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        check([bytes]);
      }),
      RUNS,
    );
  });

  test('headers nested for ever are guessed without recursion', () => {
    const bytes = new Uint8Array(60_000);
    for (let at = 0; at < bytes.length; at += 4) bytes.set([0x0a, 0, 1, 0x12], at);
    expect(registry.table('layer').candidates(bytes).length).toBeLessThan(3);
    expect(registry.table('udp.port').guess(bytes, 0, bytes.length)).toBeUndefined();
  });

  test('the scan finds the data where the tree has them', () => {
    fc.assert(
      fc.property(fc.record({ tid, items: tpis }), ({ tid: id, items }) => {
        const bytes = wtpPdu(invoke, { trailer: 1, tid: id, class: 1 }, { tpis: items, data: PUSH });
        expect(dataStart(bytes, 0, bytes.length)).toBe(bytes.length - PUSH.length);
        const { tree } = dissect(registry, 'wtp', bytes);
        const row = tree.find1('wsp');
        expect(row !== undefined && tree.start(row) / 8).toBe(bytes.length - PUSH.length);
      }),
      RUNS,
    );
    expect(dataStart(octets('0a0007'), 0, 3)).toBe(-1);
    expect(dataStart(octets('98000794'), 0, 4)).toBe(-1);
    expect(dataStart(octets('98000793'), 0, 4)).toBe(-1);
    expect(dataStart(octets('98000713'), 0, 4)).toBe(4);
    expect(fixedOctets(octets('380007'), 0, 3)).toBe(-1);
    expect(fixedOctets(octets('38000702'), 0, 4)).toBe(-1);
  });
});

describe('segments', () => {
  test('in any order and any sizes give the message', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: PUSH.length - 1 }), { maxLength: 4 }),
        fc.infiniteStream(fc.nat()),
        (cuts, order) => {
          const at = [0, ...cuts.sort((a, b) => a - b), PUSH.length];
          const pieces = at.slice(1).map((end, i) => PUSH.subarray(at[i]!, end));
          const packets = pieces.map((data, i) => {
            const trailer = i === pieces.length - 1 ? 1 : 0;
            return i === 0
              ? wtpPdu(invoke, { trailer, tid: 5, class: 1 }, { data })
              : wtpPdu(segmentedInvoke, { trailer, tid: 5, sequence: i }, { data });
          });
          const shuffled = packets
            .map((bytes) => ({ bytes, key: order.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ bytes }) => bytes);
          const found = dissectAll(registry, 'wtp', shuffled);
          expect(values(found.at(-1)!.tree, 'wsp.pdu_type')).toEqual([7]);
          if (packets.length > 1) expect(values(found.at(-1)!.tree, 'wtp.reassembled.length')).toEqual([PUSH.length]);
        },
      ),
      RUNS,
    );
  });
});
