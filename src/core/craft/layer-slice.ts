import type { Tree } from '../codec/tree.ts';
import type { Start } from '../dissect/context.ts';
import type { Names } from './names.ts';

/** What lies behind the last layer and belongs to the link. */
const TRAILERS: ReadonlySet<string> = new Set(['eth.padding', 'eth.trailer', 'eth.fcs']);

/**
 * The octets of the layer that a row is in, with all that the layer carries, and where their dissection would start;
 * undefined when no start layer reads such a layer.
 */
export function layerSlice(
  tree: Tree,
  row: number,
  names: Names,
): { readonly bytes: Uint8Array; readonly start: Start } | undefined {
  for (let at = row; at >= 0; at--) {
    if (tree.endRow(at) <= row || tree.field(at).type !== 'protocol') continue;
    const start = startOf(tree.field(at).filter, names);
    if (start === undefined) continue;
    const first = tree.start(at);
    const end = endOf(tree, at);
    const bytes = tree.sources[tree.source(at)]?.bytes;
    if (bytes === undefined || first % 8 !== 0 || end <= first) continue;
    return { bytes: bytes.slice(first / 8, Math.ceil(end / 8)), start };
  }
  return undefined;
}

function startOf(layer: string, names: Names): Start | undefined {
  const dissector = names.dissector(layer);
  if (dissector === undefined) return undefined;
  const { registry } = names;
  const key = registry.table('layer').keyOf(dissector);
  if (key !== undefined) return { table: 'layer', key };
  const link = registry.table('link.type').keyOf(dissector);
  if (link !== undefined) return { table: 'link.type', key: link };
  const media = registry.table('media.type').keyOf(dissector);
  return media === undefined ? undefined : { table: 'media.type', key: media };
}

/** End of the last row behind the layer, among those beside it, that is not the link's. */
function endOf(tree: Tree, layer: number): number {
  let parentEnd = tree.length;
  for (let at = layer - 1; at >= 0; at--) {
    if (tree.endRow(at) > layer) {
      parentEnd = tree.endRow(at);
      break;
    }
  }
  let end = tree.end(layer);
  for (let row = tree.endRow(layer); row < parentEnd; row = tree.endRow(row)) {
    if (tree.source(row) !== tree.source(layer) || TRAILERS.has(tree.field(row).filter)) continue;
    end = Math.max(end, tree.end(row));
  }
  return end;
}
