import { concatBytes, joinBytes, toUtf8 } from '../../base/bytes.ts';
import { csvLine } from '../../base/csv.ts';
import { SilentTree } from '../../codec/silent-tree.ts';
import { Tree } from '../../codec/tree.ts';
import type { Context } from '../../dissect/context.ts';
import type { Secret } from '../../dissect/secrets.ts';
import { INFO_ALONE } from '../../dissect/wants.ts';
import {
  type InterfaceToWrite,
  LAST_PCAP_SECOND,
  type PacketToWrite,
  pcapHeader,
  pcapngHeader,
  pcapngPacket,
  pcapRecord,
} from '../../files/capture-writer.ts';
import type { PacketTable } from '../../store/packet-table.ts';
import type { Capture } from '../capture.ts';
import type { ExportFormat } from '../export-views.ts';
import { judge } from '../judgement.ts';
import type { FetchedBytes } from '../packet-bytes.ts';
import { PacketWriter } from '../packet-json.ts';
import { packetText } from '../packet-text.ts';
import { fileInterfaces } from './file-interfaces.ts';

/** What is exported, and what the format needs of it. */
export interface ExportJob {
  readonly capture: Capture;
  /** Indexes of the packets in the order of the file to be. */
  readonly indexes: Iterable<number>;
  readonly format: ExportFormat;
  readonly secrets: readonly Secret[];
  /** Head of a CSV table, and a packet's cells under it. */
  readonly head: readonly string[];
  readonly cells: (index: number, tree: Tree, context: Context, judged: number) => readonly (string | number)[];
  /**
   * What a packet is known to be judged as (see `judge`); such packets are not dissected for more than Info. Left out where cells
   * need the whole tree.
   */
  readonly judgedAs?: ((index: number) => number | undefined) | undefined;
  /** Told how many more packets the octets to come next hold. */
  readonly onPackets?: (packets: number) => void;
}

/** Packets that are made together, those in the order of the capture and others, and octets of them. */
const FEW = 256;
const MANY = 16_384;
const MOST_OCTETS = 4 * 1024 * 1024;
const NOTHING = new Uint8Array(0);
/** Octets of check sequence that a pcap file can say at most. */
const MOST_PCAP_FCS = 30;

/**
 * The octets of a file with the packets, batch by batch: nothing is held but one batch. A chunk may be empty.
 * @throws when the format cannot hold the packets; the message says which one can
 */
export async function* exportPackets(job: ExportJob): AsyncGenerator<Uint8Array> {
  switch (job.format) {
    case 'pcap':
    case 'pcapng':
      yield* captureFile(job, job.format);
      break;
    case 'csv':
      yield toUtf8(csvLine(job.head));
      for await (const lines of csvLines(job)) yield toUtf8(lines.join(''));
      break;
    case 'json':
      yield* jsonList(job);
      break;
    case 'text':
      yield* texts(job);
      break;
  }
}

const OPEN = toUtf8('[\n');
const BETWEEN = toUtf8(',\n');
const CLOSE = toUtf8('\n]\n');

/** A list of packets, each as the headless command prints it, with its tree: lists keep order and repetition. */
async function* jsonList(job: ExportJob): AsyncGenerator<Uint8Array> {
  const { capture, secrets } = job;
  const tree = new Tree();
  const writer = new PacketWriter();
  const { out } = writer;
  let before = OPEN;
  const ofPacket = (index: number, bytes: FetchedBytes): Uint8Array => {
    octetsOf(capture, bytes, index);
    const { context } = capture.dissect(index, bytes, secrets, tree);
    out.clear();
    writer.write(tree, context, true);
    return out.octets.slice();
  };
  for await (const packets of inOrder(job, (part) => capture.needed(part), ofPacket)) {
    const parts: Uint8Array[] = [];
    for (const packet of packets) {
      parts.push(before, packet);
      before = BETWEEN;
    }
    yield joinBytes(parts);
  }
  yield before === OPEN ? toUtf8('[]\n') : CLOSE;
}

/** Packets for people, as the headless command prints them, each with its tree and an empty line behind it. */
async function* texts(job: ExportJob): AsyncGenerator<Uint8Array> {
  const { capture, secrets } = job;
  const tree = new Tree();
  const ofPacket = (index: number, bytes: FetchedBytes): string => {
    octetsOf(capture, bytes, index);
    const { context } = capture.dissect(index, bytes, secrets, tree);
    return `${packetText(tree, context, true)}\n\n`;
  };
  for await (const packets of inOrder(job, (part) => capture.needed(part), ofPacket)) yield toUtf8(packets.join(''));
}

/** A line of the table for each packet. */
async function* csvLines(job: ExportJob): AsyncGenerator<readonly string[]> {
  const { capture, secrets, judgedAs } = job;
  const whole = new Tree();
  const silent = new SilentTree();
  const line = (index: number, bytes: FetchedBytes): string => {
    octetsOf(capture, bytes, index);
    const known = judgedAs?.(index);
    const wants = known === undefined ? undefined : INFO_ALONE;
    const { tree, context } = capture.dissect(index, bytes, secrets, wants === undefined ? whole : silent, wants);
    return csvLine(job.cells(index, tree, context, known ?? judge(tree, context)));
  };
  yield* inOrder(job, (part) => capture.needed(part), line);
}

