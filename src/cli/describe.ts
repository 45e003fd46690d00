import { describePacket } from '../core/craft/describe-packet.ts';
import { Names } from '../core/craft/names.ts';
import { applyDecodeAs } from '../core/engine/decode-as.ts';
import { type DecodeAs, newRegistry, type Secret, Tree } from '../core/engine/headless.ts';
import { openInput } from './dissect.ts';
import { EXIT } from './exit.ts';
import { Output } from './output.ts';

export interface DescribeOptions {
  readonly secrets: readonly Secret[];
  readonly decodeAs: readonly DecodeAs[];
  /** Start layer of octets that have no link layer. */
  readonly as?: string;
}

/** Packets read at once. */
const BLOCK = 256;

/** Prints the description of every packet of every file, one a line; gives the exit status. */
export async function describe(files: readonly string[], options: DescribeOptions): Promise<number> {
  const registry = newRegistry();
  applyDecodeAs(registry, options.decodeAs);
  const names = new Names(registry);
  const output = new Output();
  let status: number = EXIT.ok;
  for (const file of files) {
    const opened = await openInput(file, registry, { as: options.as, count: false }, () => undefined);
    if (opened === undefined) {
      status = EXIT.damaged;
      continue;
    }
    try {
      const { capture, learned } = opened;
      await learned;
      const tree = new Tree();
      for (let from = 0; from < capture.length; from += BLOCK) {
        const indexes = Array.from({ length: Math.min(BLOCK, capture.length - from) }, (_, i) => from + i);
        const bytes = await capture.bytes.fetch(capture.needed(indexes));
        for (const index of indexes) {
          const { context } = capture.dissect(index, bytes, options.secrets, tree);
          await output.line(JSON.stringify(describePacket(tree, context, names, options.secrets, 'xml')));
        }
      }
      await output.flush();
      for (const { offset, message } of capture.notes.faults) {
        process.stderr.write(`pushscope: ${file}: octet ${offset}: ${message}\n`);
      }
      if (capture.notes.faults.length > 0) status = EXIT.damaged;
    } finally {
      await opened.close();
    }
  }
  return status;
}
