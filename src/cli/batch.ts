import { createInterface } from 'node:readline';
import { Batch } from '../core/engine/batch.ts';
import { applyDecodeAs } from '../core/engine/decode-as.ts';
import type { DecodeAs, Secret } from '../core/engine/headless.ts';
import { newRegistry } from '../core/engine/headless.ts';
import { EXIT } from './exit.ts';
import { Output } from './output.ts';

/** Answers each line of standard input with one line of standard output; empty lines are passed over. */
export async function batch(options: {
  readonly secrets: readonly Secret[];
  readonly decodeAs: readonly DecodeAs[];
  readonly tree: boolean;
}): Promise<number> {
  const registry = newRegistry();
  applyDecodeAs(registry, options.decodeAs);
  const answers = new Batch(registry, options);
  const output = new Output();
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() !== '') await output.line(answers.answer(line));
  }
  await output.flush();
  return EXIT.ok;
}
