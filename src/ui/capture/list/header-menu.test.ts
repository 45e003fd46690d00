import { expect, test } from 'vitest';
import { DEFAULT_LAYOUT } from '../../state/layout.ts';
import type { AppState } from '../../state/store.ts';
import type { MenuEntry } from '../../widgets/CopyMenu.tsx';
import { orderedColumns, withField } from './columns.ts';
import { headerMenu } from './header-menu.ts';

const PORT = { field: 'udp.port', label: 'Port', isNumber: true };

/** The menu over a store that does what it is told. */
function menuOf(id: string | undefined, hasNames = true) {
  const asked: string[] = [];
  const field = { filter: 'udp.port', label: 'Port', type: 'uint', spec: undefined, doc: undefined, generated: false };
  const state = {
    layout: { ...DEFAULT_LAYOUT, columns: withField(DEFAULT_LAYOUT.columns, PORT) },
    sort: undefined,
    catalogue: { fields: [hasNames ? { ...field, hasNames } : field], names: [] },
    setColumns: (columns: AppState['layout']['columns']) => {
      state.layout = { ...state.layout, columns };
    },
    sortBy: (sort: AppState['sort']) => asked.push(JSON.stringify(sort) ?? 'captured'),
    say: (text: string) => asked.push(text),
    showDialog: (dialog: string) => asked.push(dialog),
    setTimeFormat: (format: string) => asked.push(format),
    setTimePrecision: (precision: string) => asked.push(precision),
  };
  const column = orderedColumns(state.layout.columns).find((one) => one.id === id);
  const entries = (): readonly MenuEntry[] =>
    // The menu takes no more of the state than this.
    headerMenu(state as unknown as AppState, {
      column,
      onFit: (ids) => asked.push(`fit ${ids.join(' ')}`),
      onEdit: (edited) => asked.push(`edit ${edited}`),
    });
  const run = (...path: readonly string[]): void => {
    const last = path.reduce<{ readonly entries?: readonly MenuEntry[] } & Partial<MenuEntry>>(
      (menu, label) => menu.entries?.find((entry) => entry.label.startsWith(label)) ?? {},
      { entries: entries() },
    );
    if (last.run === undefined) throw new Error(`no entry ${path.join(' > ')}`);
    last.run();
  };
  const shown = () => orderedColumns(state.layout.columns);
  return { entries, run, asked, shown };
}

test('the menu of a column is Wireshark’s, with sorting before it and all columns behind', () => {
  expect(
    menuOf('udp.port')
      .entries()
      .map(({ label }) => label),
  ).toEqual([
    'Sort ascending',
    'Sort descending',
    'Order of the capture',
    'Align',
    'Display as',
    'Edit column...',
    'Resize to contents',
    'Resize all to contents',
    'Usual width',
    'Move left',
    'Move right',
    'Hide Port',
    'Remove Port',
    'No.',
    'Time',
    'Source',
    'Destination',
    'Protocol',
    'Length',
    'Port',
    'Info',
    'Add, rename, remove columns...',
    'Time format',
    'Time precision',
  ]);
  // A column that every list has stays, and its values are shown in one way.
  const labels = menuOf('length')
    .entries()
    .map(({ label }) => label);
  expect(labels.filter((label) => /^(Remove|Display)/.test(label))).toEqual([]);
  expect(
    menuOf('udp.port', false)
      .entries()
      .some(({ label }) => label === 'Display as'),
  ).toBe(false);
  expect(menuOf(undefined).entries()[0]?.label).toBe('No.');
});

test('what holds is marked, and another choice takes its place', () => {
  const { entries, run, shown } = menuOf('udp.port');
  const chosen = (label: string) =>
    entries()
      .find((entry) => entry.label === label)
      ?.entries?.filter(({ isOn }) => isOn)
      .map(({ id }) => id);
  expect([chosen('Align'), chosen('Display as'), chosen('Time format')]).toEqual([['right'], ['details'], ['first']]);
  run('Align', 'Center');
  expect(shown().find(({ id }) => id === 'udp.port')?.align).toBe('center');
  run('Display as', 'Values');
  expect(shown().find(({ id }) => id === 'udp.port:0:U')).toMatchObject({ label: 'Port', align: 'center' });
});

test('entries do what they say', () => {
  const { run, asked, shown } = menuOf('udp.port');
  run('Sort descending');
  run('Order of the capture');
  run('Edit column');
  run('Resize to contents');
  run('Add, rename');
  run('Time precision', 'Milliseconds');
  expect(asked).toEqual([
    '{"key":"udp.port","isDescending":true}',
    'captured',
    'edit udp.port',
    'fit udp.port',
    'columns',
    'ms',
  ]);
  run('Source');
  expect(shown().find(({ id }) => id === 'source')?.isVisible).toBe(false);
  run('Resize all');
  expect(asked.at(-1)).toBe('fit number time destination protocol length udp.port info');
  run('Remove Port');
  expect(shown().map(({ id }) => id)).not.toContain('udp.port');
});
