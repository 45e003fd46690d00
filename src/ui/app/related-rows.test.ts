import { expect, test } from 'vitest';
import { lineAt } from '../state/related.ts';
import { createAppStore } from '../state/store.ts';
import { fakeEngine } from '../testing/fake-engine.ts';
import type { StartEngine } from './client.ts';
import { createSession } from './session.ts';

const capture = { name: 'a.pcap', input: { kind: 'bytes', name: 'a.pcap', bytes: new Uint8Array(4) } } as const;
type Asked = readonly [packet: number, from: number, count: number];

/** A capture of a thousand packets, of which each second one belongs to the same conversation; `asked` are the questions about it. */
async function opened() {
  const asked: Asked[] = [];
  const store = createAppStore();
  const start: StartEngine = (listener) => {
    const engine = fakeEngine({ delay: 1 })(listener);
    const remote = new Proxy(engine.remote, {
      get: (target, name) =>
        name === 'conversationRows'
          ? (packet: number, from: number, count: number) => {
              // Its tree is there already.
              expect(store.getState().view?.index).toBe(packet);
              asked.push([packet, from, count]);
              return target.conversationRows(packet, from, count);
            }
          : Reflect.get(target, name),
    });
    return { ...engine, remote };
  };
  const session = createSession(store, start);
  session.open(capture);
  await session.idle();
  session.wantRows(300, 330);
  await session.idle();
  asked.length = 0;
  return { store, session, asked, get: store.getState };
}

test('signs are asked for once a packet has been shown for a while, not while the user goes on', async () => {
  const { session, asked, get } = await opened();
  for (let packet = 300; packet <= 305; packet++) {
    get().selectPacket(packet);
    await new Promise((done) => setTimeout(done, 15));
  }
  await session.idle();
  expect(asked).toEqual([[305, 172, 286]]);
  const { related } = get();
  expect(related?.packet).toBe(305);
  expect([1, 301, 302, 999].map((index) => related && lineAt(related, index, index))).toEqual([
    undefined,
    'inside',
    'between',
    undefined,
  ]);
});

test('scrolling asks for further rows only where they are not there yet', async () => {
  const { session, asked, get } = await opened();
  get().selectPacket(300);
  await session.idle();
  asked.length = 0;
  session.wantRows(400, 430);
  await session.idle();
  expect(asked).toEqual([]);
  session.wantRows(980, 1010);
  await session.idle();
  expect(asked).toEqual([[300, 852, 148]]);
  const { related } = get();
  expect([997, 998, 999].map((index) => related && lineAt(related, index, index))).toEqual([
    'between',
    'last',
    undefined,
  ]);
});

test('a filtered list is asked anew, one in another order has no lines', async () => {
  const { session, asked, get } = await opened();
  get().selectPacket(2);
  await session.idle();
  get().applyFilter('udp');
  await session.idle();
  const { related, listing } = get();
  expect(related?.revision).toBe(listing?.revision);
  // Every fourth packet is UDP, and all of these are in the conversation.
  expect([...(related?.conversation?.members ?? [])].every((member) => member === 1)).toBe(true);
  asked.length = 0;
  get().sortBy({ key: 'info', isDescending: false });
  await session.idle();
  expect(asked).toEqual([]);
  expect(get().related?.conversation).toBeUndefined();
  expect(get().related?.packet).toBe(2);
  get().sortBy({ key: 'number', isDescending: false });
  await session.idle();
  expect(get().related?.conversation?.members.length).toBeGreaterThan(0);
});

test('signs go with the capture', async () => {
  const { session, get } = await opened();
  get().selectPacket(300);
  await session.idle();
  expect(get().related).toBeDefined();
  session.close();
  expect(get().related).toBeUndefined();
});

test('the next related packet of the list is shown, and it is said when there is none', async () => {
  const { session, get } = await opened();
  get().selectPacket(300);
  await session.idle();
  session.list.goOnAmong([10, 420, 350], 1);
  await session.idle();
  expect(get().packet).toBe(350);
  session.list.goOnAmong([10, 300], 1);
  await session.idle();
  expect(get().packet).toBe(350);
  expect(get().said).toMatch(/No later related packet/);
});
