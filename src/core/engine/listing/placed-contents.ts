import { Cursor } from '../../codec/cursor.ts';
import { Tree } from '../../codec/tree.ts';
import { ContentPlace } from '../../dissect/content-places.ts';
import { type Chooser, Context, type Wants, wantsOf } from '../../dissect/context.ts';
import { chooserOf } from '../../dissect/dissect-packet.ts';
import type { Registry } from '../../dissect/registry.ts';
import type { CompiledFilter } from '../../filter/compile.ts';
import type { Capture } from '../capture.ts';
import type { FrameBytes } from './packet-window.ts';

/** How a packet is asked: by its tree, by its content alone (which may be kept), or not at all because it has none. */
export type Way = 'tree' | 'content' | 'kept' | 'none';

/**
 * Answers filters over fields that follow from the octets of a content alone: these are dissected where pass 1 has met
 * them, and all that carries them is left.
 */
export class PlacedContents {
  readonly #capture: Capture;
  readonly #filter: CompiledFilter;
  readonly #protocols: ReadonlySet<string>;
  readonly #wants: Wants;
  readonly #choose: Chooser;
  readonly #tree = new Tree();
  readonly #place = new ContentPlace();
  /** The answer for packets without such contents, once one was met: the same for all of them. */
  #noneMatches: boolean | undefined;

  private constructor(capture: Capture, filter: CompiledFilter, names: ReadonlySet<string>, protocols: Set<string>) {
    this.#capture = capture;
    this.#filter = filter;
    this.#protocols = protocols;
    this.#choose = chooserOf(capture.registry);
    // What the content carries itself has places of its own.
    this.#wants = wantsOf(names, () => true, true);
  }

  /** Undefined when the filter asks for more than contents tell. */
  static of(capture: Capture, filter: CompiledFilter): PlacedContents | undefined {
    const { rows } = filter.needs;
    if (rows === undefined || rows.size === 0) return undefined;
    const protocols = placedProtocols(capture.registry, rows);
    return protocols && new PlacedContents(capture, filter, rows, protocols);
  }

  /** Which way packet `index` is asked. */
  way(index: number): Way {
    const { contents } = this.#capture.state;
    if (!contents.isWhole(index)) return 'tree';
    let way: Way = 'none';
    for (let i = contents.first(index); contents.isOf(i, index); i++) {
      if (!this.#protocols.has(contents.dissectorAt(i)?.id ?? '')) continue;
      if (contents.isLost(i)) return 'tree';
      way = way === 'content' || !contents.isKept(i) ? 'content' : 'kept';
    }
    return way;
  }

  /** True when a packet without any of these contents matches: a filter may ask for what lacks them. */
  isMatchedByNone(index: number): boolean {
    this.#noneMatches ??= this.test(index, undefined);
    return this.#noneMatches;
  }

  /** True when the contents of packet `index` match. */
  test(index: number, bytes: FrameBytes | undefined): boolean {
    const { state } = this.#capture;
    const { contents } = state;
    const frame = this.#capture.frame(index);
    const place = this.#place;
    const tree = this.#tree;
    tree.reset();
    const context = new Context({
      frame,
      tree,
      secrets: [],
      state,
      wants: this.#wants,
      choose: this.#choose,
      frameBytes: () => undefined,
    });
    for (let i = contents.first(index); contents.isOf(i, index); i++) {
      contents.read(i, place);
      const { dissector, kept, at, size, port } = place;
      if (dissector === undefined || !this.#protocols.has(dissector.id)) continue;
      const octets = kept ?? bytes?.get(index);
      if (octets === undefined) continue;
      // A source for each place: what lies before it in its packet is of no interest.
      const cut = kept === undefined && frame.captured < frame.original && at + size === octets.length;
      const source = tree.addSource({ label: '', bytes: octets.subarray(at, at + size), cut });
      context.destinationPort = { port, source, start: 0, end: 0 };
      const cursor = new Cursor(tree, source);
      try {
        dissector.dissect(cursor, context);
      } catch {
        // A fault of ours, which the packet's tree tells of: what was read stays, as there.
      }
    }
    return this.#filter.test(tree, context);
  }
}

/** True when contents by themselves answer for rows of this filter name. */
export function isPlacedName(registry: Registry, name: string): boolean {
  return placedProtocols(registry, new Set([name])) !== undefined;
}

/** The protocols that lay the rows of these names; undefined when one of them depends on more than a content's octets. */
function placedProtocols(registry: Registry, names: ReadonlySet<string>): Set<string> | undefined {
  const protocols = new Set<string>();
  const known = new Set<string>();
  for (const { dissector, fields } of registry.declared) {
    for (const field of fields) {
      const { filter, also, generated, type } = field;
      // Where a protocol ends may depend on what it carries.
      const follows = generated !== true && type !== 'protocol' && dissector.unplaced?.includes(field) !== true;
      for (const name of [filter, ...(also ?? [])]) {
        if (!names.has(name)) continue;
        if (dissector.isPlaced !== true || !follows) return undefined;
        known.add(name);
        protocols.add(dissector.id);
      }
    }
  }
  return known.size === names.size ? protocols : undefined;
}
