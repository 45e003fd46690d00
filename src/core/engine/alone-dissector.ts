import type { Tree } from '../codec/tree.ts';
import type { Context } from '../dissect/context.ts';
import { dissectPacket } from '../dissect/dissect-packet.ts';
import type { Secret } from '../dissect/secrets.ts';
import { Streams } from '../dissect/streams.ts';
import type { CaptureState } from '../dissect/summary.ts';
import type { Capture } from './capture.ts';
import { WatchedState } from './headers/watched-state.ts';

/** The state of a capture in which nothing was noted of any TCP segment. */
class AloneState extends WatchedState {
  readonly #streams = new Streams();

  override get streams(): CaptureState['streams'] {
    return this.#streams;
  }
}

/**
 * Dissects packets that `mayStandAlone` by their own octets, without what pass 1 knows: for threads that have only the records of a file
 * (see `recordsOnly` of `loadCapture`). The trees are those of `Capture.dissect`.
 */
export class AloneDissector {
  readonly #capture: Capture;
  readonly #state = new AloneState();

  /** @param capture needs no more than its records */
  constructor(capture: Capture) {
    this.#capture = capture;
  }

  /** As `Capture.dissect`; undefined when it takes more than the packet's own octets to make its tree. */
  dissect(
    index: number,
    bytes: { get(index: number): Uint8Array | undefined },
    secrets: readonly Secret[],
    tree?: Tree,
  ): { readonly tree: Tree; readonly context: Context } | undefined {
    const state = this.#state;
    state.isAsked = false;
    const { registry } = this.#capture;
    const frame = this.#capture.frame(index);
    const dissected = dissectPacket({ registry, frame, bytes: bytes.get(index) ?? NOTHING, state, secrets, tree });
    return state.isAsked ? undefined : dissected;
  }
}

/** True when pass 1, which is done, has noted nothing of a packet's segment: the first condition of dissecting it alone. */
export function mayStandAlone({ state: { streams } }: Capture, index: number): boolean {
  return !streams.isNoted(index);
}

const NOTHING = new Uint8Array(0);
