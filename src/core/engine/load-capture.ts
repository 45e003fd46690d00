import { messageOf } from '../base/message-of.ts';
import type { Registry } from '../dissect/registry.ts';
import type { ByteSource } from '../files/byte-source.ts';
import { type Spill, type UnpackedSource, unpack } from '../files/inflate.ts';
import { createWalker, HEAD_OCTETS, recogniseCapture } from '../files/open-capture-file.ts';
import { walkFile } from '../files/read-windows.ts';
import { Annotations } from './annotations.ts';
import { Capture } from './capture.ts';
import { type Loading, type LoadProgress, startLoading } from './loading.ts';

/** What the engine needs of the platform to load a capture. */
export interface LoadEnvironment {
  /** A place for unpacked octets, larger than memory if need be. */
  makeSpill(): Spill;
  /** True where nobody asks for trees: what packets have to do with each other is not worked out then. */
  readonly columnsOnly?: boolean;
  /** False where nobody asks what packets have to do with each other: that is not learned then. */
  readonly relates?: boolean;
  /** True where neither columns nor trees are asked of the capture, only what the file says of its packets. */
  readonly recordsOnly?: boolean;
  /** Settles when nobody waits for an answer: what packets have to do with each other is worked out then. At once when left out. */
  idle?(): Promise<void>;
  /** Lets requests be served; resolves when they have been. */
  pause?(): Promise<void>;
}

/** Reads a capture file: pass 1 over all its packets. `onProgress` is called whenever something has changed. */
export function loadCapture(
  registry: Registry,
  source: ByteSource,
  environment: LoadEnvironment,
  onProgress: () => void,
  annotations: Annotations = new Annotations(),
): Loading {
  let unpacked: UnpackedSource | undefined;
  const run = async (progress: LoadProgress): Promise<void> => {
    const { signal } = progress;
    let capture: Capture | undefined;
    try {
      const begin = await source.read(0, HEAD_OCTETS);
      const packed = recogniseCapture(begin).kind === 'gzip';
      unpacked = packed ? unpack(source, environment.makeSpill(), signal) : undefined;
      const data: ByteSource = unpacked ?? source;
      const head = packed ? await data.read(0, HEAD_OCTETS) : begin;
      capture = new Capture(data, registry, annotations);
      capture.bytes.keepHead(head);
      if (environment.columnsOnly === true) capture.state.forColumnsOnly();
      if (environment.recordsOnly === true) capture.forRecordsOnly();
      const { sink, notes } = capture;
      progress.gotCapture(capture);
      const recognised = recogniseCapture(head);
      const walker = createWalker(head, head.length < HEAD_OCTETS);
      if (walker === undefined) {
        const message = 'message' in recognised ? recognised.message : 'this file is packed twice: unpack it first';
        // All that could be unpacked is here: what kept the rest from it says more than what is missing.
        if (head.length < HEAD_OCTETS) await unpacked?.done;
        sink.fault(unpacked?.fault ?? { offset: 0, message, fatal: true });
        progress.phase = 'failed';
        return;
      }
      progress.format = packed ? `gzip, ${walker.format}` : walker.format;
      await walkFile(data, walker, sink, {
        signal,
        head,
        ...(environment.pause && { pause: environment.pause }),
        onProgress: (bytes) => {
          progress.read = unpacked === undefined ? bytes : unpacked.packedRead;
          if (capture !== undefined && capture.length > 0) progress.gotFirst();
          onProgress();
        },
      });
      if (unpacked?.fault !== undefined) notes.faults.push(unpacked.fault);
      if (signal.aborted) progress.phase = 'stopped';
      else {
        progress.phase = 'done';
        progress.read = source.size;
      }
    } catch (error) {
      // The file is gone, has changed, or cannot be unpacked: what was read stays.
      capture ??= new Capture(source, registry, annotations);
      progress.gotCapture(capture);
      const message = messageOf(error);
      capture.sink.fault({ offset: progress.read, message, fatal: true });
      progress.phase = 'failed';
    }
  };

  const release = async (): Promise<void> => {
    // Its writer has to end before its place goes.
    await unpacked?.done;
    await unpacked?.close();
  };
  const relates = environment.columnsOnly !== true && environment.recordsOnly !== true && environment.relates !== false;
  return startLoading({ format: '', run, release, relates, idle: environment.idle }, onProgress);
}
