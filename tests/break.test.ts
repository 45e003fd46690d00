import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { breakEach } from '../src/core/craft/break/break.ts';
import { describePacket } from '../src/core/craft/describe-packet.ts';
import { dissectAlone } from '../src/core/craft/dissect-alone.ts';
import { formatDescription } from '../src/core/craft/format-description.ts';
import { Names } from '../src/core/craft/names.ts';
import { parseKeys } from '../src/core/engine/keys.ts';
import { loadCapture } from '../src/core/engine/load-capture.ts';
import { MemorySource } from '../src/core/files/byte-source.ts';
import { writePcap } from '../src/core/files/capture-writer.ts';
import { MemorySpill } from '../src/core/files/inflate.ts';
import { createRegistry } from '../src/core/protocols/index.ts';

/* Negative test packs from messages that are right, each variant read again as the only packet of a capture. */

const ETHERNET = 1;
const registry = createRegistry();
const names = new Names(registry);
const cases = readFileSync(new URL('./fixtures/dm-notification/cases.pcap', import.meta.url));

/** Packet of the cases by number; their records are little-endian. */
function packet(number: number): Uint8Array {
  let at = 24;
  for (let i = 1; i < number; i++) at += 16 + cases.readUInt32LE(at + 8);
  return Uint8Array.from(cases.subarray(at + 16, at + 16 + cases.readUInt32LE(at + 8)));
}

/** Rules that a packet breaks, as a capture of it alone shows them. */
async function broken(bytes: Uint8Array, keys: unknown): Promise<ReadonlySet<string>> {
  const file = writePcap(ETHERNET, [{ seconds: 0, nanos: 0, bytes }]);
  const environment = { makeSpill: () => new MemorySpill(1 << 16) };
  const loading = loadCapture(createRegistry(), new MemorySource('x', file), environment, () => undefined);
  await loading.done;
  const capture = await loading.opened;
  const { tree } = capture.dissect(0, await capture.bytes.fetch(capture.needed([0])), parseKeys(keys));
  const breaches = tree.findings.filter(
    ({ rule, severity }) => rule.hint !== true && (severity === 'error' || severity === 'warning'),
  );
  return new Set(breaches.map(({ rule }) => rule.id));
}

async function breakPacket(number: number, keys: unknown) {
  const secrets = parseKeys(keys);
  const bytes = packet(number);
  const { tree, context } = dissectAlone(registry, { bytes, start: { table: 'link.type', key: ETHERNET } }, secrets);
  const description = formatDescription(describePacket(tree, context, names, secrets));
  return await breakEach(description, {
    registry,
    names,
    secrets,
    isStopped: () => false,
    rest: () => Promise.resolve(),
  });
}

const PACKS = [
  {
    name: 'DM 1.2',
    number: 2,
    keys: { secrets: [] },
    rules: 'N12-007 N12-010 N12-014 N12-015 N12-016 N12-D3 N12-S1 N12-S2',
  },
  { name: 'DS 1.2', number: 10, keys: { secrets: [] }, rules: 'DS-001 DS-002 DS-003 DS-D3 DS-S1 DS-S2 DS-S3' },
  {
    name: 'DM 1.3, with its secret',
    number: 12,
    keys: { secrets: [{ text: 'a:b' }] },
    rules:
      'N13-008 N13-011 N13-012 N13-013 N13-014 N13-015 N13-016 N13-017 N13-018 N13-019 N13-020 N13-027 N13-028 N13-036 N13-042 N13-044 N13-047 N13-051 N13-057 N13-067 N13-069 N13-D1 N13-D3 N13-S1 N13-S2 N13-S3 N13-S4 N13-S5 UDP-001 IP-003',
  },
  {
    name: 'DM 2.0',
    number: 32,
    keys: { secrets: [] },
    rules: 'N20-004 N20-012 N20-013 N20-014 N20-018 N20-019 N20-026 N20-027 N20-032 N20-S1 N20-S2 N20-S3 N20-S4 N20-S5',
  },
] as const;

describe.each(PACKS)('a pack from $name', ({ number, keys, rules }) => {
  test('breaks these rules, each variant its own and no other', async () => {
    const before = await broken(packet(number), keys);
    const { variants, missing } = await breakPacket(number, keys);
    const found = variants.map(({ rule }) => rule);
    expect(found).toEqual([...new Set(found)]);
    expect(rules.split(' ').filter((rule) => !found.includes(rule))).toEqual([]);
    for (const { rule, bytes, what } of variants) {
      const more = [...(await broken(bytes, keys))].filter((other) => !before.has(other));
      expect([what, ...more]).toEqual([what, rule]);
    }
    for (const { rule, reason } of missing) {
      expect(found).not.toContain(rule);
      expect(reason).not.toBe('');
    }
  }, 180_000);
});

test('a pack can be given up, and keeps what it has', async () => {
  let rests = 0;
  const secrets = parseKeys({ secrets: [] });
  const { tree, context } = dissectAlone(
    registry,
    { bytes: packet(12), start: { table: 'link.type', key: ETHERNET } },
    secrets,
  );
  const description = formatDescription(describePacket(tree, context, names, secrets));
  const { variants } = await breakEach(description, {
    registry,
    names,
    secrets,
    isStopped: () => rests >= 10,
    rest: async () => {
      rests++;
    },
  });
  expect(rests).toBe(10);
  expect(variants.length).toBeGreaterThan(0);
});

test('a description that cannot be built is refused with its fault', async () => {
  const tools = { registry, names, secrets: [], isStopped: () => false, rest: () => Promise.resolve() };
  await expect(breakEach('{"start": "udp", "layers": [{"udq": []}]}', tools)).rejects.toThrow(/udq/);
});
