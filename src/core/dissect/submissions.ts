import { hashOctets } from '../base/hash.ts';
import type { Context } from './context.ts';
import type { Sighting } from './sightings.ts';
import type { Learner, Summary } from './summary.ts';

/*
 * Content that a push initiator submits to a gateway, and the push that carries the same octets to the device. Sightings
 * of kind `content` have their role (a submission is a part behind the first of a multipart body), size and hash as key.
 * A gateway that turns text into its binary form sends other octets: then nothing is found.
 */

export type Role = 'submission' | 'push';

/** Fewer octets may be the same by chance; more take pass 1 too long. */
const LEAST = 8;
const MOST = 65_536;

/** First half of the key. */
function sortOf(role: Role, size: number): number {
  return size * 2 + (role === 'push' ? 1 : 0);
}

/** Pass 1: remembers octets `start` to `end` as content that was submitted or pushed. */
export function learnContent(role: Role, bytes: Uint8Array, start: number, end: number, row: Summary): void {
  const size = end - start;
  if (row.cut || size < LEAST || size > MOST || row.state.sightings('content').full) return;
  row.learn(LEARNERS[role], bytes, start, end);
}

const LEARNERS: Readonly<Record<Role, Learner>> = { submission: learner('submission'), push: learner('push') };

function learner(role: Role): Learner {
  return (bytes, start, end, { state, frame }) => {
    state.sightings('content').learn({ frame }, sortOf(role, end - start), hashOctets(bytes, start, end));
  };
}

/** Pass 2: number of the first packet after this one that pushes the octets, or of the last before it that submitted them. */
export function partnerOf(
  role: Role,
  bytes: Uint8Array,
  start: number,
  end: number,
  context: Context,
): number | undefined {
  if (context.quoting > 0 || context.frame.captured < context.frame.original) return undefined;
  const size = end - start;
  if (size < LEAST || size > MOST) return undefined;
  const sort = sortOf(role, size);
  const hash = hashOctets(bytes, start, end);
  const known = context.state.sightings('content');
  const frame = context.frame.number - 1;
  const partner: Sighting | undefined =
    role === 'push' ? known.after(sort, hash, frame).at(0) : known.before(sort, hash, frame).at(-1);
  return partner && partner.frame + 1;
}
