import { expect, test } from 'vitest';
import { fakeStatus } from '../testing/fake-engine.ts';
import { durationInWords, progressOf, secondsLeft, sizeInWords } from './loading.ts';

test.each([
  [0, '0 octets'],
  [1, '1 octet'],
  [999, '999 octets'],
  [14_094, '14.1 kB'],
  [999_950, '1000 kB'],
  [5_200_000_000, '5.2 GB'],
  [120_000_000, '120 MB'],
  [3e15, '3000 TB'],
])('%d octets are %s', (octets, text) => expect(sizeInWords(octets)).toBe(text));

test('time left', () => {
  expect(secondsLeft({ size: 100, read: 25 }, 2)).toBe(6);
  expect(secondsLeft({ size: 100, read: 0 }, 2)).toBeUndefined();
  expect(secondsLeft({ size: 100, read: 25 }, 0.1)).toBeUndefined();
  expect(secondsLeft({ size: 100, read: 100 }, 2)).toBeUndefined();
  expect([0.4, 12.4, 59.6, 75, 119.7].map(durationInWords)).toEqual([
    'less than a second left',
    '12 s left',
    '1 min 0 s left',
    '1 min 15 s left',
    '2 min 0 s left',
  ]);
});

test('progress of loading, then of judging', () => {
  const done = fakeStatus('a.pcap', 100);
  expect(progressOf(done)).toBeUndefined();
  expect(progressOf({ ...done, phase: 'loading', read: 2500 })).toBe(0.25);
  expect(progressOf({ ...done, judged: 40, judging: true })).toBe(0.4);
  expect(progressOf({ ...done, judged: 0 })).toBe(0);
  expect(progressOf({ ...done, phase: 'failed', judged: 0 })).toBeUndefined();
  expect(progressOf({ ...done, judged: 40, judgingFault: 'the file is gone' })).toBeUndefined();
});
