import { concatBytes, toUtf8 } from '../../base/bytes.ts';
import { csvLine } from '../../base/csv.ts';
import { Tree } from '../../codec/tree.ts';
import type { Context } from '../../dissect/context.ts';
import type { Secret } from '../../dissect/secrets.ts';
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
import { packetJson } from '../packet-json.ts';
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
  readonly cells: (index: number, tree: Tree, context: Context) => readonly (string | number)[];
  /** Told how many more packets the octets to come next hold. */
  readonly onPackets?: (packets: number) => void;
}

/** Packets whose octets are fetched at once. */
const BLOCK = 256;
/** Octets of check sequence that a pcap file can say at most. */
const MOST_PCAP_FCS = 30;

/**
 * The octets of a file with the packets, block by block: nothing is held but one block.
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
      yield* texts(job, (index, tree, context) => csvLine(job.cells(index, tree, context)));
      break;
    case 'json':
      yield* jsonList(job);
      break;
  }
}

/** A list of packets, each as the headless command prints it, with its tree: lists keep order and repetition. */
async function* jsonList(job: ExportJob): AsyncGenerator<Uint8Array> {
  let before = '[\n';
  const lines = texts(job, (_index, tree, context) => {
    const line = `${before}${packetJson(tree, context, true)}`;
    before = ',\n';
    return line;
  });
  yield* lines;
  yield toUtf8(before === '[\n' ? '[]\n' : '\n]\n');
}

async function* texts(
  { capture, indexes, secrets, onPackets }: ExportJob,
  line: (index: number, tree: Tree, context: Context) => string,
): AsyncGenerator<Uint8Array> {
  const tree = new Tree();
  for (const block of blocks(capture, indexes)) {
    const bytes = await capture.bytes.fetch(capture.needed(block));
    let text = '';
    for (const index of block) {
      octetsOf(capture, bytes, index);
      text += line(index, tree, capture.dissect(index, bytes, secrets, tree).context);
    }
    bytes.release();
    onPackets?.(block.length);
    yield toUtf8(text);
  }
}

async function* captureFile(
  { capture, indexes, onPackets }: ExportJob,
  format: 'pcap' | 'pcapng',
): AsyncGenerator<Uint8Array> {
  const { table } = capture;
  const list = indexes instanceof Uint32Array ? indexes : Uint32Array.from(indexes);
  const { links, interfaces, used, clock } = fileInterfaces(capture, list);
  if (format === 'pcap') yield pcapHeaderOf(table, list, used, clock);
  else yield pcapngHeader(interfaces, { application: 'Pushscope' });
  for (const block of blocks(capture, list)) {
    const bytes = await capture.bytes.fetch(block);
    const parts: Uint8Array[] = [];
    for (const index of block) {
      const octets = octetsOf(capture, bytes, index);
      const number = table.interfaceIndex.get(index);
      const { prefix } = links[number] ?? { prefix: new Uint8Array(0) };
      const packet: PacketToWrite = {
        seconds: table.seconds.get(index),
        nanos: table.nanos.get(index),
        bytes: prefix.length === 0 ? octets : concatBytes(prefix, octets),
        original: table.original.get(index) + prefix.length,
        interface: number,
        comments: capture.annotations.commentsWith(index, table.comments.get(index)),
        ...(table.flags.get(index) === 0 ? {} : { flags: table.flags.get(index) }),
      };
      if (format === 'pcap') parts.push(...pcapRecord(packet, { clock }));
      else parts.push(pcapngPacket(packet, interfaces));
    }
    const octets = concatBytes(...parts);
    bytes.release();
    onPackets?.(block.length);
    yield octets;
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

function* blocks({ bytes }: Capture, indexes: Iterable<number>): Generator<readonly number[]> {
  let block: number[] = [];
  for (const index of indexes) {
    block.push(index);
    if (block.length < BLOCK) continue;
    yield* bytes.parts(block);
    block = [];
  }
  yield* bytes.parts(block);
}
