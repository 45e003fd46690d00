import { expect, test } from 'vitest';
import { documentRegistry } from '../../testing/documents.ts';
import { checkTiling, dissect, values } from '../../testing/packets.ts';

test('settings by name, in a document that states no type', () => {
  const { tree, context } = dissect(
    documentRegistry(),
    'ota-settings',
    '03 01 6a 00 45 c6 7f 01 87 15 11 03 48 6f 6d 65 00 01 01 c6 06 45 01 01 05 01',
  );
  checkTiling(tree);
  expect(values(tree, 'ota_settings.characteristic.type')).toEqual(['BOOKMARK', 'ADDRESS']);
  expect(values(tree, 'ota_settings.parm.name')).toEqual(['NAME']);
  expect(values(tree, 'ota_settings.parm.value')).toEqual(['Home']);
  expect(values(tree, 'ota_settings.characteristic.value')).toEqual(['GSM/CSD']);
  expect(context.info).toBe('OTA settings: BOOKMARK, ADDRESS, CHARACTERISTIC-LIST');
});
