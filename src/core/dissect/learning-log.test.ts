import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createCaptureState } from './capture-state.ts';
import { type CaptureState, type Learner, Summary } from './summary.ts';

function learned(state: CaptureState) {
  const all: string[] = [];
  const learner =
    (name: string): Learner =>
    (bytes, start, end, row) => {
      const octets = [...bytes.subarray(start, Math.min(end, start + 4))].join(' ');
      all.push(
        `${name} ${row.frame} ${row.seconds} ${row.source}>${row.destination} ${row.cut} ${end - start}: ${octets}`,
      );
    };
  const row = new Summary(state);
  const one = learner('one');
  const two = learner('two');
  const give = (frame: number, size: number) => {
    row.begin(frame, frame / 2, 0, frame % 3 === 0);
    row.source = frame + 1;
    row.destination = frame + 2;
    const bytes = new Uint8Array(size + 2);
    for (let i = 0; i < Math.min(8, bytes.length); i++) bytes[i] = frame + i;
    row.learn(frame % 2 === 0 ? one : two, bytes, 1, size + 1);
    // Octets of a window are overwritten when the next is read.
    bytes.fill(0xff);
  };
  return { all, give };
}

test('what is learned later is what would have been learned at once, in the same order', () => {
  const sizes = [4, 0, 1, 100, 3_000_000, 7, 1_048_576, 5];
  const now = createCaptureState();
  const later = createCaptureState({ defer: true });
  const first = learned(now);
  const second = learned(later);
  for (const [frame, size] of sizes.entries()) {
    first.give(frame, size);
    second.give(frame, size);
  }
  expect(now.learning).toBeUndefined();
  expect([first.all.length, second.all.length, later.learning?.length]).toEqual([8, 0, 8]);
  expect(later.learning?.step(3)).toBe(true);
  expect([second.all.length, later.learning?.length]).toEqual([3, 5]);
  // More may come in between.
  first.give(8, 9);
  second.give(8, 9);
  expect(later.learning?.step(100)).toBe(false);
  expect(second.all).toEqual(first.all);
  expect([later.learning?.step(1), later.learning?.length]).toEqual([false, 0]);
  second.give(9, 3);
  later.learning?.step(1);
  expect(second.all.at(-1)).toBe('two 9 4.5 10>11 true 3: 10 11 12');
});

test('memory is bounded: beyond the limit what waits longest is learned, and no more than has to be', () => {
  const state = createCaptureState({ defer: true });
  const { all, give } = learned(state);
  const size = 8 * 1024 * 1024 - 100;
  for (let frame = 0; frame < 9; frame++) {
    give(frame, size);
    expect([all.length, state.learning?.length]).toEqual([Math.max(0, frame - 3), Math.min(4, frame + 1)]);
    expect(state.learning?.held).toBeLessThan(4 * (size + 48));
  }
  give(9, 40 * 1024 * 1024);
  expect([all.length, state.learning?.length]).toEqual([10, 0]);
  expect(all.map((line) => Number(line.split(' ')[1]))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('nothing is kept when nobody will ask', () => {
  const state = createCaptureState({ defer: true });
  const { all, give } = learned(state);
  give(0, 5);
  state.learning?.close();
  give(1, 5);
  expect([state.learning?.length, state.learning?.step(9), all]).toEqual([0, false, []]);
});

test('messages and parts of them, packets and times in any order are learned as they were', () => {
  const message = fc.record({
    frame: fc.oneof(fc.nat(5), fc.nat(2 ** 31)),
    seconds: fc.oneof(fc.nat(3), fc.double(), fc.constant(-1e12)),
    ends: fc.tuple(fc.nat(2 ** 32 - 1), fc.nat(200)),
    cut: fc.boolean(),
    parts: fc.array(fc.tuple(fc.nat(60), fc.nat(60)), { minLength: 1, maxLength: 4 }),
    changed: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(message), fc.nat(9), (messages, most) => {
      const learn = (defer: boolean): string[] => {
        const state = createCaptureState({ defer });
        const all: string[] = [];
        const learners = ['a', 'b', 'c'].map(
          (name): Learner =>
            (bytes, start, end, row) => {
              all.push(
                [
                  name,
                  row.frame,
                  row.seconds,
                  row.source,
                  row.destination,
                  row.cut,
                  ...bytes.subarray(start, end),
                ].join(),
              );
            },
        );
        const row = new Summary(state);
        const bytes = Uint8Array.from({ length: 60 }, (_, i) => i);
        for (const [i, { frame, seconds, ends, cut, parts, changed }] of messages.entries()) {
          row.begin(frame, seconds, 0, cut);
          [row.source, row.destination] = ends;
          for (const [j, [one, other]] of parts.entries()) {
            if (changed && j === 1) bytes[30] = i;
            row.learn(learners[(i + j) % 3]!, bytes, Math.min(one, other), Math.max(one, other));
          }
          if (i % 10 === 9) state.learning?.step(most);
        }
        while (state.learning?.step(most + 1) === true);
        return all;
      };
      expect(learn(true)).toEqual(learn(false));
    }),
  );
});

test('what is learned in several ways is kept once', () => {
  const state = createCaptureState({ defer: true });
  const row = new Summary(state);
  const bytes = new Uint8Array(1000).fill(7);
  row.begin(1, 2, 0, false);
  for (const [start, end] of [
    [0, 1000],
    [0, 1000],
    [100, 900],
  ] as const)
    row.learn(() => undefined, bytes, start, end);
  expect(state.learning?.length).toBe(3);
  expect(state.learning?.held).toBeLessThan(1060);
});

test('octets that are put aside twice are each learned as they were, also where a buffer has other ones by then', () => {
  const run = (state: CaptureState): string[] => {
    const said: string[] = [];
    const learner =
      (name: string): Learner =>
      (bytes, start, end, { frame }) => {
        said.push(`${name} ${frame}: ${[...bytes.subarray(start, end)].join(' ')}`);
      };
    const [one, two] = [learner('one'), learner('two')];
    const row = new Summary(state);
    const buffer = new Uint8Array(700);
    for (let frame = 0; frame < 40; frame++) {
      row.begin(frame, frame, 0, false);
      for (const size of [0, 5, 5, 600, 600, 0, 3]) {
        buffer.fill(frame + size, 10, 10 + size);
        row.learn(one, buffer, 10, 10 + size);
        row.learn(two, buffer, 10, 10 + size);
        // The next message of the packet, in the same place: it differs in its last octet alone.
        buffer[9 + size] = 99;
        row.learn(two, buffer, 10, 10 + size);
        row.learn(one, buffer, 10, 10 + size);
        if (size > 0) row.learn(one, buffer, 11, 10 + size);
      }
    }
    state.learning?.step(Number.POSITIVE_INFINITY);
    return said;
  };
  expect(run(createCaptureState({ defer: true }))).toEqual(run(createCaptureState()));
});
