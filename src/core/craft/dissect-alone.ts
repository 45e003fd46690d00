import type { Tree } from '../codec/tree.ts';
import { createCaptureState } from '../dissect/capture-state.ts';
import type { Context, FrameInfo, Start } from '../dissect/context.ts';
import { dissectPacket } from '../dissect/dissect-packet.ts';
import { dissectorAt, type Registry } from '../dissect/registry.ts';
import type { Secret } from '../dissect/secrets.ts';
import { Summary } from '../dissect/summary.ts';
import { linkTypeName } from '../files/link-types.ts';

/** A packet that is in no capture. */
export interface LonePacket {
  readonly bytes: Uint8Array;
  readonly start: Start;
  readonly seconds?: number;
  readonly nanos?: number;
  readonly comment?: string | undefined;
  /** Octets on the wire, where more than there are. */
  readonly length?: number | undefined;
}

/** The tree of a packet as the capture view would show it if it were a capture's only one. */
export function dissectAlone(
  registry: Registry,
  packet: LonePacket,
  secrets: readonly Secret[],
): { readonly tree: Tree; readonly context: Context } {
  const { bytes, start, seconds = 0, nanos = 0, comment, length = bytes.length } = packet;
  const original = Math.max(length, bytes.length);
  const state = createCaptureState();
  const row = new Summary(state);
  row.begin(0, seconds, 0, original > bytes.length);
  try {
    dissectorAt(registry, start)?.summarize?.(bytes, 0, bytes.length, row);
  } catch {
    // A fault of ours in pass 1 costs what it would have remembered; pass 2 shows the packet all the same.
  }
  state.finish();
  const frame: FrameInfo = {
    number: 1,
    seconds,
    nanos,
    captured: bytes.length,
    original,
    start,
    interfaceIndex: 0,
    interfaceName: undefined,
    linkName: start.table === 'link.type' ? linkTypeName(start.key) : start.key,
    comments: comment === undefined ? [] : [comment],
    direction: 0,
    checksumNotReady: false,
    fcsOctets: undefined,
  };
  return dissectPacket({
    registry,
    frame,
    bytes,
    state,
    secrets,
    frameBytes: (index) => (index === 0 ? bytes : undefined),
  });
}
