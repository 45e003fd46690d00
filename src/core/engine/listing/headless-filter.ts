import type { Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { turn } from '../../files/event-loop.ts';
import { filterCatalogue } from '../../filter/catalogue.ts';
import { type Compiled, type CompiledFilter, compileFilter } from '../../filter/compile.ts';
import { type MacroDefinition, macroSet } from '../../filter/macros/macro-set.ts';
import type { Capture } from '../capture.ts';
import type { ThreadPool } from '../threads/thread-pool.ts';
import { PacketList } from './packet-list.ts';
import { Scan } from './scan.ts';
import { ShapeColumn } from './shape-column.ts';
import { type Clock, Slices } from './slices.ts';
import { TableColumns } from './table-columns.ts';

export type { CompiledFilter } from '../../filter/compile.ts';
export { type MacroDefinition, macroFault } from '../../filter/macros/macro-set.ts';
export type { PacketList } from './packet-list.ts';

/** Nobody else waits for this thread: no time ever passes. */
const TIMELESS: Clock = { now: () => 0, pause: () => Promise.resolve() };

/** Reads a display filter over the protocols of a registry, which may use macros. */
export function readFilter(text: string, registry: Registry, macros: readonly MacroDefinition[] = []): Compiled {
  return compileFilter(text, filterCatalogue(registry, macroSet(macros)));
}

/**
 * Indexes of the packets of a loaded capture that a filter matches, ascending.
 * @param threads further ones, which may be asked
 * @throws when the file cannot be read any more
 */
export async function matchingPackets(
  capture: Capture,
  filter: CompiledFilter,
  secrets: readonly Secret[],
  threads?: ThreadPool,
): Promise<PacketList> {
  const matches = new PacketList();
  const scan = new Scan(capture, filter, new TableColumns(capture, new ShapeColumn()), secrets, threads);
  let looks = 0;
  const slices = new Slices(threads === undefined ? TIMELESS : { now: () => ++looks, pause: turn });
  await scan.run(
    slices,
    () => true,
    (indexes) => matches.append(indexes),
    () => undefined,
  );
  return matches;
}
