import { Cursor } from '../codec/cursor.ts';
import { GENERIC } from '../codec/rule.ts';
import { Tree } from '../codec/tree.ts';
import { Context, type FrameInfo } from './context.ts';
import type { Registry } from './registry.ts';
import type { Secret } from './secrets.ts';
import type { CaptureState } from './summary.ts';

export interface DissectOptions {
  readonly registry: Registry;
  readonly frame: FrameInfo;
  readonly bytes: Uint8Array;
  readonly state: CaptureState;
  readonly secrets?: readonly Secret[];
  /** Octets of other packets of the capture, for reassembled messages. */
  readonly frameBytes?: (index: number) => Uint8Array | undefined;
  /** A tree to use again. */
  readonly tree?: Tree;
}

/** Pass 2: the whole tree of one packet. It does not throw, whatever the octets are. */
export function dissectPacket(options: DissectOptions): { readonly tree: Tree; readonly context: Context } {
  const { registry, frame, bytes, state } = options;
  const tree = options.tree ?? new Tree();
  tree.reset();
  tree.addSource({ label: 'Frame', bytes, cut: frame.captured < frame.original });
  const context = new Context({
    frame,
    tree,
    secrets: options.secrets ?? [],
    state,
    choose: (table, key, data, start, end) => registry.choose(table, key, data, start, end),
    frameBytes: options.frameBytes ?? (() => undefined),
  });
  const cursor = new Cursor(tree, 0);
  const dissector = registry.table('layer').get('frame');
  try {
    if (dissector !== undefined) context.call(dissector, 'capture', cursor);
  } catch (error) {
    // A fault of ours must not cost the user the packet: what was read stays, the rest is undecoded.
    tree.find(GENERIC['X-INTERNAL'], `internal error: ${String(error)}`, 0, cursor.bit, cursor.end);
  }
  tree.finish();
  return { tree, context };
}
