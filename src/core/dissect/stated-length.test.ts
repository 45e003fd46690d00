import { describe, expect, test } from 'vitest';
import { register as frame } from '../protocols/frame/frame.ts';
import { dissectAll } from '../testing/packets.ts';
import { createCaptureState } from './capture-state.ts';
import { type Dissector, Registry } from './registry.ts';
import { addSegment, measured, octetsMissing, type SegmentView, viewSegment } from './stated-length.ts';
import { type Measure, NOT_OURS } from './streams.ts';
import { Summary } from './summary.ts';

/** Segments of one channel, in packets one after the other; `octets` where a message begins, `seconds` since the first. */
interface Sent {
  readonly size: number;
  readonly octets?: number;
  readonly seconds?: number;
  readonly cut?: boolean;
}

function run(sent: readonly Sent[]) {
  const row = new Summary(createCaptureState());
  const done = sent.map(({ size, octets, seconds = 0, cut = false }, frame) => {
    row.begin(frame, seconds, 0, cut);
    return addSegment(row, 'test', 'channel', new Uint8Array(size).fill(frame), 0, size, octets)?.bytes.length;
  });
  return { row, done };
}

describe('messages of stated length', () => {
  test('are whole when their octets have come', () => {
    const { row, done } = run([{ size: 4, octets: 10 }, { size: 4 }, { size: 2 }, { size: 3, octets: 3 }]);
    expect(done).toEqual([undefined, undefined, 10, undefined]);
    row.frame = 1;
    expect(octetsMissing(row, 'test', 'channel')).toBe(2);
    row.frame = 2;
    expect(octetsMissing(row, 'test', 'channel')).toBe(0);
    expect(octetsMissing(row, 'test', 'other')).toBe(0);
  });

  test('take segments up to 30 seconds apart', () => {
    expect(
      run([
        { size: 1, octets: 2 },
        { size: 1, seconds: 30 },
      ]).done[1],
    ).toBe(2);
    expect(
      run([
        { size: 1, octets: 2 },
        { size: 1, seconds: 31 },
      ]).done[1],
    ).toBeUndefined();
  });

  test('are given up when the capture cut a segment', () => {
    const { row, done } = run([{ size: 1, octets: 3 }, { size: 1, cut: true }, { size: 1 }]);
    expect(done).toEqual([undefined, undefined, undefined]);
    expect(octetsMissing(row, 'test', 'channel')).toBe(0);
  });

  test('have at most 1024 segments', () => {
    const of = (segments: number): readonly Sent[] =>
      Array.from({ length: segments }, (_, i) => (i === 0 ? { size: 1, octets: segments } : { size: 1 }));
    expect(run(of(1024)).done.at(-1)).toBe(1024);
    expect(run(of(1025)).done.at(-1)).toBeUndefined();
  });

  test('have at most a mebioctet', () => {
    const half = 512 * 1024;
    expect(run([{ size: half, octets: 2 * half }, { size: half }]).done[1]).toBe(2 * half);
    expect(run([{ size: half, octets: 2 * half + 1 }, { size: half + 1 }]).done[1]).toBeUndefined();
  });

  test('are measured without a memory', () => {
    const measure: Measure = (bytes, start, end, ended, memory) =>
      ended || memory.waiting.length > 0 ? NOT_OURS : bytes[start]! + end - start;
    expect(measured(measure, Uint8Array.of(7, 0), 0, 2)).toBe(9);
    expect(measured(undefined, Uint8Array.of(7), 0, 1)).toBe(NOT_OURS);
  });
});

test('each packet learns what became of its segment', () => {
  const views: (SegmentView | undefined)[] = [];
  const toy: Dissector = {
    id: 'toy',
    name: 'Toy',
    // The first octet is the length of the message that begins; 0 where one goes on.
    summarize(bytes, start, end, row) {
      addSegment(row, 'toy', 'c', bytes, start, end, bytes[start] === 0 ? undefined : bytes[start]);
    },
    dissect(_cursor, context) {
      views.push(viewSegment(context, 'toy', 'c', 'Joined'));
      context.quoting = 1;
      expect(viewSegment(context, 'toy', 'c', 'Joined')).toBeUndefined();
      context.quoting = 0;
    },
  };
  const registry = new Registry();
  frame(registry);
  registry.bind('layer', 'toy', toy);
  dissectAll(registry, 'toy', ['0401', '0002', '01', '0901']);
  expect(views.map((view) => view && [view.wholeIn, view.isFirst])).toEqual([
    [2, true],
    [2, false],
    undefined,
    [undefined, true],
  ]);
  expect(views.map((view) => view?.message?.bytes.length)).toEqual([undefined, 4, undefined, undefined]);
});
