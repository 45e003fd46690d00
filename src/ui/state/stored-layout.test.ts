import { expect, test } from 'vitest';
import { orderedColumns } from '../capture/list/columns.ts';
import { DEFAULT_LAYOUT, type Layout } from './layout.ts';
import { parseLayout } from './stored-layout.ts';

test('a layout comes back as it was stored', () => {
  const layout: Layout = {
    theme: 'dark',
    font: 'large',
    timeFormat: 'utc',
    timePrecision: 'ms',
    columns: {
      order: ['info', 'udp.port', 'time'],
      sizing: { info: 300 },
      visibility: { length: false },
      added: [{ field: 'udp.port', label: 'Port', isNumber: true }],
      labels: { info: 'What' },
    },
    colours: { isOn: false, rules: [{ name: 'Mine', filter: 'dmnoti', ground: 'lime', ink: 'blue', isOn: false }] },
    panes: { main: { list: 40, below: 60 } },
    hasMap: false,
    bytesMode: 'bits',
    octetText: 'ebcdic',
    openKinds: { udp: true },
  };
  expect(parseLayout(JSON.stringify(layout))).toEqual(layout);
});

test.each([undefined, '', 'nonsense', 'null', '[]', '7'])('%s gives the default', (text) =>
  expect(parseLayout(text)).toEqual(DEFAULT_LAYOUT),
);

test('wrong parts are left out, right ones kept', () => {
  const text = JSON.stringify({
    theme: 'purple',
    font: 'large',
    columns: {
      order: ['a', 3],
      sizing: { a: -1, b: 5, c: 'x' },
      visibility: 'none',
      added: [{ field: 7 }, 'x', { field: 'a.b', label: 'B' }],
    },
    panes: { main: { list: null }, other: 7 },
  });
  expect(parseLayout(text)).toEqual({
    ...DEFAULT_LAYOUT,
    font: 'large',
    columns: {
      order: ['a'],
      sizing: { b: 36 },
      visibility: {},
      added: [{ field: 'a.b', label: 'B', isNumber: false }],
      labels: {},
    },
    panes: { main: {} },
  });
});

test('a layout that no list could be drawn by is mended', () => {
  const added = [
    { field: 'info', label: 'Twice' },
    { field: 'constructor', label: 'Of every object' },
    { field: 'a"]b', label: 'A selector' },
    { field: 'a b', label: 'Two names' },
    { field: `a${'.b'.repeat(200)}`, label: 'Long' },
    ...Array.from({ length: 300 }, (_, at) => ({ field: `f.${at}`, label: 'x' })),
  ];
  const usual = ['number', 'time', 'source', 'destination', 'protocol', 'length', 'info'];
  const hidden = Object.fromEntries([...usual, ...added.map(({ field }) => field)].map((id) => [id, false]));
  const { columns } = parseLayout(
    JSON.stringify({ columns: { added, visibility: hidden, sizing: { info: 1e9, time: 0 } } }),
  );
  expect(columns.added).toHaveLength(100);
  expect(columns.added.every(({ field }) => field.startsWith('f.'))).toBe(true);
  expect(columns.sizing).toEqual({ info: 2000, time: 36 });
  expect(orderedColumns(columns).every(({ isVisible }) => isVisible)).toBe(true);
  expect(new Set(orderedColumns(columns).map(({ id }) => id)).size).toBe(107);
});

test('one column that is shown is enough', () => {
  const visibility = { time: false, info: false };
  expect(parseLayout(JSON.stringify({ columns: { visibility } })).columns.visibility).toEqual(visibility);
});

test('columns of an older version load as they were: no alignment, every value, with its name', () => {
  const columns = {
    order: ['udp.port', 'time'],
    sizing: { 'udp.port': 90 },
    visibility: {},
    added: [{ field: 'udp.port', label: 'Port', isNumber: true }],
    labels: { 'udp.port': 'P' },
  };
  const loaded = parseLayout(JSON.stringify({ columns })).columns;
  expect(loaded).toStrictEqual(columns);
  expect(orderedColumns(loaded)[0]).toMatchObject({ id: 'udp.port', label: 'P', width: 90, align: 'right' });
});

test('what a column shows and its alignment come back as they were stored; what is wrong of them does not', () => {
  const label = 'x';
  const added = ['ip.addr:-1', 'tcp.port||udp.port:0:U', 'udp.port:0', 'udp.port:1:Z', 'a || b', 'a||a', 'x"]'].map(
    (field) => ({ field, label, isNumber: false }),
  );
  const aligns = { length: 'left', 'ip.addr:-1': 'center', info: 'up', time: 3 };
  const { columns } = parseLayout(JSON.stringify({ columns: { added, aligns } }));
  expect(columns.added).toEqual(added.slice(0, 2));
  expect(columns.aligns).toEqual({ length: 'left', 'ip.addr:-1': 'center' });
});
