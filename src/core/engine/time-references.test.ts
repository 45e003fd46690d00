import { expect, test } from 'vitest';
import { packetsAt as filePacketsAt, timedSession } from '../testing/timed-session.ts';
import { TimeReferences } from './time-references.ts';

const packetsAt = (...seconds: readonly number[]) => filePacketsAt(seconds);

function opened() {
  const timed = timedSession();
  return {
    ...timed,
    /** Seconds from its origin that each listed row shows, and whether it is a reference. */
    times: async (): Promise<readonly (number | '*REF*')[]> => {
      const { rows } = await timed.session.packets.rows(0, 99);
      return rows.map(({ seconds, originSeconds, isReference }) => (isReference ? '*REF*' : seconds - originSeconds));
    },
  };
}

test('a packet counts from the latest reference at or before it, else from the first packet', () => {
  const references = new TimeReferences();
  expect([0, 5].map((index) => references.originOf(index))).toEqual([0, 0]);
  for (const index of [70_000, 3, 600_000, 8]) references.set(index, true);
  expect([0, 2, 3, 4, 7, 8, 69_999, 70_000, 599_999, 600_000, 1e6].map((index) => references.originOf(index))).toEqual([
    0, 0, 3, 3, 3, 8, 8, 70_000, 70_000, 600_000, 600_000,
  ]);
  references.set(8, false);
  expect(references.originOf(69_999)).toBe(3);
  expect(references.size).toBe(3);
});

test('rows count from references, whatever the filter and the order of the list', async () => {
  const { session, marks, listing, read, matching, times } = opened();
  await read({ kind: 'source', source: packetsAt(100, 102, 105, 109, 114) });
  expect(await times()).toEqual([0, 2, 5, 9, 14]);
  marks.toggleReference(1);
  marks.setReference({ kind: 'packets', indexes: [3] }, true);
  expect(await times()).toEqual([0, '*REF*', 3, '*REF*', 5]);
  expect(marks.markCounts()).toMatchObject({ references: 2, marked: 0 });
  // A reference that is not listed counts too.
  expect(await matching('frame.number in {1, 3, 5}')).toEqual([0, 2, 4]);
  expect(await times()).toEqual([0, 3, 5]);
  await listing.sort('number', true);
  expect(await times()).toEqual([5, 3, 0]);
  marks.toggleReference(3);
  expect(await times()).toEqual([12, 3, 0]);
  marks.setReference({ kind: 'all' }, false);
  expect(await times()).toEqual([14, 5, 0]);
  session.close();
});

test('filters and orders ask for references that were made behind them', async () => {
  const { session, marks, listing, read, matching } = opened();
  await read({ kind: 'source', source: packetsAt(100, 102, 105, 109, 114) });
  expect(await matching('frame.ref_time')).toEqual([]);
  marks.toggleReference(2);
  await listing.idle();
  expect(listing.indexes(0, 99)).toEqual([2]);
  expect(await matching('!frame.ref_time')).toEqual([0, 1, 3, 4]);
  expect(await matching('frame.time_relative > 4')).toEqual([4]);
  marks.toggleReference(3);
  await listing.idle();
  expect(listing.indexes(0, 99)).toEqual([4]);
  marks.toggleReference(2);
  marks.toggleReference(3);
  await listing.idle();
  expect(listing.indexes(0, 99)).toEqual([2, 3, 4]);
  expect(await matching('frame.time_relative == 0')).toEqual([0]);
  marks.toggleReference(4);
  await listing.idle();
  expect(listing.indexes(0, 99)).toEqual([0, 4]);
  expect(await matching('')).toHaveLength(5);
  await listing.sort('frame.time_relative', false);
  expect(listing.indexes(0, 99)).toEqual([0, 4, 1, 2, 3]);
  marks.toggleReference(2);
  await listing.idle();
  expect(listing.indexes(0, 99)).toEqual([0, 2, 4, 1, 3]);
  session.close();
});

test('the next reference is one of the list', async () => {
  const { session, marks, read, matching } = opened();
  await read({ kind: 'source', source: packetsAt(100, 102, 105, 109, 114) });
  marks.setReference({ kind: 'packets', indexes: [1, 4] }, true);
  expect(marks.nextReference(-1, 1)).toEqual({ place: 1, index: 1 });
  expect(marks.nextReference(4, -1)).toEqual({ place: 1, index: 1 });
  await matching('frame.number > 2');
  expect(marks.nextReference(-1, 1)).toEqual({ place: 2, index: 4 });
  expect(marks.nextReference(2, 1)).toBeUndefined();
  session.close();
});

test('references stay when the input is read anew and when files are merged into it, and end with it', async () => {
  const { session, marks, read, settled, times } = opened();
  const first = packetsAt(100, 102, 105, 109);
  await read({ kind: 'source', source: first });
  marks.toggleReference(2);
  await marks.toggleIgnore(0);
  await settled();
  expect(await times()).toEqual([0, 2, '*REF*', 4]);
  await read({ kind: 'merged', sources: [first, packetsAt(90, 106)], keeps: 1 });
  // 90 100 102 105 106 109
  expect(await times()).toEqual([0, 10, 12, '*REF*', 1, 4]);
  await read({ kind: 'source', source: first });
  expect(await times()).toEqual([0, 2, 5, 9]);
  session.close();
});

test('the time since the previous shown packet follows the filter, in the order of the capture', async () => {
  const { session, listing, read, matching } = opened();
  const since = async (): Promise<readonly number[]> => {
    const { rows } = await session.packets.rows(0, 99);
    return rows.map(({ seconds, shownSeconds }) => seconds - shownSeconds);
  };
  await read({ kind: 'source', source: packetsAt(100, 102, 105, 109, 114) });
  expect(await since()).toEqual([0, 2, 3, 4, 5]);
  await matching('frame.number in {2, 4, 5}');
  expect(await since()).toEqual([0, 7, 5]);
  await listing.sort('number', true);
  expect(await since()).toEqual([5, 7, 0]);
  session.close();
});
