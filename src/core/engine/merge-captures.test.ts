import { expect, test } from 'vitest';
import { MemorySource } from '../files/byte-source.ts';
import { writePcap } from '../files/capture-writer.ts';
import { Session } from './session.ts';

const PACKETS = 3000;
const makeSpill = (): never => {
  throw new Error('nothing is packed here');
};

/** Packets of a user's link type that nothing decodes, one a second; the last octet of each is the number of its file. */
class Counted extends MemorySource {
  reads = 0;

  constructor(number: number) {
    const packets = Array.from({ length: PACKETS }, (_, seconds) => ({
      seconds,
      nanos: number,
      bytes: new Uint8Array(1000).fill(number, 999),
    }));
    super(String(number), writePcap(147, packets, { clock: 'nano' }));
  }

  override read(offset: number, length: number): Promise<Uint8Array> {
    this.reads++;
    return super.read(offset, length);
  }
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

test('packets that alternate between files are filtered, judged and exported in large reads', async () => {
  const sources = [new Counted(1), new Counted(2), new Counted(3)];
  const reads = (): number => {
    let sum = 0;
    for (const source of sources) {
      sum += source.reads;
      source.reads = 0;
    }
    return sum;
  };
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  const session = new Session({ now: () => performance.now(), pause, makeSpill }, () => undefined);
  await session.open({ kind: 'merged', sources });
  await until(() => session.status()?.judged === 3 * PACKETS);
  // Three files of 3 MB each.
  expect(reads()).toBeLessThan(100);
  await session.listing.setFilter('frame[999] == 02');
  await session.listing.idle();
  expect(session.listing.indexes(0, 3 * PACKETS)).toEqual(Array.from({ length: PACKETS }, (_, i) => 3 * i + 1));
  expect(reads()).toBeLessThan(100);
  await session.listing.setFilter('');
  await session.listing.idle();
  let chunks = 0;
  for await (const _ of session.marks.exportPackets({ which: { kind: 'shown' }, format: 'pcap' }).chunks) chunks++;
  expect(chunks).toBeLessThan((3 * PACKETS) / 100);
  expect(reads()).toBeLessThan(100);
  session.close();
});

/** A file of packets at these seconds. */
function packetsAt(...seconds: readonly number[]): MemorySource {
  const packets = seconds.map((at) => ({ seconds: at, nanos: 0, bytes: Uint8Array.of(at) }));
  return new MemorySource(seconds.join(' '), writePcap(147, packets));
}

test('what was said of packets goes with them when files are merged into theirs, and again', async () => {
  const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  const session = new Session({ now: () => performance.now(), pause, makeSpill }, () => undefined);
  const { marks, listing } = session;
  const read = async (input: Parameters<Session['open']>[0]): Promise<void> => {
    await session.open(input);
    await until(() => session.status()?.phase === 'done');
  };
  const matching = async (filter: string): Promise<readonly number[]> => {
    expect(await listing.setFilter(filter)).toBeUndefined();
    await listing.idle();
    return listing.indexes(0, 99);
  };
  // Not in order of time: within a file packets stay in its order.
  const first = packetsAt(11, 13, 12, 15, 17);
  await read({ kind: 'source', source: first });
  marks.toggleMark(2);
  marks.comment(3, 'here');
  await marks.toggleIgnore(4);
  await until(() => session.status()?.phase === 'done');

  const second = packetsAt(10, 14, 16, 18);
  await read({ kind: 'merged', sources: [first, second], keeps: 1 });
  // 10 11 13 12 14 15 16 17 18
  expect(marks.markCounts()).toEqual({ marked: 1, ignored: 1, references: 0, commented: 1, isShifted: false });
  expect(await matching('frame.marked == 1')).toEqual([3]);
  expect(await matching('frame.ignored == 1')).toEqual([7]);
  expect(await matching('frame.comment == "here"')).toEqual([5]);

  marks.toggleMark(0);
  const third = packetsAt(9, 11);
  await read({ kind: 'merged', sources: [first, second, third], keeps: 2 });
  // 9 10 11 11 13 12 14 15 16 17 18
  expect(await matching('frame.marked == 1')).toEqual([1, 5]);
  expect(await matching('frame.comment == "here"')).toEqual([7]);

  await read({ kind: 'merged', sources: [first, second] });
  expect(marks.markCounts()).toEqual({ marked: 0, ignored: 0, references: 0, commented: 0, isShifted: false });
  session.close();
});
