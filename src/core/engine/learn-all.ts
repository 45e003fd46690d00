import { turn } from '../files/event-loop.ts';
import type { Capture } from './capture.ts';

/** Messages that are learned at once, at 2 to 30 us each. */
const AT_ONCE = 64;
/** Milliseconds of learning between two chances for requests. */
const SLICE_MS = 6;

/**
 * Learns what pass 1 has put aside, in slices; ends early when `isClosed` says that nobody waits for it.
 * @param idle settles when nobody waits for anything else
 */
export async function learnAll(
  { state }: Capture,
  isClosed: () => boolean,
  idle: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { learning } = state;
  if (learning === undefined) return;
  for (let isMore = learning.length > 0; isMore; ) {
    await idle();
    const from = performance.now();
    while (isMore && performance.now() - from < SLICE_MS) isMore = !isClosed() && learning.step(AT_ONCE);
    if (isMore) await turn();
  }
  state.related();
}

/** As `learnAll`, without a pause: for captures of few packets. */
export function learnAtOnce({ state }: Capture): void {
  if (state.learning === undefined) return;
  state.learning.step(Number.POSITIVE_INFINITY);
  state.related();
}
