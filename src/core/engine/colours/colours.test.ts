import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MemorySource } from '../../files/byte-source.ts';
import { MemorySpill } from '../../files/spill.ts';
import { Session } from '../session.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
const source = (name: string): MemorySource =>
  new MemorySource(name, new Uint8Array(readFileSync(new URL(`../../../../public/samples/${name}`, import.meta.url))));

/** A session with a sample of the start page, read and judged. */
async function opened(name: string): Promise<Session> {
  const session = new Session(
    { pause: turn, now: () => performance.now(), makeSpill: () => new MemorySpill() },
    () => undefined,
  );
  await session.open({ kind: 'source', source: source(name) });
  await judged(session);
  return session;
}

async function judged(session: Session): Promise<void> {
  while (session.status()?.phase === 'loading' || session.status()?.judged !== session.status()?.packets) await turn();
}

const colours = async (session: Session): Promise<readonly number[]> =>
  (await session.packets.rows(0, 100)).rows.map(({ colour }) => colour);

/** Numbers (from 1) of the packets that a filter shows. */
async function matching(session: Session, filter: string): Promise<readonly number[]> {
  await session.listing.setFilter(filter);
  await session.listing.idle();
  const indexes = session.listing.indexes(0, 1000);
  await session.listing.setFilter('');
  return indexes.map((index) => index + 1);
}

const withColour = (all: readonly number[], colour: number): readonly number[] =>
  all.flatMap((one, at) => (one === colour ? [at + 1] : []));

test('the first rule that matches colours a row; faults and blanks colour nothing', async () => {
  const session = await opened('ota-http-register-push.pcap');
  expect(new Set(await colours(session))).toEqual(new Set([0]));
  session.colours.setColours([
    { filter: 'no.such.field', colour: 9 },
    { filter: ' ', colour: 9 },
    { filter: 'dmnoti', colour: 5 },
    { filter: 'http', colour: 300 },
  ]);
  const all = await colours(session);
  expect(withColour(all, 9)).toEqual([]);
  expect(withColour(all, 5)).toEqual(await matching(session, 'dmnoti'));
  expect(withColour(all, 300)).toEqual(await matching(session, 'http && !dmnoti'));
  expect(withColour(all, 5).length * withColour(all, 300).length * withColour(all, 0).length).toBeGreaterThan(0);
  const [dm] = withColour(all, 5);
  expect(await session.colours.colourRuleOf(dm! - 1)).toBe(2);
  expect(await session.colours.colourRuleOf(0)).toBeUndefined();
  expect(await session.colours.colourRuleOf(100_000)).toBeUndefined();
});

test('a conversation has its colour before any rule, until it is taken away or another capture comes', async () => {
  const session = await opened('ota-http-register-push.pcap');
  session.colours.setColours([{ filter: 'tcp', colour: 7 }]);
  const first = await matching(session, session.listing.filterForConversation(0) ?? 'wrong');
  const other = (await matching(session, 'tcp')).find((number) => !first.includes(number)) ?? 0;
  expect(session.colours.colourConversation(0, 3)).toBe('coloured');
  expect(withColour(await colours(session), -3)).toEqual(first);
  expect(withColour(await colours(session), 7)).toContain(other);
  // Another colour takes the place of the one before.
  expect(session.colours.colourConversation(first.at(-1)! - 1, 4)).toBe('coloured');
  expect(withColour(await colours(session), -3)).toEqual([]);
  expect(withColour(await colours(session), -4)).toEqual(first);
  // A colour has one conversation.
  expect(session.colours.colourConversation(other - 1, 4)).toBe('coloured');
  const moved = withColour(await colours(session), -4);
  expect(moved).toContain(other);
  expect(moved).not.toContain(1);
  expect(session.colours.colourConversation(0, 1)).toBe('coloured');
  expect(withColour(await colours(session), -4)).toEqual(moved);
  // The same once more takes it away.
  expect(session.colours.colourConversation(0, 1)).toBe('cleared');
  expect(withColour(await colours(session), -1)).toEqual([]);
  // It stays when the capture is read anew, and when colours are switched off and on.
  await session.marks.ignore({ kind: 'packets', indexes: [first[1]! - 1] }, true);
  await judged(session);
  expect(withColour(await colours(session), -4)).toEqual(moved);
  session.colours.setColours(undefined);
  expect(new Set(await colours(session))).toEqual(new Set([0]));
  session.colours.setColours([]);
  expect(withColour(await colours(session), -4)).toEqual(moved);
  session.colours.clearConversations();
  expect(new Set(await colours(session))).toEqual(new Set([0]));
  session.colours.colourConversation(0, 2);
  await session.open({ kind: 'source', source: source('ota-http-register-push.pcap') });
  expect(new Set(await colours(session))).toEqual(new Set([0]));
});

test('what says nothing of its ends has no conversation, and what is left out no colour', async () => {
  const session = await opened('ota-http-register-push.pcap');
  session.colours.setColours([{ filter: 'frame', colour: 1 }]);
  await session.marks.ignore({ kind: 'packets', indexes: [2] }, true);
  await judged(session);
  expect(withColour(await colours(session), 0)).toEqual([3]);
  expect(session.colours.colourConversation(100_000, 1)).toBe('unknown');
  session.close();
  expect(session.colours.colourConversation(0, 1)).toBe('unknown');
});

test('rules follow what is known: a secret, and another reading of the protocols', async () => {
  const session = await opened('dm-notifications.pcap');
  session.colours.setColours([
    { filter: 'dmnoti.digest.verdict == "mismatch"', colour: 2 },
    { filter: 'wsp', colour: 3 },
  ]);
  expect(withColour(await colours(session), 2)).toEqual([]);
  session.setSecrets([{ form: 'text', typed: 'not the secret' }]);
  await judged(session);
  expect(withColour(await colours(session), 2).length).toBeGreaterThan(5);
  expect(withColour(await colours(session), 3).length).toBeGreaterThan(0);
  await session.setDecodeAs([{ table: 'udp.port', key: 2948, protocol: 'data' }]);
  await judged(session);
  expect(withColour(await colours(session), 2).length).toBeLessThan(5);
});
