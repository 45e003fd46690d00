import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCaptureState } from './capture-state.ts';
import type { NotificationSighting, SessionSighting } from './dm-sessions.ts';
import { PLAIN_COLUMNS } from './sighting-columns.ts';
import { type IndicationSighting, type Met, type Sighting, Sightings } from './sightings.ts';

const frames = (sightings: Iterable<Sighting>) => [...sightings].map(({ frame }) => frame);
const plain = (most?: number) => new Sightings(() => PLAIN_COLUMNS, most);
const A = 1;
const B = 2;

test('a packet is told of those before and after it, not of itself', () => {
  const known = plain();
  for (const frame of [2, 5, 5, 9]) known.learn({ frame }, A, 0);
  known.learn({ frame: 3 }, B, 0);
  known.learn({ frame: 4 }, A, 1);
  expect(frames(known.of(A, 0))).toEqual([2, 5, 5, 9]);
  expect(frames(known.before(A, 0, 5))).toEqual([2]);
  expect(frames(known.after(A, 0, 5))).toEqual([9]);
  expect(frames(known.before(A, 0, 2))).toEqual([]);
  expect(frames(known.after(A, 0, 9))).toEqual([]);
  expect(frames(known.before(A, 0, 100))).toEqual([2, 5, 5, 9]);
  expect(frames(known.of(3, 0))).toEqual([]);
  expect(known.held).toBe(6);
});

test('texts of keys are told apart by their sort; one that no message had has no sightings', () => {
  const known = plain();
  known.learn({ frame: 1 }, known.remembered(0, 'a'), 7);
  known.learn({ frame: 2 }, known.remembered(1, 'a'), 7);
  known.learn({ frame: 3 }, known.remembered(0, 'b'), 7);
  const of = (sort: number, text: string, second: number) => frames(known.of(known.known(sort, text), second));
  expect([of(0, 'a', 7), of(1, 'a', 7), of(0, 'b', 7), of(1, 'b', 7)]).toEqual([[1], [2], [3], []]);
  expect([of(0, 'a', 8), of(0, 'c', 7)]).toEqual([[], []]);
});

interface Hashed extends Sighting {
  readonly hash: number;
}

function hashed() {
  const hashes: number[] = [];
  return new Sightings<Hashed>(() => ({
    push: ({ hash }) => void hashes.push(hash),
    at: (row, frame) => ({ frame, hash: hashes[row]! }),
    hash: (row) => hashes[row]!,
  }));
}

/** Says all that can be asked, of sightings and of an array alike. */
function answers(met: Met<Hashed> | readonly Hashed[], hash: number) {
  const isArray = 'slice' in met;
  return {
    all: [...met],
    length: met.length,
    at: [0, 1, 2, -1, -2, 300].map((place) => met.at(place)),
    last: isArray ? met.slice(-3) : met.last(3),
    find: met.find((one) => one.hash === hash),
    findLast: met.findLast((one) => one.hash === hash),
    withHash: isArray ? met.find((one) => one.hash === hash) : met.withHash(hash),
  };
}

test('answers are those of plain lists by key', () => {
  const message = fc.record({
    keys: fc.uniqueArray(fc.tuple(fc.constantFrom(-1, 0, 1, 2 ** 40), fc.constantFrom(-1, 0, 2 ** 52)), {
      selector: String,
    }),
    hash: fc.nat(3),
    step: fc.nat(2),
  });
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 60 }),
      fc.nat(3),
      fc.nat(130),
      fc.boolean(),
      (messages, hash, frame, often) => {
        const known = hashed();
        const lists = new Map<string, Hashed[]>();
        let now = 0;
        for (const { keys, hash: own, step } of often ? Array.from({ length: 9 }, () => messages).flat() : messages) {
          now += step;
          const sighting = { frame: now, hash: own };
          for (const [first, second] of keys) {
            known.learn(sighting, first, second);
            const list = lists.get(`${first} ${second}`) ?? [];
            if (list.length < 256) list.push(sighting);
            lists.set(`${first} ${second}`, list);
          }
        }
        for (const [key, list] of [...lists, ['0 5', []] as const]) {
          const [first, second] = key.split(' ').map(Number) as [number, number];
          const check = (met: Met<Hashed>, right: readonly Hashed[]) =>
            expect(answers(met, hash)).toEqual(answers(right, hash));
          check(known.of(first, second), list);
          check(
            known.before(first, second, frame),
            list.filter((one) => one.frame < frame),
          );
          check(
            known.after(first, second, frame),
            list.filter((one) => one.frame > frame),
          );
        }
      },
    ),
    { numRuns: 200 },
  );
});

