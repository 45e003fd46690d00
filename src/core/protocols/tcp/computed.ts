import { layerOctets, octetsOfGroup } from '../../dissect/computed.ts';
import { transportSeal } from '../../dissect/computed-checksum.ts';
import type { Registry } from '../../dissect/registry.ts';

const TCP = 6;

/** What of a segment's header follows from the rest of the packet. */
export function computeTcp(to: Registry): void {
  to.computes('tcp.hdr_len', layerOctets)
    .computes('tcp.option_len', octetsOfGroup)
    .seals('tcp.checksum', transportSeal(TCP));
}
