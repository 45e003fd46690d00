import { hashOctets } from '../base/hash.ts';
import type { Context } from './context.ts';
import type { Sighting } from './sightings.ts';
import type { Learner, Summary } from './summary.ts';

/*
 * Content that a push initiator submits to a gateway, and the push that carries the same octets to the device. Sightings
 * of kind `content` have the key `submission <hash>` (a part behind the first of a multipart body) or `push <hash>`.
 * A gateway that turns text into its binary form sends other octets: then nothing is found.
 */

export type Role = 'submission' | 'push';

/** Fewer octets may be the same by chance; more take pass 1 too long. */
const LEAST = 8;
const MOST = 65_536;

function keyOf(role: Role, bytes: Uint8Array, start: number, end: number): string | undefined {
  const size = end - start;
  return size < LEAST || size > MOST ? undefined : `${role} ${size} ${hashOctets(bytes, start, end)}`;
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
    const key = keyOf(role, bytes, start, end);
    if (key !== undefined) state.sightings('content').learn(key, { frame });
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
  const key = keyOf(role, bytes, start, end);
  if (key === undefined) return undefined;
  const known = context.state.sightings('content');
  const frame = context.frame.number - 1;
  const partner: Sighting | undefined = role === 'push' ? known.after(key, frame)[0] : known.before(key, frame).at(-1);
  return partner && partner.frame + 1;
}
