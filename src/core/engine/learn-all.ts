import { Turns } from '../files/event-loop.ts';
import type { Capture } from './capture.ts';

/** Messages that are learned between two turns of the event loop. */
const AT_ONCE = 256;

/** Learns what pass 1 has put aside, in slices; ends early when `isClosed` says that nobody waits for it. */
export async function learnAll({ state }: Capture, isClosed: () => boolean): Promise<void> {
  const turns = new Turns();
  while (!isClosed() && state.learning?.step(AT_ONCE) === true) await turns.rest();
}