async function* captureFile(job: ExportJob, format: 'pcap' | 'pcapng'): AsyncGenerator<Uint8Array> {
  const { capture, indexes } = job;
  const { table } = capture;
  const list = indexes instanceof Uint32Array ? indexes : Uint32Array.from(indexes);
  const { links, interfaces, used, clock } = fileInterfaces(capture, list);
  if (format === 'pcap') yield pcapHeaderOf(table, list, used, clock);
  else yield pcapngHeader(interfaces, { application: 'Pushscope' });
  const record = (index: number, bytes: FetchedBytes): Uint8Array => {
    const octets = octetsOf(capture, bytes, index);
    const number = table.interfaceIndex.get(index);
    const { prefix } = links[number] ?? { prefix: NOTHING };
    const packet: PacketToWrite = {
      seconds: table.seconds.get(index),
      nanos: table.nanos.get(index),
      bytes: prefix.length === 0 ? octets : concatBytes(prefix, octets),
      original: table.original.get(index) + prefix.length,
      interface: number,
      comments: capture.annotations.commentsWith(index, table.comments.get(index)),
      ...(table.flags.get(index) === 0 ? {} : { flags: table.flags.get(index) }),
    };
    // A copy: the octets of the file do not stay.
    return format === 'pcap' ? concatBytes(...pcapRecord(packet, { clock })) : pcapngPacket(packet, interfaces);
  };
  for await (const records of inOrder({ ...job, indexes: list }, (part) => part, record)) yield concatBytes(...records);
}

/**
 * What `make` gives of each packet, in the order of the file to be; between those of a batch nothing, so that others have a turn.
 * @param needs the packets whose octets are read for some
 */
async function* inOrder<T>(
  { capture, indexes, onPackets }: ExportJob,
  needs: (part: readonly number[]) => Iterable<number>,
  make: (index: number, bytes: FetchedBytes) => T,
): AsyncGenerator<readonly T[]> {
  for (const batch of batches(capture, indexes)) {
    const places = [...batch.keys()].sort((a, b) => batch[a]! - batch[b]!);
    const made: T[] = [];
    let at = 0;
    for (const part of capture.bytes.parts(places.map((place) => batch[place]!))) {
      if (at > 0) yield [];
      const bytes = await capture.bytes.fetch(needs(part));
      for (const index of part) made[places[at++]!] = make(index, bytes);
      bytes.release();
    }
    onPackets?.(batch.length);
    yield made;
  }
}

/** @throws when the file no longer holds all octets of a packet: leaving them out unsaid would make another capture */
function octetsOf({ table }: Capture, bytes: ReadonlyMap<number, Uint8Array>, index: number): Uint8Array {
  const octets = bytes.get(index);
  if (octets === undefined || octets.length < table.captured.get(index))
    throw new Error(`packet ${index + 1} can no longer be read`);
  return octets;
}

/** @throws when a pcap file cannot hold the packets */
function pcapHeaderOf(
  { seconds }: PacketTable,
  list: Uint32Array,
  used: readonly InterfaceToWrite[],
  clock: 'micro' | 'nano',
): Uint8Array {
  const [linkType = 0, ...more] = new Set(used.map((one) => one.linkType));
  if (more.length > 0)
    throw new Error(`the packets have ${1 + more.length} link types, a pcap file has one: export them as pcapng`);
  const untold = list.find((index) => seconds.get(index) < 0 || seconds.get(index) > LAST_PCAP_SECOND);
  if (untold !== undefined)
    throw new Error(
      `packet ${untold + 1} is of a time before 1970 or after 2106, which a pcap file cannot say: export them as pcapng`,
    );
  // What holds for some of the packets only cannot be said of the file.
  const [fcsOctets, ...others] = new Set(used.map((one) => one.fcsOctets));
  const isTold = fcsOctets !== undefined && others.length === 0 && fcsOctets % 2 === 0 && fcsOctets <= MOST_PCAP_FCS;
  return pcapHeader(linkType, { clock, ...(isTold ? { fcsOctets } : {}) });
}

/**
 * Packets that are made together: few where they come in the order of the capture. In another order each lies in another place of the
 * file: of a million packets sorted by Info, read one by one, two thousand a second were written. Many together are read in the order
 * of the file.
 */
function* batches({ table }: Capture, indexes: Iterable<number>): Generator<readonly number[]> {
  let batch: number[] = [];
  let octets = 0;
  let last = -1;
  let isAscending = true;
  for (const index of indexes) {
    batch.push(index);
    octets += table.captured.get(index);
    isAscending &&= index > last;
    last = index;
    if (batch.length < (isAscending ? FEW : MANY) && octets < MOST_OCTETS) continue;
    yield batch;
    batch = [];
    octets = 0;
    last = -1;
    isAscending = true;
  }
  if (batch.length > 0) yield batch;
}
