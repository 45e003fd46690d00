import { behind, type Compute, layerOf, messageEnd, messageOctets } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** Octets of a header, its identifier and this length included; content that is decoded stands behind the last header. */
const headerLength: Compute = ({ part }) => {
  const { parent } = part;
  if (parent === undefined) return undefined;
  const layer = layerOf(part);
  const isLast = behind(parent, 1).length === 0 && parent.end === layer.end;
  return Math.ceil(((isLast ? messageEnd(layer) : parent.end) - parent.start) / 8);
};

/** What of a packet follows from the rest of it. */
export function computeObex(to: Registry): void {
  to.computes('obex.pkt_len', messageOctets).computes('obex.header.length', headerLength);
}
