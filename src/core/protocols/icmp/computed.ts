import { internetChecksum } from '../../base/internet-checksum.ts';
import { layerOf, reach } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** What of an ICMP message follows from the rest of it. */
export function computeIcmp(to: Registry): void {
  to.seals('icmp.checksum', ({ part, bytes }) => {
    const layer = layerOf(part);
    return internetChecksum(bytes, layer.start >>> 3, Math.ceil(reach(layer) / 8));
  });
}
