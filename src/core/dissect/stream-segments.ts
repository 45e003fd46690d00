import type { Joined } from './reassembly.ts';

/** What a segment's octets turned out to be. Offsets and sizes are octets of its payload. */
export type SegmentPart =
  /** Whole messages, one behind the other, to be read in place. */
  | { readonly kind: 'whole'; readonly offset: number; readonly size: number }
  /** A piece of a message that takes more than one segment; it is shown at `message.frame`. */
  | { readonly kind: 'piece'; readonly offset: number; readonly size: number; readonly message: Joined }
  /** Octets that came before. */
  | { readonly kind: 'repeated'; readonly offset: number; readonly size: number }
  /** Octets of a message that never became whole, `begins` where it begins, or octets that cannot be told apart. */
  | { readonly kind: 'unfinished'; readonly offset: number; readonly size: number; readonly begins: boolean };

export interface Segment {
  readonly frame: number;
  /** When it came, in seconds; 0 throughout where nobody knows. */
  readonly seconds?: number;
  /** Octet of the captured packet where the payload begins; -1 when it lies in other octets. */
  readonly at: number;
  /** TCP sequence number of the first octet of payload (of SYN itself, in a segment with SYN). */
  readonly sequence: number;
  /** A view; copied when kept. */
  readonly payload: Uint8Array;
  /** Octets behind the payload that were sent but not captured. */
  readonly missing: number;
  readonly syn: boolean;
  /** SYN without ACK: a new connection. */
  readonly opening: boolean;
  readonly fin: boolean;
}

/**
 * Takes a message that is now whole, octets `start` to `end` of `bytes`.
 * @param joined true when it did not come in this segment alone; else `bytes` is the payload of the segment
 */
export type OnMessage = (bytes: Uint8Array, start: number, end: number, joined: boolean) => void;

/** A message to be shown at a packet: in place, or put together. */
export type Shown =
  | { readonly kind: 'whole'; readonly offset: number; readonly size: number }
  | { readonly kind: 'joined'; readonly message: Joined };

/** Bounds for each direction of a connection; beyond them the stream is taken as broken there and read anew. */
export interface StreamLimits {
  /** Octets of one message. */
  readonly maxMessage: number;
  /** Octets that a measure may see without telling the size. */
  readonly maxUnmeasured: number;
  /** Segments of one message. */
  readonly maxPieces: number;
  /** Segments and octets behind a hole. */
  readonly maxEarly: number;
  readonly maxEarlyOctets: number;
  /** Silence in the middle of a message, or before a hole, after which the rest is not waited for. */
  readonly keepSeconds: number;
  /** Octets that all connections together hold. */
  readonly maxHeld: number;
  /** Connections; the oldest go first. */
  readonly maxFlows: number;
}

export const STREAM_LIMITS: StreamLimits = {
  maxMessage: 8 * 1024 * 1024,
  maxUnmeasured: 256 * 1024,
  maxPieces: 65_536,
  maxEarly: 512,
  maxEarlyOctets: 1024 * 1024,
  // What RFC 1122 4.2.3.6 has a connection be idle before anybody asks whether the other side is still there.
  keepSeconds: 7200,
  maxHeld: 128 * 1024 * 1024,
  maxFlows: 100_000,
};
