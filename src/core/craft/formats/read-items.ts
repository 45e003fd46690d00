import { createCaptureState } from '../../dissect/capture-state.ts';
import type { FrameInfo } from '../../dissect/context.ts';
import { dissectPacket } from '../../dissect/dissect-packet.ts';
import { dissectorAt, type Registry } from '../../dissect/registry.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { Summary } from '../../dissect/summary.ts';
import { linkTypeName } from '../../files/link-types.ts';
import type { FormatItem } from './item.ts';

/** Packets are made in bytes, so that what they have in common (fragments, streams) is read as of one capture. */
export type UnreadItem = Omit<FormatItem, 'tree' | 'context'>;

function frameOf({ bytes, start, seconds, nanos, comment }: UnreadItem, index: number): FrameInfo {
  return {
    number: index + 1,
    seconds,
    nanos,
    captured: bytes.length,
    original: bytes.length,
    start,
    interfaceIndex: 0,
    interfaceName: undefined,
    linkName: start.table === 'link.type' ? linkTypeName(start.key) : start.key,
    comments: comment === '' ? [] : [comment],
    direction: 0,
    checksumNotReady: false,
    fcsOctets: undefined,
  };
}

/** Reads packets as one capture, in their order: both passes over each. */
export function readItems(
  registry: Registry,
  items: readonly UnreadItem[],
  secrets: readonly Secret[] = [],
): readonly FormatItem[] {
  const state = createCaptureState();
  for (const [index, { bytes, start, seconds }] of items.entries()) {
    const row = new Summary(state);
    row.begin(index, seconds, 0, false);
    dissectorAt(registry, start)?.summarize?.(bytes, 0, bytes.length, row);
  }
  state.streams.finish();
  return items.map((item, index) => ({
    ...item,
    ...dissectPacket({
      registry,
      frame: frameOf(item, index),
      bytes: item.bytes,
      state,
      secrets,
      frameBytes: (other) => items[other]?.bytes,
    }),
  }));
}
