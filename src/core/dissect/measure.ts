/** What measuring a message gives: its octets, or why they are not known. */
export const MORE_NEEDED = 0;
export const NOT_OURS = -1;

/** What a measure gives when it cannot tell before `octets` octets have come, counted from the first of the message. */
export function atLeast(octets: number): number {
  return -Math.max(2, octets);
}

/** What a measure gives when only the end of the connection ends the message. */
export const UNTIL_END = -Number.MAX_SAFE_INTEGER;

/**
 * Octets of the first message of `bytes[start]` to `bytes[end]`: a positive number (it may be more than there is),
 * MORE_NEEDED or `atLeast` when it cannot be told yet, NOT_OURS when this is no message of the protocol.
 * It changes nothing, `flow` (but for `seen`) included: what a message leaves behind is noted when it is whole, by `summarize`.
 * @param ended true when the sender has closed its side: what is there is all
 * @param flow what the protocol remembers of the connection, shared by both directions
 */
export type Measure = (bytes: Uint8Array, start: number, end: number, ended: boolean, flow: FlowMemory) => number;

/** A protocol's memory of one connection in pass 1: methods of requests that wait for their response. */
export interface FlowMemory {
  /** 0 for the side that sent the connection's first segment, 1 for the other. */
  direction: 0 | 1;
  /**
   * Scratch for a measure that reads a long message piece by piece: how far into the current message (of this direction)
   * it came. 0 for each new message.
   */
  seen?: number;
  /** Requests that wait for their response, each with the side that sent it. */
  readonly waiting: Waiting[];
}

export interface Waiting {
  readonly direction: 0 | 1;
  /** What the protocol has to know of the request: an HTTP method. */
  readonly what: string;
  /** Index of the packet at which the request is shown, and its place among the messages there. */
  readonly frame: number;
  readonly ordinal: number;
}
