import { expect, test } from 'vitest';
import { packetRow } from '../../testing/packet-rows.ts';
import { rowAsCsv, rowAsText } from './row-text.ts';
import { timeStyle } from './time-format.ts';

const time = timeStyle('first', 'auto', 'pcap, microseconds');

test('a row is copied as it is shown, in the order of its columns', () => {
  expect(rowAsText(packetRow(2), ['number', 'info', 'time'], time)).toBe('3\t49152 > 2948, 73 octets\t0.500000');
  expect(rowAsText({ ...packetRow(2), info: '=1\tx\u202e' }, ['info'], time)).toBe("'=1\\tx\\u202e");
});

test('a line of CSV holds all columns, the worst finding and the verdict', () => {
  expect(rowAsCsv(packetRow(4), time)).toBe(
    '5,1.000000,192.0.2.4,198.51.100.7,DM notification 1.3,77,"Package#0 1.3, session 0x1f3a, server-initiated, from com.example.mgmt",error,Digest cannot be checked: the message is broken',
  );
});

test.each([
  ['=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
  ['+49', '"\'+49"'],
  ['-1', '"\'-1"'],
  ['@x', '"\'@x"'],
  ['\t=1', '"\'\\t=1"'],
  ['\tx', '"\'\\tx"'],
  ['a\nb', 'a\\nb'],
  ['a=1', 'a=1'],
])('%j runs in no spreadsheet', (info, cell) => {
  expect(rowAsCsv({ ...packetRow(0), info, severity: undefined, verdict: undefined }, time)).toBe(
    `1,0.000000,192.0.2.0,198.51.100.7,DM notification 1.3,73,${cell},,`,
  );
});

test('times before the first packet stay numbers', () => {
  const early = { ...packetRow(0), seconds: 1_699_999_990 };
  expect(rowAsCsv(early, time)).toMatch(/^1,-10\.000000,/);
});
