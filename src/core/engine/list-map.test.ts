import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LINE_ERROR, LINE_MARKED } from '../base/line-signs.ts';
import { MemorySource } from '../files/byte-source.ts';
import { MemorySpill } from '../files/spill.ts';
import type { ColouredFilter } from './colour-views.ts';
import type { MapLines } from './list-map-views.ts';
import { Session } from './session.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

const RULES: readonly ColouredFilter[] = [
  { filter: 'rule.severity == "error"', colour: 1 },
  { filter: 'dmnoti', colour: 42 },
  { filter: 'wsp || http', colour: 19 },
  { filter: 'tcp', colour: 168 },
];

async function opened(name: string): Promise<Session> {
  const session = new Session(
    { pause: turn, now: () => performance.now(), makeSpill: () => new MemorySpill() },
    () => undefined,
  );
  const octets = readFileSync(new URL(`../../../public/samples/${name}`, import.meta.url));
  await session.open({ kind: 'source', source: new MemorySource(name, new Uint8Array(octets)) });
  await judged(session);
  return session;
}

async function judged(session: Session): Promise<void> {
  while (session.status()?.phase === 'loading' || session.status()?.judged !== session.status()?.packets) await turn();
}

/** The lines of the map, held to what the rows at the same places say. */
async function expectAsRows(session: Session, from: number, count: number): Promise<MapLines> {
  const lines = await session.map.mapLines(from, count);
  const { rows, revision, version } = await session.packets.rows(from, count);
  expect(lines).toMatchObject({ from, revision, version });
  if (lines === undefined) throw new Error('given up');
  expect([...lines.packets]).toEqual(rows.map(({ index }) => index));
  expect([...lines.colours]).toEqual(rows.map(({ colour }) => colour));
  expect([...lines.signs]).toEqual(
    rows.map(
      ({ severity, isMarked }) => (severity === 'error' ? LINE_ERROR : 0) | (isMarked === true ? LINE_MARKED : 0),
    ),
  );
  return lines;
}

describe.each(['dm-notifications.pcap', 'ota-http-register-push.pcap', 'wsp-browse-9201.pcap'])('%s', (name) => {
  test('lines are as the rows are: as captured, filtered, in another order, marked, without colours', async () => {
    const session = await opened(name);
    session.colours.setColours(RULES);
    session.colours.colourConversation(2, 3);
    session.marks.mark({ kind: 'packets', indexes: [0, 3, 4] }, true);
    const all = await expectAsRows(session, 0, 1000);
    expect(all.packets.length).toBe(session.status()?.packets);
    expect(new Set(all.colours).size).toBeGreaterThan(1);
    expect([...all.signs].filter((signs) => (signs & LINE_MARKED) !== 0)).toHaveLength(3);
    await expectAsRows(session, 2, 5);
    await session.listing.sort('info', true);
    await session.listing.idle();
    const sorted = await expectAsRows(session, 0, 1000);
    expect([...sorted.packets]).not.toEqual([...all.packets]);
    await session.listing.setFilter('frame.number > 3');
    await session.listing.idle();
    expect((await expectAsRows(session, 1, 1000)).packets.length).toBe(all.packets.length - 4);
    session.colours.setColours(undefined);
    const plain = await expectAsRows(session, 0, 1000);
    expect(new Set(plain.colours)).toEqual(new Set([0]));
    await session.listing.setFilter('frame.number == 100000');
    await session.listing.idle();
    expect((await expectAsRows(session, 0, 10)).packets.length).toBe(0);
  });
});

test('errors are signed, with colours and without, before and after a secret', async () => {
  const session = await opened('dm-notifications.pcap');
  session.colours.setColours(RULES);
  const errors = ({ signs }: MapLines): number => signs.filter((one) => (one & LINE_ERROR) !== 0).length;
  const coloured = errors(await expectAsRows(session, 0, 1000));
  expect(coloured).toBeGreaterThan(0);
  session.colours.setColours(undefined);
  expect(errors(await expectAsRows(session, 0, 1000))).toBe(coloured);
  session.setSecrets([{ form: 'text', typed: 'not the secret' }]);
  await expectAsRows(session, 0, 1000);
  await judged(session);
  await expectAsRows(session, 0, 1000);
});

test('what is not waited for any more is given up: other rows, another list, another reading, nobody', async () => {
  const session = await opened('dm-notifications.pcap');
  session.colours.setColours(RULES);
  const first = session.map.mapLines(0, 100);
  const second = session.map.mapLines(5, 100);
  expect(await first).toBeUndefined();
  expect((await second)?.from).toBe(5);
  const stopped = session.map.mapLines(0, 100);
  session.map.stopMapLines();
  expect(await stopped).toBeUndefined();
  const filtered = session.map.mapLines(0, 100);
  await session.listing.setFilter('dmnoti');
  expect(await filtered).toBeUndefined();
  const anew = session.map.mapLines(0, 100);
  session.setSecrets([{ form: 'text', typed: 'x' }]);
  expect(await anew).toBeUndefined();
  session.close();
  expect((await session.map.mapLines(0, 100))?.packets.length).toBe(0);
});

test('an answer that somebody waits for comes before', async () => {
  const session = await opened('dm-notifications.pcap');
  session.colours.setColours(RULES);
  let isAnswered = false;
  const person = session.requests.serve(async () => {
    // Longer than those wait who ask one thing after the other.
    await new Promise((done) => setTimeout(done, 150));
    isAnswered = true;
  });
  const lines = await session.map.mapLines(0, 100);
  expect(isAnswered).toBe(true);
  expect(lines?.packets.length).toBe(session.status()?.packets);
  await person;
});

test('no answer has more than a screen can show', async () => {
  const session = await opened('dm-notifications.pcap');
  const text = Array.from({ length: 2100 }, (_, at) => `${(at % 256).toString(16).padStart(2, '0')}0102`).join('\n\n');
  const [reading] = session.recognise(text);
  expect(reading?.packets).toBe(2100);
  await session.open({ kind: 'paste', text, reading: 0, layer: reading?.layer ?? '' });
  session.colours.setColours(RULES);
  expect((await session.map.mapLines(0, 5000))?.packets.length).toBe(2000);
  expect((await session.map.mapLines(2050, 5000))?.packets.length).toBe(50);
});