describe('what is remembered of a message comes back as it was', () => {
  const text = fc.string({ maxLength: 20 });
  const hash = fc.nat({ max: 2 ** 53 - 1 });
  const seconds = fc.double({ noNaN: true });

  test('of notifications', () => {
    const notification: fc.Arbitrary<NotificationSighting> = fc.record({
      frame: fc.nat(1000),
      seconds,
      format: fc.constantFrom('dm-1.2', 'dm-1.3', 'dm-2.0'),
      id: fc.nat(0xffff),
      server: text,
      device: text,
      hash,
      request: hash,
      timeout: fc.nat(0xffff),
      whole: fc.boolean(),
      requested: fc.array(fc.constantFrom('urn:a', 'urn:b:c'), { maxLength: 3 }),
      octets: fc.option(fc.uint8Array({ minLength: 24, maxLength: 320 }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(notification, { maxLength: 20 }), (all) => {
        const known = createCaptureState().sightings('dm.notification');
        for (const seen of all) known.learn(seen, A, 0);
        const back = [...known.of(A, 0)].map((seen) => ({
          frame: seen.frame,
          seconds: seen.seconds,
          format: seen.format,
          id: seen.id,
          server: seen.server,
          device: seen.device,
          hash: seen.hash,
          request: seen.request,
          timeout: seen.timeout,
          whole: seen.whole,
          requested: seen.requested,
          octets: seen.octets,
        }));
        expect(back).toEqual(all);
        expect(known.of(A, 0).withHash(all[0]?.hash ?? 0)?.frame).toBe(all[0]?.frame);
      }),
    );
  });

  test('of sessions and of indications', () => {
    const session: fc.Arbitrary<SessionSighting> = fc.record({
      frame: fc.nat(1000),
      seconds,
      session: text,
      message: text,
      target: text,
      source: text,
      from: text,
      to: text,
      alert: fc.constantFrom(0, 1200, 1201),
      credentials: text,
    });
    const indication: fc.Arbitrary<IndicationSighting> = fc.record({
      frame: fc.nat(1000),
      seconds,
      hash,
      created: text,
      expires: text,
      deletes: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(session, { maxLength: 9 }), fc.array(indication, { maxLength: 9 }), (sessions, others) => {
        const state = createCaptureState();
        for (const seen of sessions) state.sightings('dm.session').learn(seen, A, 0);
        for (const seen of others) state.sightings('si').learn(seen, A, 0);
        expect([...state.sightings('dm.session').of(A, 0)]).toEqual(sessions);
        expect([...state.sightings('si').of(A, 0)]).toEqual(others);
      }),
    );
  });
});

test('memory is bounded: what comes late is left out', () => {
  const known = plain(500);
  for (let frame = 0; frame < 1000; frame++) known.learn({ frame }, A, 0);
  expect(known.of(A, 0)).toHaveLength(256);
  expect(known.full).toBe(false);
  for (let frame = 0; frame < 10_000; frame++) known.learn({ frame }, B, frame);
  expect(known.full).toBe(true);
  expect(known.held).toBe(500);
  expect(frames(known.of(B, 0))).toEqual([0]);
  expect(frames(known.of(B, 300))).toEqual([]);
  expect(frames(known.before(A, 0, 3))).toEqual([0, 1, 2]);
});

test('time is bounded: a key that is full ends the learning in the end, and documents are read so many times', () => {
  const known = plain(300);
  let learned = 0;
  for (; !known.full && learned < 10_000; learned++) known.learn({ frame: learned }, A, 0);
  expect(learned).toBe(1200);
  expect(known.held).toBe(256);
  expect(known.mayRead()).toBe(false);
  const other = plain();
  let read = 0;
  while (other.mayRead()) read++;
  expect(read).toBe(50_000);
  expect(other.full).toBe(false);
});
