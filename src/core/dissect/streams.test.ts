import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../base/bytes.ts';
import {
  atLeast,
  type Measure,
  MORE_NEEDED,
  NOT_OURS,
  type Segment,
  type SegmentPart,
  type StreamLimits,
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
const EMPTY: Segment = {
  frame: 0,
  at: -1,
  sequence: 0,
  payload: new Uint8Array(0),
  missing: 0,
  syn: false,
  opening: false,
  fin: false,
};
const FIRST = 0xffff_fff0; // so that sequence numbers wrap

interface Sent {
  readonly sequence: number;
  readonly bytes: readonly number[];
  readonly from?: number;
  readonly syn?: boolean;
  readonly fin?: boolean;
  readonly missing?: number;
  readonly seconds?: number;
}

function run(sent: readonly Sent[], measure: Measure = prefixed, limits: Partial<StreamLimits> = {}) {
  const streams = new Streams(limits);
  const messages: string[] = [];
  for (const [
    frame,
    { sequence, bytes, from = A, syn = false, fin = false, missing = 0, seconds = 0 },
  ] of sent.entries()) {
    const segment: Segment = {
      frame,
      seconds,
      at: 40,
      sequence: (FIRST + sequence) >>> 0,
      payload: Uint8Array.from(bytes),
      missing,
      syn,
      opening: syn,
      fin,
    };
    const flow = streams.flow(from, 7, from === A ? B : A, 9);
    streams.add(flow, flow.sideOf(from, 7), segment, measure, (data, start, end, joined) => {
      messages.push(`${joined ? 'joined ' : ''}${toHex(data.subarray(start, end))}`);
    });
  }
  streams.finish();
  return { streams, messages, parts: (frame: number) => (streams.partsOf(frame) ?? []).map(partText) };
}

function partText(part: SegmentPart): string {
  const place = `${part.kind} ${part.offset}+${part.size}`;
  if (part.kind === 'unfinished' && part.begins) return `${place} begins`;
  if (part.kind !== 'piece') return place;
  return `${place} of ${part.message.pieces.map(({ frame, at, size }) => `${frame}@${at}+${size}`).join(' ')} at ${part.message.frame}`;
}

describe('streams', () => {
  test('leave nothing behind for segments of one message', () => {
    const { messages, parts } = run([
      { sequence: 0, bytes: [1, 0xaa] },
      { sequence: 2, bytes: [0] },
    ]);
    expect(messages).toEqual(['01aa', '00']);
    expect([parts(0), parts(1)]).toEqual([[], []]);
  });

  test('say where several messages lie in one segment', () => {
    const { messages, parts, streams } = run([{ sequence: 0, bytes: [1, 0xaa, 2, 1, 2] }]);
    expect(messages).toEqual(['01aa', '020102']);
    expect(parts(0)).toEqual(['whole 0+2', 'whole 2+3']);
    expect(streams.shownAt(0)).toHaveLength(2);
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
    expect(streams.shownAt(2)?.filter(({ kind }) => kind === 'joined')).toHaveLength(1);
    expect(streams.shownAt(0)?.filter(({ kind }) => kind === 'joined') ?? []).toHaveLength(0);
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
    expect([parts(0), parts(1)]).toEqual([['unfinished 0+2 begins'], ['unfinished 0+1']]);
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
    expect(parts(0)).toEqual(['unfinished 0+2 begins']);
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

  test('pair requests with responses, oldest first', () => {
    const streams = new Streams();
    const memory = streams.flow(A, 7, B, 7);
    streams.wait(memory, 'GET', 0, 0);
    streams.wait(memory, 'HEAD', 0, 1);
    expect(streams.answer(memory, 1, 0)).toBeUndefined();
    memory.direction = 1;
    expect(streams.answer(memory, 2, 0)?.what).toBe('GET');
    expect(streams.answer(memory, 2, 1)?.what).toBe('HEAD');
    expect(streams.answer(memory, 3, 0)).toBeUndefined();
    expect([streams.partner(0, 1), streams.partner(2, 0), streams.partner(3, 0)]).toEqual([2, 0, undefined]);
  });

  test('show what came out of order at the packet that fills the hole', () => {
    const { messages, parts, streams } = run([
      { sequence: 0, bytes: [1, 1] },
      { sequence: 4, bytes: [1, 3] },
      { sequence: 2, bytes: [1, 2] },
    ]);
    expect(messages).toEqual(['0101', '0102', 'joined 0103']);
    expect(parts(1)).toEqual(['piece 0+2 of 1@40+2 at 2']);
    expect(parts(2)).toEqual(['whole 0+2']);
    expect(streams.shownAt(2)?.map(({ kind }) => kind)).toEqual(['whole', 'joined']);
  });

  test('go on behind a hole whose octets the receiver has acknowledged', () => {
    const streams = new Streams();
    const flow = streams.flow(A, 7, B, 7);
    const messages: string[] = [];
    const add = (frame: number, sequence: number, ...bytes: number[]) =>
      streams.add(
        flow,
        flow.sideOf(A, 7),
        { ...EMPTY, frame, sequence, payload: Uint8Array.from(bytes) },
        prefixed,
        (data, start, end) => {
          messages.push(toHex(data.subarray(start, end)));
        },
      );
    add(0, 100, 3, 1);
    add(1, 110, 1, 5);
    streams.acknowledge(flow, flow.sideOf(B, 7), 105, 1);
    streams.acknowledge(flow, flow.sideOf(B, 7), 112, 1);
    add(3, 112, 1, 6);
    expect(messages).toEqual(['0106']);
    expect([0, 1].map((frame) => streams.partsOf(frame)?.map(partText))).toEqual([
      ['unfinished 0+2 begins'],
      ['unfinished 0+2'],
    ]);
  });

  test('go on behind a hole when the only side that was captured acknowledges an answer', () => {
    const streams = new Streams();
    const flow = streams.flow(A, 7, B, 7);
    const messages: string[] = [];
    const add = (frame: number, sequence: number, acknowledged: number, ...bytes: number[]) => {
      streams.acknowledge(flow, flow.sideOf(A, 7), acknowledged, sequence);
      const segment = { ...EMPTY, frame, sequence, payload: Uint8Array.from(bytes) };
      streams.add(flow, flow.sideOf(A, 7), segment, prefixed, (data, start, end) => {
        messages.push(toHex(data.subarray(start, end)));
      });
    };
    add(0, 100, 50, 3, 1);
    add(1, 110, 50, 1, 5);
    add(2, 112, 50);
    expect(messages).toEqual([]);
    add(3, 112, 70);
    add(4, 112, 70, 1, 6);
    expect(messages).toEqual(['0106']);
  });

  test('show a message as far as it goes when the capture cut its packet, and go on behind', () => {
    const { messages, parts } = run([
      { sequence: 0, bytes: [1, 1, 9, 2], missing: 8 },
      { sequence: 12, bytes: [3] },
      { sequence: 13, bytes: [1, 2], missing: 1 },
      { sequence: 16, bytes: [1, 4] },
    ]);
    expect(messages).toEqual(['0101', '0902', '0104']);
    expect(parts(1)).toEqual(['unfinished 0+1 begins']);
    expect(parts(2)).toEqual(['unfinished 0+2']);
  });

  test('ask again only when as many octets are there as were asked for', () => {
    const asked: number[] = [];
    const inTens: Measure = (_bytes, start, end) => {
      asked.push(end - start);
      return end - start < 10 ? atLeast(10) : 10;
    };
    const sent = Array.from({ length: 25 }, (_, i) => ({ sequence: i, bytes: [i] }));
    const { messages } = run(sent, inTens);
    expect(messages).toHaveLength(2);
    expect(asked).toEqual([1, 10, 1, 10, 1]);
  });

  test('give up a message that is too long, and one that cannot be measured', () => {
    const big = new Array<number>(300_000).fill(1);
    const { messages, parts } = run([{ sequence: 0, bytes: big }], () => MORE_NEEDED);
    expect([messages, parts(0)]).toEqual([[], ['unfinished 0+300000 begins']]);
    const endless = run([{ sequence: 0, bytes: [1] }], () => 1e9);
    expect(endless.parts(0)).toEqual(['unfinished 0+1 begins']);
  });

  test('a connection is the same from both ends until it is forgotten, however many others are asked for in between', () => {
    const most = 700;
    const streams = new Streams({ maxFlows: most });
    const flows: object[] = [];
    const opened = new Map<number, object>();
    for (let i = 0; i < 4000; i++) {
      const [from, to] = [1 + (i % 61), 100 + i * 3];
      const flow = streams.flow(from, i, to, 80);
      expect(flows).not.toContain(flow);
      flows.push(flow);
      if (flows.length > 200) flows.shift();
      opened.set(i, flow);
      for (const back of [0, 1, 63, 350, most - 1]) {
        const j = i - back;
        const known = opened.get(j);
        if (known === undefined) continue;
        const ends = [1 + (j % 61), j, 100 + j * 3, 80] as const;
        expect(streams.flow(...ends)).toBe(known);
        expect(streams.flow(ends[2], ends[3], ends[0], ends[1])).toBe(known);
      }
      // Both directions were asked for last when it was forgotten.
      if (i === most) {
        const again = streams.flow(1, 0, 100, 80);
        expect(again).not.toBe(opened.get(0));
        expect(streams.flow(100, 80, 1, 0)).toBe(again);
        break;
      }
    }
  });

  test('forget the oldest connections when there are too many', () => {
    const streams = new Streams();
    const first = streams.flow(A, 7, B, 7);
    const segment = { ...EMPTY, frame: 0, sequence: 1, payload: Uint8Array.of(5, 1) };
    streams.add(first, first.sideOf(A, 7), segment, prefixed, () => undefined);
    for (let i = 0; i < 100_000; i++) streams.flow(1000 + i, 7, 5, 7);
    expect(streams.flow(A, 7, B, 7)).not.toBe(first);
    expect(streams.partsOf(0)?.map(partText)).toEqual(['unfinished 0+2 begins']);
  });

  test('keep what was guessed for each packet', () => {
    const streams = new Streams();
    const dissector = { id: 'a', name: 'A', dissect: () => undefined };
    const choice = { dissector, chosenBy: 'guess 0.90' };
    streams.choose(70_000, choice);
    streams.choose(5, { ...choice });
    expect([streams.chosenAt(5), streams.chosenAt(6), streams.chosenAt(70_000)]).toEqual([choice, undefined, choice]);
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

describe('limits of streams', () => {
  /** One octet a segment. */
  const octetByOctet = (bytes: readonly number[], gap = 0): Sent[] =>
    bytes.map((octet, i) => ({ sequence: i, bytes: [octet], seconds: i * gap }));

  test('segments of one message', () => {
    const whole = octetByOctet([3, 1, 1, 1]);
    expect(run(whole, prefixed, { maxPieces: 4 }).messages).toEqual(['joined 03010101']);
    const { messages, parts } = run(whole, prefixed, { maxPieces: 3 });
    expect(messages).toEqual([]);
    expect([0, 1, 2].map((frame) => parts(frame)[0])).toEqual([
      'unfinished 0+1 begins',
      'unfinished 0+1',
      'unfinished 0+1',
    ]);
  });

  test('segments of a message that asked to be left alone until it is there', () => {
    const patient: Measure = (_bytes, start, end) => (end - start < 100 ? atLeast(100) : 100);
    const { messages, parts } = run(octetByOctet(new Array<number>(120).fill(0)), patient, { maxPieces: 10 });
    expect(messages).toEqual([]);
    expect(parts(9)).toEqual(['unfinished 0+1']);
    expect(parts(10)).toEqual(['unfinished 0+1 begins']);
  });

  test('octets of one message', () => {
    const sent: Sent[] = [{ sequence: 0, bytes: [9, ...new Array<number>(9).fill(0)] }];
    expect(run(sent, prefixed, { maxMessage: 10 }).messages).toHaveLength(1);
    expect(run(sent, prefixed, { maxMessage: 9 }).messages).toEqual([]);
  });

  test('octets that cannot be measured', () => {
    const unsure: Measure = (_bytes, start, end) => (end - start < 4 ? MORE_NEEDED : 4);
    const sent = octetByOctet([1, 2, 3, 4]);
    expect(run(sent, unsure, { maxUnmeasured: 3 }).messages).toEqual(['joined 01020304']);
    expect(run(sent, unsure, { maxUnmeasured: 2 }).messages).toEqual([]);
  });

  test('silence in the middle of a message', () => {
    expect(run(octetByOctet([1, 1], 7200)).messages).toEqual(['joined 0101']);
    const late = run(octetByOctet([1, 0], 7201));
    expect(late.messages).toEqual(['00']);
    expect(late.parts(0)).toEqual(['unfinished 0+1 begins']);
    // Between messages a connection may be silent for as long as it likes.
    expect(run(octetByOctet([0, 0], 100_000)).messages).toEqual(['00', '00']);
  });

  test('silence before a hole is filled', () => {
    const sent = (seconds: number): Sent[] => [
      { sequence: 0, bytes: [0] },
      { sequence: 2, bytes: [0] },
      { sequence: 1, bytes: [0], seconds },
    ];
    expect(run(sent(7200)).messages).toHaveLength(3);
    const late = run(sent(7201));
    expect(late.messages).toHaveLength(2);
    expect(late.parts(1)).toEqual(['unfinished 0+1']);
  });

  test('segments and octets behind a hole', () => {
    const behind = (count: number): Sent[] => [
      { sequence: 0, bytes: [9, 1] },
      ...Array.from({ length: count }, (_, i) => ({ sequence: 50 + i, bytes: [0] })),
    ];
    expect(run(behind(4), prefixed, { maxEarly: 4 }).messages).toEqual([]);
    expect(run(behind(5), prefixed, { maxEarly: 4 }).messages).toHaveLength(5);
    expect(run(behind(4), prefixed, { maxEarlyOctets: 4 }).messages).toEqual([]);
    expect(run(behind(5), prefixed, { maxEarlyOctets: 4 }).messages).toHaveLength(5);
    expect(run(behind(5), prefixed, { maxHeld: 6 }).messages).toHaveLength(5);
  });

  test('octets of all connections together', () => {
    const streams = new Streams({ maxHeld: 25 });
    for (let i = 0; i < 6; i++) {
      const payload = Uint8Array.of(100, 0, 0, 0, 0, 0, 0, 0, 0, 0);
      streams.add(streams.flow(2 * i, 7, 2 * i + 1, 7), 0, { ...EMPTY, frame: i, payload }, prefixed, () => undefined);
      expect(streams.held).toBeLessThanOrEqual(25);
    }
    expect(streams.partsOf(1)).toBeUndefined();
    expect(streams.partsOf(2)?.map(partText)).toEqual(['unfinished 0+10 begins']);
    streams.finish();
    expect(streams.held).toBe(0);
    expect(streams.partsOf(1)?.map(partText)).toEqual(['unfinished 0+10 begins']);
  });

  test('connections', () => {
    const streams = new Streams({ maxFlows: 3 });
    const open = (i: number) => streams.flow(2 * i, 7, 2 * i + 1, 7);
    const first = open(0);
    streams.add(first, 0, { ...EMPTY, payload: Uint8Array.of(5, 1) }, prefixed, () => undefined);
    const others = [1, 2].map(open);
    expect(streams.held).toBe(2);
    open(3);
    expect(streams.held).toBe(0);
    expect(streams.partsOf(0)?.map(partText)).toEqual(['unfinished 0+2 begins']);
    expect(open(2)).toBe(others[1]);
  });

  test('requests that wait for their response', () => {
    const streams = new Streams();
    const memory = streams.flow(A, 7, B, 7);
    for (let frame = 0; frame < 1001; frame++) streams.wait(memory, 'GET', frame, 0);
    expect(memory.waiting).toHaveLength(1000);
    expect(memory.waiting[0]?.frame).toBe(1);
  });
});

test('a segment that is taken as one whole message is what it would be if it were cut like any other', () => {
  /** As `prefixed`, with octets that are no message. */
  const octet = fc.oneof({ weight: 5, arbitrary: fc.nat(3) }, fc.constant(0xff));
  const segment = fc.record({
    from: fc.constantFrom(A, B),
    step: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, fc.integer({ min: -3, max: 3 })),
    bytes: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom([0], [1, 7], [2, 7, 7], [3, 1, 1, 1]) },
      fc.array(octet, { maxLength: 5 }),
    ),
    kind: fc.oneof({ weight: 12, arbitrary: fc.constant('data') }, fc.constantFrom('syn', 'fin', 'missing')),
    acknowledges: fc.nat(12),
  });
  let whole = 0;
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 14 }), (segments) => {
      const [plain, fast] = [new Streams(), new Streams()];
      const got: [string[], string[]] = [[], []];
      const next = new Map([
        [A, FIRST],
        [B, FIRST],
      ]);
      for (const [frame, { from, step, bytes, kind, acknowledges }] of segments.entries()) {
        const to = from === A ? B : A;
        const sequence = (next.get(from)! + step) >>> 0;
        const payload = Uint8Array.from(bytes);
        const missing = kind === 'missing' ? 2 : 0;
        const one: Segment = {
          ...EMPTY,
          frame,
          sequence,
          payload,
          missing,
          syn: kind === 'syn',
          opening: kind === 'syn',
          fin: kind === 'fin',
        };
        next.set(from, (sequence + payload.length + missing + (kind === 'syn' ? 1 : 0)) >>> 0);
        for (const [i, streams] of [plain, fast].entries()) {
          const flow = streams.flow(from, 7, to, 7);
          streams.acknowledge(flow, flow.sideOf(from, 7), (FIRST + acknowledges) >>> 0, sequence);
          const say = (data: Uint8Array, start: number, end: number, joined: boolean) =>
            got[i]!.push(`${frame} ${flow.direction} ${joined} ${toHex(data.subarray(start, end))}`);
          if (i === 1 && payload.length === 0 && missing === 0) {
            const side = flow.sideOf(from, 7);
            if (streams.addEmpty(flow, side, sequence, one.syn, one.opening, one.fin)) continue;
          } else if (i === 1 && kind === 'data') {
            const window = Uint8Array.of(9, 9, ...payload, 1, 1);
            const end = window.length - 2;
            if (streams.addWhole(flow, flow.sideOf(from, 7), window, 2, end, sequence, 0, prefixed)) {
              whole++;
              say(window, 2, end, false);
              continue;
            }
          }
          streams.add(flow, flow.sideOf(from, 7), one, prefixed, say);
        }
      }
      for (const streams of [plain, fast]) streams.finish();
      expect(got[1]).toEqual(got[0]);
      expect(fast.held).toBe(0);
      for (const frame of segments.keys()) {
        expect(fast.partsOf(frame)).toEqual(plain.partsOf(frame));
        expect(fast.shownAt(frame)).toEqual(plain.shownAt(frame));
      }
    }),
    { numRuns: 2000 },
  );
  expect(whole).toBeGreaterThan(2000);
});
