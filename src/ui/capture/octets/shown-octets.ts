import type { Catalogue, PacketView } from '../../../worker/api.ts';
import type { ShownOctets } from '../../state/shell.ts';
import { endOf, sourceOf, startOf } from '../details/tree-model.ts';

/** The octets that bits of a source lie in, half ones as a whole; undefined when there are none. */
export function octetsOfBits(
  view: PacketView,
  { source, start, end }: { readonly source: number; readonly start: number; readonly end: number },
  what?: string,
): ShownOctets | undefined {
  const { bytes, label } = view.sources[source] ?? { bytes: new Uint8Array(), label: '' };
  const [from, to] = [Math.floor(start / 8), Math.min(bytes.length, Math.ceil(end / 8))];
  if (to <= from) return undefined;
  return { bytes, start: from, end: to, name: what === undefined ? `Octets of ${label}` : `${what} in ${label}` };
}

/** The octets of a tree row. */
export function octetsOfRow(view: PacketView, catalogue: Catalogue, row: number): ShownOctets | undefined {
  const label = catalogue.fields[view.fields[row] ?? -1]?.label;
  return octetsOfBits(view, { source: sourceOf(view, row), start: startOf(view, row), end: endOf(view, row) }, label);
}

/** All octets of a source. */
export function octetsOfSource(view: PacketView, source: number): ShownOctets | undefined {
  return octetsOfBits(view, { source, start: 0, end: (view.sources[source]?.bytes.length ?? 0) * 8 });
}
