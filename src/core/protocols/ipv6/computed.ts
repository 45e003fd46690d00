import { carried, keyOfNext } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** What of an IPv6 header follows from the rest of the packet. */
export function computeIpv6(to: Registry): void {
  to.computes('ipv6.plen', carried).computes('ipv6.nxt', keyOfNext('ip.proto'));
}
