import { bodyOctets } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

/** What of a message follows from the rest of it. */
export function computeHttp(to: Registry): void {
  to.computes('http.content_length_header', (place) => {
    const octets = bodyOctets(place);
    return octets === undefined ? undefined : String(octets);
  });
}
