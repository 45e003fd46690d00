import { behind, type Compute, groupEnd, layerOf, messageEnd, messageOctets } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

const PARAMETERS = 'smpp.opt_params';

/** Octets between sm_length and the optional parameters, or the end of the PDU. */
const messageLength: Compute = ({ part }) => {
  const layer = layerOf(part);
  const parameters = [...behind(part), ...behind(layer)].find(({ name }) => name === PARAMETERS);
  return Math.ceil(((parameters?.start ?? messageEnd(layer)) - part.end) / 8);
};

/** What of a PDU follows from the rest of it. */
export function computeSmpp(to: Registry): void {
  to.computes('smpp.command_length', messageOctets)
    .computes('smpp.sm_length', messageLength)
    .computes('smpp.opt_param_len', ({ part }) =>
      part.parent === undefined ? undefined : Math.ceil((groupEnd(part.parent) - part.end) / 8),
    );
}
