import type { Registry } from '../dissect/registry.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { type Spill, type UnpackedSource, unpack } from '../files/inflate.ts';
import { createWalker, HEAD_OCTETS, recogniseCapture } from '../files/open-capture-file.ts';
import { walkFile } from '../files/read-windows.ts';
import { Annotations } from './annotations.ts';
import { Capture } from './capture.ts';
import { learnAll } from './learn-all.ts';

/** What the engine needs of the platform to load a capture. */
export interface LoadEnvironment {
  /** A place for unpacked octets, larger than memory if need be. */
  makeSpill(): Spill;
  /** True where nobody asks for trees: what packets have to do with each other is not worked out then. */
  readonly columnsOnly?: boolean;
  /** Settles when nobody waits for an answer: what packets have to do with each other is worked out then. At once when left out. */
  idle?(): Promise<void>;
  /** Lets requests be served; resolves when they have been. */
  pause?(): Promise<void>;
}

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
  /** Stops, and gives up the place of unpacked octets: no packet of the capture can be read any more. */
  close(): Promise<void>;
}

/** Reads a capture file: pass 1 over all its packets. `onProgress` is called whenever something has changed. */
export function loadCapture(
  registry: Registry,
  source: ByteSource,
  environment: LoadEnvironment,
  onProgress: () => void,
  annotations: Annotations = new Annotations(),
): Loading {
  const signal = { aborted: false };
  let isClosed = false;
  let unpacked: UnpackedSource | undefined;
  const state = { phase: 'loading' as Loading['phase'], read: 0, format: '' };
  let gotFirst = (): void => undefined;
  const firstPackets = new Promise<void>((resolve) => {
    gotFirst = resolve;
  });
  let gotAll = (): void => undefined;
  const listed = new Promise<void>((resolve) => {
    gotAll = resolve;
  });
  let gotCapture: (capture: Capture) => void = () => undefined;
  const opened = new Promise<Capture>((resolve) => {
    gotCapture = resolve;
  });

  const run = async (): Promise<void> => {
    let capture: Capture | undefined;
    try {
      const begin = await source.read(0, HEAD_OCTETS);
      const packed = recogniseCapture(begin).kind === 'gzip';
      unpacked = packed ? unpack(source, environment.makeSpill(), signal) : undefined;
      const data: ByteSource = unpacked ?? source;
      const head = packed ? await data.read(0, HEAD_OCTETS) : begin;
      capture = new Capture(data, registry, annotations);
      if (environment.columnsOnly === true) {
        capture.state.learning?.close();
        capture.state.streams.forColumnsOnly();
        capture.state.contents.close();
      }
      const { sink, notes } = capture;
      gotCapture(capture);
      const recognised = recogniseCapture(head);
      const walker = createWalker(head, head.length < HEAD_OCTETS);
      if (walker === undefined) {
        const message = 'message' in recognised ? recognised.message : 'this file is packed twice: unpack it first';
        sink.fault({ offset: 0, message, fatal: true });
        state.phase = 'failed';
        return;
      }
      state.format = packed ? `gzip, ${walker.format}` : walker.format;
      await walkFile(data, walker, sink, {
        signal,
        head,
        ...(environment.pause === undefined ? {} : { pause: () => environment.pause?.() ?? Promise.resolve() }),
        onProgress: (bytes) => {
          state.read = unpacked === undefined ? bytes : unpacked.packedRead;
          if (capture !== undefined && capture.length > 0) gotFirst();
          onProgress();
        },
      });
      if (unpacked?.fault !== undefined) notes.faults.push(unpacked.fault);
      if (signal.aborted) state.phase = 'stopped';
      else {
        state.phase = 'done';
        state.read = source.size;
      }
    } catch (error) {
      // The file is gone, has changed, or cannot be unpacked: what was read stays.
      capture ??= new Capture(source, registry, annotations);
      gotCapture(capture);
      const message = error instanceof Error ? error.message : String(error);
      capture.sink.fault({ offset: state.read, message, fatal: true });
      state.phase = 'failed';
    }
  };

  const done = run()
    .then(() => opened)
    .then(async (capture) => {
      capture.finish();
      gotAll();
      if (environment.columnsOnly !== true) await learnAll(capture, () => isClosed, environment.idle);
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
      return state.phase;
    },
    get read() {
      return state.read;
    },
    get format() {
      return state.format;
    },
    stop: () => {
      signal.aborted = true;
    },
    close: async () => {
      signal.aborted = true;
      isClosed = true;
      await done;
      // Its writer has to end before its place goes.
      await unpacked?.done;
      await unpacked?.close();
    },
  };
}
