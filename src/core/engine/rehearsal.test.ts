import { expect, test } from 'vitest';
import { MemorySource } from '../files/byte-source.ts';
import { createRegistry } from '../protocols/index.ts';
import { loadCapture } from './load-capture.ts';
import { rehearsalCapture, rehearse } from './rehearsal.ts';
import { Session } from './session.ts';

const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const makeSpill = () => {
  throw new Error('nothing is unpacked');
};
const source = (bytes: Uint8Array) => new MemorySource('made', bytes);

test('the made capture holds pushes over every kind of bearer, and nothing broken', async () => {
  const loading = loadCapture(createRegistry(), source(rehearsalCapture()), { makeSpill }, () => undefined);
  const capture = await loading.opened;
  await loading.done;
  expect(capture.notes.faults).toEqual([]);
  expect(capture.length).toBeGreaterThan(500);
  const bytes = await capture.bytes.fetch(Array.from({ length: capture.length }, (_, index) => index));
  const met = new Set<string>();
  for (let index = 0; index < capture.length; index++) {
    const { context } = capture.dissect(index, bytes, []);
    for (const { protocol } of context.layers) met.add(protocol);
  }
  for (const id of ['udp', 'tcp', 'wsp', 'smpp', 'sip', 'http', 'dmnoti']) expect(met, id).toContain(id);
});

test('it ends as soon as there is something to do', async () => {
  let asked = 0;
  const registry = createRegistry();
  const isWanted = (): boolean => ++asked < 3;
  await rehearse({ registry, clock: { pause, now: () => performance.now() }, source, isWanted, fieldNumber: () => 0 });
  expect(asked).toBeLessThan(20);
});

test('a session that has rehearsed says nothing of it, and opens as one that has not', async () => {
  const said: unknown[] = [];
  const make = () =>
    new Session(
      { pause, now: () => performance.now(), makeSpill },
      (status) => said.push(status),
      (listing) => said.push(listing),
    );
  const rehearsed = make();
  await rehearsed.rehearse(source);
  expect(said).toEqual([]);
  expect(rehearsed.status()).toBeUndefined();
  const opened = async (session: Session): Promise<unknown> => {
    await session.open({ kind: 'source', source: source(rehearsalCapture().subarray(0, 60_000)) });
    // What packets have to do with each other is learned behind the list, and rows say it as soon as it is known.
    while (session.status()?.judged !== session.status()?.packets) await pause();
    return [await session.packets.rows(0, 40), await session.packets.packet(7)].map((answer) => ({
      ...answer,
      version: 0,
    }));
  };
  expect(await opened(rehearsed)).toEqual(await opened(make()));
});

test('it loads the made capture several times, and stops in the middle when there is something to do', async () => {
  for (const most of [4, 1000]) {
    let loadings = 0;
    let time = 0;
    const counted = (bytes: Uint8Array) => {
      const memory = source(bytes);
      return {
        name: memory.name,
        size: memory.size,
        read(offset: number, length: number) {
          if (offset === 0) loadings++;
          return memory.read(offset, length);
        },
      };
    };
    // Time goes on by looking at it, so that what takes too long is the same on every machine.
    const clock = { pause, now: () => (time += 10) };
    const isWanted = (): boolean => loadings < most;
    await rehearse({ registry: createRegistry(), clock, source: counted, isWanted, fieldNumber: () => 0 });
    if (most === 4) expect(loadings).toBe(4);
    else {
      expect(loadings).toBeGreaterThan(4);
      expect(loadings).toBeLessThan(20);
    }
  }
});
