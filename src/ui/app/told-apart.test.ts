import { expect, test } from 'vitest';
import { toldApart } from './told-apart.ts';

test('choices of one name are told apart, and all stand in order', () => {
  expect(
    toldApart([
      { id: 'wsp', name: 'WSP' },
      { id: 'sms.submit', name: 'GSM SMS' },
      { id: 'sms.deliver', name: 'GSM SMS' },
    ]).map(({ name }) => name),
  ).toEqual(['GSM SMS (sms.deliver)', 'GSM SMS (sms.submit)', 'WSP']);
});
