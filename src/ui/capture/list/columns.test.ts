import { expect, test } from 'vitest';
import { type Columns, USUAL_COLUMNS } from '../../state/layout.ts';
import { aligned, displayOf, shownAs, withOther } from './column-edits.ts';
import {
  cellFieldsOf,
  gridTracks,
  MIN_WIDTH,
  movedBy,
  movedTo,
  orderedColumns,
  renamed,
  resized,
  spelled,
  toggled,
  totalWidth,
  withField,
  withoutField,
} from './columns.ts';

const none = USUAL_COLUMNS;
const ids = (columns: Columns): string =>
  orderedColumns(columns)
    .filter((column) => column.isVisible)
    .map((column) => column.id)
    .join(' ');

test('the order that everybody knows, unless the user has another', () => {
  expect(ids(none)).toBe('number time source destination protocol length info');
  expect(ids({ ...none, order: ['info', 'gone', 'time'] })).toBe('info time number source destination protocol length');
});

test('columns are moved', () => {
  expect(ids(movedTo(none, 'info', 'time'))).toBe('number info time source destination protocol length');
  expect(ids(movedTo(none, 'number', 'source'))).toBe('time source number destination protocol length info');
  expect(ids(movedBy(none, 'time', -1))).toBe('time number source destination protocol length info');
  expect(ids(movedBy(none, 'info', 1))).toBe(ids(none));
});

test('a move passes over hidden columns', () => {
  expect(ids(movedBy(toggled(none, 'source'), 'time', 1))).toBe('number destination time protocol length info');
});

test('columns are hidden and shown, never all', () => {
  expect(ids(toggled(none, 'length'))).toBe('number time source destination protocol info');
  expect(ids(toggled(toggled(none, 'length'), 'length'))).toBe(ids(none));
  const one = (['number', 'time', 'source', 'destination', 'protocol', 'length'] as const).reduce(toggled, none);
  expect(ids(toggled(one, 'info'))).toBe('info');
});

test('sizes stay within limits and can be reset', () => {
  expect(resized(none, 'time', 3).sizing).toEqual({ time: MIN_WIDTH });
  expect(resized(resized(none, 'time', 200.4), 'info', 1e9).sizing).toEqual({ time: 200, info: 2000 });
  expect(resized(resized(none, 'time', 200), 'time', undefined).sizing).toEqual({});
});

test('the longest text takes what is left, or else the last column', () => {
  const shown = orderedColumns(none).slice(0, 2);
  expect(gridTracks(shown)).toBe('63px 64px minmax(116px, 1fr)');
  expect(totalWidth(shown)).toBe(243);
  const moved = orderedColumns(movedTo(none, 'info', 'number'));
  expect(gridTracks(moved)).toMatch(/^63px minmax\(240px, 1fr\) 64px .* 66px$/);
});

test('numbers and times have the room they need, unless the user says otherwise', () => {
  const needs = { numberDigits: 8, time: { format: 'utc', digits: 9 }, scale: 1 } as const;
  const widths = (scale: number): (number | undefined)[] =>
    orderedColumns(none, { ...needs, scale }).map(({ width }) => width);
  expect(widths(1).slice(0, 3)).toEqual([84, 252, 136]);
  expect(widths(1.5).slice(0, 3)).toEqual([126, 378, 204]);
  expect(orderedColumns(resized(none, 'time', 90), needs)[1]?.width).toBe(90);
});

test('a field becomes a column before Info, is hidden and shown, renamed and removed', () => {
  const port = { field: 'udp.port', label: 'Port', isNumber: true };
  const added = withField(none, port);
  expect(ids(added)).toBe('number time source destination protocol length udp.port info');
  expect(cellFieldsOf(added)).toEqual(['udp.port']);
  expect(withField(added, port)).toEqual(added);
  const hidden = toggled(added, 'udp.port');
  expect([ids(hidden), cellFieldsOf(hidden)]).toEqual([ids(none), []]);
  expect(ids(withField(hidden, port))).toBe(ids(added));
  const named = renamed(resized(added, 'udp.port', 90), 'udp.port', ' Port number ');
  expect(orderedColumns(named)[6]).toMatchObject({ label: 'Port number', width: 90, isAdded: true, isNumber: true });
  expect(orderedColumns(renamed(named, 'udp.port', ' '))[6]?.label).toBe('Port');
  const removed = withoutField(named, 'udp.port');
  expect(ids(removed)).toBe(ids(none));
  expect([removed.added, removed.labels, removed.sizing]).toEqual([[], {}, {}]);
});

