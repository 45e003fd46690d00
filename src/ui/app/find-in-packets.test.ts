import { expect, test } from 'vitest';
import { createAppStore } from '../state/store.ts';
import { fakeEngine } from '../testing/fake-engine.ts';
import { findInPackets } from './find-in-packets.ts';
import { createSession } from './session.ts';

test('a search without a hit tells a list that has all from one that has not, and from one that is empty', async () => {
  const store = createAppStore();
  const { getState: get } = store;
  const session = createSession(store, fakeEngine({ delay: 2, step: 10 }));
  session.open({ name: 'a.pcap', input: { kind: 'bytes', name: 'a.pcap', bytes: new Uint8Array(4) } });
  await session.idle();
  get().changeFind({ pattern: 'nowhere', where: 'list' });
  const said = async (): Promise<string> => {
    await findInPackets(store, session.list, 1);
    return get().find.message;
  };
  expect(await said()).toBe('Nothing found in the list');
  get().applyFilter('udp');
  await expect.poll(() => get().listing?.shown).toBeGreaterThan(0);
  expect(await said()).toBe('Nothing found in the list so far');
  session.list.stopFilter();
  await session.idle();
  expect(await said()).toBe('Nothing found in the list, which was stopped');
  get().applyFilter('nothing fits this');
  await session.idle();
  expect(await said()).toBe('No packets to look through in the list');
  get().applyFilter('nor this');
  await expect.poll(() => get().listing?.scanned).toBeGreaterThan(0);
  session.list.stopFilter();
  await session.idle();
  expect(await said()).toBe('No packets to look through in the list, which was stopped');
});
