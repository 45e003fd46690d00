import { keyOfNext } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** What of a tag follows from the rest of the frame. */
export function computeVlan(to: Registry): void {
  to.computes('vlan.etype', keyOfNext('eth.type'));
}
