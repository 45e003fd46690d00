import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../base/bytes.ts';
import {
  type FlowMemory,
  type Measure,
  MORE_NEEDED,
  NOT_OURS,
  type Segment,
  type SegmentPart,
  Streams,
} from './streams.ts';

/** Messages of one length octet and that many octets; 0xff is no message. */
const prefixed: Measure = (bytes, start, end) => {
  const length = bytes[start] ?? 0;
  if (length === 0xff) return NOT_OURS;
  return start < end ? 1 + length : MORE_NEEDED;
};

const A = 1;
const B = 2;
const FIRST = 0xffff_fff0; // so that sequence numbers wrap

interface Sent {
  readonly sequence: number;
  readonly bytes: readonly number[];
  readonly from?: number;
  readonly syn?: boolean;
  readonly fin?: boolean;
}

function run(sent: readonly Sent[], measure: Measure = prefixed) {
  const streams = new Streams();
  const messages: string[] = [];
  for (const [frame, { sequence, bytes, from = A, syn = false, fin = false }] of sent.entries()) {
    const segment: Segment = {
      frame,
      at: 40,
      sequence: (FIRST + sequence) >>> 0,
      payload: Uint8Array.from(bytes),
      syn,
      fin,
    };
    streams.add(streams.flow(from, from === A ? B : A), from, segment, measure, (data, start, end, joined) => {
      messages.push(`${joined ? 'joined ' : ''}${toHex(data.subarray(start, end))}`);
    });
  }
  streams.finish();
  return { streams, messages, parts: (frame: number) => (streams.partsOf(frame) ?? []).map(partText) };
}

function partText(part: SegmentPart): string {
  const place = `${part.kind} ${part.offset}+${part.size}`;
  if (part.kind !== 'piece') return place;
  return `${place} of ${part.message.pieces.map(({ frame, at, size }) => `${frame}@${at}+${size}`).join(' ')} at ${part.message.frame}`;
}

