import { expect, test } from 'vitest';
import { DEFAULT_LAYOUT, type Layout } from './layout.ts';
import { parseLayout } from './stored-layout.ts';

test('a layout comes back as it was stored', () => {
  const layout: Layout = {
    theme: 'dark',
    font: 'large',
    timeFormat: 'utc',
    columns: {
      order: ['info', 'udp.port', 'time'],
      sizing: { info: 300 },
      visibility: { length: false },
      added: [{ field: 'udp.port', label: 'Port', isNumber: true }],
      labels: { info: 'What' },
    },
    panes: { main: { list: 40, below: 60 } },
    bytesMode: 'bits',
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
      sizing: { b: 5 },
      visibility: {},
      added: [{ field: 'a.b', label: 'B', isNumber: false }],
      labels: {},
    },
    panes: { main: {} },
  });
});
