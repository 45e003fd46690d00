import { Cursor } from '../../codec/cursor.ts';
import { UNDECODED } from '../../codec/field.ts';
import type { Context } from '../../dissect/context.ts';
import { missingParts, type PartSet } from '../../dissect/part-sets.ts';
import type { Dissector, Registry, Table } from '../../dissect/registry.ts';
import { summarizeNext } from '../../dissect/summarize-next.ts';
import type { Summary } from '../../dissect/summary.ts';
import { f } from './fields.ts';
import { RULES } from './rules.ts';
import { guessSegment, PORTS_OCTETS, repeatsPorts, type Segment, segmentAt } from './scan.ts';

const KIND = 'cdma-wdp';
/** Segments may come hours apart: the message centre tries for days. */
const KEEP_SECONDS = 86_400;

interface Ports {
  readonly source: number;
  readonly destination: number;
}

/** Segments have no reference: those of the same size between the same two ends belong together. */
function keyOf(source: string, destination: string, thread: string, { total }: Segment): string {
  return `${source}/${destination}/${thread}/${total}`;
}

/** Ports as one number, to be kept with the segment that names them. */
function tagOf({ number, source, destination }: Segment): number | undefined {
  return number === 0 ? destination * 0x10000 + source : undefined;
}

function portsOf(set: PartSet): Ports | undefined {
  const tag = set.parts.find((part) => part.tag !== undefined)?.tag;
  return tag === undefined ? undefined : { source: tag % 0x10000, destination: Math.floor(tag / 0x10000) };
}

class CdmaWdp implements Dissector {
  readonly id = 'cdma_wdp';
  readonly name = 'CDMA WDP';
  readonly #ports: Table<number>;
  number = 0;

  constructor(ports: Table<number>) {
    this.#ports = ports;
  }

  summarize(bytes: Uint8Array, start: number, end: number, row: Summary): void {
    row.protocol = this.number;
    const thread = row.shortMessage?.thread ?? '';
    row.shortMessage = undefined;
    const segment = segmentAt(bytes, start, end);
    if (segment === undefined) return;
    if (segment.number === 0) setPorts(row, segment);
    if (segment.total === 1) {
      this.#summarizeData(bytes, segment.at, end, row, segment);
      return;
    }
    if (row.cut) return;
    const { addresses } = row.state;
    const key = keyOf(addresses.text(row.source), addresses.text(row.destination), thread, segment);
    const parts = row.state.parts(KIND);
    const done = parts.add(
      { key, seconds: row.seconds, keepSeconds: KEEP_SECONDS, total: segment.total },
      {
        number: segment.number + 1,
        frame: row.frame,
        at: row.reassembled ? -1 : segment.at - row.frameAt,
        bytes: bytes.subarray(segment.at, end),
        tag: tagOf(segment),
      },
    );
    const set = done && parts.find(row.frame, key, segment.number + 1);
    const ports = set && portsOf(set);
    if (done === undefined || ports === undefined) return;
    setPorts(row, ports);
    const outer = row.reassembled;
    row.reassembled = true;
    this.#summarizeData(done.bytes, 0, done.bytes.length, row, ports);
    row.reassembled = outer;
  }

