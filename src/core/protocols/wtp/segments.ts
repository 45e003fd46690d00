import { Cursor } from '../../codec/cursor.ts';
import type { Context } from '../../dissect/context.ts';
import { missingParts, type PartSet } from '../../dissect/part-sets.ts';
import type { Summary } from '../../dissect/summary.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';
import { isLastPacket, isResent, tidAt, trailerAt, typeAt } from './scan.ts';
import { INVOKE, RESULT, SEGMENTED_RESULT } from './values.ts';

export const KIND = 'wtp';
/** Senders give up after some retransmissions, each some seconds after the other. */
const KEEP_SECONDS = 120;

/** Number of a packet in its message, as parts are counted: from 1. */
export function partNumber(type: number, sequence: number): number {
  return type === INVOKE || type === RESULT ? 1 : sequence + 1;
}

/** How the key of a message ends: its transaction, and whether it is the request or the result. */
function keyEnd(tid: number, type: number): string {
  return `/${tid}/${type === RESULT || type === SEGMENTED_RESULT ? 'result' : 'invoke'}`;
}

/** Pass 1: adds a packet of a message; gives the octets of the message when it is now complete. */
export function addSegment(
  bytes: Uint8Array,
  at: number,
  data: number,
  end: number,
  row: Summary,
): Uint8Array | undefined {
  const type = typeAt(bytes, at);
  const number = partNumber(type, bytes[at + 3]!);
  const { channel, source, sourcePort, destination, destinationPort, seconds, frame } = row;
  const key = `${channel}/${source}/${sourcePort}/${destination}/${destinationPort}${keyEnd(tidAt(bytes, at), type)}`;
  const parts = row.state.parts(KIND);
  // The sender says that it begins a message that it has not sent before: the TID is used again.
  if (number === 1 && !isResent(bytes, at)) parts.restart(key, 1);
  return parts.add(
    { key, seconds, keepSeconds: KEEP_SECONDS, total: isLastPacket(trailerAt(bytes, at)) ? number : 0 },
    { number, frame, at: row.reassembled ? -1 : data - row.frameAt, bytes: bytes.subarray(data, end) },
  )?.bytes;
}

export interface SegmentOf {
  readonly set: PartSet;
  readonly number: number;
  /** True when the packet completed its message. */
  readonly completes: boolean;
}

/** What pass 1 knows of a packet of a message. */
export function findSegment(context: Context, tid: number, type: number, sequence: number): SegmentOf | undefined {
  if (context.quoting > 0) return undefined;
  const frame = context.frame.number - 1;
  const number = partNumber(type, sequence);
  const ending = keyEnd(tid, type);
  const set = context.state
    .parts(KIND)
    .of(frame)
    .find(
      ({ key, parts }) => key.endsWith(ending) && parts.some((part) => part.frame === frame && part.number === number),
    );
  if (set === undefined) return undefined;
  return { set, number, completes: set.joined?.frame === frame && set.completedBy === number };
}

/** Rows that link the packets of a message, and findings about them. */
export function linkSegment(
  cursor: Cursor,
  context: Context,
  { set, number, completes }: SegmentOf,
  start: number,
): void {
  const frame = context.frame.number - 1;
  const own = set.parts.find((part) => part.frame === frame && part.number === number);
  if (own?.arrival === 'different')
    cursor.find(
      RULES['WTP-007'],
      `packet ${number - 1} of the message came before with other octets: the first ones are used`,
      start,
      cursor.bit,
    );
  if (set.joined === undefined) {
    cursor.find(RULES['WTP-008'], incomplete(set), start, cursor.bit);
    return;
  }
  if (!completes) {
    cursor.generated(f.reassembledIn, set.joined.frame + 1);
    return;
  }
  const row = cursor.open(f.fragments);
  const first = set.parts
    .filter((part) => part.arrival === 'first' && part.number <= set.total)
    .sort((a, b) => a.number - b.number);
  for (const part of first) {
    const link = cursor.generated(f.fragment, part.frame + 1);
    cursor.tree.setNote(link, `packet ${part.number - 1}, ${part.size} octets`);
  }
  cursor.generated(f.fragmentCount, first.length);
  cursor.generated(f.reassembledLength, set.joined.size);
  cursor.close(row);
  cursor.tree.setNote(row, `${first.length} packets, ${set.joined.size} octets`);
}

function incomplete(set: PartSet): string {
  if (set.total === 0) return 'the last packet of the message is not in the capture';
  const missing = missingParts(set).map((number) => number - 1);
  return `packet ${missing.join(', ')} of the message (0 to ${set.total - 1}) ${missing.length === 1 ? 'is' : 'are'} not in the capture`;
}

/** A cursor over the whole message; undefined when a packet of it is not at hand. */
export function wholeMessage(cursor: Cursor, context: Context, { joined }: PartSet): Cursor | undefined {
  const bytes = joined && context.joinedBytes(joined);
  if (bytes === undefined) return undefined;
  return new Cursor(cursor.tree, cursor.tree.addSource({ label: 'Reassembled WTP message', bytes, cut: false }));
}
