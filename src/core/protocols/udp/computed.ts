import { layerOf, wholeOctets } from '../../dissect/computed.ts';
import { transportSeal } from '../../dissect/computed-checksum.ts';
import type { Registry } from '../../dissect/registry.ts';

const UDP = 17;

/** What of a datagram's header follows from the rest of the packet. */
export function computeUdp(to: Registry): void {
  to.computes('udp.length', ({ part }) => wholeOctets(layerOf(part))).seals('udp.checksum', transportSeal(UDP, true));
}
