import { rowValue } from '../codec/value.ts';
import type { Secret } from '../dissect/secrets.ts';
import { type Built, build } from './build.ts';
import { dissectAlone } from './dissect-alone.ts';
import { type Item, itemsIn } from './item.ts';
import type { Names } from './names.ts';

/**
 * As `build`, for descriptions that people edit: where a value stands beside its exact bits, the bits are what is written, so
 * a value that was changed while its bits were not is a fault instead of being passed over.
 */
export function buildChecked(text: string, names: Names, secrets: readonly Secret[] = []): Built {
  const built = build(text, names, secrets);
  const { bytes, root, faults, start, seconds, nanos, length } = built;
  if (bytes === undefined) return built;
  const doubled = new Map<string, Item>();
  for (const item of itemsIn(root)) {
    if (item.exact !== undefined && item.value !== undefined)
      doubled.set(`${item.start} ${item.end} ${item.name}`, item);
  }
  if (doubled.size === 0) return built;
  const { tree } = dissectAlone(names.registry, { bytes, start, seconds, nanos, length }, secrets);
  for (let row = 0; row < tree.length; row++) {
    if (tree.source(row) !== 0) continue;
    const item = doubled.get(`${tree.start(row)} ${tree.end(row)} ${tree.field(row).filter}`);
    const value = item === undefined ? undefined : rowValue(tree, row);
    if (item === undefined || value === undefined || value === null || value === item.value) continue;
    const isNumber = typeof value === 'number' && !Number.isFinite(value);
    if (isNumber) continue;
    faults.add(
      item.path,
      `${item.field?.label ?? item.name} is ${JSON.stringify(value)} by its bits and ${JSON.stringify(item.value)} by its value: change the bits, or leave out what does not hold`,
      item.place,
    );
  }
  return faults.isEmpty ? built : { ...built, bytes: undefined };
}
