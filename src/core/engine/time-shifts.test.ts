import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concatBytes } from '../base/bytes.ts';
import { MemorySource } from '../files/byte-source.ts';
import { packetsAt as filePacketsAt, timedSession } from '../testing/timed-session.ts';
import { TimeShifts } from './time-shifts.ts';

const S = 1_000_000_000n;
const packetsAt = (...seconds: readonly number[]) => filePacketsAt(seconds, 500_000_000);

function opened() {
  const timed = timedSession();
  return {
    ...timed,
    times: async (): Promise<readonly number[]> => {
      await timed.settled();
      const { rows } = await timed.session.packets.rows(0, 99);
      return rows.map(({ seconds, nanos }) => seconds + nanos / 1e9);
    },
  };
}

test('shifts add up as they would with a number kept for each packet', () => {
  const step = fc.oneof(
    fc.record({ which: fc.constant('all' as const), nanos: fc.bigInt(-3n, 3n) }),
    fc.record({ which: fc.uniqueArray(fc.nat(5)), nanos: fc.bigInt(-3n, 3n) }),
    fc.constant({ which: 'none' as const, nanos: 0n }),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const shifts = new TimeShifts();
      let model = Array<bigint>(6).fill(0n);
      for (const { which, nanos } of steps) {
        if (which === 'none') shifts.clear();
        else if (which === 'all') shifts.shiftAll(nanos);
        else shifts.shift(which, nanos);
        model = model.map((before, index) =>
          which === 'none' ? 0n : which === 'all' || which.includes(index) ? before + nanos : before,
        );
        expect(model.map((_, index) => shifts.of(index))).toEqual(model);
        for (const [index, sum] of model.entries()) {
          const { seconds, nanos: part } = shifts.partsOf(index);
          expect(part).toBeGreaterThanOrEqual(0);
          expect(BigInt(seconds) * S + BigInt(part)).toBe(sum);
        }
        if (model.some((sum) => sum !== 0n)) expect(shifts.isEmpty).toBe(false);
      }
      shifts.clear();
      expect(shifts.isEmpty).toBe(true);
    }),
  );
});

test('shifts that were taken back by others leave nothing', () => {
  const shifts = new TimeShifts();
  shifts.shift([2, 5], S);
  shifts.shift([5], -S);
  expect([shifts.isEmpty, shifts.of(2), shifts.of(5)]).toEqual([false, S, 0n]);
  shifts.shift([2], -S);
  expect(shifts.isEmpty).toBe(true);
  shifts.shiftAll(S);
  shifts.shiftAll(-S);
  expect(shifts.isEmpty).toBe(true);
});

test('rows, filters, orders and trees have the shifted times, and the own ones again when shifts are undone', async () => {
  const { session, listing, marks, read, times, matching } = opened();
  await read({ kind: 'source', source: packetsAt(100, 102, 105, 109) });
  await marks.shiftTimes({ kind: 'all' }, -3600n * S + S / 2n);
  expect(await times()).toEqual([-3499, -3497, -3494, -3490]);
  expect(marks.markCounts().isShifted).toBe(true);
  expect(await matching('frame.time_epoch > -3495')).toEqual([2, 3]);
  expect(await matching('frame.time_shift == -3599.5')).toEqual([0, 1, 2, 3]);
  expect(await matching('')).toHaveLength(4);

  // On top of that; the order of the capture stays, that by time follows.
  await marks.shiftTimes({ kind: 'packets', indexes: [0] }, 8n * S);
  expect(await times()).toEqual([-3491, -3497, -3494, -3490]);
  await listing.sort('time', false);
  expect(listing.indexes(0, 99)).toEqual([1, 2, 0, 3]);
  await listing.sort(undefined, false);
  expect(await matching('frame.time_delta < 0')).toEqual([1]);
  expect(await matching('frame.time_relative == -6')).toEqual([1]);
  expect(await matching('')).toHaveLength(4);

  await marks.undoTimeShifts();
  expect(await times()).toEqual([100.5, 102.5, 105.5, 109.5]);
  expect(marks.markCounts().isShifted).toBe(false);
  expect(await matching('frame.time_shift')).toEqual([]);
  session.close();
});

test('the time that a packet is given shifts all of them by the difference', async () => {
  const { session, marks, read, times } = opened();
  await read({ kind: 'source', source: packetsAt(100, 102, 105) });
  await marks.shiftTimes({ kind: 'places', ranges: [{ from: 2, to: 3 }] }, S);
  await times();
  expect(marks.timeOf(1)).toBe(102n * S + S / 2n);
  await marks.setTime(1, 1000n * S);
  expect(await times()).toEqual([998, 1000, 1004]);
  expect(marks.timeOf(7)).toBeUndefined();
  await marks.setTime(7, 0n);
  expect(await times()).toEqual([998, 1000, 1004]);
  session.close();
});

test('an export has the shifted times', async () => {
  const { session, marks, read, times } = opened();
  await read({ kind: 'source', source: packetsAt(100, 102) });
  await marks.shiftTimes({ kind: 'all' }, 60n * S + S / 4n);
  expect(await times()).toEqual([160.75, 162.75]);
  const parts: Uint8Array[] = [];
  for await (const part of marks.exportPackets({ which: { kind: 'all' }, format: 'pcapng' }).chunks) parts.push(part);
  const again = opened();
  await again.read({ kind: 'source', source: new MemorySource('', concatBytes(...parts)) });
  expect(await again.times()).toEqual([160.75, 162.75]);
  again.session.close();
  session.close();
});

test('shifted packets stay so when files are merged into theirs, in the places that their files give them', async () => {
  const { session, marks, read, times } = opened();
  const first = packetsAt(100, 104);
  await read({ kind: 'source', source: first });
  await marks.shiftTimes({ kind: 'all' }, 1000n * S);
  await times();
  await marks.shiftTimes({ kind: 'packets', indexes: [1] }, -1n * S);
  await times();
  await read({ kind: 'merged', sources: [first, packetsAt(102, 103)], keeps: 1 });
  expect(await times()).toEqual([1100.5, 102.5, 103.5, 1103.5]);
  await marks.shiftTimes({ kind: 'all' }, -2n * S);
  expect(await times()).toEqual([1098.5, 100.5, 101.5, 1101.5]);
  await read({ kind: 'source', source: first });
  expect(await times()).toEqual([100.5, 104.5]);
  session.close();
});
