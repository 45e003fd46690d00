import { behind, bodyOctets, type Compute } from '../../dissect/computed.ts';
import type { Registry } from '../../dissect/registry.ts';

const BOUNDARY = 'http.chunk_boundary';

/** Octets of a chunk's data, between the line ends behind its size and behind the data; the last chunk has none. */
const chunkSize: Compute = ({ part }) => {
  if (part.parent?.name !== 'http.chunk') return 0;
  const parts = behind(part);
  const first = parts.find(({ name }) => name === BOUNDARY);
  const last = parts.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const end = last !== first && last.name === BOUNDARY ? last.start : part.parent.end;
  return Math.ceil((end - first.end) / 8);
};

/** What of a message follows from the rest of it. */
export function computeHttp(to: Registry): void {
  to.computes('http.content_length_header', (place) => {
    const octets = bodyOctets(place);
    return octets === undefined ? undefined : String(octets);
  }).computes('http.chunk_size', chunkSize);
}
