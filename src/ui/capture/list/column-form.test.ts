import { expect, test } from 'vitest';
import { USUAL_COLUMNS } from '../../state/layout.ts';
import { type ColumnForm, formOf, keyOf, lastName, withForm } from './column-form.ts';
import { orderedColumns, renamed, withField } from './columns.ts';

const port = { field: 'udp.port', label: 'Port', isNumber: true };
const columns = withField(USUAL_COLUMNS, port);
const form = (fields: string, occurrence = '0'): ColumnForm => ({ title: 'x', fields, occurrence });

test('a form says what the column is', () => {
  expect(formOf(columns, 'udp.port')).toEqual({ title: 'Port', fields: 'udp.port', occurrence: '0' });
  const two = withField(columns, { ...port, field: 'tcp.port||udp.port:-1:U' });
  expect(formOf(two, 'tcp.port||udp.port:-1:U')).toEqual({
    title: 'Port',
    fields: 'tcp.port || udp.port',
    occurrence: '-1',
  });
  expect(formOf(columns, 'info')).toEqual({ title: 'Info', fields: '', occurrence: '0' });
});

test('what is typed says a key', () => {
  expect(keyOf(form('udp.port'), 'details')).toBe('udp.port');
  expect(keyOf(form(' tcp.port or udp.port ', ' -1 '), 'details')).toBe('tcp.port||udp.port:-1');
  expect(keyOf(form('udp.port', '+2'), 'values')).toBe('udp.port:2:U');
  expect(keyOf(form('udp.port', '-0'), 'details')).toBe('udp.port');
});

test.each([
  [form(''), 'fields'],
  [form('udp.port == 2948'), 'fields'],
  [form('udp.port ||'), 'fields'],
  [form(Array.from({ length: 40 }, (_, at) => `field.${at}`).join(' or ')), 'fields'],
  [form('udp.port', ''), 'occurrence'],
  [form('udp.port', 'last'), 'occurrence'],
  [form('udp.port', '1.5'), 'occurrence'],
  [form('udp.port', '10000'), 'occurrence'],
])('%j is no column, and the line at fault is named', (wrong, line) => {
  expect(keyOf(wrong, 'details')).toMatchObject({ line, start: 0, end: wrong[line as keyof ColumnForm].length });
});

test('the name that is being typed is completed', () => {
  expect(['', 'udp.p', 'tcp.port or udp', 'tcp.port || ', 'tcp.port ||gsm_sms.tp-udl'].map(lastName)).toEqual([
    '',
    'udp.p',
    'udp',
    '',
    'gsm_sms.tp-udl',
  ]);
});

test('a column is taken as its form says', () => {
  const label = (changed: typeof columns | undefined, id: string): string | undefined =>
    changed && orderedColumns(changed).find((column) => column.id === id)?.label;
  expect(label(withForm(columns, 'info', 'What', { field: 'info', label: '', isNumber: false }), 'info')).toBe('What');
  // Another name alone, and none gives the field's own back.
  expect(label(withForm(columns, 'udp.port', 'P', port), 'udp.port')).toBe('P');
  expect(label(withForm(renamed(columns, 'udp.port', 'P'), 'udp.port', '', port), 'udp.port')).toBe('Port');
  // Another field has its own name, unless the user has given one.
  const other = { field: 'tcp.port', label: 'TCP port', isNumber: true };
  expect(label(withForm(columns, 'udp.port', 'Port', other), 'tcp.port')).toBe('TCP port');
  expect(label(withForm(columns, 'udp.port', 'Mine', other), 'tcp.port')).toBe('Mine');
  // The same field otherwise is called as it was.
  const last = { field: 'udp.port:-1', label: 'Source port or Destination port', isNumber: true };
  expect(label(withForm(columns, 'udp.port', 'Port', last), 'udp.port:-1')).toBe('Port');
  // What is shown already is not shown twice.
  expect(withForm(withField(columns, other), 'udp.port', 'x', other)).toBeUndefined();
});
