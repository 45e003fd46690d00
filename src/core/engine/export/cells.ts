import { decimalSeconds } from '../../base/time.ts';
import type { Tree } from '../../codec/tree.ts';
import type { Context } from '../../dissect/context.ts';
import { judge, judgedSeverity, judgedVerdict } from '../judgement.ts';

/** Head and cells of a packet in a CSV table: the columns of the list, the worst finding, the verdict on the digest. */
export function exportCells(): {
  readonly head: readonly string[];
  readonly cells: (index: number, tree: Tree, context: Context) => readonly (string | number)[];
} {
  return {
    head: ['No.', 'Time', 'Source', 'Destination', 'Protocol', 'Length', 'Info', 'Findings', 'Digest'],
    cells: (index, tree, context) => {
      const { frame } = context;
      const judged = judge(tree, context);
      return [
        index + 1,
        decimalSeconds(frame.seconds, frame.nanos),
        context.source,
        context.destination,
        context.protocolName,
        frame.original,
        context.info,
        judgedSeverity(judged) ?? '',
        judgedVerdict(judged) ?? '',
      ];
    },
  };
}
