import { Cursor } from '../codec/cursor.ts';
import { GENERIC } from '../codec/rule.ts';
import { Tree } from '../codec/tree.ts';
import { type Chooser, Context, type FrameInfo } from './context.ts';
import type { Registry } from './registry.ts';
import type { Secret } from './secrets.ts';
import type { CaptureState } from './summary.ts';
import type { Wants } from './wants.ts';

export interface DissectOptions {
  readonly registry: Registry;
  readonly frame: FrameInfo;
  readonly bytes: Uint8Array;
  readonly state: CaptureState;
  readonly secrets?: readonly Secret[];
  /** Octets of other packets of the capture, for reassembled messages. */
  readonly frameBytes?: (index: number) => Uint8Array | undefined;
  /** A tree to use again. */
  readonly tree?: Tree | undefined;
  /** What is asked for; everything when left out. */
  readonly wants?: Wants | undefined;
}

const NO_FRAMES = (): undefined => undefined;
const CHOOSERS = new WeakMap<Registry, Chooser>();

/** Chooses dissectors by a registry's tables; made once for each registry. */
export function chooserOf(registry: Registry): Chooser {
  const known = CHOOSERS.get(registry);
  if (known !== undefined) return known;
  const chooser: Chooser = (table, key, data, start, end) => registry.choose(table, key, data, start, end);
  CHOOSERS.set(registry, chooser);
  return chooser;
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
    wants: options.wants,
    choose: chooserOf(registry),
    frameBytes: options.frameBytes ?? NO_FRAMES,
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