describe('streams', () => {
  test('leave nothing behind for segments of whole messages', () => {
    const { messages, parts } = run([
      { sequence: 0, bytes: [1, 0xaa, 2, 1, 2] },
      { sequence: 5, bytes: [0] },
    ]);
    expect(messages).toEqual(['01aa', '020102', '00']);
    expect([parts(0), parts(1)]).toEqual([[], []]);
  });

  test('put a message together that spans segments, and tell whole ones beside it', () => {
    const { messages, parts, streams } = run([
      { sequence: 0, bytes: [1, 0xaa, 3, 7] },
      { sequence: 4, bytes: [8] },
      { sequence: 5, bytes: [9, 0] },
    ]);
    expect(messages).toEqual(['01aa', 'joined 03070809', '00']);
    const piece = 'of 0@42+2 1@40+1 2@40+1 at 2';
    expect(parts(0)).toEqual(['whole 0+2', `piece 2+2 ${piece}`]);
    expect(parts(1)).toEqual([`piece 0+1 ${piece}`]);
    expect(parts(2)).toEqual([`piece 0+1 ${piece}`, 'whole 1+1']);
    expect([...streams.joinedAt(2)]).toHaveLength(1);
    expect([...streams.joinedAt(0)]).toHaveLength(0);
  });

  test('know what came before: whole, in part, and behind a hole', () => {
    const { messages, parts } = run([
      { sequence: 0, bytes: [2, 1] },
      { sequence: 0, bytes: [2, 1] },
      { sequence: 1, bytes: [1, 2] },
      { sequence: 5, bytes: [1, 2] },
      { sequence: 3, bytes: [3, 0] },
      { sequence: 5, bytes: [1, 2] },
    ]);
    expect(messages).toEqual(['joined 020102', 'joined 03000102']);
    expect(parts(1)).toEqual(['repeated 0+2']);
    expect(parts(2)).toEqual(['repeated 0+1', 'piece 1+1 of 0@40+2 2@41+1 at 2']);
    expect(parts(5)).toEqual(['repeated 0+2']);
  });

  test('keep both directions apart, and start anew after SYN', () => {
    const { messages } = run([
      { sequence: 0, bytes: [2, 1] },
      { sequence: 0, bytes: [1, 0xbb], from: B },
      { sequence: 2, bytes: [2] },
      { sequence: 99, bytes: [], syn: true },
      { sequence: 100, bytes: [0] },
    ]);
    expect(messages).toEqual(['01bb', 'joined 020102', '00']);
  });

  test('say what was never finished', () => {
    const { messages, parts } = run([
      { sequence: 0, bytes: [5, 1] },
      { sequence: 9, bytes: [0] },
    ]);
    expect(messages).toEqual([]);
    expect([parts(0), parts(1)]).toEqual([['unfinished 0+2'], ['unfinished 0+1']]);
  });

  test('go on behind octets of another protocol', () => {
    const { messages, parts } = run([
      { sequence: 0, bytes: [0xff, 1, 2] },
      { sequence: 3, bytes: [0] },
    ]);
    expect(messages).toEqual(['00']);
    expect(parts(0)).toEqual(['unfinished 0+3']);
  });

  test('give a hole up when too much has come behind it', () => {
    const sent: Sent[] = [{ sequence: 0, bytes: [9, 1] }];
    for (let i = 0; i < 600; i++) sent.push({ sequence: 100 + i, bytes: [0] });
    const { messages, parts } = run(sent);
    expect(messages).toHaveLength(600);
    expect(parts(0)).toEqual(['unfinished 0+2']);
  });

  test('tell a protocol that its sender has ended', () => {
    const untilEnd: Measure = (_bytes, start, end, ended) => (ended ? end - start : MORE_NEEDED);
    const { messages } = run(
      [
        { sequence: 0, bytes: [1, 2] },
        { sequence: 2, bytes: [3] },
        { sequence: 3, bytes: [], fin: true },
      ],
      untilEnd,
    );
    expect(messages).toEqual(['joined 010203']);
  });

  test('let a protocol remember requests of the connection', () => {
    const seen: [number, string[]][] = [];
    const remember: Measure = (bytes, start, _end, _ended, flow: FlowMemory) => {
      if (flow.direction === 0) flow.waiting.push(String(bytes[start]));
      else seen.push([flow.direction, flow.waiting.splice(0)]);
      return 1;
    };
    run(
      [
        { sequence: 0, bytes: [7] },
        { sequence: 0, bytes: [8], from: B },
      ],
      remember,
    );
    expect(seen).toEqual([[1, ['7']]]);
  });

  test('give every message once and in order, however it was cut, repeated and shuffled', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 12 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 60 }),
        fc.array(fc.nat(3), { minLength: 60, maxLength: 60 }),
        fc.infiniteStream(fc.boolean()),
        (bodies, cuts, delays, repeats) => {
          const stream = bodies.flatMap((body) => [body.length, ...body]);
          const segments: Sent[] = [];
          for (let at = 0, i = 0; at < stream.length; i++) {
            const size = cuts[i % cuts.length]!;
            segments.push({ sequence: at, bytes: stream.slice(at, at + size) });
            at += size;
          }
          // The first segment stays first: a capture that begins in the middle has no earlier octets to wait for.
          const shuffled = segments
            .map((segment, i) => ({ segment, place: i === 0 ? -1 : i + (delays[i % delays.length] ?? 0) * 1.5 }))
            .sort((a, b) => a.place - b.place)
            .flatMap(({ segment }) => (repeats.next().value === true ? [segment, segment] : [segment]));
          const { messages, parts } = run(shuffled);
          expect(messages.map((text) => text.replace('joined ', ''))).toEqual(
            bodies.map((body) => toHex(Uint8Array.from([body.length, ...body]))),
          );
          for (let frame = 0; frame < shuffled.length; frame++)
            expect(parts(frame).filter((part) => part.startsWith('unfinished'))).toEqual([]);
        },
      ),
    );
  });
});
