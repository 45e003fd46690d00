import { equalBytes } from '../base/bytes.ts';
import type { Tree } from '../codec/tree.ts';
import type { Context } from '../dissect/context.ts';
import type { Secret } from '../dissect/secrets.ts';
import { type DescriptionJson, descriptionOf, itemsOfTree } from './describe.ts';
import { describeDocuments } from './documents.ts';
import { Faults } from './faults.ts';
import type { Item } from './item.ts';
import type { Names } from './names.ts';
import { markAutos, settle } from './settle.ts';

/** How documents are described: as XML where that gives their octets again, or by their nodes. */
export type Documents = 'xml' | 'nodes';

/** Items of a packet, those marked whose values follow from the rest of it; building them gives the packet's octets. */
export function describeItems(
  tree: Tree,
  names: Names,
  secrets: readonly Secret[],
  documents: Documents = 'nodes',
): Item {
  const bytes = tree.sources[0]?.bytes ?? new Uint8Array(0);
  const root = itemsOfTree(tree, names);
  if (documents === 'xml') describeDocuments(root, tree);
  markAutos(root, bytes, names, secrets);
  const built = settle(root, names, secrets, new Faults());
  if (built !== undefined && equalBytes(built, bytes)) return root;
  // Computed values that need each other could settle elsewhere than in the packet: then all are given.
  return itemsOfTree(tree, names);
}

/** The description of a dissected packet. */
export function describePacket(
  tree: Tree,
  context: Context,
  names: Names,
  secrets: readonly Secret[] = [],
  documents: Documents = 'nodes',
): DescriptionJson {
  return descriptionOf(describeItems(tree, names, secrets, documents), context.frame);
}
