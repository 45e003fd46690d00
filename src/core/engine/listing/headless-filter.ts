import type { Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { filterCatalogue } from '../../filter/catalogue.ts';
import { type Compiled, type CompiledFilter, compileFilter } from '../../filter/compile.ts';
import type { Capture } from '../capture.ts';
import { PacketList } from './packet-list.ts';
import { Scan } from './scan.ts';
import { ShapeColumn } from './shape-column.ts';
import { Slices } from './slices.ts';
import { TableColumns } from './table-columns.ts';

export type { CompiledFilter } from '../../filter/compile.ts';
export type { PacketList } from './packet-list.ts';

/** Reads a display filter over the protocols of a registry. */
export function readFilter(text: string, registry: Registry): Compiled {
  return compileFilter(text, filterCatalogue(registry));
}

/**
 * Indexes of the packets of a loaded capture that a filter matches, ascending.
 * @throws when the file cannot be read any more
 */
export async function matchingPackets(
  capture: Capture,
  filter: CompiledFilter,
  secrets: readonly Secret[],
): Promise<PacketList> {
  const matches = new PacketList();
  const scan = new Scan(capture, filter, new TableColumns(capture, new ShapeColumn()), secrets);
  // Nobody else waits for this thread: no time ever passes.
  const slices = new Slices({ now: () => 0, pause: () => Promise.resolve() });
  await scan.run(
    slices,
    () => true,
    (indexes) => matches.append(indexes),
    () => undefined,
  );
  return matches;
}
