import { foldSum, internetChecksum, internetSum } from '../base/internet-checksum.ts';
import { before, type Compute, inside, layerOf, type Part, reach } from './computed.ts';

/**
 * The checksum of a transport protocol over the pseudo-header of the IP layer before it; undefined where there is none.
 * @param protocol IP's number of the protocol
 * @param zeroIsFfff the protocol writes a sum of zero as 0xFFFF, because zero stands for none
 */
export function transportSeal(protocol: number, zeroIsFfff = false): Compute {
  return ({ part, bytes }) => {
    const layer = layerOf(part);
    const ip = before(layer).find(({ name }) => name === 'ip' || name === 'ipv6');
    const source = ip && inside(ip, `${ip.name}.src`);
    const destination = ip && inside(ip, `${ip.name}.dst`);
    if (source === undefined || destination === undefined) return undefined;
    const end = Math.ceil(reach(layer) / 8);
    const start = layer.start >>> 3;
    const pseudo = sumOf(bytes, source) + sumOf(bytes, destination) + protocol + (end - start);
    const sum = internetChecksum(bytes, start, end, foldSum(pseudo));
    return zeroIsFfff && sum === 0 ? 0xffff : sum;
  };
}

function sumOf(bytes: Uint8Array, { start, end }: Part): number {
  return internetSum(bytes, start >>> 3, end >>> 3);
}
