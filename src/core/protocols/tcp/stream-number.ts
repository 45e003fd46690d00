import { u32 } from '../../base/bits.ts';
import type { Flow, Side } from '../../dissect/streams.ts';
import type { Summary } from '../../dissect/summary.ts';

const SYN = 0x02;
const ACK = 0x10;

/** Octet before `sequence`, of 32 bits. */
const before = (sequence: number): number => (sequence - 1) >>> 0;

/** Numbers the conversation of a segment that pass 1 reads no further. */
export function numberSegment(bytes: Uint8Array, start: number, row: Summary): void {
  // Inside another segment (a tunnel) nothing is known of the connection, and what is read aside must not ask for any.
  if (row.flow !== undefined || row.alone) return;
  const flow = row.state.streams.flow(row.source, row.sourcePort, row.destination, row.destinationPort);
  if (mayNumber(flow, bytes[start + 13]!))
    numberConversation(flow, flow.sideOf(row.source, row.sourcePort), bytes, start, row);
}

/** False for most segments: it is known where their connection began, and they open no other. */
export function mayNumber(flow: Flow, flags: number): boolean {
  return flow.firstBegin === undefined || flow.secondBegin === undefined || (flags & SYN) !== 0;
}

/**
 * Pass 1 of a segment whose header begins at `start`: numbers its conversation. Ends that have one begin another with a SYN that does not have
 * the sequence number of their first one.
 */
export function numberConversation(flow: Flow, side: Side, bytes: Uint8Array, start: number, row: Summary): void {
  if (row.alone || row.network === 0) return;
  const numbers = row.state.conversations('tcp');
  const flags = bytes[start + 13]!;
  const sequence = u32(bytes, start + 4);
  const isSyn = (flags & SYN) !== 0;
  const hasAck = (flags & ACK) !== 0;
  const begin = isSyn ? sequence : before(sequence);
  const known = side === 0 ? flow.firstBegin : flow.secondBegin;
  if (flow.number === undefined) {
    flow.number = numbers.meet(row.source, row.sourcePort, row.destination, row.destinationPort);
  } else if (isSyn && !hasAck && known !== undefined && known !== begin) {
    numbers.reopen(flow.number, row.frame);
    flow.firstBegin = undefined;
    flow.secondBegin = undefined;
  }
  // What a SYN carries in place of an acknowledgment counts for nothing.
  const acknowledged = hasAck ? before(u32(bytes, start + 8)) : undefined;
  if (side === 0) {
    if (isSyn || flow.firstBegin === undefined) flow.firstBegin = begin;
    flow.secondBegin ??= acknowledged;
  } else {
    if (isSyn || flow.secondBegin === undefined) flow.secondBegin = begin;
    flow.firstBegin ??= acknowledged;
  }
}
