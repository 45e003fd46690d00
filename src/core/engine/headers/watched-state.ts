import { createCaptureState } from '../../dissect/capture-state.ts';
import type { CaptureState } from '../../dissect/summary.ts';

/** A state without any capture that notes when it is asked for something: then only the capture's own has the answer. */
export interface WatchedState {
  readonly state: CaptureState;
  /** True once anything was asked; set it back for the next packet. */
  isAsked: boolean;
}

export function watchedState(): WatchedState {
  const empty = createCaptureState();
  const watched = { isAsked: false };
  const state = new Proxy(empty, {
    get(target, name) {
      watched.isAsked = true;
      // What the state answers, whatever it is called.
      return Reflect.get(target, name) as unknown;
    },
  });
  return Object.assign(watched, { state });
}
