import type { Cursor } from '../codec/cursor.ts';
import type { Field } from '../codec/field.ts';
import type { Context } from './context.ts';

/**
 * Dissects a packet that another one quotes (the packet an ICMP message complains of): its rows are made, but the columns
 * and the facts that later layers judge stay those of the quoting packet, and octets that the quotation left out are "cut".
 */
export function dissectQuoted(context: Context, cursor: Cursor, dissect: () => void): void {
  const {
    source,
    destination,
    sourcePort,
    destinationPort,
    pseudoHeader,
    statedOctets,
    protocolName,
    info,
    push,
    fragment,
  } = context;
  const { cutAt } = cursor;
  context.quoting++;
  cursor.cutAt = cursor.end;
  dissect();
  cursor.cutAt = cutAt;
  context.quoting--;
  Object.assign(context, {
    source,
    destination,
    sourcePort,
    destinationPort,
    pseudoHeader,
    statedOctets,
    protocolName,
    info,
    push,
    fragment,
  });
}

/** Dissects the packet of layer `name` that an ICMP message quotes; where nobody reads it, its octets are `undecoded`. */
export function dissectQuotedPacket(context: Context, cursor: Cursor, name: string, undecoded: Field): void {
  dissectQuoted(context, cursor, () => {
    if (!context.next('layer', name, cursor)) context.undecoded(cursor, undecoded, 'quoted packet');
  });
}
