import type { Secret } from '../dissect/secrets.ts';
import { build } from './build.ts';
import { describePacket } from './describe-packet.ts';
import { dissectAlone } from './dissect-alone.ts';
import { formatDescription } from './format-description.ts';
import { itemsIn } from './item.ts';
import type { Names } from './names.ts';

/** A description of the same packet in which documents stand by their nodes, for changes that no XML can state. */
export function expandDocuments(text: string, names: Names, secrets: readonly Secret[]): string {
  const { root, bytes, start, seconds, nanos, comment, length } = build(text, names, secrets);
  if (bytes === undefined || ![...itemsIn(root)].some(({ document }) => document !== undefined)) return text;
  const packet = { bytes, start, seconds, nanos, comment, length };
  const { tree, context } = dissectAlone(names.registry, packet, secrets);
  return formatDescription(describePacket(tree, context, names, secrets, 'nodes'));
}
