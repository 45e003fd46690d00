import { octetsBehind, restOfGroup } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** What of a message follows from the rest of it. */
export function computeMms(to: Registry): void {
  to.computes('mmse.header.value_length', restOfGroup()).computes('mmse.header.integer_length', octetsBehind());
}
