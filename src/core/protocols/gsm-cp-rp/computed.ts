import { type Compute, carriedOctets, layerOf, restOfGroup } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

const rest = restOfGroup();

/** A length of CP or RP: of an address, the rest of its group; of user data, what the layer carries. */
const length: Compute = (place) => {
  const { parent } = place.part;
  return parent?.field?.type === 'protocol' ? carriedOctets(layerOf(place.part)) : rest(place);
};

/** What of CP and RP messages follows from the rest of the packet. */
export function computeCpRp(to: Registry): void {
  to.computes('gsm_a.len', length);
}
