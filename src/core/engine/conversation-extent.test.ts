import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createRegistry } from '../protocols/index.ts';
import { readAtOnce } from '../testing/captures.ts';
import { Conversation } from './conversation.ts';
import { ConversationExtent } from './conversation-extent.ts';

const registry = createRegistry();
const sample = (name: string) => {
  const file = readFileSync(new URL(`../../../public/samples/${name}`, import.meta.url));
  return readAtOnce(registry, new Uint8Array(file), name).capture;
};
const capture = sample('pap-udp-si-sl-co.pcap');
const indexes = Array.from({ length: capture.length }, (_, index) => index);
const clock = { pause: () => Promise.resolve(), now: () => 0 };

function conversationOf(index: number): Conversation {
  const conversation = Conversation.of(capture, index);
  if (conversation === undefined) throw new Error(`packet ${index + 1} tells no ends`);
  return conversation;
}

test('the ends are those of a look at each packet, from wherever they are looked for', async () => {
  const lengths = new Set<number>();
  for (const index of indexes) {
    const conversation = conversationOf(index);
    const members = indexes.filter((other) => conversation.has(other));
    const extent = new ConversationExtent(capture, conversation, index);
    expect(await extent.find(clock, () => true)).toBe(true);
    expect([extent.first, extent.last]).toEqual([members[0], members.at(-1)]);
    lengths.add(members.length);
  }
  expect(lengths.size).toBeGreaterThan(1);
});

test('of a capture that grows the last packet moves on', async () => {
  // Packets 12 to 22 are a connection, but for a push.
  const growing = { length: 14 };
  const conversation = conversationOf(12);
  const extent = new ConversationExtent(growing, conversation, 12);
  const ends: (readonly [number, number])[] = [];
  for (const length of [14, 16, 17, 24, capture.length]) {
    growing.length = length;
    await extent.find(clock, () => true);
    ends.push([extent.first, extent.last]);
  }
  const lastBelow = (length: number) => indexes.findLast((index) => index < length && conversation.has(index));
  expect(ends).toEqual([14, 16, 17, 24, capture.length].map((length) => [11, lastBelow(length)]));
  expect(new Set(ends.map(([, last]) => last)).size).toBeGreaterThan(2);
});

test('a long look is made in slices, and given up when nobody wants it any more', async () => {
  const far = { length: 5_000_000 };
  let time = 0;
  let pauses = 0;
  const slow = {
    now: () => (time += 3),
    pause: async () => {
      pauses++;
    },
  };
  const extent = new ConversationExtent(far, conversationOf(11), 11);
  expect(await extent.find(slow, () => pauses < 3)).toBe(false);
  expect(pauses).toBe(3);
  expect(await extent.find(slow, () => true)).toBe(true);
  expect(pauses).toBeGreaterThan(100);
  expect([extent.first, extent.last]).toEqual([11, 21]);
});

test('both directions are one conversation, other ends another', () => {
  const conversation = conversationOf(11);
  const extent = new ConversationExtent(capture, conversation, 11);
  const [there, back] = [11, 12].map((index) => conversationOf(index));
  expect(there !== undefined && extent.isOf(capture, there)).toBe(true);
  expect(back !== undefined && extent.isOf(capture, back)).toBe(true);
  const others = indexes.filter((index) => !conversation.has(index));
  expect(others.length).toBeGreaterThan(20);
  expect(others.filter((index) => extent.isOf(capture, conversationOf(index)))).toEqual([]);
  expect(extent.isOf(sample('wsp-browse-9200.pcap'), conversation)).toBe(false);
});
