import { carried, restOfGroup } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** What of a frame follows from the rest of it. */
export function computePppoe(to: Registry): void {
  to.computes('pppoe.payload_length', carried).computes('pppoed.tag_length', restOfGroup());
}
