import { bodyOctets } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** What of a message follows from the rest of it. */
export function computeSip(to: Registry): void {
  to.computes('sip.Content-Length', bodyOctets);
}
