import { transportSeal } from '../../dissect/computed-checksum.ts';
import type { Registry } from '../../dissect/registry.ts';

const ICMPV6 = 58;

/** What of an ICMPv6 message follows from the rest of the packet. */
export function computeIcmpv6(to: Registry): void {
  to.seals('icmpv6.checksum', transportSeal(ICMPV6));
}
