import { expect, test } from 'vitest';
import type { Action } from './actions.ts';
import { menuItems } from './menu-items.ts';

const action = (id: string, submenu?: string): Action => ({
  id,
  group: 'View',
  label: id,
  keys: [],
  when: () => true,
  run: () => undefined,
  ...(submenu === undefined ? {} : { submenu: { label: submenu, short: id } }),
});

test('neighbours of one submenu are put together where the first of them stands', () => {
  const items = menuItems([
    action('a'),
    action('b', 'X'),
    action('c', 'X'),
    action('d', 'Y'),
    action('e'),
    action('f', 'X'),
  ]);
  const words = items.map((item) =>
    'actions' in item ? `${item.label}(${item.actions.map(({ id }) => id).join(' ')})` : item.id,
  );
  expect(words).toEqual(['a', 'X(b c)', 'Y(d)', 'e', 'X(f)']);
});
