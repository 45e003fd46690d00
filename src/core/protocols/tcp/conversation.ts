import { tcpSegment } from './tcp.ts';

export type Side = 'client' | 'server';

/** A message of one side. */
export interface Turn {
  readonly from: Side;
  readonly bytes: Uint8Array;
}

/** A segment, without IP. */
export interface ConversationSegment {
  readonly from: Side;
  readonly bytes: Uint8Array;
  /** What it is for: `SYN`, `data`, `FIN`. */
  readonly what: string;
  /** The turn whose octets it carries. */
  readonly turn?: number;
}

export interface Conversation {
  readonly clientPort: number;
  readonly serverPort: number;
  /** IP pseudo-headers without length of what each side sends. */
  readonly pseudo: Readonly<Record<Side, Uint8Array>>;
  readonly turns: readonly Turn[];
  /** Most octets of data in a segment; 1460 when left out. */
  readonly maximum?: number;
  /** True to end with FIN of both sides. */
  readonly isClosed?: boolean;
}

const WINDOW = 65_535;
/** Kind, length and value of the maximum segment size (RFC 9293 3.2). */
const sizeOption = (size: number) => Uint8Array.of(2, 4, size >>> 8, size & 0xff);
const NOTHING: Uint8Array = new Uint8Array(0);
const NO_FLAGS = { reserved: 0, ae: 0, cwr: 0, ece: 0, urg: 0, ack: 0, psh: 0, rst: 0, syn: 0, fin: 0 };

/** Segments of a connection (RFC 9293): three of handshake, the turns in pieces, each acknowledged, and the end if it is wanted. */
export function tcpConversation(conversation: Conversation): readonly ConversationSegment[] {
  const { clientPort, serverPort, pseudo, turns, maximum = 1460, isClosed = false } = conversation;
  const out: ConversationSegment[] = [];
  const next = { client: 1000, server: 5000 };
  const other = (side: Side): Side => (side === 'client' ? 'server' : 'client');
  const send = (
    from: Side,
    what: string,
    flags: Partial<typeof NO_FLAGS>,
    data: Uint8Array = NOTHING,
    more: { readonly options?: Uint8Array; readonly turn?: number } = {},
  ): void => {
    const isClient = from === 'client';
    const draft = {
      sourcePort: isClient ? clientPort : serverPort,
      destinationPort: isClient ? serverPort : clientPort,
      sequence: next[from],
      acknowledgment: flags.ack === 1 ? next[other(from)] : 0,
      flags: { ...NO_FLAGS, ...flags },
      window: WINDOW,
    };
    const bytes = tcpSegment(draft, data, pseudo[from], more.options);
    out.push({ from, bytes, what, ...(more.turn === undefined ? {} : { turn: more.turn }) });
    next[from] += data.length + (flags.syn === 1 || flags.fin === 1 ? 1 : 0);
  };
  send('client', 'SYN', { syn: 1 }, NOTHING, { options: sizeOption(maximum) });
  send('server', 'SYN, ACK', { syn: 1, ack: 1 }, NOTHING, { options: sizeOption(maximum) });
  send('client', 'ACK', { ack: 1 });
  for (const [turn, { from, bytes }] of turns.entries()) {
    for (let at = 0; at < bytes.length; at += maximum) {
      const isLast = at + maximum >= bytes.length;
      send(from, 'data', { ack: 1, psh: isLast ? 1 : 0 }, bytes.subarray(at, at + maximum), { turn });
    }
    send(other(from), 'ACK', { ack: 1 });
  }
  if (!isClosed) return out;
  send('client', 'FIN', { fin: 1, ack: 1 });
  send('server', 'FIN', { fin: 1, ack: 1 });
  send('client', 'ACK', { ack: 1 });
  return out;
}