test('a field becomes a column where it is wished, also when it is one already', () => {
  const port = { field: 'udp.port', label: 'Port', isNumber: true };
  const before = withField(none, port, { before: 'source' });
  expect(ids(before)).toBe('number time udp.port source destination protocol length info');
  expect(ids(withField(none, port, { before: undefined }))).toBe(`${ids(none)} udp.port`);
  const moved = withField(toggled(before, 'udp.port'), port, { before: 'info' });
  expect(ids(moved)).toBe('number time source destination protocol length udp.port info');
  expect(moved.added).toEqual([port]);
  expect(withField(before, port, { before: 'udp.port' })).toEqual(before);
});

test('columns are aligned; as they usually are, nothing is remembered', () => {
  const alignOf = (columns: Columns, id: string) => orderedColumns(columns).find((column) => column.id === id)?.align;
  expect([alignOf(none, 'length'), alignOf(none, 'info')]).toEqual(['right', 'left']);
  const centred = aligned(none, 'length', 'center');
  expect([alignOf(centred, 'length'), centred.aligns]).toEqual(['center', { length: 'center' }]);
  expect(aligned(centred, 'length', 'right')).toEqual(none);
  expect(alignOf(aligned(aligned(centred, 'info', 'right'), 'length', 'right'), 'info')).toBe('right');
  const added = aligned(withField(none, { field: 'udp.port', label: 'Port', isNumber: true }), 'udp.port', 'left');
  expect(alignOf(added, 'udp.port')).toBe('left');
  expect(withoutField(added, 'udp.port').aligns).toBeUndefined();
});

test('another column takes the place of one with all that was chosen for that', () => {
  const port = { field: 'udp.port', label: 'Port', isNumber: true };
  const chosen = aligned(renamed(resized(withField(none, port), 'udp.port', 90), 'udp.port', 'P'), 'udp.port', 'left');
  const other = withOther(toggled(chosen, 'udp.port'), 'udp.port', { ...port, field: 'tcp.port:1' });
  expect(orderedColumns(other)[6]).toMatchObject({
    id: 'tcp.port:1',
    label: 'P',
    width: 90,
    align: 'left',
    isAdded: true,
    isVisible: false,
  });
  expect(JSON.stringify(other)).not.toContain('udp.port');
});

test('values that have names are shown otherwise; names are text', () => {
  const port = { field: 'udp.port:1', label: 'Port', isNumber: true };
  const names = shownAs(withField(none, port), 'udp.port:1', 'strings');
  expect(orderedColumns(names)[6]).toMatchObject({ id: 'udp.port:1:R', align: 'left', label: 'Port' });
  expect(displayOf('udp.port:1:R')).toBe('strings');
  const values = shownAs(names, 'udp.port:1:R', 'values');
  expect(orderedColumns(values)[6]).toMatchObject({ id: 'udp.port:1:U', align: 'right' });
  expect(ids(shownAs(values, 'udp.port:1:U', 'details'))).toContain('udp.port:1 info');
  // What another column shows already is not shown twice.
  const both = withField(values, port);
  expect(shownAs(both, 'udp.port:1:U', 'details')).toBe(both);
  expect(shownAs(both, 'length', 'values')).toBe(both);
});

test('a key is spelled as a filter', () => {
  expect(['tcp.port||udp.port:-1:U', 'ip.addr', 'info'].map(spelled)).toEqual([
    'tcp.port || udp.port',
    'ip.addr',
    'info',
  ]);
});
