import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Api, CaptureStatus, ListingStatus, MapLines } from '../../../../worker/api.ts';
import type { Remote } from '../../../../worker/rpc.ts';
import { createAppStore } from '../../../state/store.ts';
import { fakeStatus } from '../../../testing/fake-engine.ts';
import { packetView } from '../../../testing/packet-view.ts';
import { createMapQuestions, type MapQuestions } from './map-questions.ts';

const VIEW = packetView(0, [[0, 0, 640, 1, 0]]);
const LISTING: ListingStatus = {
  version: 1,
  revision: 1,
  filter: '',
  shown: 1000,
  scanned: 1000,
  total: 1000,
  phase: 'complete',
  sort: undefined,
  took: 0,
  fault: undefined,
};
let questions: MapQuestions | undefined;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  questions?.end();
  vi.useRealTimers();
});

/** A page with a capture of a thousand packets, and an engine that answers when it is told to. */
function page(change: Partial<CaptureStatus> = {}) {
  const store = createAppStore();
  const asked: string[] = [];
  const open: { readonly from: number; readonly answer: (lines: MapLines | undefined) => void }[] = [];
  const remote = {
    mapLines: (from: number, count: number) => {
      asked.push(`${from}+${count}`);
      return new Promise<MapLines | undefined>((answer) => open.push({ from, answer }));
    },
    stopMapLines: async () => void asked.push('stop'),
  } as unknown as Remote<Api>;
  let changes = 0;
  store.setState({
    engine: { phase: 'ready' },
    status: { ...fakeStatus('a.pcap', 1000), ...change },
    listing: LISTING,
  });
  questions = createMapQuestions(
    store,
    () => remote,
    () => void changes++,
  );
  /** Answers the question that is open: all of it, unless fewer rows are there; each row has the colour. */
  const answer = async (count = 128, colour = 5): Promise<void> => {
    const { from, answer: tell } = open.shift() ?? expect.fail('nothing is asked');
    const packets = Uint32Array.from({ length: count }, (_, at) => from + at);
    const lines = { colours: new Int16Array(count).fill(colour), signs: new Uint8Array(count), packets };
    tell({ version: 1, revision: store.getState().listing?.revision ?? 0, from, ...lines });
    await vi.advanceTimersByTimeAsync(0);
  };
  const giveUp = async (): Promise<void> => {
    open.shift()?.answer(undefined);
    await vi.advanceTimersByTimeAsync(0);
  };
  const shown = () => store.setState({ view: VIEW });
  const taken = (): string[] => asked.splice(0);
  return { store, questions, taken, answer, giveUp, shown, changes: () => changes };
}

test('nothing is asked before the first tree is shown, nor while the list moves', async () => {
  const { questions, taken, shown } = page();
  questions.want(0, 300);
  await vi.advanceTimersByTimeAsync(5000);
  expect(taken()).toEqual([]);
  shown();
  for (let from = 0; from < 20; from++) {
    await vi.advanceTimersByTimeAsync(90);
    // At an end of the list, the map stays where it is.
    questions.want(Math.max(0, from - 10), Math.max(300, from + 290));
    questions.moved();
  }
  expect(taken()).toEqual([]);
  await vi.advanceTimersByTimeAsync(101);
  expect(taken()).toEqual(['128+128']);
});

test('one block is asked after the other, drawn as it comes, and kept for small steps', async () => {
  const { questions, taken, answer, shown, changes } = page();
  shown();
  questions.want(0, 300);
  await vi.advanceTimersByTimeAsync(100);
  const before = changes();
  await answer();
  await answer();
  await answer();
  expect(taken()).toEqual(['128+128', '0+128', '256+128']);
  expect(changes() - before).toBe(3);
  expect(questions.known.colourAt(300)).toBe(5);
  questions.want(40, 340);
  questions.moved();
  await vi.advanceTimersByTimeAsync(1000);
  expect(taken()).toEqual([]);
  questions.want(700, 1000);
  questions.moved();
  await vi.advanceTimersByTimeAsync(100);
  expect(taken()).toEqual(['768+128']);
});

test('who goes on gives up what is being asked, and its answer is not taken', async () => {
  const { questions, taken, answer, shown } = page();
  shown();
  questions.want(0, 100);
  await vi.advanceTimersByTimeAsync(100);
  questions.want(500, 600);
  questions.moved();
  expect(taken()).toEqual(['0+128', 'stop']);
  await answer();
  expect(questions.known.packetAt(0)).toBeUndefined();
  await vi.advanceTimersByTimeAsync(100);
  expect(taken()).toEqual(['512+128']);
  questions.end();
  expect(taken()).toEqual(['stop']);
});

test('another list is blank until it is known; another reading shows the one before', async () => {
  const { store, questions, taken, answer, shown } = page();
  shown();
  questions.want(0, 100);
  await vi.advanceTimersByTimeAsync(100);
  await answer();
  taken();
  store.getState().readAnew();
  expect(questions.known.colourAt(0)).toBe(5);
  await vi.advanceTimersByTimeAsync(100);
  expect(taken()).toEqual(['0+128']);
  await answer(128, 7);
  expect(questions.known.colourAt(0)).toBe(7);
  store.setState({ listing: { ...LISTING, revision: 2, filter: 'udp', shown: 30 } });
  expect(questions.known.colourAt(0)).toBeUndefined();
  await vi.advanceTimersByTimeAsync(100);
  expect(taken()).toEqual(['0+128']);
  await answer(30);
  // Another packet has matched.
  questions.want(0, 101);
  await vi.advanceTimersByTimeAsync(100);
  expect(taken()).toEqual(['0+128']);
});

test('while a capture loads it is asked late; a list that grows does not put it off', async () => {
  const { store, questions, taken, shown } = page({ phase: 'loading' });
  shown();
  for (let packets = 100; packets < 2500; packets += 100) {
    questions.want(0, Math.min(packets, 300));
    store.setState({ status: { ...fakeStatus('a.pcap', packets), phase: 'loading' } });
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(taken()).toEqual([]);
  await vi.advanceTimersByTimeAsync(100);
  expect(taken()).toEqual(['128+128']);
});

test('an answer that was given up in the engine, or fails, is not asked for again until something changes', async () => {
  const { store, questions, taken, giveUp, shown } = page();
  shown();
  questions.want(0, 100);
  await vi.advanceTimersByTimeAsync(100);
  await giveUp();
  await vi.advanceTimersByTimeAsync(1000);
  expect(taken()).toEqual(['0+128']);
  store.getState().readAnew();
  await vi.advanceTimersByTimeAsync(100);
  expect(taken()).toEqual(['0+128']);
  store.setState({ engine: { phase: 'crashed', reason: 'x' } });
  questions.want(500, 600);
  await vi.advanceTimersByTimeAsync(1000);
  expect(taken()).toEqual([]);
});
