import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MemorySource } from '../files/byte-source.ts';
import { MemorySpill } from '../files/spill.ts';
import { macroCalls } from './macros.ts';
import { Session } from './session.ts';

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

async function opened() {
  const session = new Session(
    { pause: turn, now: () => performance.now(), makeSpill: () => new MemorySpill() },
    () => undefined,
  );
  const name = 'pap-udp-dmnoti.pcapng';
  const bytes = new Uint8Array(readFileSync(new URL(`../../../public/samples/${name}`, import.meta.url)));
  await session.open({ kind: 'source', source: new MemorySource(name, bytes) });
  while (session.status()?.phase === 'loading' || session.status()?.judged !== session.status()?.packets) await turn();
  return { session, macros: macroCalls(session.listing) };
}

const push = (port: number) => [{ name: 'push', text: `udp.port == ${port}` }];

test('the filter that is set, the search, colours and series all know the macros', async () => {
  const { session, macros } = await opened();
  expect((await session.listing.setFilter('$push()'))?.message).toBe('there is no macro push');
  await macros.setMacros(push(2948));
  expect(await session.listing.setFilter('$push()')).toBeUndefined();
  await session.listing.idle();
  expect(session.listing.indexes(0, 100)).toHaveLength(5);
  await session.listing.setFilter('');
  const request = { pattern: '$push()', where: 'list', isCaseSensitive: false, from: -1, direction: 1 } as const;
  expect((await session.listing.find({ ...request, kind: 'filter' })).found?.index).toBe(9);
  session.colours.setColours([{ filter: '$push()', colour: 4 }]);
  const coloured = async () => (await session.packets.rows(0, 100)).rows.filter(({ colour }) => colour === 4).length;
  expect(await coloured()).toBe(5);
  const series = async () => {
    const asked = { isShownOnly: false, series: [], filters: ['$push()'], range: undefined, interval: undefined };
    for (;;) {
      const view = await session.statistics.calls.timeline(asked);
      const [one] = view?.series ?? [];
      if (one === undefined || one.fault !== undefined || one.seen === 57) return one;
      await turn();
    }
  };
  const sum = async () => (await series())?.packets.reduce((all, value) => all + value, 0);
  expect(await sum()).toBe(5);

  // Another text: all of it is asked anew.
  await macros.setMacros(push(1));
  expect(await coloured()).toBe(0);
  expect(await sum()).toBe(0);
  await macros.setMacros([]);
  expect((await series())?.fault?.message).toBe('there is no macro push');
});

test('macros stay for the next capture and for other protocols', async () => {
  const { session, macros } = await opened();
  await macros.setMacros(push(2948));
  await session.setDecodeAs([{ table: 'udp.port', key: 5000, protocol: 'wsp' }]);
  expect(await session.listing.setFilter('$push()')).toBeUndefined();
  expect(await macros.expandMacros('!$push() || udp')).toBe('!udp.port == 2948 || udp');
  expect(await macros.expandMacros('$gone()')).toBeUndefined();
});

test('texts are judged by the macros that are being written', async () => {
  const { macros } = await opened();
  await macros.setMacros(push(2948));
  const judged = await macros.judgeMacros([
    { name: 'other', text: '$push() && $mine(1)' },
    { name: 'mine', text: 'udp.port == $1' },
  ]);
  expect(judged.map(({ state, message }) => [state, message])).toEqual([
    ['wrong', 'there is no macro push'],
    ['complete', undefined],
  ]);
});
