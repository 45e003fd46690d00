import type { Secret } from '../dissect/secrets.ts';
import type { Faults } from './faults.ts';
import { type Item, itemsIn } from './item.ts';
import { layOut, octetsOf } from './lay-out.ts';
import type { Names } from './names.ts';

/** Works out all items that are to be, and gives the octets of the packet. */
export function settle(root: Item, _names: Names, _secrets: readonly Secret[], faults: Faults): Uint8Array | undefined {
  for (const item of itemsIn(root)) {
    if (item.isAuto)
      faults.add(
        item.path,
        `${item.field?.label ?? item.name} is not worked out from other values: give a value`,
        item.place,
      );
  }
  layOut(root, 0);
  const bytes = octetsOf(root);
  if (bytes === undefined) faults.add('/layers', 'the packet would be larger than 16 MiB', { from: 0, to: 0 });
  return bytes;
}
