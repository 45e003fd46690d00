interface Named {
  readonly id: string;
  readonly name: string;
}

/** In the order of their names; those that share one are told apart by what the engine calls them. */
export function toldApart(choices: readonly Named[]): readonly Named[] {
  const counts = new Map<string, number>();
  for (const { name } of choices) counts.set(name, (counts.get(name) ?? 0) + 1);
  return choices
    .map(({ id, name }) => ({ id, name: (counts.get(name) ?? 0) > 1 && name !== id ? `${name} (${id})` : name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'));
}
