import { u32 } from '../../base/bits.ts';
import { Cursor } from '../../codec/cursor.ts';
import { type Field, fields, UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import type { Joined } from '../../dissect/reassembly.ts';
import type { Dissector, Table } from '../../dissect/registry.ts';
import type { Flow, Measure, SegmentPart, Shown, Side } from '../../dissect/streams.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { mayNumber, numberConversation, numberSegment } from './stream-number.ts';

const SPEC = 'RFC 9293 3.4';

const FIN = 0x01;
const SYN = 0x02;
const RST = 0x04;
const ACK = 0x10;

/** Segments of a connection that are looked at for a guess: a capture may begin in the middle of a message. */
const MAX_TRIES = 16;
/** Messages that the Info column tells of. */
const MAX_INFOS = 6;

const f = fields({
  segmentData: {
    filter: 'tcp.segment_data',
    type: 'bytes',
    label: 'Segment data',
    spec: SPEC,
    doc: 'A piece of a message that other segments complete, or octets that came before.',
  },
  segments: {
    filter: 'tcp.segments',
    type: 'group',
    label: 'Reassembled TCP segments',
    spec: SPEC,
    doc: 'The segments that brought the message.',
  },
  segment: {
    filter: 'tcp.segment',
    type: 'frame',
    leadsTo: 'part',
    label: 'TCP segment',
    spec: SPEC,
    generated: true,
    doc: 'Packet that brought a piece.',
  },
  count: {
    filter: 'tcp.segment.count',
    type: 'uint',
    label: 'Segment count',
    spec: SPEC,
    generated: true,
    doc: 'How many pieces there were.',
  },
  length: {
    filter: 'tcp.reassembled.length',
    type: 'uint',
    label: 'Reassembled TCP length',
    spec: SPEC,
    generated: true,
    doc: 'Octets of the message.',
  },
  reassembledIn: {
    filter: 'tcp.reassembled_in',
    type: 'frame',
    leadsTo: 'whole',
    label: 'Reassembled in',
    spec: SPEC,
    generated: true,
    doc: 'Packet that completed the message: there it is shown.',
  },
  retransmission: {
    filter: 'tcp.analysis.retransmission',
    type: 'bool',
    label: 'Retransmission',
    spec: 'RFC 9293 3.8',
    generated: true,
    doc: '1 when octets of this segment came before.',
  },
});

export const SEGMENT_FIELDS: readonly Field[] = Object.values(f);

/**
 * Pass 1 of a segment whose header begins at `start` and whose payload at `at`: messages that it completes are
 * summarised, what it holds of others is kept.
 */
export function summarizeSegment(
  ports: Table<number>,
  bytes: Uint8Array,
  start: number,
  at: number,
  end: number,
  row: Summary,
): void {
  const bound = ports.get(row.destinationPort) ?? ports.get(row.sourcePort);
  // A segment inside another one (a tunnel) is read by itself.
  const inner = row.flow !== undefined;
  if (inner || (bound !== undefined && bound.measure === undefined)) {
    numberSegment(bytes, start, row);
    if (at < end) summarizeNext(bound, bytes, at, end, row);
    return;
  }
  const { streams } = row.state;
  const flow = streams.flow(row.source, row.sourcePort, row.destination, row.destinationPort);
  const side = flow.sideOf(row.source, row.sourcePort);
  row.flow = flow;
  const flags = bytes[start + 13]!;
  if (mayNumber(flow, flags)) numberConversation(flow, side, bytes, start, row);
  const opening = (flags & (SYN | ACK)) === SYN;
  if (opening) flow.reopen();
  let dissector = bound;
  if (bound === undefined) {
    if (flow.choice === undefined && at < end && flow.tries < MAX_TRIES) {
      const found = ports.guess(bytes, at, end);
      if (found === undefined) flow.tries++;
      else flow.choice = { dissector: found.dissector, chosenBy: `guess ${found.likely.toFixed(2)}` };
    }
    if (flow.choice !== undefined && at < end) streams.choose(row.frame, flow.choice);
    dissector = flow.choice?.dissector;
  }
  if (dissector?.measure === undefined) {
    if (at < end) summarizeNext(dissector, bytes, at, end, row);
    return;
  }
  const sequence = u32(bytes, start + 4);
  if ((flags & ACK) !== 0) streams.acknowledge(flow, side, u32(bytes, start + 8), sequence);
  const { measure } = dissector;
  const { depth, reassembled } = row;
  const syn = (flags & SYN) !== 0;
  const fin = (flags & (FIN | RST)) !== 0;
  if (row.missing === 0) {
    if (at === end) {
      if (streams.addEmpty(flow, side, sequence, syn, opening, fin)) return;
    } else if (!syn && !fin && streams.addWhole(flow, side, bytes, at, end, sequence, row.seconds, measure)) {
      summarizeNext(dissector, bytes, at, end, row);
      row.depth = depth;
      row.reassembled = reassembled;
      row.ordinal++;
      return;
    }
  }
  summarizePieces(bytes, start, at, end, row, flow, side, dissector, measure, bound === undefined);
}

/**
 * Pass 1 of a segment that is no whole message. By itself: a function that makes closures takes memory for what they see at each call,
 * made or not, which was a third of what pass 1 left to be collected.
 */
function summarizePieces(
  bytes: Uint8Array,
  start: number,
  at: number,
  end: number,
  row: Summary,
  flow: Flow,
  side: Side,
  dissector: Dissector,
  measure: Measure,
  isGuessed: boolean,
): void {
  const { streams } = row.state;
  const { depth, reassembled } = row;
  const flags = bytes[start + 13]!;
  streams.add(
    flow,
    side,
    {
      frame: row.frame,
      seconds: row.seconds,
      at: reassembled ? -1 : at - row.frameAt,
      sequence: u32(bytes, start + 4),
      payload: bytes.subarray(at, end),
      missing: row.missing,
      syn: (flags & SYN) !== 0,
      opening: (flags & (SYN | ACK)) === SYN,
      fin: (flags & (FIN | RST)) !== 0,
    },
    measure,
    (data, first, behind, joined) => {
      row.reassembled = reassembled || joined;
      // A segment without octets can end a message too.
      if (isGuessed && flow.choice !== undefined && at >= end) streams.choose(row.frame, flow.choice);
      if (joined) summarizeNext(dissector, data, first, behind, row);
      else summarizeNext(dissector, bytes, at + first, at + behind, row);
      row.depth = depth;
      row.reassembled = reassembled;
      row.ordinal++;
    },
  );
}

/** Makes the row that tells of octets that came before; called inside the rows of the header. */
export function showRetransmission(cursor: Cursor, context: Context): void {
  if (context.quoting > 0 || context.ordinal >= 0 || !context.asks(f.retransmission)) return;
  const parts = context.state.streams.partsOf(context.frame.number - 1);
  if (parts?.some(({ kind }) => kind === 'repeated') === true) cursor.generated(f.retransmission, 1);
}

/** Pass 2 of the payload at the cursor: the messages that are shown at this packet, and what the rest is. */
export function dissectSegment(ports: Table<number>, cursor: Cursor, context: Context, key: number): void {
  const { streams } = context.state;
  const frame = context.frame.number - 1;
  const own = context.quoting === 0 && context.ordinal < 0;
  const guessed = ports.has(key) || !own ? undefined : streams.chosenAt(frame);
  const dissector = ports.get(key) ?? guessed?.dissector;
  const parts = own ? streams.partsOf(frame) : undefined;
  const shown = own ? streams.shownAt(frame) : undefined;
  const call: Call = (window) => {
    if (guessed !== undefined) context.call(guessed.dissector, guessed.chosenBy, window);
    else context.next('tcp.port', key, window);
  };
  if (dissector?.measure !== undefined && own) {
    context.ordinal = 0;
    if (parts !== undefined || shown !== undefined) {
      new SegmentView(cursor, context, call, dissector).show(parts ?? [], shown ?? []);
      return;
    }
  }
  if (cursor.octetsLeft === 0) return;
  if (dissector === undefined) context.undecoded(cursor, UNDECODED, 'TCP segment data');
  else call(cursor);
}

type Call = (window: Cursor) => void;

/** Lays the rows of one segment whose messages do not simply fill it. */
class SegmentView {
  readonly #cursor: Cursor;
  readonly #context: Context;
  readonly #call: Call;
  readonly #dissector: Dissector;
  /** Octet of the payload's begin, and behind its end. */
  readonly #base: number;
  readonly #infos: string[] = [];
  readonly #segmentInfo: string;
  #more = 0;

  constructor(cursor: Cursor, context: Context, call: Call, dissector: Dissector) {
    this.#cursor = cursor;
    this.#context = context;
    this.#call = call;
    this.#dissector = dissector;
    this.#base = cursor.at;
    this.#segmentInfo = context.info;
  }

  show(parts: readonly SegmentPart[], shown: readonly Shown[]): void {
    const frame = this.#context.frame.number - 1;
    const there = this.#cursor.octetsLeft;
    const left = parts.filter(({ kind, offset, size }) => kind !== 'whole' && offset + size <= there);
    const layUntil = (offset: number) => {
      while (left[0] !== undefined && left[0].offset < offset) this.#lay(left.shift()!, frame);
    };
    for (const one of shown) {
      if (one.kind === 'whole') {
        layUntil(one.offset);
        this.#window(one.offset, one.size, () => {
          this.#call(this.#cursor);
          this.#count();
        });
      } else {
        const piece = left.find((part) => part.kind === 'piece' && part.message.key === one.message.key);
        if (piece !== undefined) layUntil(piece.offset + 1);
        this.#join(one.message);
      }
      this.#context.ordinal++;
    }
    layUntil(Number.POSITIVE_INFINITY);
    this.#context.info = this.#infos.length > 0 ? this.#info() : this.#idleInfo(parts);
  }

  #count(): void {
    if (this.#infos.length < MAX_INFOS) this.#infos.push(this.#context.info);
    else this.#more++;
  }

  #info(): string {
    return `${this.#infos.join(' | ')}${this.#more > 0 ? ` | and ${this.#more} more` : ''}`;
  }

  /** What the Info column says of a segment that completes no message. */
  #idleInfo(parts: readonly SegmentPart[]): string {
    const piece = parts.find((part) => part.kind === 'piece');
    if (piece !== undefined) return `${this.#segmentInfo} [TCP segment of a reassembled PDU]`;
    if (parts.some(({ kind }) => kind === 'repeated')) return `[TCP Retransmission] ${this.#segmentInfo}`;
    const begins = parts.some((part) => part.kind === 'unfinished' && part.begins);
    const { name } = this.#dissector;
    return `${this.#segmentInfo} [${begins ? `begin of an unfinished ${name}` : `part of no whole ${name}`} message]`;
  }

  /** Narrows the cursor to octets of the payload. */
  #window(offset: number, size: number, read: () => void): void {
    const cursor = this.#cursor;
    const outer = cursor.end;
    cursor.bit = (this.#base + offset) * 8;
    cursor.end = Math.min(outer, cursor.bit + size * 8);
    read();
    this.#context.undecoded(cursor, UNDECODED, 'rest of the message');
    cursor.bit = cursor.end;
    cursor.end = outer;
  }

  #lay(part: SegmentPart, frame: number): void {
    const cursor = this.#cursor;
    const context = this.#context;
    if (part.kind === 'unfinished' && part.begins) {
      this.#window(part.offset, part.size, () => this.#begun());
      return;
    }
    this.#window(part.offset, part.size, () => {
      const { bit } = cursor;
      cursor.octets(f.segmentData, part.size);
      context.tree.setNote(context.tree.length - 1, `${part.size} octets, ${noteOf(part, frame)}`);
      if (part.kind === 'piece' && part.message.frame !== frame)
        context.tree.generated(f.reassembledIn, cursor.source, bit, part.message.frame + 1);
    });
  }

  /** The begin of a message that never became whole: its rows are shown, while the columns stay those of the segment. */
  #begun(): void {
    const cursor = this.#cursor;
    const context = this.#context;
    const { info, protocolName, ordinal } = context;
    const { cutAt } = cursor;
    cursor.cutAt = cursor.end;
    context.ordinal = -1;
    this.#call(cursor);
    cursor.cutAt = cutAt;
    context.info = info;
    context.protocolName = protocolName;
    context.ordinal = ordinal;
  }

  /** A message put together: its segments, and its rows in a source of its own. */
  #join(message: Joined): void {
    const cursor = this.#cursor;
    const { tree } = this.#context;
    const row = cursor.open(f.segments);
    for (const piece of message.pieces) {
      const at = cursor.generated(f.segment, piece.frame + 1);
      tree.setNote(at, `octets ${piece.offset} to ${piece.offset + piece.size - 1}`);
    }
    cursor.generated(f.count, message.pieces.length);
    cursor.generated(f.length, message.size);
    cursor.close(row);
    tree.setNote(row, `${message.pieces.length} segments, ${message.size} octets`);
    const bytes = this.#context.joinedBytes(message);
    if (bytes === undefined) {
      tree.setNote(row, 'the octets of another packet of it are not at hand');
      return;
    }
    const source = tree.addSource({ label: `Reassembled TCP (${message.size} octets)`, bytes, cut: false });
    this.#call(new Cursor(tree, source));
    this.#count();
  }
}

function noteOf(part: SegmentPart, frame: number): string {
  if (part.kind === 'piece')
    return part.message.frame === frame
      ? 'completes a message'
      : `of a message that packet ${part.message.frame + 1} completes`;
  return part.kind === 'repeated' ? 'came before' : 'of a message that is not whole in this capture';
}
