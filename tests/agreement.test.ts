import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { compare, type Tally } from '../scripts/agreement/compare.ts';
import { DOCUMENT, documentOf, explain, readDifferences } from '../scripts/agreement/differences.ts';
import { readWithOurs, typesByName } from '../scripts/agreement/ours.ts';
import { readWithTshark, type TheirReading, type TheirValue, tsharkVersion } from '../scripts/agreement/tshark.ts';
import { createRegistry } from '../src/core/protocols/index.ts';

/*
 * Every field that both this tool and tshark have, in every capture that is at hand, packet by packet: what differs is in
 * `fixtures/differences.json` with the reason. What tshark reads of our own samples is kept (`UPDATE_READINGS=1` reads them
 * again); the captures of other projects are not ours to keep, so they are read where they lie.
 */

const LIMIT = 700;
const version = tsharkVersion();
const registry = createRegistry();
const types = typesByName(registry);
const differences = readDifferences();
const used = new Set<object>();
const checked = new Set<string>();
const tallies = new Map<string, Tally>();

function capturesIn(path: string): string[] {
  const folder = new URL(path, import.meta.url);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.pcap(ng)?(\.gz)?$/.test(name))
    .sort()
    .map((name) => fileURLToPath(new URL(name, folder)));
}

const ofFixtures = capturesIn('fixtures/made/');
const names = new Set(ofFixtures.map((file) => basename(file)));
/** The samples of the start page are there once more, where they are not among the fixtures. */
const made = [...ofFixtures, ...capturesIn('../public/samples/').filter((file) => !names.has(basename(file)))];
const real = ['captures/', 'pcapng/'].flatMap((folder) => capturesIn(`../../shared/samples/real/${folder}`));

/** Files of which tshark 4.0 reads no packet: a link type that it refuses, or no packets at all. */
const WITHOUT_PACKETS = /^(many_linktypes|[bl]e_test(003|013|015|017))\./;

const keptAt = new URL('fixtures/tshark-made.json.gz', import.meta.url);

/** A reading as JSON: numbers, and of each packet the field names with their values. */
interface Kept {
  readonly numbers: readonly (readonly [number, number])[];
  readonly packets: readonly (readonly (readonly [string, readonly TheirValue[]])[])[];
}

const wanted = (field: string) => types.has(field);

async function keptReadings(): Promise<Readonly<Record<string, Kept>>> {
  if (process.env['UPDATE_READINGS'] !== undefined) {
    const all: Record<string, Kept> = {};
    for (const file of made) {
      const { packets, numbers } = await readWithTshark(file, wanted);
      all[basename(file)] = { numbers: [...numbers], packets: packets.map((packet) => [...packet]) };
    }
    writeFileSync(keptAt, gzipSync(JSON.stringify(all), { level: 9 }));
  }
  return JSON.parse(gunzipSync(readFileSync(keptAt)).toString('utf8')) as Readonly<Record<string, Kept>>;
}

const kept = await keptReadings();

function checkKept(file: string): Promise<void> {
  const { numbers, packets } = kept[basename(file)]!;
  return check(file, { numbers: new Map(numbers), packets: packets.map((packet) => new Map(packet)) });
}

async function checkLive(file: string): Promise<void> {
  await check(file, await readWithTshark(file, wanted, LIMIT));
}

async function check(file: string, theirs: TheirReading): Promise<void> {
  const name = basename(file);
  checked.add(name);
  expect(theirs.packets.length === 0).toBe(WITHOUT_PACKETS.test(name));
  if (theirs.packets.length === 0) return;
  const ours = await readWithOurs(registry, file, readFileSync(file), LIMIT);
  expect(ours.length).toBe(theirs.packets.length);
  const unlisted = compare(name, types, ours, theirs, tallies).filter((found) => {
    const difference = explain(differences, found);
    if (difference !== undefined) used.add(difference);
    return difference === undefined;
  });
  expect(unlisted).toEqual([]);
}

describe('our own samples', () => {
  test('are there', () => expect(made.length).toBeGreaterThan(40));

  test.each(made.map((file) => [basename(file), file] as const))('%s', (_name, file) => checkKept(file), 60_000);
});

// tshark of another version has other errors.
const live = version?.startsWith('4.0.') === true;

describe('captures of other projects', () => {
  test.skipIf(real.length > 0 && live)('need the captures and tshark 4.0: skipped', () => undefined);

  test.skipIf(!live).each(real.map((file) => [basename(file), file] as const))(
    '%s',
    (_name, file) => checkLive(file),
    120_000,
  );
});

test('the values that agree are nearly all, and every listed difference was met', () => {
  let equal = 0;
  let others = 0;
  for (const tally of tallies.values()) {
    equal += tally.equal;
    others += tally.different + tally.onlyTheirs;
  }
  expect(equal).toBeGreaterThan(60_000);
  expect(equal / (equal + others)).toBeGreaterThan(0.95);
  const stale = differences.filter((one) => !used.has(one) && checked.has(one.example.capture));
  expect(stale.map(({ field }) => field)).toEqual([]);
});

describe('the list of differences', () => {
  test('is what the document says', () => {
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(documentOf(differences));
  });

  test('has a reason and an example for each', () => {
    for (const { field, reason, example } of differences) {
      expect(reason.length, field).toBeGreaterThan(20);
      expect(example.packet, field).toBeGreaterThan(0);
    }
  });
});
