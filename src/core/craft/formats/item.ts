import type { Tree } from '../../codec/tree.ts';
import type { Context } from '../../dissect/context.ts';
import type { PacketStart } from '../bearers/push.ts';

/** A packet to be exported. */
export interface FormatItem {
  readonly bytes: Uint8Array;
  readonly start: PacketStart;
  /** Whole seconds since 1970, and nanoseconds. */
  readonly seconds: number;
  readonly nanos: number;
  readonly comment: string;
  /** JSON text of its description. */
  readonly description: string;
  readonly tree: Tree;
  readonly context: Context;
}

/** Thrown when packets cannot be written in a format; the message is for people. */
export class FormatFault extends Error {
  override readonly name = 'FormatFault';
}

/** What a packet is called in messages, counted from 1. */
export function packetName(index: number): string {
  return `packet ${index + 1}`;
}
