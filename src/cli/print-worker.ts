import { constants, setPriority } from 'node:os';
import { type MessagePort, workerData } from 'node:worker_threads';
import { applyDecodeAs } from '../core/engine/decode-as.ts';
import { AloneDissector, type DecodeAs, newRegistry } from '../core/engine/headless.ts';
import { loadCapture } from '../core/engine/load-capture.ts';
import { FileSource } from './file-source.ts';
import { FileSpill } from './file-spill.ts';
import { Printer, type PrintOptions } from './print.ts';
import type { PrintPart } from './print-parts.ts';

/** What a printing thread is told at its start. */
export interface PrintJob {
  readonly kind: 'print';
  readonly path: string;
  readonly decodeAs: readonly DecodeAs[];
  readonly options: PrintOptions;
  /** True when only packets are asked for that stand alone: the thread reads where packets are, and no more. */
  readonly isAlone: boolean;
}

export function isPrintJob(data: unknown): data is PrintJob {
  return typeof data === 'object' && data !== null && 'kind' in data && data.kind === 'print';
}

/** Reads the capture for itself (what pass 1 learns cannot be shared between threads), then prints what it is asked for. */
export async function servePrinting(port: MessagePort): Promise<void> {
  const job: unknown = workerData;
  if (!isPrintJob(job)) return;
  // The thread that asks prints too, and what compiles for both would wait for this one. Elsewhere than on Linux the priority is the whole process's.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const registry = newRegistry();
  applyDecodeAs(registry, job.decodeAs);
  const source = await FileSource.open(job.path);
  const { isAlone, options } = job;
  const environment = { makeSpill: () => new FileSpill(), recordsOnly: isAlone };
  const loading = loadCapture(registry, source, environment, () => undefined);
  const capture = await loading.opened;
  await loading.done;
  const printer = new Printer(capture, options, isAlone ? new AloneDissector(capture) : capture);
  let last = Promise.resolve();
  port.on('message', ({ indexes, conversations }: PrintPart) => {
    last = last.then(async () => {
      const lines = await printer.printed(indexes, conversations);
      port.postMessage(lines, [lines.octets.buffer as ArrayBuffer]);
    });
  });
}
