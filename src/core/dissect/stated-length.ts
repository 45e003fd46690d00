import { Cursor } from '../codec/cursor.ts';
import type { Context } from './context.ts';
import type { Completed } from './part-sets.ts';
import { type Measure, NOT_OURS, type Waiting } from './streams.ts';
import type { Summary } from './summary.ts';

/** Seconds after which what still comes is taken for something new. */
const KEEP_SECONDS = 30;

/**
 * Pass 1 of channels that cut messages into segments without numbers, where only the message itself states its length
 * (ACL fragments of L2CAP, octets on RFCOMM): adds octets `start` to `end`; gives the message when it is now whole.
 * @param kind names the set of channels, `channel` the channel in it
 * @param octets of the message when one begins here; undefined for what goes on
 */
export function addSegment(
  row: Summary,
  kind: string,
  channel: string,
  bytes: Uint8Array,
  start: number,
  end: number,
  octets: number | undefined,
): Completed | undefined {
  const { state, frame, seconds } = row;
  const chains = state.chains(kind);
  const left = (octets ?? octetsMissing(row, kind, channel)) - (end - start);
  if (row.cut) chains.restart(channel);
  state.facts(kind).learn(channel, frame, row.cut ? 0 : Math.max(0, left));
  if (row.cut) return undefined;
  return chains.add(
    {
      key: channel,
      seconds,
      keepSeconds: KEEP_SECONDS,
      sequence: undefined,
      modulus: 1,
      starts: octets !== undefined,
      more: left > 0,
    },
    { frame, at: row.reassembled ? -1 : start - row.frameAt, bytes: bytes.subarray(start, end) },
  );
}

/** Octets that the message on its way on this channel still needs; 0 when none is. */
export function octetsMissing(row: Summary, kind: string, channel: string): number {
  return row.state.facts(kind).number(channel, row.frame) ?? 0;
}

/** What the segment of a packet turned out to be: where its message is shown, or the message itself. */
export interface SegmentView {
  /** Packet (from 1) in which the message is whole; undefined when it never was. */
  readonly wholeIn: number | undefined;
  /** A cursor over the message in the packet that completed it. */
  readonly message: Cursor | undefined;
  /** True in the packet that began the message. */
  readonly isFirst: boolean;
}

/** Pass 2: what became of the packet's segment; undefined for a message in one segment, or none. */
export function viewSegment(context: Context, kind: string, channel: string, label: string): SegmentView | undefined {
  const frame = context.frame.number - 1;
  const set = context.quoting > 0 ? undefined : context.state.chains(kind).find(frame, channel);
  if (set === undefined) return undefined;
  const { joined, parts } = set;
  const isFirst = parts[0]?.frame === frame;
  if (joined === undefined) return { wholeIn: undefined, message: undefined, isFirst };
  const bytes = joined.frame === frame ? context.joinedBytes(joined) : undefined;
  const message = bytes && new Cursor(context.tree, context.tree.addSource({ label, bytes, cut: false }));
  return { wholeIn: joined.frame + 1, message, isFirst };
}

/** Octets of the message that begins at `start`, on a channel without a memory of requests; NOT_OURS without a measure. */
export function measured(measure: Measure | undefined, bytes: Uint8Array, start: number, end: number): number {
  const memory: { direction: 0 | 1; seen: number; waiting: Waiting[] } = { direction: 0, seen: 0, waiting: [] };
  return measure?.(bytes, start, end, false, memory) ?? NOT_OURS;
}
