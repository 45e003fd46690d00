import type { Tree } from '../../codec/tree.ts';
import type { FormatItem } from '../formats/item.ts';
import type { Push } from './push.ts';
import { pushOf } from './push-of.ts';

/** Findings that say that octets of what a packet carries are not in it. */
const INCOMPLETE: ReadonlySet<string> = new Set(['X-CUT', 'SMS-027', 'CBS-004', 'FRAG-007']);
/** Packets that are looked through from one to the next where its content is put together: a fragment of a segment of a message. */
const MOST_STEPS = 64;

/** What a packet's content lacks, for people; undefined when it is all there. */
export function lackOf(tree: Tree): string | undefined {
  return tree.findings.find(({ rule }) => INCOMPLETE.has(rule.id))?.message;
}

/**
 * The push that packet `at` of a capture carries, or of which it carries a part; undefined when there is none, or when not
 * all of it is in the capture.
 */
export function pushAmong(items: readonly FormatItem[], at: number): Push | undefined {
  const visited = new Set<number>();
  const find = (place: number): Push | undefined => {
    const item = items[place];
    if (item === undefined || visited.has(place) || visited.size >= MOST_STEPS) return undefined;
    visited.add(place);
    // What carries the part is no push of its own.
    for (const next of reassembledIn(item.tree)) {
      const push = find(next);
      if (push !== undefined) return push;
    }
    return lackOf(item.tree) === undefined ? pushOf(item.tree, item.context) : undefined;
  };
  return find(at);
}

/** Places of the packets in which what a packet has a piece of was put together. */
function reassembledIn(tree: Tree): readonly number[] {
  const places: number[] = [];
  for (let row = 0; row < tree.length; row++) {
    const { type, filter } = tree.field(row);
    if (type === 'frame' && /\.reassembled[._]in$/.test(filter)) places.push(tree.num(row) - 1);
  }
  return places;
}
