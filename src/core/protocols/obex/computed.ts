import { type Compute, groupEnd, messageOctets } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** Octets of a header, its identifier and this length included; content that is decoded stands behind the last header. */
const headerLength: Compute = ({ part: { parent } }) =>
  parent === undefined ? undefined : Math.ceil((groupEnd(parent) - parent.start) / 8);

/** What of a packet follows from the rest of it. */
export function computeObex(to: Registry): void {
  to.computes('obex.pkt_len', messageOctets).computes('obex.header.length', headerLength);
}
