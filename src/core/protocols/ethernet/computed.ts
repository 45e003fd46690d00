import { carried, keyOfNext } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** What of a frame follows from the rest of it. */
export function computeEthernet(to: Registry): void {
  to.computes('eth.type', keyOfNext('eth.type')).computes('eth.len', carried);
}
