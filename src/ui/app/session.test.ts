import { expect, test, vi } from 'vitest';
import { createAppStore } from '../state/store.ts';
import { fakeEngine, fakeStatus } from '../testing/fake-engine.ts';
import type { StartEngine } from './client.ts';
import { createSession } from './session.ts';

const bytes = (name: string) => ({ name, input: { kind: 'bytes', name, bytes: new Uint8Array(4) } }) as const;

test('opens a capture, shows a packet and fetches the rows in view', async () => {
  const store = createAppStore();
  const session = createSession(store, fakeEngine({ delay: 2 }));
  session.open(bytes('a.pcap'), { packet: 7 });
  await session.idle();
  session.wantRows(100, 300);
  await session.idle();
  const { status, packet, view, rows } = store.getState();
  expect(status?.packets).toBe(1000);
  expect([packet, view?.index]).toEqual([7, 7]);
  expect(rows.rows(100, 300).map((row) => row?.index)).toEqual(Array.from({ length: 200 }, (_, at) => at + 100));
});

test('only the newest of many selections is asked for after the first', async () => {
  const asked: number[] = [];
  const start: StartEngine = (listener) => {
    const engine = fakeEngine({ delay: 5 })(listener);
    const packet = (index: number) => {
      asked.push(index);
      return engine.remote.packet(index);
    };
    return { ...engine, remote: { ...spread(engine.remote), packet } };
  };
  const store = createAppStore();
  const session = createSession(store, start);
  session.open(bytes('a.pcap'));
  await session.idle();
  for (let index = 1; index <= 20; index++) store.getState().selectPacket(index);
  await expect.poll(() => store.getState().view?.index).toBe(20);
  expect(asked).toEqual([0, 1, 20]);
});

const spread = <T extends object>(remote: T): T =>
  Object.fromEntries(
    [
      'catalogue',
      'open',
      'stop',
      'close',
      'status',
      'rows',
      'packet',
      'recognise',
      'setSecrets',
      'setDecodeAs',
      'setColours',
    ].map((name) => [name, Reflect.get(remote, name)]),
  ) as T;

test('what cannot be opened is told, and another input can follow', async () => {
  const store = createAppStore();
  const session = createSession(store, fakeEngine());
  session.open(bytes('broken.txt'));
  await session.idle();
  expect(store.getState().openError).toBe('not a capture');
  session.open(bytes('a.pcap'));
  await session.idle();
  expect(store.getState().openError).toBeUndefined();
  expect(store.getState().status?.name).toBe('a.pcap');
});

test('secrets and choices are told to the engine and read anew', async () => {
  const store = createAppStore();
  const session = createSession(store, fakeEngine());
  session.open(bytes('a.pcap'));
  await session.idle();
  const { epoch } = store.getState();
  store.getState().setSecrets([{ form: 'text', typed: 'secret' }]);
  await session.idle();
  expect(store.getState().epoch).toBeGreaterThan(epoch);
  expect(store.getState().status?.version).toBe(2);
});

test('after a crash the same input is opened by a new engine', async () => {
  let crash: ((reason: string) => void) | undefined;
  let started = 0;
  const start: StartEngine = (listener) => {
    started++;
    crash = listener.onCrash;
    return fakeEngine()(listener);
  };
  const store = createAppStore();
  const session = createSession(store, start);
  session.open(bytes('a.pcap'), { packet: 3 });
  await session.idle();
  crash?.('out of memory');
  expect(store.getState().engine).toEqual({ phase: 'crashed', reason: 'out of memory' });
  session.restart();
  await session.idle();
  expect(started).toBe(2);
  expect(store.getState().engine.phase).toBe('ready');
  expect(store.getState().packet).toBe(3);
});

test('a packet further on is shown once it has been read, unless the user has moved', async () => {
  for (const moves of [false, true]) {
    let grow: () => void = () => undefined;
    const start: StartEngine = (listener) => {
      grow = () => listener.onStatus(fakeStatus('a.pcap', 1000));
      return fakeEngine({ packets: 100, phase: 'loading' })(listener);
    };
    const store = createAppStore();
    const session = createSession(store, start);
    session.open(bytes('a.pcap'), { packet: 500 });
    await vi.waitFor(() => expect(store.getState().packet).toBe(99));
    expect(store.getState().awaited).toBe(500);
    if (moves) store.getState().selectPacket(3);
    grow();
    await session.idle();
    expect(store.getState().packet).toBe(moves ? 3 : 500);
    expect(store.getState().awaited).toBeUndefined();
  }
});

test('where a packet is wanted that the capture does not have, its last one is shown once all are read', async () => {
  let tell: (packets: number, phase: 'loading' | 'done') => void = () => undefined;
  const start: StartEngine = (listener) => {
    tell = (packets, phase) => listener.onStatus({ ...fakeStatus('a.pcap', packets), phase });
    return fakeEngine({ packets: 100, phase: 'loading' })(listener);
  };
  const store = createAppStore();
  const session = createSession(store, start);
  session.open(bytes('a.pcap'), { packet: 5000 });
  await vi.waitFor(() => expect(store.getState().packet).toBe(99));
  tell(900, 'loading');
  expect(store.getState().packet).toBe(99);
  tell(1000, 'loading');
  tell(1000, 'done');
  expect(store.getState().packet).toBe(999);
});