  #summarizeData(bytes: Uint8Array, start: number, end: number, row: Summary, ports: Ports): void {
    const repeated = repeatsPorts(bytes, start, end, ports.source, ports.destination);
    const at = repeated ? start + PORTS_OCTETS : start;
    if (at >= end) return;
    const known = this.#known(ports);
    const next = known === undefined ? this.#ports.guess(bytes, at, end)?.dissector : this.#ports.get(known);
    summarizeNext(next, bytes, at, end, row);
  }

  /** The key under which the destination, else the source, is known. */
  #known({ source, destination }: Ports): number | undefined {
    if (this.#ports.has(destination)) return destination;
    return this.#ports.has(source) ? source : undefined;
  }

  dissect(cursor: Cursor, context: Context): void {
    const thread = context.shortMessage?.thread ?? '';
    context.shortMessage = undefined;
    const start = cursor.bit;
    const segment = segmentAt(cursor.bytes, cursor.at, cursor.end >>> 3);
    const row = cursor.open(f.protocol);
    context.info = 'CDMA WDP';
    this.#readHeader(cursor, context);
    if (segment === undefined) {
      cursor.recover();
      if (cursor.octetsLeft > 0) context.undecoded(cursor, UNDECODED, 'not a WDP segment');
      cursor.close(row);
      return;
    }
    if (segment.total === 1) {
      this.#readData(cursor, context, segment, row);
      return;
    }
    context.info += `, segment ${segment.number} of ${segment.total}`;
    if (cursor.octetsLeft > 0) cursor.octets(f.data, cursor.octetsLeft);
    const key = keyOf(context.source, context.destination, thread, segment);
    const frame = context.frame.number - 1;
    const set = context.quoting > 0 ? undefined : context.state.parts(KIND).find(frame, key, segment.number + 1);
    if (set !== undefined) linkSegments(cursor, set, segment, frame, start);
    cursor.close(row);
    if (set?.joined !== undefined) this.#readJoined(cursor, context, set, segment);
  }

  #readHeader(cursor: Cursor, context: Context): void {
    const start = cursor.bit;
    const type = cursor.uint(f.messageType, 8);
    if (cursor.failed) return;
    if (type !== 0) {
      cursor.find(RULES['CDMA-001'], `message type ${type}: 0 would be right`, start, cursor.bit);
      return;
    }
    const total = cursor.uint(f.total, 8);
    const number = cursor.uint(f.number, 8);
    if (cursor.failed) return;
    if (number >= total) {
      const right = total === 0 ? 'a total from 1' : `0 to ${total - 1}`;
      cursor.find(RULES['CDMA-002'], `segment ${number} of ${total}: ${right} would be right`, start + 8, cursor.bit);
      return;
    }
    if (number > 0) return;
    const { source, bit } = cursor;
    const port = cursor.uint(f.sourcePort, 16);
    const destination = cursor.uint(f.destinationPort, 16);
    if (cursor.failed) return;
    context.sourcePort = { port, source, start: bit, end: bit + 16 };
    context.destinationPort = { port: destination, source, start: bit + 16, end: bit + 32 };
  }

  /** Gives the datagram to the protocol of its port; closes `row` before that one makes rows of its own. */
  #readData(cursor: Cursor, context: Context, ports: Ports, row: number): void {
    const { source, destination } = ports;
    if (repeatsPorts(cursor.bytes, cursor.at, cursor.end >>> 3, source, destination)) {
      const text = `the ports ${source} → ${destination} stand here once more: the push begins 4 octets further`;
      cursor.find(RULES['CDMA-005'], text, cursor.bit, cursor.bit + PORTS_OCTETS * 8);
      cursor.octets(f.repeatedPorts, PORTS_OCTETS);
    }
    const key = this.#known(ports) ?? destination;
    const { bytes, at, end, octetsLeft } = cursor;
    const taken = octetsLeft > 0 && (this.#ports.has(key) || this.#ports.guess(bytes, at, end >>> 3) !== undefined);
    if (!taken && octetsLeft > 0) cursor.octets(f.data, octetsLeft);
    if (row >= 0) cursor.close(row);
    if (taken) context.next('udp.port', key, cursor);
  }

  #readJoined(cursor: Cursor, context: Context, set: PartSet, segment: Segment): void {
    const { joined, completedBy } = set;
    const ports = portsOf(set);
    const here = joined?.frame === context.frame.number - 1 && completedBy === segment.number + 1;
    const bytes = here ? context.joinedBytes(joined) : undefined;
    if (bytes === undefined || ports === undefined) return;
    const source = cursor.tree.addSource({ label: 'Reassembled CDMA WDP datagram', bytes, cut: false });
    if (segment.number > 0) {
      const at = { source: cursor.source, start: cursor.bit, end: cursor.bit };
      context.sourcePort = { port: ports.source, ...at };
      context.destinationPort = { port: ports.destination, ...at };
    }
    this.#readData(new Cursor(cursor.tree, source), context, ports, -1);
  }
}

function setPorts(row: Summary, { source, destination }: Ports): void {
  row.sourcePort = source;
  row.destinationPort = destination;
}

/** Rows that link the packets of a datagram, and findings about its segments. */
function linkSegments(cursor: Cursor, set: PartSet, segment: Segment, frame: number, start: number): void {
  const own = set.parts.find((part) => part.frame === frame && part.number === segment.number + 1);
  if (own?.arrival === 'different') {
    const text = `segment ${segment.number} came before with other content: the first one is used`;
    cursor.find(RULES['CDMA-003'], text, start, cursor.bit);
  }
  const { joined } = set;
  if (joined === undefined) {
    const missing = missingParts(set).map((number) => number - 1);
    const text = `segment ${missing.join(', ')} of ${segment.total} ${missing.length === 1 ? 'is' : 'are'} not in the capture`;
    if (missing.length > 0) cursor.find(RULES['CDMA-004'], text, start, cursor.bit);
    return;
  }
  if (joined.frame !== frame || set.completedBy !== segment.number + 1) {
    cursor.generated(f.reassembledIn, joined.frame + 1);
    return;
  }
  const row = cursor.open(f.segments);
  const first = set.parts.filter(({ arrival }) => arrival === 'first').sort((a, b) => a.number - b.number);
  for (const { frame: other, size, number } of first) {
    const link = cursor.generated(f.segment, other + 1);
    cursor.tree.setNote(link, `segment ${number - 1}, ${size} octets`);
  }
  cursor.generated(f.reassembledLength, joined.size);
  cursor.close(row);
  cursor.tree.setNote(row, `${first.length} segments, ${joined.size} octets`);
}

export function register(to: Registry): void {
  const wdp = new CdmaWdp(to.table('udp.port'));
  wdp.number = to.protocol(wdp, Object.values(f), Object.values(RULES));
  to.bind('layer', 'cdma-wdp', wdp)
    .bind('dissector.name', 'cdma_wdp', wdp)
    .guessIn('layer', { dissector: wdp, guess: guessSegment });
}
