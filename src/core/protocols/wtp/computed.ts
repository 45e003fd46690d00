import { behind, type Compute, inside, layerOf } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

const SIZE = 'wtp.sub_pdu_size';

/** Octets of a concatenated PDU: what stands behind its size, up to the size of the next one. */
const size: Compute = ({ part }) => {
  const layer = layerOf(part);
  let { end } = layer;
  for (const next of behind(layer)) {
    if (inside(next, SIZE) !== undefined) break;
    end = next.end;
  }
  return Math.ceil((end - part.end) / 8);
};

/** What of concatenated PDUs follows from the rest of the packet. */
export function computeWtp(to: Registry): void {
  to.computes(SIZE, size);
}
