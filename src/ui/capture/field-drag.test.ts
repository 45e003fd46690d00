import { expect, test } from 'vitest';
import { droppedField, isField } from './field-drag.ts';

const TYPE = 'application/x-pushscope-field';
/** What is dragged, as far as it is looked at. */
const transfer = (data: Readonly<Record<string, string>>): DataTransfer =>
  ({ types: Object.keys(data), getData: (type: string) => data[type] ?? '' }) as unknown as DataTransfer;

test('a field of the tree is known by its packet, its row and its names', () => {
  const dragged = transfer({ [TYPE]: '4 17 dmnoti.session_id Session id, of a notification', 'text/plain': 'x' });
  expect(isField(dragged)).toBe(true);
  expect(droppedField(dragged)).toEqual({
    packet: 4,
    row: 17,
    field: 'dmnoti.session_id',
    label: 'Session id, of a notification',
  });
});

test.each(['', 'x', '4 17', '-4 17 a b', '4 x a b', '{"packet":4}', '4 17  b'])(
  '%j of whoever sends it is none',
  (text) => expect(droppedField(transfer({ [TYPE]: text }))).toBeUndefined(),
);

test('text and files are no fields', () => {
  for (const type of ['text/plain', 'Files', 'application/x-pushscope-column'])
    expect([isField(transfer({ [type]: '4 17 a b' })), droppedField(transfer({ [type]: '4 17 a b' }))]).toEqual([
      false,
      undefined,
    ]);
});
