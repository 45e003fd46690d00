import { type MessagePort, workerData } from 'node:worker_threads';
import { applyDecodeAs } from '../core/engine/decode-as.ts';
import { type DecodeAs, newRegistry } from '../core/engine/headless.ts';
import { loadCapture } from '../core/engine/load-capture.ts';
import { FileSource } from './file-source.ts';
import { FileSpill } from './file-spill.ts';
import { Printer, type PrintOptions } from './print.ts';

/** What a printing thread is told at its start. */
export interface PrintJob {
  readonly kind: 'print';
  readonly path: string;
  readonly decodeAs: readonly DecodeAs[];
  readonly options: PrintOptions;
}

export function isPrintJob(data: unknown): data is PrintJob {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'print';
}

/** Reads the capture for itself (what it learns on the way cannot be shared between threads), then prints what it is asked for. */
export async function servePrinting(port: MessagePort): Promise<void> {
  const job: unknown = workerData;
  if (!isPrintJob(job)) return;
  const registry = newRegistry();
  applyDecodeAs(registry, job.decodeAs);
  const source = await FileSource.open(job.path);
  const loading = loadCapture(registry, source, { makeSpill: () => new FileSpill() }, () => undefined);
  const capture = await loading.opened;
  await loading.done;
  const printer = new Printer(capture, job.options);
  let last = Promise.resolve();
  port.on('message', (indexes: Uint32Array) => {
    last = last.then(async () => {
      const lines = await printer.printed(indexes);
      port.postMessage(lines, [lines.octets.buffer as ArrayBuffer]);
    });
  });
}
