import { internetChecksum } from '../../base/internet-checksum.ts';
import { keyOfNext, layerOctets, layerOf, octetsOfGroup, wholeOctets } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** What of an IPv4 header follows from the rest of the packet. */
export function computeIpv4(to: Registry): void {
  to.computes('ip.hdr_len', layerOctets)
    .computes('ip.len', ({ part }) => wholeOctets(layerOf(part)))
    .computes('ip.proto', keyOfNext('ip.proto'))
    .computes('ip.opt.len', octetsOfGroup)
    .seals('ip.checksum', ({ part, bytes }) => {
      const { start, end } = layerOf(part);
      return internetChecksum(bytes, start >>> 3, end >>> 3);
    });
}
