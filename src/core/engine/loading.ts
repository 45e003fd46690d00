import type { Capture } from './capture.ts';
import { learnAll } from './learn-all.ts';

/** A capture that is being read. */
export interface Loading {
  /** The capture, as soon as the file is recognised; a file that is no capture gives one without packets and with a fault. */
  readonly opened: Promise<Capture>;
  readonly firstPackets: Promise<void>;
  /** Settles when reading has ended, for whatever reason: no column changes any more. Never rejects. */
  readonly listed: Promise<void>;
  /** Settles behind `listed`, when trees do not change any more either: it is known what packets have to do with each other. */
  readonly done: Promise<void>;
  readonly phase: 'loading' | 'done' | 'stopped' | 'failed';
  /** Octets of the file behind the reader. */
  readonly read: number;
  readonly format: string;
  stop(): void;
  /**
   * Stops, and gives up the place of unpacked octets: no packet of the capture can be read any more.
   * @param unused settles when nobody reads packets of it any more; at once when left out
   */
  close(unused?: Promise<void>): Promise<void>;
}

/** How far a reader has come: it writes here. */
export interface LoadProgress {
  /** Set when the reading is to end. */
  readonly signal: { readonly aborted: boolean };
  phase: Loading['phase'];
  read: number;
  format: string;
  /** To be called once the capture is there; only the first call counts. */
  gotCapture(capture: Capture): void;
  /** There are packets, or there will be none. */
  gotFirst(): void;
}

export interface Reading {
  readonly format: string;
  /** Reads all packets. Whatever goes wrong becomes a fault of the capture; it calls `gotCapture` in any case. */
  run(progress: LoadProgress): Promise<void>;
  /** Gives up the places of unpacked octets, when nobody reads any more. */
  release(): Promise<void>;
  /** False where nobody asks what packets have to do with each other. */
  readonly relates: boolean;
  /** As in `LoadEnvironment`. */
  readonly idle: (() => Promise<void>) | undefined;
}

/** Starts a reading, and learns what packets have to do with each other behind it. `onProgress` is called at the end too. */
export function startLoading({ format, run, release, relates, idle }: Reading, onProgress: () => void): Loading {
  const signal = { aborted: false };
  let isClosed = false;
  const [opened, gotCapture] = milestone<Capture>();
  const [firstPackets, gotFirst] = milestone<void>();
  const [listed, gotAll] = milestone<void>();
  const progress: LoadProgress = { signal, phase: 'loading', read: 0, format, gotCapture, gotFirst };
  const done = run(progress)
    .then(() => opened)
    .then(async (capture) => {
      capture.finish();
      gotAll();
      if (relates) await learnAll(capture, () => isClosed, idle);
    })
    .finally(() => {
      gotFirst();
      gotAll();
      onProgress();
    });
  return {
    opened,
    firstPackets,
    listed,
    done,
    get phase() {
      return progress.phase;
    },
    get read() {
      return progress.read;
    },
    get format() {
      return progress.format;
    },
    stop: () => {
      signal.aborted = true;
    },
    close: async (unused) => {
      signal.aborted = true;
      isClosed = true;
      await done;
      await unused;
      await release();
    },
  };
}

/** A promise, and what settles it. */
function milestone<T>(): [Promise<T>, (value: T) => void] {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return [promise, settle];
}
