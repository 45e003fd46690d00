import type { Catalogue, PacketView } from '../../worker/api.ts';

/** Server identifiers that stand in the shown packet. */
export function serverIds(view: PacketView | undefined, catalogue: Catalogue | undefined): readonly string[] {
  if (view === undefined || catalogue === undefined) return [];
  const found = view.texts.filter((text, row) => {
    const filter = catalogue.fields[view.fields[row] ?? -1]?.filter ?? '';
    return text !== '' && /\bserver_?id$/i.test(filter);
  });
  return [...new Set(found)];
}
