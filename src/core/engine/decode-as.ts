import type { Dissector, Registry, TableName } from '../dissect/registry.ts';
import type { DecodeAs } from './views.ts';

/** Makes the user's protocol choices win over the registered ones. Choices of unknown protocols are left out. */
export function applyDecodeAs(registry: Registry, choices: readonly DecodeAs[]): void {
  const names = new Set<TableName>(choices.map(({ table }) => table));
  for (const name of names) {
    const overrides = new Map<number | string, Dissector>();
    for (const { table, key, protocol } of choices) {
      const dissector = dissectorOf(registry, protocol);
      if (table === name && dissector !== undefined) overrides.set(key, dissector);
    }
    // Keys of one table have one type; only the choice's own table says which.
    (registry.table(name) as { override(map: ReadonlyMap<number | string, Dissector>): void }).override(overrides);
  }
}

/** False for a choice of a protocol that there is not. */
export function isKnownChoice(registry: Registry, { protocol }: DecodeAs): boolean {
  return dissectorOf(registry, protocol) !== undefined;
}

function dissectorOf(registry: Registry, protocol: string): Dissector | undefined {
  return registry.table('layer').get(protocol) ?? registry.protocols.find(({ id }) => id === protocol);
}
