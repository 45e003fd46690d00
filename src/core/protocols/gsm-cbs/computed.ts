import { layerOf, messageEnd, restOfGroup } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** What of a message between controllers follows from the rest of it. */
export function computeCbsp(to: Registry): void {
  to.computes('cbsp.msg_len', ({ part }) => Math.ceil((messageEnd(layerOf(part)) - part.end) / 8)).computes(
    'cbsp.ie.len',
    restOfGroup(),
  );
}