test('a packet may be asked for that is still to be read; whoever chooses another one does not wait', () => {
  const store = createAppStore();
  const { takeStatus, awaitPacket, selectPacket } = store.getState();
  const status = (packets: number) => ({ ...fakeStatus('a.pcap', packets), phase: 'loading' }) as const;
  const at = (): readonly (number | undefined)[] => [store.getState().packet, store.getState().awaited];
  takeStatus(status(100));
  selectPacket(7);
  awaitPacket(50);
  expect(at()).toEqual([50, undefined]);
  awaitPacket(500);
  takeStatus(status(400));
  expect(at()).toEqual([50, 500]);
  takeStatus(status(600));
  expect(at()).toEqual([500, undefined]);
  awaitPacket(900);
  // Also the one that stands for it.
  selectPacket(500);
  takeStatus(status(1000));
  expect(at()).toEqual([500, undefined]);
  awaitPacket(5000);
  takeStatus(fakeStatus('a.pcap', 1000));
  expect(at()).toEqual([999, undefined]);
  awaitPacket(5000);
  expect(at()).toEqual([999, undefined]);
});

test('the packet under the pointer is asked for ahead, and what is on its way is not asked for again', async () => {
  const store = createAppStore();
  const asked: number[] = [];
  let answered = 0;
  let answer: () => void = () => undefined;
  let isHeld = false;
  const start: StartEngine = (listener) => {
    const engine = fakeEngine({ delay: 1 })(listener);
    const packet = async (index: number) => {
      asked.push(index);
      if (isHeld)
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
      const view = await engine.remote.packet(index);
      answered++;
      return view;
    };
    return { ...engine, remote: { ...spread(engine.remote), packet } };
  };
  const session = createSession(store, start);
  session.open(bytes('a.pcap'), { packet: 5 });
  session.wantRows(0, 40);
  await session.idle();
  await expect.poll(() => asked).toEqual([5, 6, 4]);
  session.pointAt(20);
  await expect.poll(() => [...asked, answered]).toEqual([5, 6, 4, 20, 4]);
  store.getState().selectPacket(20);
  expect(store.getState().view?.index).toBe(20);
  // Who only sweeps over the list wants nothing.
  for (let place = 21; place < 30; place++) session.pointAt(place);
  session.pointAt(undefined);
  await expect.poll(() => asked).toEqual([5, 6, 4, 20, 21, 19]);
  await session.idle();
  isHeld = true;
  session.pointAt(30);
  await expect.poll(() => asked.at(-1)).toBe(30);
  store.getState().selectPacket(30);
  await expect.poll(() => asked).toEqual([5, 6, 4, 20, 21, 19, 30]);
  isHeld = false;
  answer();
  await expect.poll(() => store.getState().view?.index).toBe(30);
  await session.idle();
  expect(asked.filter((index) => index === 30)).toHaveLength(1);
});

test('neighbours of the shown packet are asked for ahead, and shown without a wait until they may read differently', async () => {
  const store = createAppStore();
  const asked: number[] = [];
  /** Those that have come: what is only asked for is shown when it comes. */
  let answered = 0;
  const start: StartEngine = (listener) => {
    const engine = fakeEngine({ delay: 1 })(listener);
    const packet = (index: number) => {
      asked.push(index);
      const answer = engine.remote.packet(index);
      void answer.then(() => answered++);
      return answer;
    };
    return { ...engine, remote: { ...spread(engine.remote), packet } };
  };
  const session = createSession(store, start);
  session.open(bytes('a.pcap'), { packet: 5 });
  await session.idle();
  session.wantRows(0, 40);
  await expect.poll(() => [...asked, answered]).toEqual([5, 6, 4, 3]);
  store.getState().selectPacket(6);
  expect(store.getState().view?.index).toBe(6);
  await expect.poll(() => [...asked, answered]).toEqual([5, 6, 4, 7, 4]);
  store.getState().selectPacket(5);
  expect(store.getState().view?.index).toBe(5);
  // Marks, secrets and the like: what was asked before may be wrong now.
  const before = asked.length;
  store.getState().readAnew();
  store.getState().selectPacket(6);
  expect(store.getState().view?.index).toBe(5);
  await expect.poll(() => store.getState().view?.index).toBe(6);
  expect(asked.slice(before)).toContain(6);
});

test('that the file is gone is told when rows or a packet meet it, and no other tree stands for it', async () => {
  const reason = 'the file has changed or is gone: open it again';
  const gone = () => Promise.reject(new Error(reason));
  for (const what of ['rows', 'packet'] as const) {
    let isGone = false;
    const start: StartEngine = (listener) => {
      const engine = fakeEngine()(listener);
      const { remote } = engine;
      const rows: typeof remote.rows = (from, count) => (isGone && what === 'rows' ? gone() : remote.rows(from, count));
      const packet: typeof remote.packet = (index) => (isGone && what === 'packet' ? gone() : remote.packet(index));
      return { ...engine, remote: { ...spread(remote), rows, packet } };
    };
    const store = createAppStore();
    const session = createSession(store, start);
    const { getState: get } = store;
    session.open(bytes('a.pcap'));
    await session.idle();
    expect(get().notice).toBeUndefined();
    isGone = true;
    if (what === 'rows') session.wantRows(500, 540);
    else get().selectPacket(700);
    await session.idle();
    expect(get().notice).toBe(`Packets cannot be read: ${reason}`);
    if (what === 'packet') expect([get().packet, get().view]).toEqual([700, undefined]);
  }
});
